"""A new operator makes a bot from a company's site in the console and makes it better, on a real stack without curl."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.demo.client import Stack
from tests.e2e.own_stack import own_stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
PATIENCE = 30_000
AXE = Path(__file__).parents[2] / "apps" / "widget" / "node_modules" / "axe-core" / "axe.min.js"
QUESTION = "Verleihen Sie auch Hüpfburgen?"
ANSWER = "Nein, das gehört nicht zu unseren Leistungen. Fragen Sie den Verein im Nachbarort."
FOUR_MINUTES = 240.0


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack without a model, and the sample company's site beside it."""
    with own_stack(tmp_path_factory.mktemp("making"), LOG_LEVEL="warning") as found:
        port = str(found.stack.site_port)
        serving = [sys.executable, "-m", "tests.sites.serve", "--site", "brandt", "--port", port, "--host", "127.0.0.1"]
        with subprocess.Popen(serving) as site:
            yield found.stack
            site.terminate()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A new operator's tab. Only its tests' own script may pass the console's policy."""
    expect.set_options(timeout=PATIENCE)
    context = browser.new_context(viewport=DESKTOP, locale="de-DE", bypass_csp=True)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    context.close()


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, label: str, text: str) -> None:
    """Type into a field and leave it, which is when the page hears of it."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")


def settled(page: Page) -> None:
    """Until the page's script has run."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.wait_for_function("() => !document.querySelector('[data-stale=true]')")


def violations(page: Page) -> list[str]:
    """What axe finds; the frame of the draft is the widget's, which has tests of its own."""
    settled(page)
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run({exclude: ['iframe']})).violations")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def test_a_bot_is_made_published_asked_and_made_better(stack: Stack, tab: Page, browser: Browser) -> None:
    began = monotonic()
    tab.goto(f"{stack.base_url}/bots")
    tab.get_by_label("API-Schlüssel").fill(stack.key)
    press(tab, "Anmelden")

    press(tab, "Neuer Assistent")
    tab.get_by_label("Internetadresse der Firma").fill(stack.site_url)
    press(tab, "Website lesen")
    expect(tab.get_by_text("Hobelweg 12, 22525 Hamburg")).to_be_visible()
    assert violations(tab) == []
    tab.get_by_role("button", name=re.compile("Angaben anlegen$")).click()
    expect(tab.get_by_text("Schritt 1 von 5")).to_be_visible()
    draft = tab.frame_locator("iframe")
    expect(draft.get_by_role("heading", name="Tischlerei Brandt GmbH")).to_be_visible()

    tab.reload()  # the draft is on the server, and the address knows the way
    expect(tab.get_by_text("Schritt 1 von 5")).to_be_visible()
    press(tab, "Weiter")
    expect(tab.get_by_text("Schritt 2 von 5")).to_be_visible()
    fill(tab, "Begrüßung", "Moin, was darf es sein?")
    press(tab, "Speichern")
    expect(draft.get_by_text("Moin, was darf es sein?")).to_be_visible()
    press(tab, "Weiter")

    expect(tab.get_by_label("Firmenname")).to_have_value("Tischlerei Brandt GmbH")
    fill(tab, "Telefon", "keine")
    press(tab, "Speichern und weiter")
    expect(tab.get_by_text("Das ist keine Telefonnummer.")).to_be_visible()
    fill(tab, "Telefon", "040 66969411")
    press(tab, "Speichern und weiter")
    expect(tab.get_by_text("Was gilt am …?")).to_be_visible()
    tab.get_by_text("Montag", exact=True).click()
    tab.get_by_role("button", name=re.compile("Auf andere Tage")).click()
    press(tab, "Übertragen")
    settled(tab)
    tab.keyboard.press("Escape")
    press(tab, "Speichern und weiter")
    expect(draft.get_by_text(re.compile("^(Geöffnet|Geschlossen)"))).to_be_visible()

    tab.get_by_text("Um die E-Mail-Adresse bitten").click()
    press(tab, "Vorschlag einsetzen")
    expect(tab.get_by_text("Es gibt noch keinen Text", exact=False)).to_have_count(0)
    consent = tab.get_by_label("Text der Einwilligung", exact=True).first  # the former stays until the run has ended
    expect(consent).to_have_value(re.compile("Tischlerei Brandt GmbH"))
    settled(tab)
    press(tab, "Speichern und weiter")
    expect(tab.get_by_text("Jana Brandt", exact=True)).to_be_visible()
    assert violations(tab) == []
    tab.get_by_text("5 Wissen").click()
    expect(tab.get_by_text("21 von 21 Seiten aufgenommen")).to_be_visible()
    press(tab, "Weiter")
    press(tab, "Veröffentlichen")
    press(tab, "Ja: Veröffentlichen")
    press(tab, "Freischalten")
    press(tab, "Ja: Freischalten")
    expect(tab.get_by_text("Freigeschaltet. Der Produktionslink ist offen.")).to_be_visible()
    assert monotonic() - began < FOUR_MINUTES
    link = tab.locator("code", has_text="/bot/").first.inner_text().strip()

    visitor = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    visitor.goto(link)
    message = visitor.get_by_placeholder("Nachricht schreiben …")
    for question, answer in (("Was kostet eine Küche mit Insel?", "22.000"), (QUESTION, "finde ich auf den Seiten")):
        message.fill(question)
        message.press("Enter")
        expect(visitor.get_by_text(re.compile(re.escape(answer))).first).to_be_visible()
    visitor.context.close()

    tab.get_by_text("Gespräche", exact=True).click()
    press(tab, "Lesen")
    expect(tab.get_by_text(QUESTION)).to_be_visible()
    expect(tab.get_by_text("Diese Frage blieb offen.", exact=False)).to_be_visible()
    assert violations(tab) == []
    tab.get_by_text("Offene Fragen", exact=True).click()
    fill(tab, "Ihre Antwort", ANSWER)
    press(tab, "Beibringen")
    expect(tab.get_by_text("Noch einmal gefragt, antwortet er jetzt so:")).to_be_visible()
    expect(tab.get_by_text("Fragen Sie den Verein im Nachbarort.")).to_be_visible()
    expect(tab.get_by_text("Keine offenen Fragen.", exact=False)).to_be_visible()
    assert violations(tab) == []
    tab.get_by_text("Wissen", exact=True).click()
    search = tab.get_by_label("Was findet der Assistent zu einer Frage?")
    search.fill(QUESTION)
    search.press("Enter")
    expect(tab.get_by_text("Er würde antworten")).to_be_visible()
    assert violations(tab) == []


def test_a_session_goes_on_in_another_tab_and_ends_in_both(stack: Stack, tab: Page) -> None:
    tab.goto(f"{stack.base_url}/leads")
    assert violations_of_the_door(tab) == []
    tab.get_by_label("API-Schlüssel").fill(stack.key)
    press(tab, "Anmelden")
    expect(tab.get_by_role("heading", name="Leads")).to_be_visible()
    (cookie,) = [one for one in tab.context.cookies() if one["name"] == "empfang"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")

    other = tab.context.new_page()
    other.goto(f"{stack.base_url}/bots")
    expect(other.get_by_role("heading", name="Assistenten")).to_be_visible(timeout=PATIENCE)
    press(tab, "Abmelden")
    for page in (tab, other):
        expect(page.get_by_label("API-Schlüssel")).to_be_visible(timeout=PATIENCE)


def violations_of_the_door(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    return [one["id"] for one in page.evaluate("async () => (await axe.run()).violations")]


def test_a_key_is_issued_with_few_rights_and_taken_back(stack: Stack, tab: Page, browser: Browser) -> None:
    tab.goto(f"{stack.base_url}/settings?tab=keys")
    tab.get_by_label("API-Schlüssel").fill(stack.key)
    press(tab, "Anmelden")
    tab.get_by_text("Schlüssel ausstellen").click()
    tab.get_by_label("Für wen").fill("Erika Muster")
    tab.get_by_label("Remove Leads ansehen").click()
    press(tab, "Ausstellen")
    key = tab.locator("code", has_text="emp_").inner_text().strip()

    context = browser.new_context(viewport=DESKTOP, locale="de-DE")
    colleague = context.new_page()
    colleague.goto(f"{stack.base_url}/leads")
    colleague.get_by_label("API-Schlüssel").fill(key)
    press(colleague, "Anmelden")
    expect(colleague.get_by_text("Ihr Schlüssel erlaubt das nicht.")).to_be_visible()

    press(tab, "Notiert")
    press(tab.locator("[data-testid=stVerticalBlock]", has_text="Erika Muster").last, "Zurückziehen")
    press(tab, "Ja: Zurückziehen")
    expect(tab.get_by_text("Der Schlüssel „Erika Muster“ gilt nicht mehr.")).to_be_visible()
    colleague.reload()
    expect(colleague.get_by_label("API-Schlüssel")).to_be_visible()
    context.close()


def test_on_a_phone_the_menu_closes_after_a_tap(stack: Stack, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="de-DE")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{stack.base_url}/bots")
    page.get_by_label("API-Schlüssel").fill(stack.key)
    press(page, "Anmelden")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Leads").click()
    expect(page.get_by_role("heading", name="Leads")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()
    missing = page.goto(f"{stack.base_url}/gibtsnicht")
    assert missing is not None
    assert missing.status == 404
    expect(page.get_by_role("link", name="Zur Startseite")).to_be_visible()
    context.close()

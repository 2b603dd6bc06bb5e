"""A new operator makes a bot from a company's site and does with it all that there is to do, without curl."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import monotonic
from typing import Literal
from urllib.parse import urlsplit

import pytest
from console.front import leaving
from console.links import PATHS
from playwright.sync_api import Browser, Page, expect

from tests.browser import operating
from tests.browser.conftest import ANDROID, DESKTOP, PHONE
from tests.browser.hands import AXE, ask, enter, fill, misfits, press, settled, violations
from tests.browser.places import places
from tests.demo.client import Stack
from tests.e2e.own_stack import own_stack
from tests.fakes import openid

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
PATIENCE = 60_000
QUESTION = "Verleihen Sie auch Hüpfburgen?"
ANSWER = "Nein, das gehört nicht zu unseren Leistungen. Fragen Sie den Verein im Nachbarort."
FOUR_MINUTES = 240.0
LISTS = {"leads", "prospects", "templates", "suppressions", "bot knowledge", "bot history", "operations trail"}
"""Pages of things, not of figures."""


@pytest.fixture(scope="module")
def provider() -> Iterator[openid.Provider]:
    """A company's own sign-in."""
    with openid.serving() as found:
        yield found


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, provider: openid.Provider) -> Iterator[Stack]:
    """A stack without a model, the sample company's site beside it, and members of a company with its own sign-in."""
    told = {
        "LOG_LEVEL": "warning",
        "DEMO_SITE": "brandt",
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": openid.CLIENT_ID,
        "OIDC_CLIENT_SECRET": openid.CLIENT_SECRET,
    }
    with own_stack(tmp_path_factory.mktemp("making"), **told) as found:
        yield found.stack


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A new operator's tab. Only its tests' own script may pass the console's policy."""
    expect.set_options(timeout=PATIENCE)
    context = browser.new_context(viewport=DESKTOP, locale="de-DE", bypass_csp=True)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    context.close()


def test_a_new_operator_goes_all_the_way(stack: Stack, tab: Page, browser: Browser) -> None:
    began = monotonic()
    tab.goto(f"{stack.base_url}/bots")
    enter(tab, stack.key)

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
    link = tab.locator("code", has_text=f"{stack.base_url}/bot/").inner_text().strip()  # not that of staging

    visitor = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    visitor.goto(link)
    for question, answer in (("Was kostet eine Küche mit Insel?", "22.000"), (QUESTION, "finde ich auf den Seiten")):
        ask(visitor, question)
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

    operating.gets_a_lead(tab, browser, stack, link)
    operating.sees_the_figures(tab, stack.base_url)
    operating.approves_a_mail_and_prints_a_letter(tab, stack)
    operating.exports_and_erases(tab, stack.base_url)
    operating.rotates_the_links(tab, browser, stack.base_url, link)


def test_a_session_goes_on_in_another_tab_and_ends_in_both(stack: Stack, tab: Page) -> None:
    tab.goto(f"{stack.base_url}/leads")
    assert violations_of_the_door(tab) == []
    enter(tab, stack.key)
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
    enter(tab, stack.key)
    tab.get_by_text("Schlüssel ausstellen").click()
    fill(tab, "Für wen", "Erika Muster")
    settled(tab)
    tab.get_by_label("Remove Leads ansehen").click()
    settled(tab)
    press(tab, "Ausstellen")
    key = tab.locator("code", has_text="emp_").inner_text().strip()

    context = browser.new_context(viewport=DESKTOP, locale="de-DE")
    colleague = context.new_page()
    colleague.goto(f"{stack.base_url}/leads")
    enter(colleague, key)
    expect(colleague.get_by_text("Ihr Schlüssel erlaubt das nicht.")).to_be_visible()

    press(tab, "Notiert")
    press(tab.locator("[data-testid=stVerticalBlock]", has_text="Erika Muster").last, "Zurückziehen")
    press(tab, "Ja: Zurückziehen")
    expect(tab.get_by_text("Der Schlüssel „Erika Muster“ gilt nicht mehr.")).to_be_visible()
    colleague.reload()
    expect(colleague.get_by_label("API-Schlüssel")).to_be_visible()
    context.close()


def test_a_member_comes_in_by_their_company_and_is_put_out(
    stack: Stack, tab: Page, browser: Browser, provider: openid.Provider
) -> None:
    context = browser.new_context(viewport=PHONE, locale="de-DE", bypass_csp=True)
    member = context.new_page()
    member.goto(f"{stack.base_url}/leads")
    member.get_by_role("link", name="Mit Firmenkonto anmelden").click()
    expect(member.get_by_text("Mit diesem Konto kommen Sie hier noch nicht hinein.", exact=False)).to_be_visible()
    assert violations_of_the_door(member) == []

    tab.goto(f"{stack.base_url}/settings?tab=members")
    enter(tab, stack.key)
    tab.get_by_text("Mitglied einladen", exact=True).click()
    fill(tab, "Name", "Erika Muster")
    settled(tab)
    fill(tab, "E-Mail-Adresse des Firmenkontos", provider.person.email)
    settled(tab)  # a press while the page's script runs anew may find a button that is being replaced
    press(tab, "Einladen")
    expect(tab.get_by_text("Erika Muster ist eingeladen und kann sich anmelden.")).to_be_visible()
    assert violations(tab) == []
    mailed = tab.get_by_text(re.compile("noch nicht angemeldet · Mail gesendet"))
    for _ in range(6):
        tab.reload()  # the mail goes out by itself
        expect(tab.get_by_text("Erika Muster", exact=True)).to_be_visible()
        settled(tab)
        if mailed.count():
            break
        tab.wait_for_timeout(3_000)
    expect(mailed).to_be_visible()

    member.get_by_role("link", name="Mit Firmenkonto anmelden").click()
    expect(member.get_by_role("heading", name="Leads")).to_be_visible()
    assert urlsplit(member.url).path == "/leads"

    provider.returns = (f"{stack.base_url}{leaving.RETURN}",)
    settled(member)
    member.get_by_test_id("stExpandSidebarButton").click()
    press(member, "Abmelden")
    expect(member.get_by_text("Sie sind abgemeldet, auch bei Ihrem Firmenkonto.")).to_be_visible(timeout=PATIENCE)
    assert provider.ended == [provider.person.subject]
    assert violations_of_the_door(member) == []
    member.goto(f"{stack.base_url}/leads")
    member.get_by_role("link", name="Mit Firmenkonto anmelden").click()
    expect(member.get_by_role("heading", name="Leads")).to_be_visible()

    press(tab, "Entfernen")
    settled(tab)
    press(tab, "Ja: Entfernen")
    expect(tab.get_by_text("Erika Muster gehört nicht mehr dazu.")).to_be_visible()
    member.wait_for_timeout(3_000)  # the key ends everywhere
    member.reload()
    expect(member.get_by_label("API-Schlüssel")).to_be_visible()
    assert provider.refused == []
    context.close()


def test_on_a_phone_the_menu_closes_after_a_tap(stack: Stack, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="de-DE")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{stack.base_url}/bots")
    enter(page, stack.key)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Leads").click()
    expect(page.get_by_role("heading", name="Leads")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()
    missing = page.goto(f"{stack.base_url}/gibtsnicht")
    assert missing is not None
    assert missing.status == 404
    expect(page.get_by_role("link", name="Zur Startseite")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_page_is_for_everybody_by_day_and_night(
    stack: Stack, browser: Browser, phone: bool, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        user_agent=ANDROID if phone else None,
        is_mobile=phone,
        locale="de-DE",
        color_scheme=scheme,
        bypass_csp=True,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(stack.base_url)
    enter(page, stack.key)
    wrong = {}
    for name, path in PATHS.items():
        page.goto(f"{stack.base_url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found = violations(page)
        found += misfits(page)
        if found:
            wrong[name] = found
    context.close()
    assert wrong == {}


def test_no_page_of_a_phone_is_long(stack: Stack, browser: Browser) -> None:
    """With one of everything opened, which the first of these tests has left behind; lists are cards there."""
    context = browser.new_context(viewport=PHONE, user_agent=ANDROID, is_mobile=True, locale="de-DE", bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(stack.base_url)
    enter(page, stack.key)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wrong = {}
    for name, address in places(stack).items():
        page.goto(f"{stack.base_url}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        settled(page)
        found = misfits(page)
        if name in LISTS and page.get_by_test_id("stDataFrame").count():
            found.append("a table, where a phone has cards")
        if found:
            wrong[name] = found
    context.close()
    assert wrong == {}

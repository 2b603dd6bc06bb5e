"""The second half of a new operator's way: what a bot that is live brings, and what is done with it."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import openpyxl
from playwright.sync_api import Browser, Page, expect

from tests.browser import dragging
from tests.browser.conftest import PHONE
from tests.browser.hands import ask, fill, press, settled, violations
from tests.demo.client import Stack

VISITOR = "erika.muster@example.org"
COMPANY = "info@tischlerei-brandt.example"
UNTIL_COUNTED, UNTIL_SENT, UNTIL_ERASED, UNTIL_KNOWN = 60_000, 90_000, 90_000, 30_000


def gets_a_lead(tab: Page, browser: Browser, stack: Stack, link: str) -> None:
    """A visitor leaves an address; it is on the board and moves there."""
    visitor = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    visitor.goto(link)
    form = visitor.locator("empfang-email-form")
    ask(visitor, "Was kostet eine Küche mit Insel?")
    form.get_by_label("Ihre E-Mail-Adresse").fill(VISITOR)
    form.get_by_role("checkbox").check()
    form.get_by_role("button", name="Absenden").click()
    expect(form.get_by_text("Danke. Wir melden uns per E-Mail bei Ihnen.")).to_be_visible()
    visitor.context.close()

    tab.goto(f"{stack.base_url}/leads?view=board")
    expect(tab.get_by_role("button", name=VISITOR, exact=True)).to_be_visible(timeout=UNTIL_KNOWN)
    assert violations(tab) == []
    settled(tab)
    tab.get_by_label(f"Status von {VISITOR}").click()
    tab.get_by_role("option", name="Kontaktiert").click()
    expect(tab.get_by_text(f"{VISITOR} steht jetzt unter „Kontaktiert“.")).to_be_visible()
    dragging.a_lead_is_moved(tab, browser, stack, VISITOR)
    press(tab, VISITOR)
    tab.get_by_text(re.compile("^Einwilligung vom")).click()
    expect(tab.get_by_text("Einwilligung, so wie sie gezeigt wurde")).to_be_visible()
    expect(tab.get_by_text(re.compile("Tischlerei Brandt GmbH")).first).to_be_visible()
    tab.get_by_text("Wer was geändert hat").click()
    expect(tab.get_by_text(re.compile("durch Schlüssel")).first).to_be_visible()
    assert violations(tab) == []


def sees_the_figures(tab: Page, base: str) -> None:
    """Visits, conversations and contacts are counted, and few are called few."""
    sentence = tab.get_by_text(re.compile(r"Aus \d+ Besuchen wurden 2 Gespräche und 1 Kontakt"))
    for _ in range(UNTIL_COUNTED // 5_000):
        tab.goto(f"{base}/analytics?of=course")
        settled(tab)
        tab.wait_for_timeout(3_000)
        if sentence.count():
            break
    expect(sentence).to_be_visible()
    expect(tab.get_by_text(re.compile("noch kein Muster")).first).to_be_visible()
    assert violations(tab) == []


def approves_a_mail_and_prints_a_letter(tab: Page, stack: Stack) -> None:
    """A company is taken in by its address; its letter is printed, its basis recorded, its draft released and sent."""
    tab.goto(f"{stack.base_url}/prospects")
    tab.get_by_text("Interessenten aufnehmen", exact=True).click()
    fill(tab, "Internetadresse", stack.site_url)
    press(tab, "Aufnehmen")
    for _ in range(UNTIL_SENT // 5_000):
        tab.wait_for_timeout(4_000)
        tab.reload()
        settled(tab)
        if tab.get_by_role("link", name="Vorführung öffnen").count():
            break
    tab.get_by_text("Handeln", exact=True).click()
    press(tab, "Brief als PDF")
    with tab.expect_download() as letter:
        tab.get_by_role("button", name=re.compile("sichern$")).click()
    assert letter.value.path().read_bytes().startswith(b"%PDF-")
    assert violations(tab) == []

    tab.get_by_text("Schriftverkehr", exact=True).click()
    tab.get_by_text("Rechtsgrundlage vermerken", exact=True).click()
    tab.get_by_text("bestehender Kunde", exact=True).click()
    fill(tab, "E-Mail-Adresse", COMPANY)
    fill(tab, "Weg", "Auftrag vom Sommer")
    for condition in ("beim Verkauf erhalten", "ähnliche Leistungen", "Widerspruchsrecht"):
        tab.get_by_text(condition).click()
    press(tab, "Vermerken")
    expect(tab.get_by_text("Mails sind erlaubt: bestehender Kunde.")).to_be_visible()
    tab.goto(f"{stack.base_url}/outreach")
    expect(tab.get_by_text("Mails sind erlaubt: bestehender Kunde.")).to_be_visible()
    assert violations(tab) == []
    settled(tab)
    tab.keyboard.press("a")
    expect(tab.get_by_role("button", name=re.compile("^Ja: Freigeben"))).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text(re.compile(r"^Freigegeben\."))).to_be_visible()
    sent = tab.get_by_text(re.compile("^Gesendet · Tischlerei Brandt GmbH")).first
    for _ in range(UNTIL_SENT // 5_000):
        tab.goto(f"{stack.base_url}/sent")
        settled(tab)
        tab.wait_for_timeout(3_000)
        if sent.count():
            break
    expect(sent).to_be_visible()
    assert violations(tab) == []
    dragging.a_prospect_is_moved(tab, stack, "Tischlerei Brandt GmbH")


def exports_and_erases(tab: Page, base: str) -> None:
    """The visitor's lead is in the Excel file; then nothing is held of the visitor, and every service certifies it."""
    tab.goto(f"{base}/leads")
    press(tab, "Als Excel-Datei")
    with tab.expect_download() as table:
        tab.get_by_role("button", name=re.compile("sichern$")).click()
    sheet = openpyxl.load_workbook(io.BytesIO(table.value.path().read_bytes())).worksheets[0]
    assert VISITOR in [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]

    tab.goto(f"{base}/privacy")
    fill(tab, "E-Mail-Adresse oder Telefonnummer", VISITOR)
    press(tab, "Zeigen, was gespeichert ist")
    expect(tab.get_by_text("Ein Eintrag ist von dieser Person gespeichert.")).to_be_visible()
    expect(tab.get_by_text(re.compile("Nachrichten, in der gesicherten Auskunft im Wortlaut"))).to_be_visible()
    assert violations(tab) == []
    press(tab, "Alles löschen")
    press(tab, "Ja: Alles löschen")
    expect(tab.get_by_text(re.compile("^Gelöscht und von allen Diensten bestätigt"))).to_be_visible(
        timeout=UNTIL_ERASED
    )
    assert violations(tab) == []
    with tab.expect_download() as certificate:
        press(tab, "Bescheinigung sichern")
    words = certificate.value.path().read_text()
    assert all(service in words for service in ("lead-svc", "chat-svc", "analytics-svc", "outreach-svc"))
    assert VISITOR not in words
    tab.goto(f"{base}/leads?view=board")
    expect(tab.get_by_text("Niemand.")).to_have_count(5)


def rotates_the_links(tab: Page, browser: Browser, base: str, link: str) -> None:
    """New keys in a bot's links: the old one leads nowhere any more."""
    bot = urlsplit(link).path.rsplit("/", 1)[1]
    tab.goto(f"{base}/bots?bot={bot}&tab=settings&step=launch")
    tab.get_by_text("Neue Links ausstellen", exact=True).first.click()
    tab.get_by_role("button", name="Neue Links ausstellen").click()
    press(tab, "Ja: Neue Links ausstellen")
    expect(tab.get_by_text("Die Links sind neu. Die alten gelten nicht mehr.")).to_be_visible()
    shown = tab.locator("code", has_text=f"{base}/bot/")
    expect(shown).not_to_have_text(link)
    fresh = shown.inner_text().strip()
    visitor = browser.new_context(viewport=PHONE, locale="de-DE").new_page()
    expect(visitor.get_by_placeholder("Nachricht schreiben …")).to_have_count(0)
    for _ in range(UNTIL_KNOWN // 1_000):
        answer = visitor.goto(link)
        if answer is not None and answer.status >= 400:
            break
        visitor.wait_for_timeout(1_000)
    assert answer is not None
    assert answer.status >= 400
    visitor.goto(fresh)
    expect(visitor.get_by_placeholder("Nachricht schreiben …")).to_be_visible()
    visitor.context.close()

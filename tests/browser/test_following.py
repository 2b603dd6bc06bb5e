"""What follows an answer: contact cards, forms and notices; and what a visitor does when something goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import HOST_PAGE, SHARED_PORT, Live, Running, served
from tests.browser.test_widget import QUESTION, ask, shot, stored, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
DEMO = Path(__file__).parents[2] / "docs" / "demo" / "index.html"
STRICT_PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Streng</title><link rel="icon" href="data:,"></head><body><main><h1>Streng</h1></main>{tag}</body></html>"""
FIELD = "Nachricht schreiben …"


def test_a_contact_card_leads_to_a_request_with_consent(company: Live, page: Page) -> None:
    page.goto(company.page)
    ask(page, "Wer ist mein Ansprechpartner für Küchen?")
    expect(page.get_by_role("heading", name="Ihr direkter Kontakt")).to_be_visible()
    drawn = page.locator("empfang-cards svg").first.bounding_box()
    assert drawn
    assert (drawn["width"], drawn["height"]) == pytest.approx((60, 60), abs=0.1)  # fractions of a pixel
    page.get_by_role("button", name="Kontakt aufnehmen: Jan Weber").click()
    form = page.locator("empfang-contact-form")
    send = page.get_by_role("button", name="Anfrage senden")
    send.click()
    expect(form.get_by_role("alert")).to_have_text("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")
    form.get_by_label("Ihre Telefonnummer").fill("+49 89 1234567")
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("Ohne Ihre Zustimmung")
    expect(form.get_by_role("checkbox")).to_be_focused()
    form.get_by_role("checkbox").check()
    shot(page, "contact")
    assert violations(page) == []
    send.click()
    expect(page.get_by_text("Danke. Jan Weber meldet sich bei Ihnen.")).to_be_visible()


def test_the_email_form_checks_thanks_and_does_not_come_again(company: Live, page: Page) -> None:
    page.goto(company.page)
    ask(page)
    form = page.locator("empfang-email-form")
    expect(form.get_by_role("heading", name="Bleiben wir in Verbindung")).to_be_visible()
    expect(form.get_by_role("link", name="Datenschutz")).to_have_attribute("rel", "noopener noreferrer")
    email = form.get_by_label("Ihre E-Mail-Adresse")
    email.fill("anna@")
    form.get_by_role("button", name="Absenden").click()
    expect(form.get_by_role("alert")).to_contain_text("name@beispiel.de")
    expect(email).to_be_focused()
    email.fill("anna@example.com")
    form.get_by_role("checkbox").check()
    shot(page, "email")
    assert violations(page) == []
    form.get_by_role("button", name="Absenden").click()
    expect(form.get_by_text("Danke. Wir melden uns per E-Mail bei Ihnen.")).to_be_visible()
    ask(page, "Was kostet eine Küchenzeile?")
    expect(page.locator("empfang-email-form")).to_have_count(1)


def test_later_means_not_again_in_this_conversation(company: Live, page: Page) -> None:
    page.goto(company.page)
    ask(page)
    page.get_by_role("button", name="Vielleicht später").click()
    expect(page.locator("empfang-email-form")).to_have_count(0)
    expect(page.get_by_label(FIELD)).to_be_focused()
    ask(page, "Was kostet die Planung?")
    expect(page.locator("empfang-email-form")).to_have_count(0)


def test_a_closed_company_says_so(company: Live, page: Page) -> None:
    page.goto(company.page)
    expect(page.locator(".status")).to_contain_text("eschlossen")
    ask(page)
    expect(page.locator(".note", has_text="Wir sind bald wieder im Haus.")).to_have_count(1)


def test_an_english_bot_speaks_english(english: Live, page: Page) -> None:
    page.goto(english.page)
    expect(page.locator("empfang-chat")).to_have_attribute("lang", "en")
    page.get_by_label("Write a message …").fill("Are you human?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("I am an AI assistant").last).to_be_visible()
    shot(page, "english")


def test_two_bots_on_one_page_keep_to_themselves(live: Live, company: Live, page: Page) -> None:
    with served(HOST_PAGE.format(tags=live.tag + company.tag), SHARED_PORT) as address:
        page.goto(address)
        openers = page.get_by_role("button", name="Chat öffnen")
        expect(openers).to_have_count(2)
        first, second = openers.nth(0).bounding_box(), openers.nth(1).bounding_box()
        assert first
        assert second
        assert abs(first["y"] - second["y"]) >= first["height"] - 0.1, "one does not lie on the other"
        for bot in (live.bot, company.bot):
            page.wait_for_function("(bot) => window.Empfang && Empfang.get(bot)", arg=bot)
        page.evaluate("(bot) => { Empfang.get(bot).open() }", company.bot)
        expect(page.locator("empfang-chat:visible")).to_have_count(1)
        page.evaluate("(bot) => { Empfang.get(bot).open() }", live.bot)
        expect(page.locator("empfang-chat:visible")).to_have_count(1)
        page.locator("empfang-chat:visible").get_by_role("button", name="Chat schließen").click()
        expect(page.locator("empfang-chat:visible")).to_have_count(0)


def test_the_demo_page_embeds_and_hears(live: Live, page: Page) -> None:
    with served(DEMO.read_text(encoding="utf-8"), SHARED_PORT) as address:
        page.goto(f"{address}?host={live.base}&bot={live.bot}&token={live.token}")
        page.get_by_role("button", name="Fragen").click()
        expect(page.get_by_role("button", name="Kopieren")).to_be_visible(timeout=15_000)
        page.keyboard.press("Escape")
        heard = page.get_by_label("Ereignisse")
        expect(heard).to_contain_text("close")
        assert [line.split(" ")[0] for line in heard.inner_text().splitlines()] == [
            "open",
            "message",
            "answer",
            "close",
        ]
        shot(page, "demo")


def test_it_works_under_a_strict_policy(live: Live, page: Page) -> None:
    policy = (
        f"default-src 'none'; script-src {live.base}; connect-src {live.base}; img-src {live.base} data:;"
        " require-trusted-types-for 'script'; trusted-types lit-html"
    )
    html = STRICT_PAGE.format(policy=policy, tag=live.tag)
    with served(html, SHARED_PORT) as address:
        page.goto(address)
        page.get_by_role("button", name="Chat öffnen").click()
        ask(page)
        expect(page.get_by_role("link", name="Quelle 1").first).to_be_visible()


def test_nothing_can_be_stored_and_all_goes_on(live: Live, page: Page) -> None:
    page.add_init_script(
        "for (const name of ['sessionStorage', 'localStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } })"
    )
    page.goto(live.page)
    ask(page)
    ask(page, "Welche Garantie geben Sie auf Möbel?")
    expect(page.get_by_role("group", name="Vorschläge")).to_have_count(0)
    page.get_by_label("Mehr").click()
    page.get_by_role("button", name="Meine Daten löschen").click()
    page.get_by_role("button", name="Ja, löschen").click()
    expect(page.get_by_text("Das Gespräch ist gelöscht.").first).to_be_visible()


def test_everything_is_reached_by_keyboard(live: Live, page: Page) -> None:
    page.goto(live.page)
    field = page.get_by_label(FIELD)
    expect(page.get_by_role("group", name="Vorschläge")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if field.evaluate("(found) => found.getRootNode().activeElement === found"):
            break
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Kopieren")).to_be_visible(timeout=15_000)
    expect(field).to_be_focused()
    helpful = page.get_by_role("button", name="Hilfreich", exact=True)
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if helpful.evaluate("(found) => found.getRootNode().activeElement === found"):
            break
    page.keyboard.press("Enter")
    expect(helpful).to_have_attribute("aria-pressed", "true")


def test_nothing_moves_for_those_who_do_not_want_it(live: Live, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(live.page)
    page.get_by_label(FIELD).fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Antwort anhalten")).to_be_visible()
    assert page.evaluate("() => document.getAnimations().filter((one) => one.playState === 'running').length") == 0


def test_a_message_waits_while_another_is_answered(live: Live, page: Page) -> None:
    page.goto(live.page)
    field = page.get_by_label(FIELD)
    field.fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Antwort anhalten")).to_be_visible()
    field.fill("Und die Lieferzeit?")
    page.keyboard.press("Enter")
    expect(page.locator(".visitor")).to_have_count(1)
    expect(field).to_have_value("Und die Lieferzeit?")
    expect(page.get_by_role("button", name="Kopieren")).to_be_visible(timeout=15_000)
    page.keyboard.press("Enter")
    expect(page.locator(".visitor")).to_have_count(2)


def test_a_very_long_text_is_cut_where_it_is_typed(live: Live, page: Page) -> None:
    page.goto(live.page)
    field = page.get_by_label(FIELD)
    field.focus()
    page.keyboard.insert_text("x" * 20_000)
    assert len(field.input_value()) == 4000


def test_a_lost_connection_keeps_the_question(live: Live, offline_page: Page) -> None:
    page, lost = offline_page, list[str]()

    def lose(route: Route) -> None:
        lost.append(json.loads(route.request.post_data or "")["message_id"])
        if len(lost) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose)
    page.goto(live.page)
    page.get_by_label(FIELD).fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Verbindung ist abgerissen.", exact=False).first).to_be_visible()
    shot(page, "lost")
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(page.get_by_role("button", name="Kopieren")).to_be_visible(timeout=15_000)
    expect(page.locator(".visitor")).to_have_count(1)
    assert lost[0] == lost[1], "it is the same message, so that it can never be answered twice"


def test_a_conversation_that_ended_meanwhile_begins_anew(live: Live, offline_page: Page) -> None:
    page = offline_page
    page.goto(live.page)
    ask(page)
    former = stored(page)[f"empfang:{live.bot}"]
    chat = f"{live.base}/api/chat/{live.bot}"
    httpx.post(f"{chat}/end", headers={"X-Visitor-Token": former}).raise_for_status()
    page.get_by_label(FIELD).fill("Welche Garantie geben Sie auf Möbel?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dieses Gespräch ist beendet.", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(page.get_by_role("button", name="Kopieren")).to_have_count(2, timeout=15_000)
    assert stored(page)[f"empfang:{live.bot}"] != former


@pytest.mark.parametrize("environment", ["staging", "preview"])
def test_links_for_tests_say_what_they_are(running: Running, page: Page, environment: str) -> None:
    stack, live = running.stack, running.live
    bot = httpx.get(
        f"{stack.base_url}/api/chatbots/{live.bot}", headers={"Authorization": f"Bearer {stack.key}"}
    ).json()
    page.goto(bot["links"][environment]["url"])
    words = {"staging": "Testumgebung, wird nicht gezählt", "preview": "Vorschau des Entwurfs, wird nicht gezählt"}
    expect(page.get_by_text(words[environment])).to_be_visible()
    shot(page, environment)


def test_a_replaced_link_shows_a_friendly_page(live: Live, offline_page: Page) -> None:
    answer = offline_page.goto(live.page.replace(live.token, "x" * len(live.token)))
    assert answer
    assert answer.status == 404
    expect(offline_page.locator("body")).to_contain_text("Link")
    shot(offline_page, "replaced")
    assert violations(offline_page) == []

"""What a visitor has before their eyes: the answer first, one person, and what they opened, with the cursor in it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import HOST_PAGE, SHARED_PORT, TAG, Live, served
from tests.browser.test_widget import QUESTION, shot, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LINE = 34
"""Pixels of an answer's upper edge and first line."""
FIELD = "Nachricht schreiben …"
STEPS = (QUESTION, "Welche Garantie geben Sie auf Möbel?", "Bauen Sie auch Treppen?", "Wer hat die Wahl gewonnen?")


def ask(page: Page, question: str = QUESTION) -> None:
    """Ask, and wait until the whole answer is there with all that follows it."""
    copy = page.get_by_role("button", name="Kopieren")
    before = copy.count()
    page.get_by_label(FIELD).fill(question)
    page.keyboard.press("Enter")
    expect(copy).to_have_count(before + 1, timeout=20_000)


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found
    return found


def seen(page: Page, element: Locator, height: float | None = None) -> bool:
    """Whether an element, or so much of its upper part, stands in the talk that is shown."""
    page.wait_for_timeout(250)
    talk, found = box(page.locator(".talk:visible")), box(element)
    end = found["y"] + (found["height"] if height is None else height)
    return talk["y"] - 1 <= found["y"] and end <= talk["y"] + talk["height"] + 1


def focused(page: Page) -> str:
    """The name of the field or button that has the cursor."""
    return str(
        page.evaluate(
            "() => { let at = document.activeElement;"
            " while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;"
            " return at.getAttribute('name') ?? at.getAttribute('aria-label') ?? at.textContent }"
        )
    )


def enter(page: Page, bot: Live, where: str) -> None:
    page.goto(bot.page if where == "page" else bot.host)
    if where == "panel":
        page.get_by_role("button", name="Chat öffnen").click()


@pytest.mark.parametrize("where", ["page", "panel"])
def test_question_and_beginning_of_the_answer_stay_in_view(staffed: Live, page: Page, where: str) -> None:
    enter(page, staffed, where)
    for number, question in enumerate(STEPS):
        ask(page, question)
        assert seen(page, page.locator(".visitor").last), question
        assert seen(page, page.locator("empfang-answer article").last, LINE), question
        shot(page, f"reading-{where}-{number}")
    page.reload()
    if where == "panel":
        page.get_by_role("button", name="Chat öffnen").click()
    expect(page.locator(".visitor")).to_have_count(len(STEPS))
    assert seen(page, page.locator("empfang-answer article").last, LINE)


def test_whoever_scrolls_up_stays_there(staffed: Live, page: Page) -> None:
    page.goto(staffed.page)
    ask(page)
    ask(page, "Welche Garantie geben Sie auf Möbel?")
    page.get_by_label(FIELD).fill("Wie lange dauert eine Küche?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Antwort anhalten")).to_be_visible()
    page.locator("empfang-answer").nth(2).wait_for(timeout=15_000)
    talk = page.locator(".talk")
    talk.hover()
    page.mouse.wheel(0, -5000)
    page.wait_for_timeout(300)
    at = talk.evaluate("(found) => found.scrollTop")
    expect(page.get_by_role("button", name="Kopieren")).to_have_count(3, timeout=15_000)
    page.wait_for_timeout(300)
    assert talk.evaluate("(found) => found.scrollTop") == at == 0


def test_one_fitting_person_is_shown_and_the_others_on_request(staffed: Live, page: Page) -> None:
    page.goto(staffed.page)
    ask(page, "Was kostet eine Treppe?")
    cards = page.locator("empfang-cards")
    expect(cards.locator(".person strong")).to_have_text(["Jan Weber"])
    expect(page.locator("empfang-email-form")).to_have_count(0)
    cards.get_by_role("button", name="Weitere Ansprechpartner").click()
    expect(cards.locator(".person")).to_have_count(5)
    assert focused(page) == "Kontakt aufnehmen: Petra Brandt"
    assert seen(page, cards.locator(".person").nth(1))
    assert violations(page) == []


def test_every_offer_can_be_taken(staffed: Live, page: Page) -> None:
    page.goto(staffed.page)
    wishes = ("Wer hat die Wahl gewonnen?", "Ja bitte", "Ich möchte einen Termin für eine Treppe", "Rufen Sie mich an")
    for number, wish in enumerate(wishes, start=1):
        ask(page, wish)
        expect(page.locator("empfang-cards")).to_have_count(number)
    expect(page.locator("empfang-cards").nth(2).get_by_role("link", name="Termin buchen: Jan Weber")).to_have_count(1)
    expect(page.locator("empfang-email-form")).to_have_count(0)


def test_without_persons_an_offer_is_a_form(formal: Live, page: Page) -> None:
    page.goto(formal.page)
    forms = page.locator("empfang-email-form")
    ask(page, "Wer hat die Wahl gewonnen?")
    expect(forms.get_by_label("Ihre E-Mail-Adresse")).to_have_count(1)
    ask(page, "Wie hoch ist der Eiffelturm?")
    opener = forms.nth(1).get_by_role("button", name="Ja, bitte melden Sie sich")
    opener.click()
    assert focused(page) == "email"
    assert seen(page, forms.nth(1))
    forms.nth(1).get_by_role("button", name="Absenden").click()
    email = forms.nth(1).get_by_label("Ihre E-Mail-Adresse")
    wrong = forms.nth(1).get_by_role("alert")
    assert seen(page, forms.nth(1).get_by_role("button", name="Absenden"))
    assert box(wrong)["y"] - box(email)["y"] < 60, "the error stands at its field"  # once the talk has stopped moving
    ask(page, "Können Sie mich zurückrufen?")
    expect(forms).to_have_count(3)


@pytest.mark.parametrize("where", ["page", "panel"])
def test_forms_open_in_view_with_the_cursor_in_them(staffed: Live, page: Page, where: str) -> None:
    enter(page, staffed, where)
    ask(page)
    page.get_by_role("button", name=re.compile("^Kontakt aufnehmen")).click()
    form = page.locator("empfang-contact-form")
    assert seen(page, form)
    assert focused(page) == "name"
    form.get_by_label("Ihre Telefonnummer").fill("040 1234567")
    send = form.get_by_role("button", name="Anfrage senden")
    send.click()
    alert, consent = form.get_by_role("alert"), form.get_by_role("checkbox")
    expect(consent).to_be_focused()
    assert 0 <= box(consent)["y"] - box(alert)["y"] - box(alert)["height"] < 12, "the error stands at the box"
    assert seen(page, alert)
    assert seen(page, send)
    assert violations(page) == []
    shot(page, f"form-{where}")
    page.get_by_role("button", name="Nicht hilfreich").last.click()
    comment = page.locator("form.comment")
    expect(comment.get_by_role("textbox")).to_be_focused()
    assert seen(page, comment)


def test_the_menu_leads_to_contact_and_a_new_conversation(staffed: Live, page: Page) -> None:
    page.goto(staffed.page)
    page.get_by_label("Mehr").click()
    page.get_by_role("button", name="Kontakt", exact=True).click()
    assert seen(page, page.locator("empfang-cards"))
    assert focused(page) == "Kontakt aufnehmen: Petra Brandt"
    ask(page)
    page.get_by_label("Mehr").click()
    page.get_by_role("button", name="Neues Gespräch").click()
    expect(page.locator(".visitor")).to_have_count(0)
    expect(page.get_by_role("group", name="Vorschläge")).to_be_visible()
    expect(page.get_by_label(FIELD)).to_be_focused()


def test_the_button_has_the_bots_colour_and_the_companys_name(staffed: Live, page: Page) -> None:
    page.goto(staffed.host)
    button = page.get_by_role("button", name="Chat öffnen: Tischlerei Brandt GmbH")
    expect(button).to_be_visible()
    colors = button.evaluate("(found) => [getComputedStyle(found).backgroundColor, getComputedStyle(found).color]")
    assert colors == ["rgb(242, 195, 0)", "rgb(17, 24, 39)"]
    assert violations(page) == []


def test_a_wrong_link_has_no_button(staffed: Live, page: Page) -> None:
    tag = TAG.format(base=staffed.base, bot=staffed.bot, token="x" * 22)
    with served(HOST_PAGE.format(tags=tag), SHARED_PORT) as address:
        with page.expect_response(re.compile("/look")) as looked:
            page.goto(address)
        assert looked.value.status == 204
        expect(page.get_by_role("button", name="Chat öffnen")).to_have_count(0)


def test_a_link_that_closes_meanwhile_leaves_a_sentence(staffed: Live, offline_page: Page) -> None:
    page = offline_page
    tag = TAG.format(base=staffed.base, bot=staffed.bot, token="x" * 22)
    with served(HOST_PAGE.format(tags=tag), SHARED_PORT) as address:
        page.goto(address)
        page.wait_for_function("() => window.Empfang")
        page.evaluate("() => Empfang.open()")
        expect(page.get_by_text("Diesen Link gibt es nicht oder nicht mehr.", exact=False).first).to_be_visible()
        expect(page.get_by_label(FIELD)).to_have_count(0)
        expect(page.get_by_text("Einen Moment …")).to_have_count(0)

"""How a conversation comes about and goes on: the line beside the button, and what can be asked next."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import TEASER, Live
from tests.browser.test_reading import LINE, ask, enter, focused, seen
from tests.browser.test_widget import shot, stored, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def replies(page: Page) -> Locator:
    return page.get_by_role("group", name="Weiter im Gespräch")


@pytest.mark.parametrize("where", ["page", "panel"])
def test_an_answer_offers_what_can_be_asked_next(staffed: Live, page: Page, where: str) -> None:
    enter(page, staffed, where)
    ask(page, "Welche Garantie geben Sie auf Möbel?")
    buttons = replies(page).get_by_role("button")
    assert 1 <= buttons.count() <= 3
    assert seen(page, page.locator("empfang-answer article").last, LINE)
    for button in buttons.all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 43.9  # fractions of a pixel
    buttons.last.scroll_into_view_if_needed()
    shot(page, f"replies-{where}")
    assert violations(page) == []
    words = buttons.first.inner_text()
    buttons.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".visitor").last).to_contain_text(words)
    expect(page.get_by_role("button", name="Kopieren")).to_have_count(2, timeout=20_000)
    expect(page.get_by_role("button", name=words, exact=True)).to_have_count(0)
    expect(replies(page)).to_have_count(1)
    after = buttons.all_inner_texts()
    shot(page, f"replies-{where}-next")
    page.reload()
    if where == "panel":
        page.get_by_role("button", name="Chat öffnen").click()
    expect(buttons).to_have_text(after)


def test_a_line_beside_the_button_comes_once_and_opens_the_panel(teasing: Live, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(teasing.host)
    line = page.get_by_role("button", name=TEASER)
    expect(page.get_by_role("button", name="Chat öffnen")).to_be_visible()
    expect(line).to_have_count(0)
    expect(line).to_be_visible(timeout=8_000)
    assert page.evaluate("() => document.getAnimations().length") == 0
    assert stored(page) == {}
    bubble, opener = (
        page.locator(".teaser").bounding_box(),
        page.get_by_role("button", name="Chat öffnen").bounding_box(),
    )
    assert bubble
    assert opener
    assert bubble["x"] > -0.1
    assert bubble["x"] + bubble["width"] < opener["x"]
    shot(page, "teaser")
    assert violations(page) == []
    line.press("Enter")
    expect(page.get_by_label("Nachricht schreiben …")).to_be_focused()
    expect(line).to_have_count(0)
    page.reload()
    page.wait_for_timeout(6_000)
    expect(line).to_have_count(0)


def test_the_line_is_closed_for_good(teasing: Live, page: Page) -> None:
    page.goto(teasing.host)
    shut = page.get_by_role("button", name="Hinweis schließen")
    shut.click(timeout=8_000)
    expect(page.locator(".teaser")).to_have_count(0)
    expect(page.locator("empfang-chat")).to_have_count(0)
    assert list(stored(page)) == [f"empfang:{teasing.bot}:teaser"]


@pytest.mark.parametrize("where", ["page", "panel"])
def test_the_language_is_changed_in_the_menu(multilingual: Live, page: Page, where: str) -> None:
    enter(page, multilingual, where)
    ask(page, "Welche Garantie geben Sie auf Möbel?")
    page.get_by_label("Mehr").click()
    page.get_by_role("button", name="Kontakt", exact=True).click()
    assert focused(page) == "Kontakt aufnehmen: Petra Brandt"
    page.get_by_label("Mehr").click()
    shot(page, f"menu-{where}")
    assert violations(page) == []
    page.get_by_role("button", name="English").click()
    field = page.get_by_label("Write a message …")
    expect(field).to_be_visible()
    assert focused(page) == "More"
    expect(page.get_by_role("button", name="Copy")).to_have_count(1)
    expect(page.locator("empfang-cards").get_by_role("button", name="Get in touch: Petra Brandt")).to_be_visible()
    expect(page.locator("empfang-chat")).to_have_attribute("lang", "en")
    expect(page.locator(".status")).to_contain_text("losed")
    field.fill("Danke")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are welcome.", exact=False).last).to_be_visible()
    shot(page, f"menu-{where}-english")
    assert violations(page) == []
    page.reload()
    if where == "panel":
        page.get_by_role("button", name="Chat öffnen").click()
    expect(page.get_by_label("Write a message …")).to_be_visible()
    page.get_by_label("More").click()
    page.get_by_role("button", name="Contact", exact=True).click()
    assert seen(page, page.locator("empfang-cards"))
    assert focused(page) == "Get in touch: Petra Brandt"
    page.get_by_label("More").click()
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".visitor")).to_have_count(0)
    expect(page.get_by_label("Write a message …")).to_be_focused()


@pytest.mark.parametrize("where", ["page", "panel"])
def test_the_conversation_is_mailed(staffed: Live, page: Page, where: str) -> None:
    enter(page, staffed, where)
    ask(page, "Welche Garantie geben Sie auf Möbel?")
    page.get_by_label("Mehr").click()
    page.get_by_role("button", name="Gespräch per E-Mail senden").click()
    form = page.locator("empfang-transcript-form")
    assert focused(page) == "email"
    assert seen(page, form)
    send = form.get_by_role("button", name="Senden")
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("name@beispiel.de")
    form.get_by_label("Ihre E-Mail-Adresse").fill(f"{uuid4()}@example.com")
    send.click()
    expect(form.get_by_role("checkbox")).to_be_focused()
    form.get_by_role("checkbox").check()
    assert seen(page, send)
    shot(page, f"mail-{where}")
    assert violations(page) == []
    send.click()
    expect(form.get_by_text("Das Gespräch kommt in wenigen Minuten per E-Mail.", exact=False)).to_be_visible()
    assert seen(page, form)

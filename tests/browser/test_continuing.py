"""What comes after an answer, by one press: what can be asked next."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Live
from tests.browser.test_reading import LINE, ask, enter, seen
from tests.browser.test_widget import shot, violations

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
        assert box["height"] >= 44
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

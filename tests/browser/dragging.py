"""Cards of the boards in real hands: the mouse, a finger, the keyboard; and moves that are refused."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.hands import enter, press, settled, violations
from tests.demo.client import Stack


def column(page: Page, code: str) -> Locator:
    """A column of a board."""
    return page.locator(f".st-key-board-column-{code}")


def grip(page: Page, name: str) -> Locator:
    """What a card is moved by."""
    return page.get_by_role("button", name=f"{name} verschieben", exact=True)


def middle(place: Locator) -> tuple[float, float]:
    """Where to point at."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)


def ready(page: Page) -> None:
    """Until the board's script has looked at its cards."""
    expect(page.locator("[class*=st-key-icon-board-grip-] button[aria-pressed]").first).to_be_visible()


def drag(page: Page, what: Locator, where: Locator) -> None:
    """Press, go there in a few steps, let go."""
    settled(page)
    ready(page)
    page.mouse.move(*middle(what))
    page.mouse.down()
    page.mouse.move(*middle(where), steps=8)
    expect(page.locator("[data-ghost]")).to_be_visible()
    page.mouse.up()
    expect(page.locator("[data-ghost]")).to_have_count(0)


def a_lead_is_moved(tab: Page, browser: Browser, stack: Stack, name: str) -> None:
    """The lead called this goes from Contacted to Qualified by mouse, and back by keyboard; not where it may not."""
    tab.goto(f"{stack.base_url}/leads?view=board")
    expect(column(tab, "contacted").get_by_role("button", name=name, exact=True)).to_be_visible()
    drag(tab, column(tab, "contacted").get_by_text(re.compile("Interesse")), column(tab, "qualified"))
    expect(tab.get_by_text(f"{name} steht jetzt unter „Qualifiziert“.")).to_be_visible()
    expect(grip(column(tab, "qualified").page, name)).to_be_visible()
    assert violations(tab) == []

    ready(tab)
    grip(tab, name).focus()
    tab.keyboard.press("Space")
    expect(tab.get_by_role("status").filter(has_text="ist aufgenommen")).to_have_count(1)
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("status").filter(has_text="bleibt unter „Qualifiziert“")).to_have_count(1)
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text(f"{name} steht jetzt unter „Kontaktiert“.")).to_be_visible()
    expect(grip(tab, name)).to_be_focused()
    expect(column(tab, "contacted").get_by_role("button", name=name, exact=True)).to_be_visible()

    drag(tab, grip(tab, name), column(tab, "new"))  # no way leads back there
    expect(column(tab, "contacted").get_by_role("button", name=name, exact=True)).to_be_visible()
    _somebody_is_faster(tab, stack, name)
    _with_a_finger(browser, stack, name)


def _somebody_is_faster(tab: Page, stack: Stack, name: str) -> None:
    with httpx.Client(base_url=stack.base_url, headers={"Authorization": f"Bearer {stack.key}"}) as api:
        (lead,) = api.get("/api/admin/leads", params={"text": name}).json()["items"]
        settled(tab)
        tab.reload()
        expect(column(tab, "contacted").get_by_role("button", name=name, exact=True)).to_be_visible()
        changed = api.patch(
            f"/api/admin/leads/{lead['id']}",
            json={"notes": "Ruft zurück."},
            headers={"If-Match": f'"{lead["version"]}"'},
        )
        changed.raise_for_status()
    drag(tab, grip(tab, name), column(tab, "lost"))
    expect(tab.get_by_text("denn inzwischen hat sich dort etwas geändert", exact=False)).to_be_visible()
    expect(column(tab, "contacted").get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(column(tab, "lost").get_by_role("button", name=name, exact=True)).to_have_count(0)


def _with_a_finger(browser: Browser, stack: Stack, name: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="de-DE", has_touch=True, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{stack.base_url}/leads?view=board")
    enter(page, stack.key)
    expect(grip(page, name)).to_be_visible()
    settled(page)
    ready(page)
    hand = context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = middle(grip(page, name))
    touch("touchStart", (x, y))
    touch("touchMove", (x + 20, y))
    for _ in range(60):  # at the edge the columns slide
        touch("touchMove", (PHONE["width"] - 10, y))
        page.wait_for_timeout(50)
        if column(page, "qualified").evaluate("(it) => it.getBoundingClientRect().right < innerWidth"):
            break
    touch("touchMove", middle_of_what_is_seen(column(page, "qualified")))
    touch("touchEnd")
    expect(page.get_by_text(f"{name} steht jetzt unter „Qualifiziert“.")).to_be_visible()
    assert violations(page) == []
    context.close()


def middle_of_what_is_seen(place: Locator) -> tuple[float, float]:
    """The same without moving the page."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + 40


def a_prospect_is_moved(tab: Page, stack: Stack, name: str) -> None:
    """The prospect called this is dragged to Replied, which is asked once more."""
    tab.goto(f"{stack.base_url}/prospects?view=board")
    expect(column(tab, "contacted").get_by_role("button", name=name, exact=True)).to_be_visible()
    assert violations(tab) == []
    drag(tab, grip(tab, name), column(tab, "replied"))
    expect(tab.get_by_text(re.compile("Der Stand wird „Geantwortet“"))).to_be_visible()
    settled(tab)  # a press while the page's script runs anew may find a button that is being replaced
    press(tab, "Ja: Stand setzen")
    expect(tab.get_by_text(f"{name} steht jetzt unter „Geantwortet“.")).to_be_visible()
    expect(column(tab, "replied").get_by_role("button", name=name, exact=True)).to_be_visible()
    assert violations(tab) == []

"""The console in a real browser, through the ingress: the socket works, the address survives, the key stays inside."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, Live, Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PATIENCE = 60_000


@pytest.fixture
def tab(browser: Browser) -> Page:
    """A new tab on a desk."""
    return browser.new_context(viewport=DESKTOP, locale="de-DE").new_page()


def enter(page: Page, key: str) -> None:
    page.locator("input[type=password]").fill(key, timeout=PATIENCE)
    page.get_by_role("button", name="Anmelden").click()


def test_a_link_leads_through_the_door_and_the_key_stays_inside(running: Running, live: Live, tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    address = f"{running.stack.base_url}/bots?bot={live.bot}"
    tab.goto(address)
    enter(tab, "emp_00000000000000000000000000000000_nothing")
    expect(tab.get_by_text("Diesen Schlüssel kennt die Plattform nicht.")).to_be_visible(timeout=PATIENCE)

    enter(tab, running.stack.key)
    expect(tab.get_by_role("button", name="Alle Assistenten")).to_be_visible(timeout=PATIENCE)
    expect(tab.get_by_text(re.compile("^Produktion"))).to_be_visible()
    assert tab.url == address

    own = urlsplit(running.stack.base_url).netloc
    assert {urlsplit(url).netloc for url in asked if url.startswith("http")} == {own}
    kept = [str(cookie.get("value")) for cookie in tab.context.cookies()]
    kept.append(str(tab.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")))
    assert not any(running.stack.key in one for one in [*kept, *asked])


def test_all_is_english_for_whoever_chose_that_at_the_door(running: Running, tab: Page) -> None:
    tab.goto(f"{running.stack.base_url}/prospects?language=en")
    tab.locator("input[type=password]").fill(running.stack.key, timeout=PATIENCE)
    tab.get_by_role("button", name="Sign in").click()
    for _ in range(2):
        expect(tab.get_by_role("heading", name="Prospects")).to_be_visible(timeout=PATIENCE)
        expect(tab.get_by_role("link", name="Assistants")).to_be_visible()
        expect(tab.get_by_role("link", name="Assistenten")).to_have_count(0)
        tab.reload()


def test_the_draft_is_asked_and_shows_its_sources(running: Running, live: Live, tab: Page) -> None:
    tab.goto(f"{running.stack.base_url}/chat-test?bot={live.bot}")
    enter(tab, running.stack.key)
    question = tab.get_by_placeholder("Frage an den Assistenten")
    question.fill("Was kostet eine Küche mit Insel?", timeout=PATIENCE)
    question.press("Enter")
    expect(tab.get_by_text(re.compile(r"^Quellen \(\d+\)$"))).to_be_visible(timeout=PATIENCE)


def test_hosts_of_bots_do_not_serve_it(running: Running, tab: Page) -> None:
    preview = running.stack.base_url.replace("localhost", "preview.localhost")
    answer = tab.goto(f"{preview}/leads")
    assert answer is not None
    assert answer.status == 404
    main = tab.goto(f"{running.stack.base_url}/leads")
    assert main is not None
    assert "frame-ancestors 'none'" in main.headers["content-security-policy"]

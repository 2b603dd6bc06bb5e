"""The widget in a real browser: on the bot's own page and on a company's site of another origin."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
QUESTION = "Was kostet eine Küche mit Insel?"
AXE = Path(__file__).parents[2] / "apps" / "widget" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(".local/screenshots")


def ask(page: Page, question: str = QUESTION) -> None:
    page.get_by_label("Nachricht schreiben …").fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Kopieren").last).to_be_visible(timeout=15_000)


def stored(page: Page) -> dict[str, str]:
    return dict(page.evaluate("() => ({...localStorage, ...sessionStorage})"))


def violations(page: Page) -> list[str]:
    """What axe finds, by rule and element."""
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE.read_text()})  # past Trusted Types
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}.png")


def test_a_question_is_answered_with_sources_that_open(live: Live, page: Page) -> None:
    page.goto(live.page)
    expect(page.get_by_text("KI-Assistent", exact=False).first).to_be_visible()
    assert stored(page) == {}
    ask(page)
    shot(page, "answer")
    page.get_by_role("link", name=re.compile("^Quelle 1")).first.click()
    quote = page.locator("details[open] blockquote").first
    expect(quote).to_be_visible()
    assert list(stored(page)) == [f"empfang:{live.bot}"]


def test_a_suggested_question_is_asked_with_one_press(live: Live, page: Page) -> None:
    page.goto(live.page)
    group = page.get_by_role("group", name="Vorschläge")
    suggestion = group.get_by_role("button").first
    expect(suggestion).to_be_visible()
    words = suggestion.inner_text()
    suggestion.click()
    expect(page.locator(".visitor", has_text=words)).to_be_visible()
    expect(group).to_have_count(0)


def test_the_button_stops_an_answer_and_the_next_one_comes(live: Live, page: Page) -> None:
    page.goto(live.page)
    page.get_by_label("Nachricht schreiben …").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Antwort anhalten").click()
    expect(page.get_by_text("Angehalten.").first).to_be_visible()


def test_thumbs_and_comments_are_kept(live: Live, page: Page) -> None:
    page.goto(live.page)
    ask(page)
    down = page.get_by_role("button", name="Nicht hilfreich")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Was hat gefehlt?").fill("Die Maße")
    page.get_by_role("button", name="Rückmeldung senden").click()
    expect(page.get_by_label("Was hat gefehlt?")).to_have_count(0)


def test_a_conversation_goes_on_after_a_reload_and_is_gone_after_deleting(live: Live, page: Page) -> None:
    page.goto(live.page)
    ask(page)
    page.reload()
    expect(page.locator(".visitor", has_text=QUESTION)).to_be_visible()
    expect(page.get_by_role("button", name="Kopieren")).to_be_visible()
    page.get_by_label("Mehr").click()
    page.get_by_role("button", name="Meine Daten löschen").click()
    page.get_by_role("button", name="Ja, löschen").click()
    expect(page.get_by_text("Das Gespräch ist gelöscht.").first).to_be_visible()
    expect(page.locator(".visitor", has_text=QUESTION)).to_have_count(0)
    assert stored(page) == {}


def test_a_conversation_can_be_taken_along(live: Live, page: Page) -> None:
    page.goto(live.page)
    ask(page)
    page.get_by_label("Mehr").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Gespräch herunterladen").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8")
    assert QUESTION in text
    assert re.search(r"\[1\] .+: http", text)


def test_html_stays_text(live: Live, page: Page) -> None:
    page.goto(live.page)
    ask(page, "<img src=x onerror=alert(1)> <b>Küche</b> mit Insel, was kostet das?")
    expect(page.get_by_text("<b>Küche</b>")).to_be_visible()
    assert page.locator("img[src=x]").count() == 0


def test_it_lives_on_a_site_of_another_origin_and_disturbs_nothing(live: Live, page: Page) -> None:
    page.goto(live.host)
    opener = page.get_by_role("button", name="Chat öffnen")
    expect(opener).to_be_visible()
    assert stored(page) == {}
    page.evaluate("(bot) => { Empfang.get(bot).on('answer', (found) => (window.heard = found)) }", live.bot)
    opener.click()
    ask(page)
    shot(page, "embedded")
    assert "Insel" in json.dumps(page.evaluate("() => window.heard"), ensure_ascii=False)
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).color") == "rgb(255, 0, 0)"
    answer = page.locator("empfang-answer p").first
    assert answer.evaluate("(found) => getComputedStyle(found).fontSize") == "16px"
    page.keyboard.press("Escape")
    expect(page.get_by_label("Nachricht schreiben …")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_host_page_can_open_ask_and_close(live: Live, page: Page) -> None:
    page.goto(live.host)
    page.wait_for_function("() => window.Empfang")
    page.evaluate("(question) => Empfang.ask(question)", QUESTION)
    expect(page.locator(".visitor", has_text=QUESTION)).to_be_visible()
    page.evaluate("() => Empfang.close()")
    expect(page.locator(".visitor", has_text=QUESTION)).to_be_hidden()


def test_nobody_else_is_asked_for_anything(live: Live, page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "//" in request.url else None)
    page.goto(live.page)
    ask(page)
    assert hosts == {live.page.split("/")[2]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(live: Live, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(live.host)
    page.get_by_role("button", name="Chat öffnen").click()
    ask(page)
    shot(page, f"axe-{scheme}")
    found = violations(page)
    assert not found, "\n".join(found)

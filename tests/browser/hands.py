"""What tests do in the console with a browser: entering, pressing, filling in, waiting, and holding it against axe."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

AXE = Path(__file__).parents[2] / "apps" / "widget" / "node_modules" / "axe-core" / "axe.min.js"

TRIES = 5


def enter(page: Page, key: str) -> None:
    """Sign in."""
    page.get_by_label("API-Schlüssel").fill(key)
    press(page, "Anmelden")


def press(page: Page | Locator, name: str) -> None:
    """The button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, label: str, text: str) -> None:
    """Type into a field and leave it, which is when the page hears of it."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")


def choose(page: Page, label: str, option: str) -> None:
    """One of a list. One that is open closes when the page is drawn anew, so it is opened until that is chosen."""
    settled(page)
    field = page.get_by_label(label, exact=True)
    chosen = page.get_by_test_id("stSelectbox").filter(has_text=label).filter(has_text=option)
    for _ in range(TRIES):
        field.fill(option)
        with contextlib.suppress(TimeoutError):
            page.get_by_role("option", name=option).click(timeout=3_000)
        settled(page)
        if chosen.count():
            return
    expect(chosen).to_be_visible()


def ask(visitor: Page, question: str) -> None:
    """Ask a bot on its own page, and wait until its answer is complete."""
    message = visitor.get_by_placeholder("Nachricht schreiben …")
    message.fill(question)
    message.press("Enter")
    expect(message).to_have_value("")
    expect(visitor.get_by_role("button", name="Antwort anhalten")).to_have_count(0)


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

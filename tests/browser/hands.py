"""What tests do in the console with a browser: entering, pressing, filling in, waiting, and holding it against axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

MOST_SCREENS = 3.0
"""What one scrolls through with a thumb before one looks for something else."""
AXE = Path(__file__).parents[2] / "apps" / "widget" / "node_modules" / "axe-core" / "axe.min.js"


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


def misfits(page: Page) -> list[str]:
    """How a page does not fit its screen: wider than it, or on a phone longer than `MOST_SCREENS` of them."""
    found = []
    if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    length = "() => (document.querySelector('[data-testid=stMain]') ?? document.documentElement).scrollHeight"
    screens = page.evaluate(length) / page.evaluate("() => innerHeight")
    if page.evaluate("() => innerWidth < 769") and screens > MOST_SCREENS:
        found.append(f"{screens:.1f} screens long")
    return found


def violations(page: Page) -> list[str]:
    """What axe finds; the frame of the draft is the widget's, which has tests of its own."""
    settled(page)
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run({exclude: ['iframe']})).violations")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

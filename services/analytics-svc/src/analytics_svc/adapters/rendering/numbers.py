"""Numbers, dates and counted things as people of a language write them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from wording import MISSING, day_and_month, month, number, share, weekday

from analytics_svc.domain.figures import Measured
from analytics_svc.texts import say

SPACE = "\u00a0"


def duration(milliseconds: float | None, language: str) -> str:
    """`850 ms`, and from a second on `1,2 s`."""
    if milliseconds is None:
        return MISSING
    if milliseconds < 1000:
        return f"{number(milliseconds, language)}{SPACE}ms"
    return f"{number(milliseconds / 1000, language, 1)}{SPACE}s"


def value(amount: float | None, unit: Measured, language: str) -> str:
    """A figure in its unit; a dash where nothing was counted."""
    if amount is None:
        return MISSING
    if unit == "share":
        return share(amount, language)
    if unit == "ms":
        return duration(amount, language)
    return number(amount, language, 1 if unit == "mean" else 0)


def change(amount: float | None, unit: Measured, language: str) -> str:
    """A change against the period before: `+20 %`, for shares `−1,2 Punkte`."""
    if amount is None:
        return say("change_new", language)
    if unit == "share":
        size = number(abs(100 * amount), language, 1)
        none = abs(100 * amount) < 0.05
        size = say("change_points", language, value=size)
    else:
        size = share(abs(amount), language, 0)
        none = abs(100 * amount) < 0.5
    if none:
        return say("change_same", language)
    return say("change_more" if amount > 0 else "change_less", language, value=size)


def counted(thing: str, amount: int, language: str) -> str:
    """A number with its noun in the right form: `1 Gespräch`, `1.200 Gespräche`."""
    return say(f"count_{thing}", language, count=amount, n=number(amount, language))


def day_in_words(day: date, language: str) -> str:
    """`Dienstag, 3. März`, `Tuesday, 3 March`."""
    return f"{weekday(day.weekday(), language)}, {day_and_month(day, language)}"


def days_in_words(first: date, last: date, language: str) -> str:
    """`2. bis 8. März 2026`, with month and year said twice only where they differ."""
    to = " to " if language == "en" else " bis "
    begins = day_and_month(first, language)
    if first.year != last.year:
        begins = f"{begins} {first.year}"
    elif first.month == last.month:
        begins = str(first.day) if language == "en" else f"{first.day}."
    return f"{begins}{to}{day_and_month(last, language)} {last.year}"


def period_in_words(kind: Literal["week", "month"], first: date, last: date, language: str) -> str:
    """`Woche 10, 2. bis 8. März 2026`, `März 2026`."""
    if kind == "month":
        return f"{month(first.month, language)} {first.year}"
    week = first.isocalendar().week
    return say("report_week", language, week=week, days=days_in_words(first, last, language))

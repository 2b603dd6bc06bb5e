"""Numbers, dates and counted things as people of a language write them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from analytics_svc.messages import text

_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
_WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_SWAPPED = str.maketrans(",.", ".,")
SPACE = "\u00a0"
MISSING = "–"


def number(value: float, language: str, decimals: int = 0) -> str:
    """`1.234,5` in German, `1,234.5` in English."""
    shown = f"{value:,.{decimals}f}"
    return shown if language == "en" else shown.translate(_SWAPPED)


def share(value: float | None, language: str, decimals: int = 1) -> str:
    """A part of 1 as `12,3 %` in German, `12.3%` in English."""
    if value is None:
        return MISSING
    shown = number(100 * value, language, decimals)
    return f"{shown}%" if language == "en" else f"{shown}{SPACE}%"


def duration(milliseconds: float | None, language: str) -> str:
    """`850 ms`, and from a second on `1,2 s`."""
    if milliseconds is None:
        return MISSING
    if milliseconds < 1000:
        return f"{number(milliseconds, language)}{SPACE}ms"
    return f"{number(milliseconds / 1000, language, 1)}{SPACE}s"


def value(amount: float | None, unit: Literal["count", "mean", "share", "ms"], language: str) -> str:
    """A figure in its unit; a dash where nothing was counted."""
    if amount is None:
        return MISSING
    if unit == "share":
        return share(amount, language)
    if unit == "ms":
        return duration(amount, language)
    return number(amount, language, 1 if unit == "mean" else 0)


def change(amount: float | None, unit: Literal["count", "mean", "share", "ms"], language: str) -> str:
    """A change against the period before: `+20 %`, for shares `−1,2 Punkte`."""
    if amount is None:
        return text("change_new", language)
    if unit == "share":
        size = number(abs(100 * amount), language, 1)
        none = abs(100 * amount) < 0.05
        size = text("change_points", language, value=size)
    else:
        size = share(abs(amount), language, 0)
        none = abs(100 * amount) < 0.5
    if none:
        return text("change_same", language)
    return text("change_more" if amount > 0 else "change_less", language, value=size)


def counted(thing: str, amount: int, language: str) -> str:
    """A number with its noun in the right form: `1 Gespräch`, `1.200 Gespräche`."""
    if amount == 1:
        return text(f"count_{thing}_one", language)
    return text(f"count_{thing}", language, n=number(amount, language))


def weekday(day: int, language: str) -> str:
    """The name of a weekday, 0 being Monday."""
    return _name(_WEEKDAYS, day, language)


def day_and_month(day: date, language: str) -> str:
    """`3. März`, `3 March`."""
    month = _name(_MONTHS, day.month - 1, language)
    return f"{day.day} {month}" if language == "en" else f"{day.day}. {month}"


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
        return f"{_name(_MONTHS, first.month - 1, language)} {first.year}"
    week = first.isocalendar().week
    return text("report_week", language, week=week, days=days_in_words(first, last, language))


def _name(names: dict[str, str], place: int, language: str) -> str:
    return names["en" if language == "en" else "de"].split()[place]

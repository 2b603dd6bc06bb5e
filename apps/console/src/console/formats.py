"""Numbers and times as German and English readers write them. Pure functions; zones and languages are arguments."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import wording

NOTHING = wording.MISSING
DAYS_FROM = 48 * 3600
"""Seconds from which people count days."""


def number(value: float | None, language: str, digits: int = 0) -> str:
    """`1.234,5` in German, `1,234.5` in English."""
    return NOTHING if value is None else wording.number(value, language, digits)


def euros(value: float | None, language: str) -> str:
    """Whole euros: `1.200 €`, `€1,200`."""
    if value is None:
        return NOTHING
    written = number(value, language)
    return f"€{written}" if language == "en" else f"{written}\u00a0€"


def share(value: float | None, language: str, digits: int = 0) -> str:
    """A share of 1 as a percentage; German has a blank before the sign."""
    return wording.share(value, language, digits)


def duration(seconds: float | None, language: str) -> str:
    """Seconds as people say them: `45 s`, `3:05 min`, `2:10 h`, `31 Tage`."""
    if seconds is None:
        return NOTHING
    if seconds < 10:
        return f"{number(seconds, language, 1)} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02} min"
    if whole < DAYS_FROM:
        return f"{whole // 3600}:{whole % 3600 // 60:02} h"
    return wording.days(round(whole / 86_400), language)


def milliseconds(value: float | None, language: str) -> str:
    """Milliseconds as seconds with two digits."""
    return NOTHING if value is None else f"{number(value / 1000, language, 2)} s"


def parsed(moment: str | datetime | None) -> datetime | None:
    """A time of the APIs (RFC 3339)."""
    return datetime.fromisoformat(moment) if isinstance(moment, str) else moment


def zone_of(name: str) -> ZoneInfo:
    """A time zone; Berlin for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Europe/Berlin")


def day(value: str | date | None, language: str) -> str:
    """`26.11.2026` or `26 November 2026`."""
    if value is None:
        return NOTHING
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return wording.day(found, language) if language == "de" else wording.long_day(found, language)


def moment(value: str | datetime | None, language: str, zone: str) -> str:
    """A time on the zone's clock: `26.11.2026, 14:05`."""
    found = parsed(value)
    if found is None:
        return NOTHING
    local = found.astimezone(zone_of(zone))
    return f"{day(local.date(), language)}, {local:%H:%M}"


def slot(value: str | datetime | None, language: str, zone: str) -> str:
    """A time to act at, with its weekday: `Freitag, 27.11.2026, 08:00`."""
    found = parsed(value)
    if found is None:
        return NOTHING
    weekday = wording.weekday(found.astimezone(zone_of(zone)).weekday(), language)
    return f"{weekday}, {moment(found, language, zone)}"


def local_day(value: str | datetime | None, zone: str) -> date | None:
    """The day of a moment on the zone's clock."""
    found = parsed(value)
    return None if found is None else found.astimezone(zone_of(zone)).date()


def unlinked(words: str) -> str:
    """As `plain`, for a label that is pressed: an address in it does not become a link of its own."""
    return plain(words).replace("@", "\u2060@")  # a joiner, which nobody sees


def plain(words: str) -> str:
    """Text of others as Markdown that shows it as it is: no image, no link and no heading comes from it."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:" else letter for letter in words)
    return escaped.replace("\n", "  \n")

"""Opening hours in words, German and English."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from openinghours.hours import DAY, OpeningHours, Stretch
from openinghours.status import Status

Language = Literal["de", "en"]

_DAYS = {
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_TEXTS = {
    "de": {
        "open": "Geöffnet bis {time}",
        "open_all_day": "Durchgehend geöffnet",
        "closed": "Geschlossen",
        "closed_because": "Geschlossen ({note})",
        "opens_today": "{closed}, öffnet heute um {time}",
        "opens_on": "{closed}, öffnet {day} um {time}",
        "opens_later": "{closed}, öffnet am {date} um {time}",
        "unknown": "",
        "day_closed": "geschlossen",
        "and": " und ",
        "to": "–",
    },
    "en": {
        "open": "Open until {time}",
        "open_all_day": "Always open",
        "closed": "Closed",
        "closed_because": "Closed ({note})",
        "opens_today": "{closed}, opens today at {time}",
        "opens_on": "{closed}, opens {day} at {time}",
        "opens_later": "{closed}, opens on {date} at {time}",
        "unknown": "",
        "day_closed": "closed",
        "and": " and ",
        "to": "–",
    },
}


def format_status(found: Status, at: datetime, language: Language = "de") -> str:
    """A status in one short line, empty when no hours are known; `at` is the moment it was asked for."""
    texts = _TEXTS[language]
    if found.reason == "unknown":
        return texts["unknown"]
    if found.open:
        if found.until is None or (found.until - at).days >= 2:
            return texts["open_all_day"]
        return texts["open"].format(time=_time(found.until))
    closed = texts["closed_because"].format(note=found.note) if found.note else texts["closed"]
    if found.next_open is None:
        return closed
    days = (found.next_open.date() - at.astimezone(found.next_open.tzinfo).date()).days
    values = {
        "closed": closed,
        "time": _time(found.next_open),
        "day": _DAYS[language][found.next_open.weekday()],
        "date": found.next_open.strftime("%d.%m." if language == "de" else "%d %B"),
    }
    name = "opens_today" if days == 0 else "opens_on" if days < 7 else "opens_later"
    return texts[name].format(**values)


def format_week(hours: OpeningHours, language: Language = "de") -> list[str]:
    """The regular week, days with the same hours together: `Mo–Fr 8:00–12:00 und 13:00–17:00`."""
    texts, days = _TEXTS[language], _DAYS[language]
    week = [tuple(hours.weekly.get(day, ())) for day in range(7)]
    lines: list[str] = []
    first = 0
    while first < 7:
        last = first
        while last + 1 < 7 and week[last + 1] == week[first]:
            last += 1
        names = days[first] if first == last else f"{days[first]}{texts['to']}{days[last]}"
        lines.append(f"{names} {_stretches(week[first], language)}")
        first = last + 1
    return lines


def _stretches(stretches: tuple[Stretch, ...], language: Language) -> str:
    texts = _TEXTS[language]
    if not stretches:
        return texts["day_closed"]
    return texts["and"].join(f"{_clock(stretch.opens)}{texts['to']}{_clock(stretch.closes)}" for stretch in stretches)


def _time(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def _clock(minute: int) -> str:
    minute = minute if minute <= DAY else minute - DAY
    return f"{minute // 60}:{minute % 60:02d}"

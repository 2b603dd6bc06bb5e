"""Opening hours in words, German and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wording import Catalogue, Language, day_and_month, short_weekday

from openinghours.hours import DAY, OpeningHours, Stretch
from openinghours.status import Status

CATALOGUE = Catalogue(
    {
        "open": "Geöffnet bis {time}",
        "open_all_day": "Durchgehend geöffnet",
        "closed": "Geschlossen",
        "closed_because": "Geschlossen ({note})",
        "opens_today": "{closed}, öffnet heute um {time}",
        "opens_on": "{closed}, öffnet {day} um {time}",
        "opens_later": "{closed}, öffnet am {day} um {time}",
        "agreed": "Heute nach Vereinbarung",
        "day_closed": "geschlossen",
        "day_agreed": "nach Vereinbarung",
        "and": " und ",
    },
    {
        "open": "Open until {time}",
        "open_all_day": "Always open",
        "closed": "Closed",
        "closed_because": "Closed ({note})",
        "opens_today": "{closed}, opens today at {time}",
        "opens_on": "{closed}, opens {day} at {time}",
        "opens_later": "{closed}, opens on {day} at {time}",
        "agreed": "Today by appointment",
        "day_closed": "closed",
        "day_agreed": "by appointment",
        "and": " and ",
    },
)
say = CATALOGUE.say
TO = "–"


def format_status(found: Status, at: datetime, language: Language = "de") -> str:
    """A status in one short line, empty when no hours are known; `at` is the moment it was asked for."""
    if found.reason == "unknown":
        return ""
    if found.open:
        if found.until is None or (found.until - at).days >= 2:
            return say("open_all_day", language)
        return say("open", language, time=_time(found.until))
    closed = say("closed_because", language, note=found.note) if found.note else say("closed", language)
    closed = say("agreed", language) if found.by_appointment else closed
    if found.next_open is None:
        return closed
    following = found.next_open
    days = (following.date() - at.astimezone(following.tzinfo).date()).days
    if days == 0:
        return say("opens_today", language, closed=closed, time=_time(following))
    name = "opens_on" if days < 7 else "opens_later"
    day = short_weekday(following.weekday(), language) if days < 7 else _date(following, language)
    return say(name, language, closed=closed, day=day, time=_time(following))


def format_week(hours: OpeningHours, language: Language = "de") -> list[str]:
    """The regular week, days with the same hours together: `Mo–Fr 8:00–12:00 und 13:00–17:00`."""
    week = [(tuple(hours.weekly.get(day, ())), day in hours.by_appointment) for day in range(7)]
    lines: list[str] = []
    first = 0
    while first < 7:
        last = first
        while last + 1 < 7 and week[last + 1] == week[first]:
            last += 1
        days = TO.join(short_weekday(day, language) for day in dict.fromkeys((first, last)))
        stretches, agreed = week[first]
        lines.append(f"{days} {format_day(stretches, language, by_appointment=agreed)}")
        first = last + 1
    return lines


def format_day(stretches: Sequence[Stretch], language: Language = "de", *, by_appointment: bool = False) -> str:
    """The hours of one day: `8:00–12:00 und 13:00–17:00`, or that it is closed, or open to who has an appointment."""
    if not stretches:
        return say("day_agreed" if by_appointment else "day_closed", language)
    times = (f"{_clock(stretch.opens)}{TO}{_clock(stretch.closes)}" for stretch in stretches)
    return say("and", language).join(times)


def _date(moment: datetime, language: Language) -> str:
    return moment.strftime("%d.%m.") if language == "de" else day_and_month(moment.date(), language)


def _time(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def _clock(minute: int) -> str:
    minute = minute if minute <= DAY else minute - DAY
    return f"{minute // 60}:{minute % 60:02d}"

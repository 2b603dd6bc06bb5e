"""Which days and hours a question about opening hours means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from openinghours import OpeningHours

from chat_svc.domain.asking import day_and_part
from chat_svc.domain.dates import MONTH, dates_in, with_numbers, without_dates
from chat_svc.domain.daytimes import clock
from chat_svc.domain.feasts import coming_feasts, without_feasts

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "montag montags monday mondays mo",
            "dienstag dienstags tuesday tuesdays di",
            "mittwoch mittwochs wednesday wednesdays mi",
            "donnerstag donnerstags thursday thursdays do",
            "freitag freitags friday fridays fr",
            "samstag samstags sonnabend sonnabends saturday saturdays sa",
            "sonntag sonntags sunday sundays so",
        )
    )
    for name in names.split()
}
_NAMES = "|".join(name for name in sorted(_WEEKDAYS, key=len, reverse=True) if len(name) > 2)
_WEEKDAY = re.compile(rf"\b(?:(?P<which>(?:über)?nächste|kommende|next)[nrms]? )?(?P<day>{_NAMES})\b")
_FROM_TO = re.compile(rf"\b({_NAMES}) ?(?:bis|-|–|to|through|until) ?({_NAMES})\b")
_NEXT_WEEK = re.compile(r"\b(?:(?:in der )?(?:nächsten?|kommenden?) woche|next week)\b")
_COUNTS = {"einer": 1, "einem": 1, "a": 1, "one": 1, "zwei": 2, "two": 2, "drei": 3, "three": 3, "vier": 4}
_IN = re.compile(rf"\bin (\d\d?|{'|'.join(_COUNTS)}) (tag(?:en)?|wochen?|days?|weeks?)\b")
_DAY_OF_DATE = re.compile(
    rf"\b(?:{_NAMES})\b[.,]?\s*(?:(?:der|den|dem|am|the) )?(?=\d{{1,2}}(?:\.|st|nd|rd|th)|(?:{MONTH})\b)"
)
"""The weekday of a date."""
_DAY_ONLY = re.compile(r"\b(?:am|den|dem|der|vom|zum|the) (\d{1,2})(?:\.(?!\d)|th\b|(?=\s*(?:[?!]|$)))")
_MORNING_ADVERB = re.compile(
    r"\b(?:am|jeden|guten|morgen|diesen|(heute|\w+tag|mittwoch|sonnabend)s?) morgen\b|\bmorgens\b", re.IGNORECASE
)
HOLIDAYS_AHEAD = 45
MOST_DAYS = 14


@dataclass(frozen=True, slots=True)
class When:
    """Days in order, none when no day is named; a time of day in minutes, and how it is meant (`nach`, `um`, `vor`)."""

    days: tuple[date, ...]
    minute: int | None = None
    sense: str = ""


def when_of(question: str, today: date, hours: OpeningHours) -> When:
    """What a question about opening hours asks for; `today` is the day where the company is."""
    text = with_numbers(day_and_part(question.lower()))
    minute, sense = clock(without_dates(without_feasts(text)))
    return When(tuple(sorted(set(_days(text, today, hours)))), minute, sense)


def _days(text: str, today: date, hours: OpeningHours) -> list[date]:
    found = coming_feasts(text, today)
    text = without_feasts(text)
    for dates in dates_in(text):
        found += dates.coming(today, MOST_DAYS)
    if not found and (only := _DAY_ONLY.search(text)):
        day = _coming(int(only.group(1)), today)
        found += [day] if day else []
    if not found:
        found = _holidays(text, today, hours)
    rest = _MORNING_ADVERB.sub(r"\1 ", _DAY_OF_DATE.sub(" ", text))
    return found + _counted(rest, today)


def _counted(text: str, today: date) -> list[date]:
    """The days that are named by their distance from today, or by the weekday."""
    later = _later(text)
    found = [day + timedelta(days=later) for day in _weekdays(text, today)]
    words = re.findall(r"[a-zäöüß]+", text)
    if {"wochenende", "wochenenden", "weekend", "weekends"} & set(words):
        found += [_weekday(day, today) + timedelta(days=later) for day in (5, 6)]
    if {"übermorgen", "uebermorgen"} & set(words):
        found.append(today + timedelta(days=2 + later))
    if {"morgen", "tomorrow"} & set(words):
        found.append(today + timedelta(days=1 + later))
    if {"heute", "heut", "today", "tonight"} & set(words):
        found.append(today + timedelta(days=later))
    return found or ([today + timedelta(days=later)] if later else [])


def _later(text: str) -> int:
    """How many days later it is meant: *Samstag in zwei Wochen*, *in drei Tagen*."""
    found = _IN.search(text)
    if found is None:
        return 0
    count = int(found[1]) if found[1].isdigit() else _COUNTS[found[1]]
    return count * (7 if found[2].startswith("w") else 1)


def _weekdays(text: str, today: date) -> list[date]:
    found: list[date] = []
    week = _NEXT_WEEK.search(text) is not None
    for match in _FROM_TO.finditer(text):
        first, last = _weekday(_WEEKDAYS[match[1]], today), _WEEKDAYS[match[2]]
        found += [first + timedelta(days=ahead) for ahead in range((last - first.weekday()) % 7 + 1)]
    for match in _WEEKDAY.finditer(_FROM_TO.sub(" ", text)):
        day = _weekday(_WEEKDAYS[match["day"]], today)
        over = match["which"] is not None and match["which"].startswith("über")
        another = match["which"] is not None and day == today
        found.append(day + timedelta(days=7 * (over or another)))
    if week:
        monday = today + timedelta(days=7 - today.weekday())
        found = [monday + timedelta(days=day) for day in ([day.weekday() for day in found] or range(7))]
    return found


def _holidays(text: str, today: date, hours: OpeningHours) -> list[date]:
    """The public holidays that are meant: by name, or those that come next."""
    coming = [today + timedelta(days=ahead) for ahead in range(366)]
    named = [(day, name) for day in coming if (name := hours.holiday(day))]
    found = [day for day, name in named if len(name) > 4 and name.lower() in text]
    if not found and re.search(r"\bfeiertag\w*|\bholidays?\b|\bbrückentag\w*", text):
        soon = [day for day, _ in named if (day - today).days <= HOLIDAYS_AHEAD]
        found += soon or [day for day, _ in named[:1]]
    return found


def _coming(day: int, today: date) -> date | None:
    for ahead in range(62):
        if (found := today + timedelta(days=ahead)).day == day:
            return found
    return None


def _weekday(number: int, today: date) -> date:
    return today + timedelta(days=(number - today.weekday()) % 7)

"""Which days and hours a question about opening hours means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from openinghours import OpeningHours

from chat_svc.domain.asking import day_and_part

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january",
            "februar feber feb february",
            "märz mrz march",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        1,
    )
    for name in names.split()
}
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
_FEASTS = {
    "heiligabend": ((12, 24),),
    "heilig abend": ((12, 24),),
    "christmas eve": ((12, 24),),
    "silvester": ((12, 31),),
    "neujahr": ((1, 1),),
    "zwischen weihnachten und neujahr": ((12, 27), (12, 28), (12, 29), (12, 30)),
    "zwischen den jahren": ((12, 27), (12, 28), (12, 29), (12, 30)),
    "weihnachten": ((12, 24), (12, 25), (12, 26)),
    "christmas": ((12, 24), (12, 25), (12, 26)),
    "nikolaus": ((12, 6),),
    "heilige drei könige": ((1, 6),),
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(rf"\b(\d{{1,2}})\.\s?(?:(\d{{1,2}})(?!\d)\.?|({_MONTH})\b)(?:\s?(\d{{4}}))?", re.IGNORECASE)
_DAY_ONLY = re.compile(r"\b(?:am|den|dem|der|vom|zum) (\d{1,2})\.(?!\d)", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(nach|ab|vor|um|bis|gegen|at|after|before|until|past)\s(\d{1,2})(?:[:.](\d{2}))?\s?(uhr|h|am|pm|o'clock)?\b",
    re.IGNORECASE,
)
_MORNING_ADVERB = re.compile(
    r"\b(?:am|jeden|guten|morgen|diesen|(heute|\w+tag|mittwoch|sonnabend)s?) morgen\b|\bmorgens\b", re.IGNORECASE
)
HOLIDAYS_AHEAD = 45
_PARTS = (
    (re.compile(r"\b(?:abends?|evenings?|tonight)\b"), 18 * 60, "nach"),
    (re.compile(r"\b(?:nachmittags?|afternoons?)\b"), 13 * 60, "nach"),
    (re.compile(r"\b(?:vormittags?|mornings?)\b"), 12 * 60, "vor"),
)
"""Parts of a day, and the time after or before which it has to be open then."""


@dataclass(frozen=True, slots=True)
class When:
    """Days in order, none when no day is named; a time of day in minutes, and how it is meant (`nach`, `um`, `vor`)."""

    days: tuple[date, ...]
    minute: int | None = None
    sense: str = ""


def when_of(question: str, today: date, hours: OpeningHours) -> When:
    """What a question about opening hours asks for; `today` is the day where the company is."""
    text = day_and_part(question.lower())
    minute, sense = _clock(text)
    days = _days(text, today, hours)
    return When(tuple(dict.fromkeys(days)), minute, sense)


def _days(text: str, today: date, hours: OpeningHours) -> list[date]:
    found: list[date] = []
    for match in _DATE.finditer(text):
        month = int(match.group(2)) if match.group(2) else _MONTHS[match.group(3).lower()]
        day = _next(int(match.group(1)), month, today, int(match.group(4)) if match.group(4) else None)
        found += [day] if day else []
    if not found and (only := _DAY_ONLY.search(text)):
        day = _coming(int(only.group(1)), today)
        found += [day] if day else []
    for name in sorted(_FEASTS, key=len, reverse=True):
        if name in text:
            found += [day for month, number in _FEASTS[name] if (day := _next(number, month, today))]
            break
    found += _holidays(text, today, hours)
    rest = _MORNING_ADVERB.sub(r"\1 ", text)
    words = re.findall(r"[a-zäöüß]+", rest)
    if {"übermorgen", "uebermorgen"} & set(words):
        found.append(today + timedelta(days=2))
    if {"morgen", "tomorrow"} & set(words):
        found.append(today + timedelta(days=1))
    if {"heute", "heut", "today", "tonight"} & set(words):
        found.append(today)
    if {"wochenende", "wochenenden", "weekend", "weekends"} & set(words):
        found += [_weekday(5, today), _weekday(6, today)]
    return found + [_weekday(_WEEKDAYS[word], today) for word in words if word in _WEEKDAYS and len(word) > 2]


def _holidays(text: str, today: date, hours: OpeningHours) -> list[date]:
    """The public holidays that are meant: by name, or those that come next."""
    coming = [today + timedelta(days=ahead) for ahead in range(366)]
    named = [(day, name) for day in coming if (name := hours.holiday(day))]
    found = [day for day, name in named if len(name) > 4 and name.lower() in text]
    for word, contained in (("ostern", "oster"), ("easter", "oster"), ("pfingsten", "pfingst")):
        if word in text:
            found += [day for day, name in named if contained in name.lower()]
    if not found and re.search(r"\bfeiertag\w*|\bholidays?\b|\bbrückentag\w*", text):
        soon = [day for day, _ in named if (day - today).days <= HOLIDAYS_AHEAD]
        found += soon or [day for day, _ in named[:1]]
    return found


def _next(day: int, month: int, today: date, year: int | None = None) -> date | None:
    """The next date with this day and month, None when there is none."""
    for candidate in (year,) if year else (today.year, today.year + 1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            return None
        if year or found >= today:
            return found
    return None


def _coming(day: int, today: date) -> date | None:
    for ahead in range(62):
        if (found := today + timedelta(days=ahead)).day == day:
            return found
    return None


def _weekday(number: int, today: date) -> date:
    return today + timedelta(days=(number - today.weekday()) % 7)


def _clock(text: str) -> tuple[int | None, str]:
    for match in _CLOCK.finditer(text):
        hour, minutes = int(match.group(2)), int(match.group(3) or 0)
        if not match.group(4) and not match.group(3):
            continue  # *am 24.* and *bis 20* are no times by themselves
        if match.group(4) == "pm" and hour < 12:
            hour += 12
        if hour <= 24 and minutes < 60:
            senses = {
                "after": "nach",
                "past": "nach",
                "ab": "nach",
                "at": "um",
                "gegen": "um",
                "before": "vor",
                "until": "bis",
            }
            return hour * 60 + minutes, senses.get(match.group(1), match.group(1))
    return next(((minute, sense) for part, minute, sense in _PARTS if part.search(text)), (None, ""))


_CLOSES = re.compile(
    r"geschlossen|betriebsferien|betriebsurlaub|betriebsruhe|urlaub|haben wir (?:ebenfalls )?zu\b|ferien|closed",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(\d{{1,2}})\.\s?(?:(\d{{1,2}})\.|({_MONTH})\b)?\s?(\d{{4}})?\s*(?:bis(?: zum| einschließlich)?|und|–|-)\s*"
    rf"(\d{{1,2}})\.\s?(?:(\d{{1,2}})(?!\d)\.?|({_MONTH})\b)(?:\s?(\d{{4}}))?",
    re.IGNORECASE,
)


def says_closed(sentence: str, day: date) -> bool:
    """Whether a sentence of a page says that it is closed on a day: by a range of dates, or by the date itself."""
    if not _CLOSES.search(sentence):
        return False
    ranges = list(_RANGE.finditer(sentence))
    for match in ranges:
        end_month = int(match.group(6)) if match.group(6) else _MONTHS[match.group(7).lower()]
        begin_month = int(match.group(2)) if match.group(2) else _MONTHS.get((match.group(3) or "").lower(), end_month)
        begin, end = (begin_month, int(match.group(1))), (end_month, int(match.group(5)))
        years = {int(year) for year in (match.group(4), match.group(8)) if year}
        if years and day.year not in years:
            continue
        at = (day.month, day.day)
        if begin <= at <= end if begin <= end else at >= begin or at <= end:
            return True
    if ranges:
        return False
    for match in _DATE.finditer(sentence):
        month = int(match.group(2)) if match.group(2) else _MONTHS[match.group(3).lower()]
        if (month, int(match.group(1))) == (day.month, day.day) and match.group(4) in (None, str(day.year)):
            return True
    return False

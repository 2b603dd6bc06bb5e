"""The days of a year that have a name, whether or not they are public holidays where the company is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

_Days = Callable[[int], list[date]]


def _fixed(month: int, first: int, last: int | None = None) -> _Days:
    return lambda year: [date(year, month, day) for day in range(first, (last or first) + 1)]


def _from_easter(first: int, last: int | None = None) -> _Days:
    until = first if last is None else last
    return lambda year: [easter(year) + timedelta(days=after) for after in range(first, until + 1)]


def _sunday_of_advent(number: int) -> _Days:
    def days(year: int) -> list[date]:
        christmas = date(year, 12, 25)
        return [christmas - timedelta(days=christmas.isoweekday() + 7 * (4 - number))]

    return days


def _day_of_repentance(year: int) -> list[date]:
    """The Wednesday before 23 November."""
    last = date(year, 11, 22)
    return [last - timedelta(days=(last.weekday() - 2) % 7)]


def _mothers_day(year: int) -> list[date]:
    first = date(year, 5, 1)
    return [first + timedelta(days=(6 - first.weekday()) % 7 + 7)]


_FIRST, _SECOND = r"(?:1\.|erste[rnm]?|first)\s?", r"(?:2\.|zweite[rnm]?|second)\s?"
_NAMED: tuple[tuple[str, _Days], ...] = (
    (
        r"zwischen weihnachten und (?:neujahr|silvester)|zwischen den (?:jahren|feiertagen|festtagen)"
        r"|between christmas and new year(?:['’]?s)?",
        _fixed(12, 27, 30),
    ),
    (r"heilig ?abend|heilige[nrm] abend|christmas eve", _fixed(12, 24)),
    (rf"{_FIRST}weihnachts(?:feier)?tag|christtag|christmas day", _fixed(12, 25)),
    (rf"{_SECOND}weihnachts(?:feier)?tag|ste(?:ph|f)an(?:s|i)tag|boxing day", _fixed(12, 26)),
    (r"weihnachts(?:feier)?tagen?", _fixed(12, 25, 26)),
    (r"weihnachten|christmas|xmas", _fixed(12, 24, 26)),
    (r"silvester(?:tag)?|sylvester|new year['’]?s eve", _fixed(12, 31)),
    (r"im neuen jahr|anfang des (?:neuen )?jahres|in the new year", _fixed(1, 1, 7)),
    (r"neujahr(?:stag)?|new year(?:['’]?s(?: day)?)?", _fixed(1, 1)),
    (r"berchtoldstag", _fixed(1, 2)),
    (r"(?:heilige[nr]? )?drei ?könig(?:e|en|stag)?|epiphany", _fixed(1, 6)),
    (r"valentinstag|valentine['’]?s day", _fixed(2, 14)),
    (r"(?:internationalen )?frauentag", _fixed(3, 8)),
    (r"weiberfastnacht|altweiber", _from_easter(-52)),
    (r"rosenmontag", _from_easter(-48)),
    (r"(?:faschings|fastnachts|veilchen)dienstag", _from_easter(-47)),
    (r"aschermittwoch|ash wednesday", _from_easter(-46)),
    (r"gründonnerstag|maundy thursday", _from_easter(-3)),
    (r"karfreitag|good friday", _from_easter(-2)),
    (r"(?:kar|oster)samstag|holy saturday", _from_easter(-1)),
    (r"ostersonntag|easter sunday", _from_easter(0)),
    (r"ostermontag|easter monday", _from_easter(1)),
    (r"oster(?:n|feiertagen?|tagen?|wochenende)|easter", _from_easter(-2, 1)),
    (r"tag der arbeit|maifeiertag|labou?r day", _fixed(5, 1)),
    (r"muttertag|mother['’]?s day", _mothers_day),
    (r"mari(?:ä|ae|a) himmelfahrt|assumption day", _fixed(8, 15)),
    (r"(?:christi )?himmelfahrt(?:stag)?|vatertag|(?<=an )auffahrt|(?<=über )auffahrt|ascension day", _from_easter(39)),
    (r"pfingstsamstag", _from_easter(48)),
    (r"pfingstsonntag|whit sunday", _from_easter(49)),
    (r"pfingstmontag|whit monday", _from_easter(50)),
    (r"pfingst(?:en|feiertagen?|tagen?|wochenende)|pentecost|whitsun", _from_easter(49, 50)),
    (r"fronleichnam(?:stag)?|corpus christi", _from_easter(60)),
    (r"bundesfeier(?:tag)?", _fixed(8, 1)),
    (r"weltkindertag", _fixed(9, 20)),
    (r"tag der (?:deutschen )?einheit|german unity day", _fixed(10, 3)),
    (r"reformationstag|halloween", _fixed(10, 31)),
    (r"allerheiligen", _fixed(11, 1)),
    (r"allerseelen", _fixed(11, 2)),
    (r"bu(?:ß|ss)-? ?und bettag", _day_of_repentance),
    (r"nikolaus(?:tag)?", _fixed(12, 6)),
    (r"mari(?:ä|ae|a) empfängnis", _fixed(12, 8)),
    *(
        (rf"(?:{number}\.|{name}[rnm]?)\s?advent(?:ssonntag)?", _sunday_of_advent(number))
        for number, name in enumerate(("erste", "zweite", "dritte", "vierte"), 1)
    ),
)
_ONE_OF_TWO: tuple[tuple[str, _Days], ...] = (
    (rf"{_FIRST}feiertag", lambda year: [easter(year), easter(year) + timedelta(days=49), date(year, 12, 25)]),
    (
        rf"{_SECOND}feiertag",
        lambda year: [easter(year) + timedelta(days=after) for after in (1, 50)] + [date(year, 12, 26)],
    ),
)
"""Days of Easter, Whitsun and Christmas: the one that comes next is meant."""
_EVERY = (*_NAMED, *_ONE_OF_TWO)
_NAME = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<f{number}>{names})" for number, (names, _) in enumerate(_EVERY)) + r")(?!\w)",
    re.IGNORECASE,
)


_BESIDE = re.compile(r"\b(?:vor|nach|before|after) $", re.IGNORECASE)


def feasts(text: str, year: int) -> list[list[date]]:
    """The days of each feast that a text names, in that year; before and after a feast are other days."""
    named = [match for match in _NAME.finditer(text) if not _BESIDE.search(text[: match.start()])]
    return [_EVERY[int((match.lastgroup or "f0")[1:])][1](year) for match in named]


def coming_feasts(text: str, today: date) -> list[date]:
    """The days of the feasts that a text names, as they come next."""
    found: list[date] = []
    for match in _NAME.finditer(text):
        if _BESIDE.search(text[: match.start()]):
            continue
        number = int((match.lastgroup or "f0")[1:])
        days = _EVERY[number][1]
        coming = [day for day in days(today.year) if day >= today] or days(today.year + 1)
        found += coming[:1] if number >= len(_NAMED) else coming
    return found


def without_feasts(text: str, instead: str = " ") -> str:
    """The text with something else in the place of the names of feasts."""
    return _NAME.sub(instead, text)

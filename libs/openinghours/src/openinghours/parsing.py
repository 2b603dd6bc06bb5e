"""A week of opening hours read from German prose and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from openinghours.grammar import read
from openinghours.hours import DAY, WEEKDAYS, Stretch
from openinghours.statements import Reading, Statement, without_part
from openinghours.words import tokens

LONGEST = 5_000
"""Characters that are read; a longer text is no statement of hours."""


@dataclass(frozen=True)
class WeeklyHours:
    """A week as a text gives it, `HH:MM` by weekday, and the words it was read from.

    A day that the text calls closed has no intervals; a day that it does not mention is absent. Of the days in
    `unknown` it says something that could not be understood whole: they may be open, and are in `weekly` never. Nor
    are those `by_appointment`, of which it says only that.
    """

    weekly: dict[str, list[dict[str, str]]]
    quote: str
    unknown: frozenset[str] = frozenset()
    by_appointment: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Week:
    """The days as far as they are read, and the statement that each is from."""

    stretches: dict[int, list[Stretch]] = field(default_factory=dict)
    source: dict[int, Statement] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    by_appointment: set[int] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)


def parse_german(text: str) -> WeeklyHours | None:
    """Opening hours in a text, None when it states none.

    A text that speaks of dates or seasons, or of hours without a day, is unknown on all days. Where days are named
    twice, a later time is added, a day by its name goes before *täglich*, and an exception before the rule; two
    statements about different things that differ make their days unknown.
    """
    if len(text) > LONGEST:
        return None
    reading = read(list(tokens(text)))
    statements = [one for one in reading.statements if not one.dated]
    if not any(one.timed for one in statements):
        return None
    first, last = min(one.start for one in statements), max(one.end for one in statements)
    quote = re.sub(r"\s+", " ", text[first:last]).strip()
    week = _week(reading, statements)
    weekly = {WEEKDAYS[day]: [_interval(one) for one in found] for day, found in sorted(week.stretches.items())}
    return WeeklyHours(weekly, quote, _named(week.unknown), _named(week.by_appointment))


def _named(days: set[int]) -> frozenset[str]:
    return frozenset(WEEKDAYS[day] for day in days)


def _week(reading: Reading, statements: Sequence[Statement]) -> _Week:
    week = _Week()
    if reading.astray or len(statements) < len(reading.statements):
        week.unknown.update(range(7))
        return week
    previous: Statement | None = None
    for statement in statements:
        if statement.aside:
            week.aside |= statement.days
            continue
        for day in statement.days:
            _say(week, day, statement, previous)
        if statement.stretches or statement.unclear:
            previous = statement
    week.unknown |= week.aside - week.stretches.keys()
    week.unknown |= week.by_appointment & {day for day, found in week.stretches.items() if found}
    week.by_appointment -= week.unknown
    for day in week.by_appointment | week.unknown:
        week.stretches.pop(day, None)
    return week


def _say(week: _Week, day: int, statement: Statement, previous: Statement | None) -> None:
    """Put what a statement says of a day together with what was said of it before."""
    known, source = week.stretches.get(day), week.source.get(day)
    if source is not None and statement.general and not source.general:
        return
    if statement.also and known is not None and not statement.complete:
        return
    if statement.by_appointment and not (statement.general and known is not None):
        week.by_appointment.add(day)
        return
    if statement.unclear or statement.appointment or not statement.complete:
        if not (statement.general and known is not None):
            week.unknown.add(day)
        return
    found = _stated(statement, known, source, previous)
    if known is not None and source is not None and found is not None and statement.until is None:
        found = _together(known, source, found, statement)
    if found is None:
        week.unknown.add(day)
        return
    week.stretches[day] = found
    week.source[day] = statement


def _stated(
    statement: Statement, known: list[Stretch] | None, source: Statement | None, previous: Statement | None
) -> list[Stretch] | None:
    """The statement's own hours; one that only changes others takes them from the day, or from the days before it."""
    if statement.until is None and statement.part is None:
        return list(statement.stretches)
    if statement.until is None and not statement.closed:
        return list(statement.stretches)
    base = known
    if base is None and statement.until is not None and previous is not None and not previous.unclear:
        base, source = previous.stretches, previous
    if not base or source is None or source.section != statement.section:
        return None
    if statement.until is None:
        return without_part(base, statement.part or "")
    last = base[-1]
    return [*base[:-1], Stretch(last.opens, statement.until)] if statement.until > last.opens else None


def _together(
    known: list[Stretch], source: Statement, found: list[Stretch], statement: Statement
) -> list[Stretch] | None:
    if known == found or (statement.closed and statement.part is not None):
        return found
    if source.section != statement.section:
        return None
    later = bool(known and found) and found[0].opens >= known[-1].closes
    if later and not source.general and not statement.only:
        return [*known, *found]
    exception = statement.days < source.days or (source.general and not statement.general)
    replaces = (
        statement.only
        or not found
        or (bool(known) and found[0].opens < known[0].closes and known[0].opens < found[-1].closes)
    )
    return found if exception and known and replaces else None


def _interval(stretch: Stretch) -> dict[str, str]:
    closes = stretch.closes if stretch.closes <= DAY else stretch.closes - DAY
    return {"opens": _clock(stretch.opens), "closes": _clock(closes)}


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"

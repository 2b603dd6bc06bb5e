"""What a text says of some days, and what follows from it for the times of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openinghours.hours import Stretch
from openinghours.words import Token

Part = str
"""`vormittag`, `mittag`, `nachmittag`, `abend` or `morgen`."""

NOON = 12 * 60
OTHER_HALF = {"vormittag": "nachmittag", "morgen": "nachmittag", "nachmittag": "vormittag"}
"""What is closed on a day that is open in one half only."""


@dataclass(slots=True)
class Statement:
    """What a text says of some days.

    Exactly what is stated is set: `stretches`, `closed` (of `part` only where that is given) or `until`, a closing time
    that changes the hours stated before. `only` says that nothing else holds on these days, `also` that what was said
    before holds on them, `appointment` that one comes when that was agreed. `section` tells statements about different
    things apart; an `aside` is about something else than the opening hours, such as the kitchen. Times behind a label
    (`labelled`) or a word that nobody knows (`interrupted`) may be about other things, or other days.
    """

    days: frozenset[int]
    start: int
    end: int
    section: int
    general: bool = False
    only: bool = False
    also: bool = False
    aside: bool = False
    appointment: bool = False
    unclear: bool = False
    dated: bool = False
    stretches: list[Stretch] = field(default_factory=list)
    closed: bool = False
    part: Part | None = None
    until: int | None = None
    from_time: bool = False
    labelled: bool = False
    interrupted: bool = False

    @property
    def complete(self) -> bool:
        """Whether something was said of the days."""
        stated = bool(self.stretches) or self.closed or self.until is not None
        return stated or self.appointment or self.unclear

    @property
    def by_appointment(self) -> bool:
        """Whether it says of whole days that there are no hours, and that one may come all the same."""
        whole = self.until is None and self.part is None and not self.from_time
        return self.appointment and whole and not self.stretches and not self.unclear

    @property
    def timed(self) -> bool:
        """Whether it speaks of hours at all."""
        return bool(self.stretches) or self.until is not None or self.from_time


@dataclass(slots=True)
class Reading:
    """The statements of a text; `astray` when hours or closures in it belong to no day, or to no week in particular."""

    statements: list[Statement] = field(default_factory=list)
    astray: bool = False


def part_of(token: Token) -> Part:
    """The part of the day that a token names."""
    text = token.text.lower().removesuffix("s").rstrip(".")
    return {"vorm": "vormittag", "nachm": "nachmittag"}.get(text, text)


def fits(part: Part | None, opens: int, closes: int) -> bool:
    """Whether hours lie in the part of the day that they are said to be in: `nachmittags 2-6` does not say 2 a.m."""
    if part in {"vormittag", "morgen"}:
        return opens < NOON and opens < closes <= NOON + 150
    if part == "nachmittag":
        return opens >= NOON - 60
    return part != "abend" or opens >= NOON + 240


def without_part(stretches: Sequence[Stretch], part: Part) -> list[Stretch] | None:
    """What is left when a part of the day is closed; None when that cannot be told."""
    if part in {"vormittag", "morgen"}:
        left = [one for one in stretches if one.opens >= NOON]
        gone = [one for one in stretches if one.closes <= NOON + 120]
    elif part == "nachmittag":
        left = [one for one in stretches if one.closes <= NOON + 120]
        gone = [one for one in stretches if one.opens >= NOON]
    else:
        return None
    return left if left and len(left) + len(gone) == len(stretches) else None


def close_part(statement: Statement, part: Part) -> None:
    """Take the hours of a part of the day from a statement."""
    left = without_part(statement.stretches, part)
    if left is None:
        statement.unclear = True
    else:
        statement.stretches = left
    statement.part = None


def interrupt(statement: Statement, opens: int, closes: int) -> None:
    """Take a pause out of the stretch that holds it."""
    for place, one in enumerate(statement.stretches):
        if one.opens < opens < closes < one.closes:
            statement.stretches[place : place + 1] = [Stretch(one.opens, opens), Stretch(closes, one.closes)]
            return
    gaps = zip(statement.stretches, statement.stretches[1:], strict=False)
    if not any(one.closes == opens and other.opens == closes for one, other in gaps):
        statement.unclear = True

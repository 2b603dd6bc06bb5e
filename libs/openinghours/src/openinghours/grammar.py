"""The grammar of German opening hours: tokens as statements, each of some days and what is said of them.

A statement is understood whole or not at all. A word that the vocabulary lacks makes the days beside it unknown;
hours that belong to no day, dates and seasons make the whole text unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum, auto

from openinghours.cursor import HOLDS_DAYS, TO, Cursor
from openinghours.hours import DAY, Stretch
from openinghours.statements import OTHER_HALF, Part, Reading, Statement, close_part, fits, interrupt, part_of
from openinghours.words import Kind, Token

_SKIPPED = frozenset({Kind.FILLER, Kind.COLON, Kind.COMMA, Kind.BRACKET, Kind.AND})
_EARLIEST = 5 * 60
_LATEST = 6 * 60
"""No day of work begins before the one or ends, after midnight, after the other: `2-6` may well be 14 to 18."""


class _Line(Enum):
    """What a line has held so far: nothing of note, the name of a thing, or days."""

    BLANK = auto()
    THING = auto()
    HOURS = auto()


def read(tokens: Sequence[Token]) -> Reading:
    """The statements that the tokens make."""
    reader = _Reader(tokens)
    while reader.token is not None:
        reader.step()
    return reader.reading


class _Reader(Cursor):
    """One walk over the tokens. `_lead` is what was said since the last statement and belongs to the next."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self.reading = Reading()
        self._current: Statement | None = None
        self._free = False  # a sentence or line is over: what follows need not belong to the statement
        self._section = 0
        self._line = _Line.BLANK
        self._heading_aside = False
        self._outside: Statement | None = None
        self._clear_lead()
        self._steps: dict[Kind, Callable[[Token], None]] = {
            Kind.TIME: self._time,
            Kind.FROM: self._from,
            Kind.TO: self._until,
            Kind.BETWEEN: self._between,
            Kind.ALL_DAY: self._all_day,
            Kind.CLOSED: self._closed,
            Kind.PAUSE: self._pause,
            Kind.PART: self._part,
            Kind.APPOINTMENT: self._appointment,
            Kind.EXCEPT: self._except,
            Kind.DATED: self._dated,
            Kind.ASIDE: self._aside,
            Kind.LABEL: self._label,
            Kind.DASH: self._dash,
            Kind.OR: self._or,
            Kind.ONLY: self._only,
            Kind.BRACKET: self._bracket,
            Kind.STOP: self._stop,
            Kind.LINE: self._line_end,
            Kind.OTHER: self._other,
        }

    def _clear_lead(self) -> None:
        self._lead_unclear = self._lead_aside = self._lead_label = self._lead_closed = False
        self._lead_appointment = False
        self._lead_part: Part | None = None

    def step(self) -> None:
        """Take the next token, and those that belong to it."""
        token = self.tokens[self.at]
        if token.kind in HOLDS_DAYS:
            self._begin()
            return
        self.at += 1
        step = self._steps.get(token.kind)
        if step is not None:
            step(token)

    # --- days

    def _begin(self) -> None:
        """A statement begins with its days."""
        start = self.tokens[self.at].start
        before = [one.text.lower() for one in self.tokens[max(self.at - 2, 0) : self.at]]
        days, general, werktags = self.days()
        self._line = _Line.HOURS
        inherited = self._current.aside if self._current is not None and not self._lead_label else self._heading_aside
        statement = Statement(
            days,
            start,
            self.tokens[self.at - 1].end,
            self._section,
            general=general,
            also="auch" in before,
            aside=self._lead_aside or (inherited and not self._lead_label),
            unclear=self._lead_unclear,
            closed=self._lead_closed,
            appointment=self._lead_appointment,
            part=self._lead_part,
        )
        self._clear_lead()
        self._free = False
        self._current = statement
        self.reading.statements.append(statement)
        if werktags:  # Saturday is a Werktag by law (§ 3 Abs. 2 BUrlG), and seldom meant
            saturday = replace(statement, days=frozenset({5}), aside=True, stretches=[])
            self.reading.statements.append(saturday)
        date = self.past(frozenset({Kind.COMMA, Kind.FILLER, Kind.COLON}))
        if self.peek(date) is Kind.DATED:  # an event on that day
            statement.dated = True
            self.at += date + 1

    # --- what is said of them

    def _open(self) -> Statement | None:
        """The statement that times belong to; without one they are astray, unless they are about something else."""
        statement = self._current
        if statement is None or statement.interrupted:  # `Mo geschlossen, an anderen Tagen 9-17 Uhr`
            self.reading.astray |= statement is not None or not (self._lead_aside or self._heading_aside)
            return None
        return statement

    def _time(self, token: Token, *, joined: bool = False) -> None:
        """A stretch. A time alone is no statement of hours."""
        opens = token.minute
        if self.peek() in TO or (joined and self.peek() is Kind.AND):
            beyond = self.past(frozenset({Kind.FILLER}), 1)
            closing = self.tokens[self.at + beyond] if self.peek(beyond) is Kind.TIME else None
            if closing is not None:
                self.at += beyond + 1
                if (statement := self._open()) is not None:
                    self._stretch(statement, opens, closing)
                return
            if self._current is not None:
                self._current.from_time = True
        if opens == DAY and token.text.lower().endswith("h"):
            self._all_day(token)
        elif self._current is not None:
            self._current.unclear = True
        elif "uhr" in token.text.lower() or ":" in token.text:
            self._open()
        else:
            self._other(token)

    def _stretch(self, statement: Statement, opens: int, closing: Token) -> None:
        closes = closing.minute
        statement.end = closing.end
        if self._next_closes(statement, opens, closes):
            return
        night = opens >= closes
        credible = closes <= _LATEST if night else opens >= _EARLIEST or closes >= DAY - 60
        if not credible or opens in {closes, DAY} or not fits(statement.part, opens, closes):
            statement.unclear = statement.from_time = True
            return
        stretch = Stretch(opens, closes + DAY if night else closes)
        overlaps = bool(statement.stretches) and stretch.opens < statement.stretches[-1].closes
        if overlaps or statement.closed or statement.labelled or statement.until is not None:
            statement.unclear = True
        statement.stretches.append(stretch)
        statement.part = None
        self._free = False

    def _next_closes(self, statement: Statement, opens: int, closes: int) -> bool:
        """Whether these hours are a pause: `8-18 Uhr (12-13 Uhr geschlossen)`."""
        ahead = self.past(frozenset({Kind.FILLER}))
        if self.peek(ahead) not in {Kind.CLOSED, Kind.PAUSE} or not statement.stretches:
            return False
        behind = self.past(_SKIPPED, ahead + 1)
        if self.peek(ahead) is Kind.CLOSED and self.peek(behind) in HOLDS_DAYS:
            return False  # `9-12, 14-18 Uhr, geschlossen: Sa`
        self.at += ahead + 1
        interrupt(statement, opens, closes)
        return True

    def _from(self, token: Token) -> None:
        """`ab 17 Uhr` has no end."""
        if self.peek() is not Kind.TIME:
            self._other(token)
        elif self.peek(1) not in TO:
            self.at += 1
            if (statement := self._open()) is not None:
                statement.unclear = statement.from_time = True

    def _until(self, token: Token) -> None:
        """`Fr bis 13 Uhr` changes the end of hours that were stated before."""
        if self.peek() is not Kind.TIME:
            self._other(token)
            return
        time = self.tokens[self.at]
        self.at += 1
        statement = self._open()
        if statement is None:
            return
        statement.end = time.end
        if statement.complete or statement.until is not None:
            statement.unclear = True
        statement.until = time.minute

    def _between(self, token: Token) -> None:
        if self.peek() is Kind.TIME:
            self.at += 1
            self._time(self.tokens[self.at - 1], joined=True)
        else:
            self._other(token)

    def _all_day(self, token: Token) -> None:
        if self._current is None and not self._lead_aside and "7" in token.text:
            week = Statement(frozenset(range(7)), token.start, token.end, self._section, general=True)
            self._current = week
            self.reading.statements.append(week)
        if (statement := self._open()) is not None:
            statement.end = token.end
            if statement.complete:
                statement.unclear = True
            statement.stretches.append(Stretch(0, DAY))

    def _closed(self, token: Token) -> None:
        """Closed, of the days before it or, in front of a list of days, of those behind it."""
        statement = self._current
        names_days = self.peek(self.past(_SKIPPED)) in HOLDS_DAYS
        if names_days and (statement is None or (statement.complete and statement.part is None)):
            self._lead_closed = True
            self._lead_part = None
            return
        beyond = self.past(frozenset({Kind.FILLER}))
        after = self.peek(self.past(frozenset({Kind.FILLER}), beyond + 1))
        if self.peek(beyond) is Kind.PART and after not in {Kind.COLON, Kind.TIME}:
            part: Part | None = part_of(self.tokens[self.at + beyond])
            self.at += beyond + 1
        else:
            part = statement.part if statement is not None else None
        if (statement := self._open()) is None:
            return
        statement.end = token.end
        if not statement.complete:
            statement.closed, statement.part = True, part
        elif part is not None and statement.stretches:
            close_part(statement, part)
        else:
            statement.unclear = True

    def _pause(self, token: Token) -> None:
        ahead = self.past(_SKIPPED)
        hours = self.tokens[self.at + ahead : self.at + ahead + 3]
        if self._current is None or [one.kind in TO or one.kind for one in hours] != [Kind.TIME, True, Kind.TIME]:
            self._other(token)
            return
        self.at += ahead + 3
        interrupt(self._current, hours[0].minute, hours[2].minute)

    def _part(self, token: Token) -> None:
        part, statement = part_of(token), self._current
        alone = self.peek(self.past(frozenset({Kind.FILLER}))) not in {Kind.TIME, Kind.COLON, Kind.FROM, Kind.TO}
        if self.peek(-2) is Kind.ONLY and alone and statement is not None and not statement.complete:
            statement.closed, statement.part = True, OTHER_HALF.get(part)  # `Mi nur vormittags`
            statement.unclear = statement.part is None
        elif self._current is not None:
            self._current.part = part
        else:
            self._lead_part = part

    def _appointment(self, token: Token) -> None:
        """Beside hours it adds to them; alone it says that there are none, with *nur* that those are not for all."""
        statement = self._current
        if statement is None:
            return
        if statement.complete and self._names_days_alone():  # `nach Vereinbarung auch samstags`
            self._lead_appointment = True
            return
        before = self.peek(-2)
        only = before is Kind.ONLY or token.text.lower().startswith("mit")
        if statement.part is not None and statement.stretches:
            statement.part = None  # `8-12 Uhr, nachmittags nach Vereinbarung`
        elif not statement.stretches:
            statement.appointment = True
        elif only or before not in {Kind.AND, Kind.OR, Kind.COMMA, Kind.STOP, Kind.LINE}:
            statement.unclear = True

    def _names_days_alone(self) -> bool:
        """Whether days follow, and nothing else up to the end of the sentence or line."""
        ahead = self.past(frozenset({Kind.FILLER}))
        behind = self.past(frozenset({*HOLDS_DAYS, *TO, Kind.AND, Kind.FILLER}), ahead)
        return self.peek(ahead) in HOLDS_DAYS and self.peek(behind) in {Kind.LINE, Kind.STOP, None}

    def _except(self, token: Token) -> None:
        """`täglich außer Montag`."""
        self.at += self.past(frozenset({Kind.FILLER}))
        statement = self._current
        if self.peek() not in HOLDS_DAYS or statement is None:
            self._other(token)
            return
        days, _, _ = self.days()
        part: Part | None = None
        ahead = 1 if self.peek() is Kind.DASH else 0
        if self.peek(ahead) is Kind.PART:
            part = part_of(self.tokens[self.at + ahead])
            self.at += ahead + 1
        else:
            statement.days -= days
        if days:
            end = self.tokens[self.at - 1].end
            rest = Statement(days, token.start, end, self._section, closed=True, part=part, aside=statement.aside)
            self.reading.statements.append(rest)
            if statement.complete and self.peek() in {Kind.TIME, Kind.TO, Kind.FROM, Kind.FILLER}:
                rest.closed = False  # `außer Do bis 20 Uhr`
                self._current = rest

    # --- what is around them

    def _dated(self, _: Token) -> None:
        self.reading.astray = True

    def _aside(self, token: Token) -> None:
        statement = self._current
        if statement is None or (self._free and statement.complete):
            self._leave()
            self._lead_aside = True
        elif not statement.complete:
            statement.aside = True
        else:
            self._lead_aside = True
            begun, listed = self.at, self.peek(-2) in {Kind.COMMA, Kind.AND}
            ends = {Kind.LINE, Kind.STOP, Kind.BRACKET, *HOLDS_DAYS, Kind.LABEL, None}
            while self.peek() not in ends:
                self.at += 1
            said = [one.kind for one in self.tokens[begun : self.at]]
            span = Kind.TIME in said and not {*TO, Kind.FROM}.isdisjoint(said)
            own_hours = span or any("uhr" in one.text.lower() for one in self.tokens[begun : self.at])
            if not own_hours and not (listed and self.peek() in HOLDS_DAYS):
                statement.aside = True  # `10-17 Uhr Brunch`
            if self.peek() is Kind.BRACKET:
                self._lead_aside = False

    def _label(self, token: Token) -> None:
        self._section += 1
        self._name_line()
        self._lead_label = True
        if self._current is None:
            return
        if self._free and self._current.complete:
            self._leave()
            self._lead_label = True
        elif self._current.complete:
            self._current.labelled = True
            self._lead_aside = False

    def _other(self, _: Token) -> None:
        """A word that says nobody knows what, of the days before it, behind it or both."""
        self._name_line()
        statement = self._current
        if statement is not None and not (self._free and statement.complete):
            if not statement.complete:
                statement.unclear = True
                return
            statement.unclear = statement.interrupted = True
        else:
            self._leave()
        self._lead_unclear = True

    def _bracket(self, token: Token) -> None:
        """`Mo-Fr 9-12 (Mi geschlossen), 14-18`: behind the bracket goes on what was before it."""
        if token.text in "([":
            self._outside = self._current
        elif self._outside is not None and self._current is not None and self._current.complete:
            self._current, self._outside = self._outside, None

    def _only(self, _: Token) -> None:
        if self._current is not None and not self._current.complete:
            self._current.only = True

    def _or(self, token: Token) -> None:
        if self.peek(self.past(frozenset({Kind.ONLY, Kind.FILLER}))) is not Kind.APPOINTMENT:
            self._other(token)

    def _dash(self, token: Token) -> None:
        """A dash alone in its place means none."""
        following = self.peek()
        if following in {Kind.TIME, Kind.PART, Kind.FILLER, *HOLDS_DAYS, Kind.DASH}:
            return
        statement = self._current
        if statement is None or following not in {Kind.LINE, Kind.AND, Kind.STOP, Kind.COMMA, None}:
            return
        if not statement.complete:
            statement.closed = True
            statement.end = token.end
        elif statement.part is not None and statement.stretches:
            close_part(statement, statement.part)

    def _stop(self, _: Token) -> None:
        self._free = True
        self._lead_unclear = self._lead_aside = False

    def _line_end(self, _: Token) -> None:
        if self._line is _Line.BLANK and self._lead_aside:
            self._heading_aside = True
        elif self._line is _Line.THING:
            self._heading_aside = self._lead_aside
            self._section += 1
        if self._line is _Line.THING or self._lead_aside:
            self._leave()
        self._line = _Line.BLANK
        closed = self._lead_closed
        self._clear_lead()
        self._lead_closed = closed
        self._free = True

    def _name_line(self) -> None:
        if self._line is _Line.BLANK:
            self._line = _Line.THING

    def _leave(self) -> None:
        """The statement is over: what follows belongs to the next one."""
        self._current = None

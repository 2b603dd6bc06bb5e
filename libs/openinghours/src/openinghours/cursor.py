"""A place in a text's tokens, and the lists of days that may stand there."""

from __future__ import annotations

from collections.abc import Sequence

from openinghours.words import Kind, Token

HOLDS_DAYS = frozenset({Kind.DAY, Kind.DAYS, Kind.HOLIDAY})
TO = frozenset({Kind.DASH, Kind.TO})
_JOINS_DAYS = frozenset({Kind.AND, Kind.COMMA})


class Cursor:
    """A walk over tokens; `at` is the next one."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def token(self) -> Token | None:
        """The token that comes next."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def peek(self, ahead: int = 0) -> Kind | None:
        """The kind of a token that comes next or later, or came before."""
        at = self.at + ahead
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else None

    def past(self, skipped: frozenset[Kind], ahead: int = 0) -> int:
        """How far ahead the first token is that is none of these."""
        while self.peek(ahead) in skipped:
            ahead += 1
        return ahead

    def days(self) -> tuple[frozenset[int], bool, bool]:
        """Days, lists and ranges of them: the days, whether they are a general rule, and whether *werktags*."""
        found: set[int] = set()
        general = werktags = False
        while self.peek() in HOLDS_DAYS:
            token = self.tokens[self.at]
            self.at += 1
            general |= token.kind is Kind.DAYS
            werktags |= "werk" in token.text.lower() and token.kind is Kind.DAYS
            found.update(token.days)
            if token.kind is Kind.DAY and self.peek() in TO:
                behind = self.past(frozenset({Kind.FILLER}), 1)
                if self.peek(behind) is Kind.DAY:
                    first, last = token.days[0], self.tokens[self.at + behind].days[0]
                    found.update((first + n) % 7 for n in range((last - first) % 7 + 1))
                    self.at += behind + 1
            ahead = self.past(_JOINS_DAYS)
            beyond = self.past(frozenset({Kind.LINE, Kind.FILLER}), ahead) if ahead else 0
            if self.peek(beyond) in HOLDS_DAYS:
                self.at += beyond
        return frozenset(found), general, werktags

"""Where the position of a name stands: above or below it, as a heading, behind the label of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest_svc.domain.imprint.entries import parted, tidy, together
from ingest_svc.domain.imprint.lines import Line, opens
from ingest_svc.domain.imprint.persons import is_person, is_title_and_surname
from ingest_svc.domain.imprint.roles import is_position, names_position

Headings = tuple[str, ...]
_NEAR = 8
"""Paragraphs between a position and its name."""
_BELOW, _ABOVE = 6, 3
"""Paragraphs between a name and a position that stands alone with it."""
_LONGEST_POST = 60
"""Characters of a position on a line of its own."""
_LONGEST_LIST = 12
"""Lines below a label that may name those it speaks of."""
_LABEL = re.compile(
    r"^(?:(?:zu[mr]?|der|die|dem|den|im|unser\w*|aktuelle\w*|derzeitige\w*)\s+)*(?P<role>[^:]{4,40}?)"
    r"(?:\s+(?:gehören|bilden|sind|ist|besteh\w+ aus|setzt sich)\b[^:]{0,30})?:$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a name of a list stands, and whether there is a position above and below it."""

    at: int
    above: bool
    below: bool


class Posts:
    """The positions that stand with the names on a page, by the form that its lists have."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def near(self, at: int) -> str:
        """The position of a name on a line of its own: where the others of its list have theirs.

        Else it is the one on the line below, or one above that is no one else's.
        """
        lines = self._lines
        if self.stand_above(at):
            return tidy(lines[at - 1].text)
        if _is_role(self.below(at)) and lines[at + 1].paragraph - lines[at].paragraph <= _BELOW:
            return tidy(self.below(at))
        if not self._is_post(at - 1) or lines[at - 1].paragraph < lines[at].paragraph - _ABOVE:
            return ""
        headed = any(map(names_somebody, lines[at - 1].headings[-1:]))
        taken = at > 1 and (is_person(lines[at - 2].text) or is_title_and_surname(lines[at - 2].text) or headed)
        return "" if taken else tidy(lines[at - 1].text)

    def of_heading(self, at: int) -> str:
        """The position of somebody whose name is the heading of a line: where the others under the same have theirs.

        Else it is the first line under it, or one directly above.
        """
        lines = self._lines
        if lines[at].headings[:-1] in self._headings_below_posts and self._is_post(at - 1):
            return tidy(lines[at - 1].text)
        if _is_role(lines[at].text):
            return tidy(lines[at].text)
        above = lines[at - 1] if at else None
        if above is None or not names_position(above.text) or names_somebody(above.text):
            return ""
        free = self._is_post(at - 1) and not any(map(names_somebody, above.headings[-1:]))
        near = lines[at].paragraph - above.paragraph <= _BELOW
        return tidy(above.text) if above.title or (free and near) else ""

    def of_all(self, at: int) -> str:
        """What those are whose names are headings, by a heading above theirs: `Hebammen`."""
        return next((tidy(text) for text in reversed(self._lines[at].headings[-3:-1]) if names_position(text)), "")

    def below(self, at: int) -> str:
        """The line below a name."""
        return self._lines[at + 1].text if at + 1 < len(self._lines) else ""

    def stand_above(self, at: int) -> bool:
        """Whether the position of a name stands on the line above it, as it does in the whole list."""
        return self._lines[at].headings in self._lists_below_posts and self._is_post(at - 1, of=at)

    def are_listed(self, at: int) -> bool:
        """Whether several persons are headings under the same ones as a line's, with positions below them."""
        return self._lines[at].headings[:-1] in self._headings_above_posts

    @cached_property
    def labels(self) -> Sequence[str]:
        """What those named in each line are by the label above their list (`Zum Vorstand gehören:`) or its heading."""
        found: list[str] = []
        label, since = "", 0
        for at, line in enumerate(self._lines):
            if (match := _LABEL.match(line.text)) and names_position(match["role"]):
                label, since = tidy(match["role"]), at
            elif _LABEL.match(line.text) or line.headings != self._lines[since].headings or at - since > _LONGEST_LIST:
                label = ""
            found.append(label or (tidy(line.heading) if names_position(line.heading) else ""))
        return found

    @cached_property
    def _lists_below_posts(self) -> frozenset[Headings]:
        """The headings under which positions stand above their names: of a list in turns, what it begins with."""
        lists: dict[Headings, list[_Named]] = {}
        for at, line in enumerate(self._lines):
            if is_person(line.text) and not line.title:
                named = _Named(at, self._is_post(at - 1, of=at), self._is_post(at + 1, of=at))
                lists.setdefault(line.headings, []).append(named)

        return frozenset(headings for headings, names in lists.items() if _stand_below(names))

    @cached_property
    def _headed(self) -> dict[Headings, list[_Named]]:
        """By the headings above them, the persons that are headings."""
        found: dict[Headings, list[_Named]] = {}
        for at, line in enumerate(self._lines):
            if line.headings and opens(self._lines, at) and is_person(line.heading):
                below = _is_role(line.text) and names_position(line.text)
                found.setdefault(line.headings[:-1], []).append(_Named(at, self._is_post(at - 1), below))
        return found

    @cached_property
    def _headings_below_posts(self) -> frozenset[Headings]:
        """The headings under which persons are headings below their positions.

        Where only a line stands between two of them and the last has a position below, what is above the first is none
        of theirs.
        """

        def end_above(names: Sequence[_Named]) -> bool:
            return names[-1].below and all(other.at - one.at == 1 for one, other in pairwise(names))

        return frozenset(
            headings for headings, names in self._headed.items() if _stand_below(names) and not end_above(names)
        )

    @cached_property
    def _headings_above_posts(self) -> frozenset[Headings]:
        return frozenset(headings for headings, names in self._headed.items() if sum(one.below for one in names) > 1)

    def _is_post(self, at: int, of: int | None = None) -> bool:
        """Whether a line is a position and nothing else; `of`: the line of the name that it has to stand with."""
        if not 0 <= at < len(self._lines):
            return False
        line = self._lines[at]
        if of is not None:
            name = self._lines[of]
            if abs(line.paragraph - name.paragraph) > _NEAR or line.headings != name.headings:
                return False
        alone = not names_somebody(line.text) and parted(line.text, line.text, at, strict=True) is None
        return alone and len(line.text) < _LONGEST_POST and names_position(line.text)


def _stand_below(names: Sequence[_Named]) -> bool:
    """Whether the names of a list stand below their positions.

    In turns every position but the last is above one name and below another: then it counts what the list begins with.
    """
    above, below = sum(one.above for one in names), sum(one.below for one in names)
    return above > max(below, 1) or above > below > 0 or (above == below > 1 and names[0].above)


def names_somebody(text: str) -> bool:
    """Whether a text is the name of one person or of several."""
    return is_person(text) or is_title_and_surname(text) or bool(together(text))


def _is_role(text: str) -> bool:
    return is_position(text) and not names_somebody(text)

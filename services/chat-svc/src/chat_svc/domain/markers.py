"""Reading `[n]` out of a text that arrives in pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARKER = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_UNFINISHED = re.compile(r"\[[\d\s,;]{0,14}$")
_SPACE_BEFORE_NOTHING = re.compile(r"[ \t]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that names a passage there is."""

    number: int


@dataclass
class MarkerParser:
    """Turns pieces of text into text and marks; numbers no passage has disappear with the space before them.

    The result does not depend on where the pieces were cut.
    """

    passages: int
    _held: str = field(default="", init=False)

    def feed(self, piece: str) -> list[str | Mark]:
        """What is certain after this piece."""
        text = self._held + piece
        self._held = ""
        unfinished = _UNFINISHED.search(text)
        if unfinished is not None:
            text, self._held = text[: unfinished.start()], text[unfinished.start() :]
        spaces = _SPACE_BEFORE_NOTHING.search(text)
        if spaces is not None:  # a space waits: a number without passage may follow and take it away
            self._held = text[spaces.start() :] + self._held
            text = text[: spaces.start()]
        return self._parsed(text)

    def end(self) -> list[str | Mark]:
        """What was held back."""
        text, self._held = self._held, ""
        return self._parsed(text)

    def _parsed(self, text: str) -> list[str | Mark]:
        found: list[str | Mark] = []
        position = 0
        for match in _MARKER.finditer(text):
            numbers = [int(number) for number in re.findall(r"\d+", match.group(1))]
            known = [number for number in numbers if 1 <= number <= self.passages]
            before = text[position : match.start()]
            if not known:
                before = before.rstrip(" \t")
            if before:
                found.append(before)
            found.extend(Mark(number) for number in known)
            position = match.end()
        if text[position:]:
            found.append(text[position:])
        return found

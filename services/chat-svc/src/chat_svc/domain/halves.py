"""Sentences, and what is left of them: first halves, marks put in, beginnings kept."""

from __future__ import annotations

import re

_HALVES = re.compile(
    r"(?:,|;)\s+(?=(?:und|aber|sowie|wobei|außerdem|allerdings|dabei|jedoch|während|and|but|while)\b)|;\s+|\s[–—]\s"
)
FEWEST_WORDS = 4
"""Of a first half that is shown without the second."""


def parts_of(bare: str) -> list[str]:
    """A sentence, and its first halves, which may stand when it does not."""
    found = [bare]
    for cut in reversed(list(_HALVES.finditer(bare))):
        half = bare[: cut.start()]
        if len(half.split()) >= FEWEST_WORDS:
            found.append(half.rstrip(" ,;") + "." + bare[len(bare.rstrip()) :])
    return found


def with_mark(sentence: str, number: int) -> str:
    """The sentence with its source in front of the sign that ends it."""
    body = sentence.rstrip()
    end = len(body) - (body[-1] in ".!?…")
    return f"{body[:end]} [{number}]{body[end:]}{sentence[len(body) :]}"


def common(written: str, on_screen: str) -> int:
    """How many characters both begin with."""
    for at, (one, other) in enumerate(zip(written, on_screen, strict=False)):
        if one != other:
            return at
    return min(len(written), len(on_screen))

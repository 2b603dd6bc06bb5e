"""Whether a question is asked more or less than before."""

from __future__ import annotations

from math import sqrt
from typing import Literal

Trend = Literal["new", "rising", "falling", "steady"]

STANDARD_ERRORS = 2.0
"""Two counts with the same mean differ by more once in twenty (Poisson: the difference has variance a + b)."""


def trend(asked: int, before: int) -> Trend:
    """How a count compares with the one of the period of the same length before; small counts are steady by nature."""
    if before == 0 and asked > 0:
        return "new"
    if abs(asked - before) <= STANDARD_ERRORS * sqrt(asked + before):
        return "steady"
    return "rising" if asked > before else "falling"

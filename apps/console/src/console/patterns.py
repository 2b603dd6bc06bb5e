"""When a figure may be called a pattern. Pure functions: few things counted look like one by chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

FEWEST = 20
"""Below it, everything may be chance."""
FEWEST_JUDGED = 10
"""Below it, one thing more or less moves a share by more than a tenth."""
SIGMA = 3.0


def standing_out(counts: Sequence[int]) -> int | None:
    """The place that has more than chance explains, if all places were alike; None when there is no such place.

    By the normal approximation of the binomial distribution, at three standard deviations: wide enough for the
    largest of seven weekdays or of twenty-four hours.
    """
    total = sum(counts)
    if total < FEWEST:
        return None
    share = 1 / len(counts)
    most = max(range(len(counts)), key=lambda place: counts[place])
    return most if counts[most] > total * share + SIGMA * sqrt(total * share * (1 - share)) else None

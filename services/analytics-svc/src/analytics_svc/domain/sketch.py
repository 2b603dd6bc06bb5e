"""A mergeable sketch of response times, after DDSketch (Masson, Rim, Lee, VLDB 2019).

Values fall into buckets whose bounds grow by γ = (1 + α) / (1 − α); a bucket's middle is within α of every value in it.
So any quantile is off by at most 1 % of its value, for any data, and merging loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, log

ALPHA = 0.01
_GAMMA = (1 + ALPHA) / (1 - ALPHA)
_LOG = log(_GAMMA)
SMALLEST = 1.0
"""Milliseconds; anything below counts as this."""

Sketch = dict[str, int]
"""Counts by bucket number; the number is text because the sketch is kept as JSON."""


def add(sketch: Sketch, value: float, count: int = 1) -> None:
    """Count a value."""
    bucket = str(ceil(log(max(value, SMALLEST)) / _LOG))
    sketch[bucket] = sketch.get(bucket, 0) + count


def merge(into: Sketch, other: Mapping[str, int]) -> None:
    """Add another sketch's counts."""
    for bucket, count in other.items():
        into[bucket] = into.get(bucket, 0) + count


def quantile(sketch: Mapping[str, int], q: float) -> float | None:
    """The q-quantile (0 to 1) within 1 % of its value; None of nothing."""
    total = sum(sketch.values())
    if total == 0:
        return None
    rank = q * (total - 1)
    seen = 0
    for bucket in sorted(sketch, key=int):
        seen += sketch[bucket]
        if seen > rank:
            return float(2 * _GAMMA ** int(bucket) / (_GAMMA + 1))
    return None

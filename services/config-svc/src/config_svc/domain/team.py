"""Which people of a company a visitor should be led to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_NEARNESS: tuple[tuple[int, str], ...] = (
    (100, r"vertrieb|verkauf|verkäufer|sales|account manag|business develop"),
    (90, r"kundenservice|kundenbetreu|kundenberat|kundendienst|customer|service|support"),
    (80, r"berat|anfrage|angebot|innendienst|außendienst|aussendienst|ansprechpartner|empfang"),
    (60, r"geschäftsführ|geschaeftsfuehr|inhaber|managing director|\bceo\b|gründer|meister"),
    (50, r"büro|office|projekt|planung|disposition|marketing"),
    (10, r"buchhalt|finanz|personal|\bhr\b|einkauf|\bit\b|lehrling|azubi|auszubild|praktik"),
)
_OTHER = 30


def nearness(position: str) -> int:
    """How near a position is to sales and service, 0 to 100."""
    lowered = position.lower()
    for points, pattern in _NEARNESS:
        if re.search(pattern, lowered):
            return points
    return _OTHER if lowered.strip() else 0


def nearest(team: Sequence[T], position: Callable[[T], str], limit: int) -> list[T]:
    """Up to `limit` members nearest to sales and service; equals stay in the company's own order."""
    return sorted(team, key=lambda member: -nearness(position(member)))[:limit]

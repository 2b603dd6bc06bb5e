"""Where a lead stands, and which way it may go from there."""

from __future__ import annotations

from typing import Literal

LeadStatus = Literal["new", "contacted", "qualified", "customer", "lost"]

_WAYS: dict[LeadStatus, tuple[LeadStatus, ...]] = {
    "new": ("contacted", "qualified", "customer", "lost"),
    "contacted": ("qualified", "customer", "lost"),
    "qualified": ("contacted", "customer", "lost"),
    "customer": ("lost",),
    "lost": ("contacted", "qualified", "customer"),
}


def may_become(current: LeadStatus, wanted: LeadStatus) -> bool:
    """Whether the step is one of the ways; staying is none. Nobody becomes new again."""
    return wanted in _WAYS[current]


def next_statuses(current: LeadStatus) -> tuple[LeadStatus, ...]:
    """Where the lead may go."""
    return _WAYS[current]

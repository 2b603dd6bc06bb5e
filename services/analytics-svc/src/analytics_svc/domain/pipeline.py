"""How far prospects came: what sales figures are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from analytics_svc.domain.figures import local_day

CONTACTED = ("contacted", "replied", "demo_requested", "won")
"""Stages that nobody reaches without having been spoken to."""
_ANSWERED = ("replied", "demo_requested", "won")


@dataclass(frozen=True, slots=True)
class Prospect:
    """A prospect's stage, and when it entered each stage that it was in."""

    stage: str
    entered: Mapping[str, datetime]

    def contacted_on(self, zone: str) -> date | None:
        """The local day of the first contact; None before it."""
        times = [self.entered[stage] for stage in CONTACTED if stage in self.entered]
        return local_day(min(times), zone) if times else None

    @property
    def answered(self) -> bool:
        """Whether the company answered in any way."""
        return any(stage in self.entered for stage in _ANSWERED)

    @property
    def asked_for_demo(self) -> bool:
        """Whether it asked for a demonstration or a meeting."""
        return "demo_requested" in self.entered

    @property
    def won(self) -> bool:
        """Whether it is a customer; one that was won and lost again is none."""
        return self.stage == "won"

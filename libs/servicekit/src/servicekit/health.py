"""Whether the parts of a process work. Said to readiness, to metrics, and to the log once per change."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

import structlog

log = structlog.get_logger(__name__)


@dataclass
class Health:
    """What is not well, by part.

    `problems` keep the process from serving, so it is not ready. `degraded` parts cannot go on at the moment, though
    the process serves: an API answers while the broker is away, and its events wait in the outbox.
    """

    problems: dict[str, str] = field(default_factory=dict)
    degraded_parts: dict[str, str] = field(default_factory=dict)
    _since: dict[str, float] = field(default_factory=dict)

    def ok(self, part: str) -> None:
        """The part works."""
        known = self.problems.pop(part, None) or self.degraded_parts.pop(part, None)
        if known is not None:
            log.info("part goes on", part=part, was=known, after_seconds=round(monotonic() - self._since.pop(part), 1))

    def bad(self, part: str, why: str) -> None:
        """The part does not work yet, or no more, and without it the process cannot serve."""
        self.degraded_parts.pop(part, None)
        self._note(self.problems, part, why)

    def degraded(self, part: str, why: str) -> None:
        """The part cannot go on; the process serves all the same."""
        self.problems.pop(part, None)
        self._note(self.degraded_parts, part, why)

    def is_well(self, part: str) -> bool:
        """Whether nothing is known against the part."""
        return part not in self.problems and part not in self.degraded_parts

    def _note(self, where: dict[str, str], part: str, why: str) -> None:
        if where.get(part) != why:
            where[part] = why
            self._since.setdefault(part, monotonic())
            log.warning("part cannot go on", part=part, why=why)

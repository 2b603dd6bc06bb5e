"""Who changes something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A key's holder, or the platform itself reacting to an event or to time."""

    kind: Literal["key", "event", "clock", "init"]
    name: str
    id: UUID | None = None


CLOCK = Actor("clock", "demo clock")
INIT = Actor("init", "first start")


def reaction(event: str) -> Actor:
    """The platform, reacting to an event."""
    return Actor("event", event)

"""Who changes something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["member", "key", "event", "clock", "init"]


@dataclass(frozen=True)
class Actor:
    """A member, a key's holder, or the platform itself reacting to an event or to time."""

    kind: ActorKind
    name: str
    id: UUID | None = None


def member(id: UUID) -> Actor:
    """A member, who is named by their id alone: the name is looked up by who may read it."""
    return Actor("member", member_key(id), id)


def member_key(id: UUID) -> str:
    """What a member's key is called, in events and logs too."""
    return f"member:{id}"


CLOCK = Actor("clock", "demo clock")
INIT = Actor("init", "first start")


def reaction(event: str) -> Actor:
    """The platform, reacting to an event."""
    return Actor("event", event)

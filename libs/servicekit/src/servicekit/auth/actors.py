"""Who asked for a change, as it is kept beside what was changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

ActorKind = Literal["member", "key"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A member, who is named by their id alone, or the holder of a key, by its name then."""

    kind: ActorKind
    id: UUID
    name: str


class ActorOut(BaseModel):
    """Wer es war: ein Mitglied, über seine id, oder ein Schlüssel. Who it was: a member, by id, or a key."""

    kind: ActorKind
    id: UUID
    name: str


class Acted:
    """Columns that say who did it; all of them are empty where the platform itself did."""

    actor_kind: Mapped[ActorKind | None] = mapped_column(Text)
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str | None] = mapped_column(Text)

    @property
    def actor(self) -> ActorOut | None:
        """Who it was."""
        if self.actor_kind is None or self.actor_id is None:
            return None
        return ActorOut(kind=self.actor_kind, id=self.actor_id, name=self.actor_name or "")

    def by(self, actor: Actor | None) -> None:
        """Keep who it was."""
        if actor is not None:
            self.actor_kind, self.actor_id, self.actor_name = actor.kind, actor.id, actor.name

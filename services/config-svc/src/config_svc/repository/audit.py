"""The audit trail: who did what to which object, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from config_svc.domain.actors import ActorKind
from config_svc.models import ApiKey, AuditEntry, Bot, Member, ObjectKind, Workspace

DOER = aliased(Member, name="doer")


@dataclass(frozen=True)
class Wanted:
    """Which entries of a workspace; what is None narrows nothing."""

    workspace_id: UUID
    object_id: UUID | None = None
    object_kind: ObjectKind | None = None
    actor_id: UUID | None = None
    actor_kind: ActorKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: UUID | None = None
    """The entry that the caller has seen last."""


@dataclass(frozen=True)
class Told:
    """An entry, and what its actor and its object are called today; None for what is not there any more."""

    entry: AuditEntry
    actor: str
    object: str | None


class Audit:
    """Entries, newest first."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, entry: AuditEntry) -> None:
        """Write an entry."""
        self._session.add(entry)

    async def list(self, wanted: Wanted, limit: int) -> Sequence[Told]:
        """What happened in a workspace. Members are entered by their id, so their names are looked up."""
        rows = (await self._session.execute(_narrowed(wanted).order_by(AuditEntry.id.desc()).limit(limit))).all()
        return [Told(entry, actor, object) for entry, actor, object in rows]


def _narrowed(wanted: Wanted) -> Select[AuditEntry, str, str]:
    query = (
        select(
            AuditEntry,
            func.coalesce(DOER.name, AuditEntry.actor_name),
            func.coalesce(Bot.name, Member.name, ApiKey.name, Workspace.name),
        )
        .outerjoin(DOER, DOER.id == AuditEntry.actor_id)
        .outerjoin(Bot, Bot.id == AuditEntry.object_id)
        .outerjoin(Member, Member.id == AuditEntry.object_id)
        .outerjoin(ApiKey, ApiKey.id == AuditEntry.object_id)
        .outerjoin(Workspace, Workspace.id == AuditEntry.object_id)
        .where(AuditEntry.workspace_id == wanted.workspace_id)
    )
    for column, value in (
        (AuditEntry.object_id, wanted.object_id),
        (AuditEntry.object_kind, wanted.object_kind),
        (AuditEntry.actor_id, wanted.actor_id),
        (AuditEntry.actor_kind, wanted.actor_kind),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    if wanted.before is not None:
        query = query.where(AuditEntry.id < wanted.before)
    return query

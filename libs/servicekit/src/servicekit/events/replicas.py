"""Read models of other services' objects: the snapshots of compacted topics, kept in the service's own database."""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from typing import TypeVar
from uuid import UUID

from contracts.base import Snapshot
from contracts.topics import TOPICS
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from servicekit.errors import NotFound

T = TypeVar("T", bound=Snapshot)
MOST_CACHED = 5_000

_ONE = text("SELECT snapshot FROM replicas WHERE kind = :kind AND id = :id AND NOT deleted")
_UNLESS_KNOWN = text(
    "SELECT version, CASE WHEN version IS DISTINCT FROM CAST(:known AS bigint) THEN snapshot END FROM replicas"
    " WHERE kind = :kind AND id = :id AND NOT deleted"
)
_ALL = text(
    "SELECT snapshot FROM replicas WHERE kind = :kind AND workspace_id = :workspace AND NOT deleted ORDER BY id"
)
_DELETED = text("SELECT deleted FROM replicas WHERE kind = :kind AND id = :id")


@cache
def kind_of(snapshot: type[Snapshot]) -> str:
    """The topic whose events carry this snapshot; it names the kind in the table."""
    for topic in TOPICS:
        if topic.snapshot is snapshot:
            return topic.name
    raise LookupError(f"no topic carries {snapshot.__name__}")


class SnapshotCache:
    """Decoded snapshots of one process. Every look asks the database for the version, so none is ever stale."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, UUID], tuple[int, Snapshot]] = OrderedDict()

    async def get(self, session: AsyncSession, snapshot: type[T], id: UUID) -> T | None:
        """The object, or None when it is unknown or deleted."""
        key = (kind_of(snapshot), id)
        version, known = self._known.get(key, (None, None))
        row = (await session.execute(_UNLESS_KNOWN, {"kind": key[0], "id": id, "known": version})).first()
        if row is None:
            self._known.pop(key, None)
            return None
        if row[0] == version and isinstance(known, snapshot):
            self._known.move_to_end(key)
            return known
        found = snapshot.model_validate(row[1])
        self._known[key] = (row[0], found)
        while len(self._known) > MOST_CACHED:
            self._known.popitem(last=False)
        return found


class Replicas:
    """The read models as one transaction sees them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, snapshot: type[T], id: UUID, workspace_id: UUID | None = None) -> T | None:
        """The object, or None when it is unknown, deleted or, with `workspace_id`, of another workspace."""
        row = (await self._session.execute(_ONE, {"kind": kind_of(snapshot), "id": id})).first()
        if row is None:
            return None
        found = snapshot.model_validate(row[0])
        return found if workspace_id in (None, found.workspace_id) else None

    async def require(self, snapshot: type[T], id: UUID, workspace_id: UUID | None = None) -> T:
        """The object. Raises `NotFound` when it is unknown, deleted or of another workspace."""
        found = await self.get(snapshot, id, workspace_id)
        if found is None:
            raise NotFound(f"There is no {snapshot.__name__.removesuffix('Snapshot').lower()} {id}.")
        return found

    async def list(self, snapshot: type[T], workspace_id: UUID) -> list[T]:
        """Every object of a workspace, oldest first."""
        rows = await self._session.execute(_ALL, {"kind": kind_of(snapshot), "workspace": workspace_id})
        return [snapshot.model_validate(row[0]) for row in rows]

    async def was_deleted(self, snapshot: type[Snapshot], id: UUID) -> bool:
        """Whether the object was there and is gone, as opposed to not known yet."""
        row = (await self._session.execute(_DELETED, {"kind": kind_of(snapshot), "id": id})).first()
        return bool(row and row[0])

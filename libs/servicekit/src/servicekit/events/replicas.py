"""Read models of other services' objects: the snapshots of compacted topics, kept in the service's own database."""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from time import monotonic
from typing import TypeVar
from uuid import UUID

from contracts.base import Snapshot
from contracts.outreach import HostOptOutSnapshot
from contracts.topics import TOPICS
from identity.optouts import opt_out_ids
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from servicekit.errors import NotFound

T = TypeVar("T", bound=Snapshot)
MOST_CACHED = 5_000
FRESH_SECONDS = 0.2
"""So long a look serves those that follow, as if an event had come that much later. One answer looks three times, and a
crowd at one bot a hundred times a second."""

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
    """Decoded snapshots of one process. None is older than `FRESH_SECONDS`, nor than what this process wrote itself."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, UUID], tuple[int, Snapshot]] = OrderedDict()
        self._looked: dict[tuple[str, UUID], float] = {}
        self._changes = 0

    def fresh(self, snapshot: type[T], id: UUID) -> T | None:
        """The object as it was found a moment ago; None when it has to be looked up."""
        key = (kind_of(snapshot), id)
        if monotonic() - self._looked.get(key, -FRESH_SECONDS) >= FRESH_SECONDS:
            return None
        known = self._known.get(key, (None, None))[1]
        return known if isinstance(known, snapshot) else None

    def forget(self, snapshot: type[Snapshot], id: UUID) -> None:
        """Look this one up anew."""
        self._looked.pop((kind_of(snapshot), id), None)

    def changed(self) -> None:
        """Rows were written: look anew from now on."""
        self._looked.clear()
        self._changes += 1

    async def get(self, session: AsyncSession, snapshot: type[T], id: UUID) -> T | None:
        """The object as it stands in the database, or None when it is unknown or deleted."""
        key, began, changes = (kind_of(snapshot), id), monotonic(), self._changes
        version, known = self._known.get(key, (None, None))
        row = (await session.execute(_UNLESS_KNOWN, {"kind": key[0], "id": id, "known": version})).first()
        if row is None:
            self._known.pop(key, None)
            return None
        if changes == self._changes:  # else what was read may be what stood there before
            self._looked[key] = began
        if row[0] == version and isinstance(known, snapshot):
            self._known.move_to_end(key)
            return known
        found = snapshot.model_validate(row[1])
        self._known[key] = (row[0], found)
        while len(self._known) > MOST_CACHED:
            self._looked.pop(self._known.popitem(last=False)[0], None)
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

    async def opted_out(self, workspace_id: UUID, address: str) -> bool:
        """Whether the company at a web address wants to be left alone by this workspace, or by any."""
        found = [await self.get(HostOptOutSnapshot, id) for id in opt_out_ids(address, workspace_id)]
        return any(entry is not None and entry.active for entry in found)

    async def was_deleted(self, snapshot: type[Snapshot], id: UUID) -> bool:
        """Whether the object was there and is gone, as opposed to not known yet."""
        row = (await self._session.execute(_DELETED, {"kind": kind_of(snapshot), "id": id})).first()
        return bool(row and row[0])

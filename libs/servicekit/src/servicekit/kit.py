"""What a running service holds, handed to its endpoints, reactions and jobs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from contracts.base import Snapshot
from sqlalchemy.ext.asyncio import AsyncSession

from servicekit.clock import Clock
from servicekit.database import Database
from servicekit.events.replicas import SnapshotCache
from servicekit.health import Health
from servicekit.settings import ServiceSettings
from servicekit.unit import Meta, UnitOfWork

S = TypeVar("S", bound=ServiceSettings)
U = TypeVar("U", bound=UnitOfWork)
R = TypeVar("R")
T = TypeVar("T", bound=Snapshot)


class Measured(Protocol):
    """Something that is asked for at each scrape."""

    async def take(self, kit: Kit[Any, Any, Any]) -> None:
        """Ask, and show the answer in this process's metrics."""


@dataclass
class Kit(Generic[S, U, R]):
    """A service's settings, database, clock and adapters."""

    name: str
    settings: S
    database: Database
    clock: Clock
    resources: R
    unit_type: type[U]
    measures: tuple[Measured, ...] = ()
    long_tasks: frozenset[str] = frozenset()
    """The jobs that are long work."""
    health: Health = field(default_factory=Health)
    outbox_filled: asyncio.Event = field(default_factory=asyncio.Event)
    snapshots: SnapshotCache = field(default_factory=SnapshotCache)

    def unit(self, session: AsyncSession, meta: Meta | None = None) -> U:
        """A unit of work on an open session; its owner commits."""
        return self.unit_type(
            session,
            service=self.name,
            clock=self.clock,
            topic_prefix=self.settings.topic.prefix,
            meta=meta,
        )

    @asynccontextmanager
    async def transaction(self, meta: Meta | None = None) -> AsyncIterator[U]:
        """A unit of work, committed at the end of the block with its events; rolled back by any exception."""
        async with self.database.turn(), self.database.sessions() as session, session.begin():
            unit = self.unit(session, meta)
            yield unit
            await unit.flush()
        if unit.filled_outbox:
            self.outbox_filled.set()

    @asynccontextmanager
    async def announcement(self) -> AsyncIterator[U]:
        """A unit of work that changes nothing: its events are one statement, which is its own transaction.

        What it writes beside its events is true at once, whatever becomes of them.
        """
        async with self.database.turn(), self.database.statements() as session:
            unit = self.unit(session)
            yield unit
            await unit.flush()
        if unit.filled_outbox:
            self.outbox_filled.set()

    async def replica(self, snapshot: type[T], id: UUID, workspace_id: UUID | None = None) -> T | None:
        """One object of a read model; None when it is unknown, deleted or of another workspace."""
        found = self.snapshots.fresh(snapshot, id)
        if found is None:
            async with self.database.turn(), self.database.statements() as session:
                found = await self.snapshots.get(session, snapshot, id)
        return found if found is not None and workspace_id in (None, found.workspace_id) else None

"""A batch until it is counted: outages are waited out, poison is set aside alone. Plain asyncio, no Faust."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from time import perf_counter
from typing import Any, TypeVar

import structlog
from prometheus_client import Counter, Histogram
from servicekit.database import is_transient
from servicekit.events import inbox
from servicekit.events.inbox import Due, Record
from servicekit.kit import Kit
from servicekit.work.retry import through_outages

from analytics_svc.repository import Unit
from analytics_svc.service import counting
from analytics_svc.service.counting import CONSUMER, Undecodable

log = structlog.get_logger(__name__)
T = TypeVar("T")

EVENTS = Counter("analytics_events_total", "Events by what became of them", ["outcome"])
LATE = Counter("analytics_late_events_total", "Events that came when their local day was over")
SIZE = Histogram("analytics_batch_events", "Records in a batch", buckets=(1, 5, 20, 50, 100, 200, 350, 500, 1000))
SECONDS = Histogram("analytics_batch_seconds", "Time of a batch with its transaction")
RETRYING = Counter("analytics_batch_retries_total", "Batches tried again because a part was away")

LONGEST_PAUSE_SECONDS = 2.0
"""Between two tries while a part is away; each try is a sign of life for the watchdog."""

Progress = Callable[[], None]


class Batches:
    """Counts batches for one process. `alive` is called whenever there is a sign of life, for the watchdog."""

    def __init__(self, kit: Kit[Any, Unit, Any], *, alive: Progress = lambda: None) -> None:
        self._kit = kit
        self._alive = alive

    async def count(self, records: Sequence[Record]) -> None:
        """Count the batch. Raises only what no retry and no setting aside can mend."""
        started = perf_counter()
        SIZE.observe(len(records))
        await self._patiently(records)
        SECONDS.observe(perf_counter() - started)
        self._alive()

    async def _patiently(self, records: Sequence[Record]) -> None:
        while True:
            try:
                outcome = await self._through_outages(partial(counting.apply, self._kit, records))
            except Undecodable as error:
                await self._bury(error.record, error.reason)
                records = [record for record in records if record is not error.record]
            except Exception as error:
                if len(records) > 1:
                    await self._one_by_one(records)
                    return
                log.error("event cannot be counted", exc_info=error)
                await self._bury(records[0], f"{type(error).__name__}: {error}")
                return
            else:
                _note(outcome)
                return

    async def _through_outages(self, call: Callable[[], Awaitable[T]]) -> T:
        def waiting() -> None:
            self._alive()
            RETRYING.inc()

        return await through_outages(
            call, health=self._kit.health, part="worker", waiting=waiting, longest=LONGEST_PAUSE_SECONDS
        )

    async def _one_by_one(self, records: Sequence[Record]) -> None:
        """Something in the batch is poison: halves find it without counting the good ones singly."""
        middle = len(records) // 2
        for half in (records[:middle], records[middle:]):
            if half:
                await self._patiently(half)

    async def _bury(self, record: Record, error: str) -> None:
        async def bury() -> None:
            async with self._kit.transaction() as unit:
                await inbox.bury(unit, CONSUMER, record, error)

        await self._through_outages(bury)
        EVENTS.labels("dead").inc()

    async def retry_due(self) -> int:
        """Count parked events whose time has come and dead letters to be replayed; returns how many were due.

        What waits for a bot or workspace that is still unknown is put off, longer each time: it must not stand before
        what can be counted by now.
        """
        ready: list[Due] = []
        overdue: list[Record] = []
        async with self._kit.transaction() as unit:
            entries = await inbox.due(unit.session, CONSUMER)
            parents = {entry.parent_id for entry in entries if entry.parent_id is not None}
            known = (await unit.bots(parents)).keys() | (await unit.workspace_zones(parents)).keys()
            for entry in entries:
                if entry.state != "parked" or entry.parent_id in known:
                    ready.append(entry)
                elif self._kit.clock.now() - self._kit.clock.offset - entry.since > inbox.PARK_LIMIT:
                    overdue.append(entry.record)
                else:
                    await inbox.park(unit.session, CONSUMER, entry.record, entry.parent_id, entry.attempts + 1)
        for record in overdue:
            await self._bury(record, "what it is about never arrived")
        await self._retry(ready)
        return len(entries)

    async def _retry(self, entries: Sequence[Due]) -> None:
        """Count them in one transaction; when that cannot be done, one by one. Raises what passes by itself."""
        if not entries:
            return
        try:
            outcome = await counting.apply(self._kit, [entry.record for entry in entries])
            parked = outcome["parked"]
        except Exception as error:
            if is_transient(error):
                raise
            if len(entries) == 1:
                await self._bury(entries[0].record, f"{entries[0].state}: {type(error).__name__}: {error}")
                return
            parked = len(entries)
        if not parked:
            _note(outcome)
            async with self._kit.transaction() as unit:
                for entry in entries:
                    await inbox.done(unit.session, entry.id)
        elif len(entries) > 1:
            for entry in entries:
                await self._retry([entry])


def _note(outcome: dict[str, int]) -> None:
    for name, count in outcome.items():
        if name == "late":
            LATE.inc(count)
        else:
            EVENTS.labels(name).inc(count)

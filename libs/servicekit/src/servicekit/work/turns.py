"""Which job is next: workspaces take turns, short work comes before long, and none can hold every slot.

The choice is one function of the database (`fetch_job_by_turns`), made by one process after the other.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime
from time import monotonic

import asyncpg
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager, NotificationCallback, get_channel_for_queues

from servicekit.settings import JobSettings
from servicekit.work.retry import passes

REST_SECONDS = 5.0
"""So long a process whose queue is empty does not look by itself while it is told of new jobs. Of those that another
process puts back it is not told."""
AGAIN_SECONDS = 1.0
Connect = Callable[[], Awaitable[asyncpg.Connection]]

_FETCH = """
    SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id
    FROM fetch_job_by_turns(%(worker)s, %(long)s::text[], %(slots)s, %(long_slots)s, %(short_each)s, %(long_each)s)
"""
_NEXT = """
    SELECT extract(epoch FROM min(coalesce(scheduled_at, now())) - now())::float8 AS seconds
    FROM procrastinate_jobs WHERE status = 'todo'
"""


class Turns(JobManager):
    """procrastinate's manager of jobs with another order. `long` are the tasks that are long work.

    A worker asks once a second. What was found empty is not looked at again until a job is due or was announced.
    `connect` opens the connection that hears of new ones: procrastinate's own is looked at ten times a second.
    """

    def __init__(
        self, connector: BaseConnector, settings: JobSettings, long: Collection[str], connect: Connect | None = None
    ) -> None:
        super().__init__(connector)
        self._limits = {
            "long": list(long),
            "slots": settings.concurrency,
            "long_slots": settings.long,
            "short_each": settings.short_per_workspace,
            "long_each": settings.long_per_workspace,
        }
        self._connect = connect
        self._listening = False
        self._called = True
        self._rests_until = 0.0

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Mark the next job as this worker's and return it; None when none may run now. Queues are not used."""
        if self._listening and not self._called and monotonic() < self._rests_until:
            return None
        self._called = False  # before the look: what is announced meanwhile is looked for again
        row = await self.connector.execute_query_one_async(_FETCH, worker=worker_id, **self._limits)
        if row["id"] is not None:
            self._called = True  # there may be more
            return Job.from_row(row)
        if self._listening:
            self._rests_until = monotonic() + await self._rest()
        return None

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Hear of new jobs, and of those that shall be given up, until cancelled."""
        if self._connect is None:
            await super().listen_for_jobs(on_notification=on_notification, queues=queues)
            return
        while True:
            try:
                await self._listen(await self._connect(), on_notification)
            except Exception as error:
                if not passes(error):
                    raise
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen(self, connection: asyncpg.Connection, on_notification: NotificationCallback) -> None:
        loop = asyncio.get_running_loop()
        lost: asyncio.Future[None] = loop.create_future()
        telling: set[asyncio.Task[None]] = set()

        async def tell(channel: str, payload: str) -> None:
            await on_notification(channel=channel, notification=json.loads(payload))

        def told(_: object, __: int, channel: str, payload: object) -> None:
            self._called = True
            task = loop.create_task(tell(channel, str(payload)))
            telling.add(task)
            task.add_done_callback(telling.discard)

        def gone(_: object) -> None:
            if not lost.done():
                lost.set_result(None)

        try:
            connection.add_termination_listener(gone)
            for channel in get_channel_for_queues(queues=None):
                await connection.add_listener(channel, told)
            self._called = self._listening = True  # what was announced before is looked for
            await lost
        finally:
            self._listening = False
            await connection.close(timeout=5)

    async def retry_job_by_id_async(
        self,
        job_id: int,
        retry_at: datetime,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Put a job back, of which nobody is told."""
        await super().retry_job_by_id_async(job_id, retry_at, priority, queue, lock)
        self._called = True

    async def _rest(self) -> float:
        """Seconds for which there is nothing to do; none while a job waits whose workspace has no turn yet."""
        row = await self.connector.execute_query_one_async(_NEXT)
        seconds = REST_SECONDS if row["seconds"] is None else float(row["seconds"])
        return min(REST_SECONDS, max(0.0, seconds))

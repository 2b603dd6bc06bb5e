"""Which job is next: workspaces take turns, short work comes before long, and none can hold every slot.

The choice is one function of the database (`fetch_job_by_turns`), made by one process after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from servicekit.settings import JobSettings

_FETCH = """
    SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id
    FROM fetch_job_by_turns(%(worker)s, %(long)s::text[], %(slots)s, %(long_slots)s, %(short_each)s, %(long_each)s)
"""


class Turns(JobManager):
    """procrastinate's manager of jobs with another order. `long` are the tasks that are long work."""

    def __init__(self, connector: BaseConnector, settings: JobSettings, long: Collection[str]) -> None:
        super().__init__(connector)
        self._limits = {
            "long": list(long),
            "slots": settings.concurrency,
            "long_slots": settings.long,
            "short_each": settings.short_per_workspace,
            "long_each": settings.long_per_workspace,
        }

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Mark the next job as this worker's and return it; None when none may run now. Queues are not used."""
        row = await self.connector.execute_query_one_async(_FETCH, worker=worker_id, **self._limits)
        return Job.from_row(row) if row["id"] is not None else None

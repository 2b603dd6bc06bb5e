"""Long work: jobs on procrastinate, enqueued by the unit of work, fenced, retried, some of them periodic."""

from __future__ import annotations

import asyncio
import inspect
import typing
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import procrastinate
import structlog
from procrastinate import JobContext, PsycopgConnector, RetryStrategy
from prometheus_client import Counter, Histogram
from psycopg import OperationalError
from pydantic import TypeAdapter
from sqlalchemy import text

from servicekit.events import inbox
from servicekit.kit import Kit, R, S, U
from servicekit.telemetry import span

log = structlog.get_logger(__name__)

FINISHED = Counter("jobs_total", "Job runs by outcome", ["service", "task", "outcome"])
SECONDS = Histogram(
    "job_seconds", "Time of a job run", ["service", "task"], buckets=(0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800)
)

HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0
_FENCE = text("SELECT 1 FROM procrastinate_jobs WHERE id = :id AND attempts = :attempt AND status = 'doing' FOR SHARE")

JobFunction = Callable[..., Awaitable[None]]
F = TypeVar("F", bound=JobFunction)


class Fenced(Exception):
    """Another attempt at this job has taken over: this one must write nothing more."""


@dataclass(frozen=True)
class Job(Generic[S, U, R]):
    """The run of a job: what its function gets first."""

    kit: Kit[S, U, R]
    id: int
    attempt: int

    @property
    def resources(self) -> R:
        """The service's adapters."""
        return self.kit.resources

    @property
    def settings(self) -> S:
        """The service's settings."""
        return self.kit.settings

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[U]:
        """A unit of work. Raises `Fenced` when another attempt has taken over."""
        async with self.kit.transaction() as unit:
            if (await unit.session.execute(_FENCE, {"id": self.id, "attempt": self.attempt})).first() is None:
                raise Fenced(f"job {self.id} is no longer at attempt {self.attempt}")
            yield unit


@dataclass(frozen=True)
class _Task:
    name: str
    call: JobFunction
    retries: int
    cron: str | None


class Jobs:
    """The jobs of one service, enqueued by name with `unit.enqueue`."""

    def __init__(self) -> None:
        self._tasks: dict[str, _Task] = {}

    def task(self, name: str, *, retries: int = 5) -> Callable[[F], F]:
        """Register `async def run(job, **args)`; arguments are converted to their annotations."""

        def register(function: F) -> F:
            self._tasks[name] = _Task(name, function, retries, None)
            return function

        return register

    def periodic(self, cron: str, name: str) -> Callable[[F], F]:
        """Register `async def run(job)` to run by schedule, once across all processes of the service.

        A sixth field of `cron` is seconds.
        """

        def register(function: F) -> F:
            self._tasks[name] = _Task(name, function, 0, cron)
            return function

        return register

    @property
    def tasks(self) -> tuple[_Task, ...]:
        """Every registered job."""
        return tuple(self._tasks.values())

    async def run(self, kit: Kit[Any, Any, Any], stop: asyncio.Event) -> None:
        """Work on jobs until `stop` is set, then let the running ones end for up to 10 s."""
        while not stop.is_set():
            app = self._app(kit)
            try:
                async with app.open_async():
                    kit.health.ok("jobs")
                    await self._work(app, kit, stop)
            except (OperationalError, procrastinate.exceptions.ConnectorException, OSError) as error:
                kit.health.bad("jobs", type(error).__name__)
                log.warning("jobs interrupted", error=type(error).__name__)
                await asyncio.sleep(1)

    async def _work(self, app: procrastinate.App, kit: Kit[Any, Any, Any], stop: asyncio.Event) -> None:
        worker = asyncio.create_task(
            app.run_worker_async(
                name=kit.name,
                concurrency=kit.settings.job_concurrency,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=10,
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                delete_jobs="successful",
            )
        )
        sweep = asyncio.create_task(_return_jobs_of_dead_workers(app))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({worker, sweep, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sweep.cancel()
            stopped.cancel()
            if not worker.done():
                worker.cancel()
            results = await asyncio.gather(worker, sweep, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    def _app(self, kit: Kit[Any, Any, Any]) -> procrastinate.App:
        app = procrastinate.App(connector=PsycopgConnector(conninfo=kit.settings.database_url, min_size=1, max_size=4))
        for task in self._tasks.values():
            run = _runner(kit, task)
            strategy = RetryStrategy(max_attempts=task.retries, exponential_wait=2) if task.retries else None
            registered = app.task(name=task.name, pass_context=True, retry=strategy or False)(run)
            if task.cron is not None:
                app.periodic(cron=task.cron)(registered)
        keep_house = app.task(name="kit_purge", pass_context=True)(_purger(kit))
        app.periodic(cron="17 3 * * *")(keep_house)
        return app


def _runner(kit: Kit[Any, Any, Any], task: _Task) -> Callable[..., Awaitable[None]]:
    hints = typing.get_type_hints(task.call)
    names = list(inspect.signature(task.call).parameters)[1:]
    adapters = {name: TypeAdapter(hints[name]) for name in names if name in hints}

    async def run(context: JobContext, timestamp: int | None = None, **args: Any) -> None:
        job: Job[Any, Any, Any] = Job(kit, context.job.id or 0, context.job.attempts)
        given = {name: adapters[name].validate_python(value) for name, value in args.items() if name in adapters}
        with span(f"job {task.name}"), SECONDS.labels(kit.name, task.name).time():
            try:
                await task.call(job, **given)
            except Fenced:
                FINISHED.labels(kit.name, task.name, "fenced").inc()
                log.warning("job taken over by another attempt", task=task.name, job=job.id)
                return
            except Exception as error:
                FINISHED.labels(kit.name, task.name, "failed").inc()
                log.error("job failed", task=task.name, job=job.id, attempt=job.attempt, exc_info=error)
                raise
        FINISHED.labels(kit.name, task.name, "done").inc()

    return run


def _purger(kit: Kit[Any, Any, Any]) -> Callable[..., Awaitable[None]]:
    async def purge(context: JobContext, timestamp: int | None = None) -> None:
        async with kit.transaction() as unit:
            await inbox.purge(unit.session)
            await unit.session.execute(text("DELETE FROM idempotency WHERE created_at < now() - interval '7 days'"))

    return purge


async def _return_jobs_of_dead_workers(app: procrastinate.App) -> None:
    """Put the jobs of workers without a heartbeat back in the queue; raising the attempt fences the old one off."""
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
            log.warning("job of a dead worker returned", task=job.task_name, job=job.id)
            await app.job_manager.retry_job(job)

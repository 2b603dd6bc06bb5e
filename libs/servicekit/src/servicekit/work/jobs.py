"""Long work: jobs on procrastinate, enqueued by the unit of work, fenced, retried, some of them periodic."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import typing
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

import procrastinate
import structlog
from opentelemetry.trace import SpanKind
from procrastinate import JobContext, PsycopgConnector, RetryStrategy
from prometheus_client import Counter, Histogram
from pydantic import TypeAdapter
from sqlalchemy import text

from servicekit.events import inbox
from servicekit.kit import Kit, R, S, U
from servicekit.telemetry import span
from servicekit.unit import TRACE_ARGUMENT
from servicekit.work.parts import side_by_side
from servicekit.work.retry import keep_up
from servicekit.work.turns import Turns

log = structlog.get_logger(__name__)

FINISHED = Counter("jobs_total", "Job runs by outcome", ["service", "task", "outcome"])
SECONDS = Histogram(
    "job_seconds", "Time of a job run", ["service", "task"], buckets=(0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800)
)

POOL = 4
CONNECTIONS = POOL + 1
"""Of a process that works on jobs; the one beside the pool hears of new ones."""
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
    workspace_id: UUID | None = None
    """Whose work it is; None for what runs by schedule, for all workspaces."""

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
    long: bool = False


class Jobs:
    """The jobs of one service, enqueued by name with `unit.enqueue`."""

    def __init__(self) -> None:
        self._tasks: dict[str, _Task] = {}

    def task(self, name: str, *, retries: int = 5, long: bool = False) -> Callable[[F], F]:
        """Register `async def run(job, **args)`; arguments are converted to their annotations.

        `workspace_id` is given to functions that name it. What may last longer than some seconds is `long`: it has
        slots of its own, fewer of them for one workspace, and waits for what is short.
        """

        def register(function: F) -> F:
            self._tasks[name] = _Task(name, function, retries, None, long)
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

    @property
    def long(self) -> frozenset[str]:
        """The names of long work."""
        return frozenset(task.name for task in self._tasks.values() if task.long)

    async def run(self, kit: Kit[Any, Any, Any], stop: asyncio.Event) -> None:
        """Work on jobs until `stop` is set, then let the running ones end for up to 10 s."""
        await keep_up(partial(self._work, kit, stop), health=kit.health, part="jobs", stop=stop)

    async def _work(self, kit: Kit[Any, Any, Any], stop: asyncio.Event) -> None:
        app = self._app(kit)
        try:
            async with app.open_async():
                kit.health.ok("jobs")
                await side_by_side(stop, {"worker": _work_until(stop, app, kit), "sweep": _sweep(stop, app)})
        except procrastinate.exceptions.ConnectorException as error:
            raise ConnectionError("the job queue cannot be reached") from error

    def _app(self, kit: Kit[Any, Any, Any]) -> procrastinate.App:
        app = procrastinate.App(
            connector=PsycopgConnector(conninfo=kit.settings.database.url.get_secret_value(), min_size=1, max_size=POOL)
        )
        app.job_manager = Turns(app.connector, kit.settings.job, kit.long_tasks, kit.database.connect_raw)
        for task in self._tasks.values():
            run = _runner(kit, task)
            strategy = RetryStrategy(max_attempts=task.retries, exponential_wait=2) if task.retries else None
            registered = app.task(name=task.name, pass_context=True, retry=strategy or False)(run)
            if task.cron is not None:
                app.periodic(cron=task.cron)(registered)
        keep_house = app.task(name="kit_purge", pass_context=True)(purger(kit))
        app.periodic(cron="17 3 * * *")(keep_house)
        return app


def _runner(kit: Kit[Any, Any, Any], task: _Task) -> Callable[..., Awaitable[None]]:
    hints = typing.get_type_hints(task.call)
    names = list(inspect.signature(task.call).parameters)[1:]
    adapters = {name: TypeAdapter(hints[name]) for name in names if name in hints}

    async def run(context: JobContext, timestamp: int | None = None, **args: Any) -> None:
        traceparent = args.pop(TRACE_ARGUMENT, None)
        workspace = args.get("workspace_id")
        workspace_id = UUID(workspace) if workspace is not None else None
        job: Job[Any, Any, Any] = Job(kit, context.job.id or 0, context.job.attempts, workspace_id)
        given = {name: adapters[name].validate_python(value) for name, value in args.items() if name in adapters}
        with (
            span(f"job {task.name}", traceparent=traceparent, kind=SpanKind.CONSUMER),
            SECONDS.labels(kit.name, task.name).time(),
        ):
            try:
                await task.call(job, **given)
            except Fenced:
                FINISHED.labels(kit.name, task.name, "fenced").inc()
                log.warning("job taken over by another attempt", task=task.name, job=job.id, workspace=workspace)
                return
            except Exception as error:
                FINISHED.labels(kit.name, task.name, "failed").inc()
                log.error(
                    "job failed",
                    task=task.name,
                    job=job.id,
                    workspace=workspace,
                    attempt=job.attempt,
                    exc_info=error,
                )
                raise
        FINISHED.labels(kit.name, task.name, "done").inc()

    return run


def purger(kit: Kit[Any, Any, Any]) -> Callable[..., Awaitable[None]]:
    """The job that forgets ids which nothing can bring again."""

    async def purge(context: JobContext, timestamp: int | None = None) -> None:
        async with kit.transaction() as unit:
            await inbox.purge(unit.session)
            await unit.session.execute(text("DELETE FROM job_turns WHERE taken_at < now() - interval '1 day'"))
            await unit.session.execute(text("DELETE FROM idempotency WHERE created_at < now() - interval '7 days'"))

    return purge


async def _work_until(stop: asyncio.Event, app: procrastinate.App, kit: Kit[Any, Any, Any]) -> None:
    """Run procrastinate's worker; it is stopped by cancelling, and then lets running jobs end for a while."""
    worker = asyncio.create_task(
        app.run_worker_async(
            name=kit.name,
            concurrency=kit.settings.job.concurrency,
            fetch_job_polling_interval=1.0,
            shutdown_graceful_timeout=10,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=DEAD_AFTER_SECONDS,
            delete_jobs="successful",
        )
    )
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({worker, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        worker.cancel()
        await asyncio.gather(worker, stopped, return_exceptions=True)
    if not worker.cancelled() and (error := worker.exception()) is not None:
        raise error


async def _sweep(stop: asyncio.Event, app: procrastinate.App) -> None:
    """Put the jobs of workers without a heartbeat back in the queue; raising the attempt fences the old one off."""
    while not stop.is_set():
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
            log.warning("job of a dead worker returned", task=job.task_name, job=job.id)
            await app.job_manager.retry_job(job)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await stop.wait()

"""A service: what it serves, replicates, consumes and runs, and the process around it."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic
from uuid import UUID

import structlog
import uvloop
from contracts.base import Topic
from contracts.topics import TOPICS
from fastapi import FastAPI

from servicekit import migrations, telemetry
from servicekit.clock import Clock
from servicekit.database import Database, is_transient
from servicekit.events import dead_letters, kafka
from servicekit.events.outbox import WAITING, Relay
from servicekit.events.reactions import Consumers
from servicekit.events.reader import Reader
from servicekit.events.replica_feed import ReplicaFeed
from servicekit.http.app import api_app
from servicekit.http.server import Server, server
from servicekit.kit import Kit, R, S, U
from servicekit.measures import DEGRADED, Measure
from servicekit.work.backlog import BACKLOG
from servicekit.work.jobs import CONNECTIONS as JOB_CONNECTIONS
from servicekit.work.jobs import Jobs
from servicekit.work.parts import failure_of

log = structlog.get_logger(__name__)

Worker = Callable[[Kit[Any, Any, Any], asyncio.Event], Awaitable[None]]


@dataclass(frozen=True)
class Command:
    """A command that one service has beside those of all; `run` returns the exit code."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], object]
    run: Callable[[Kit[Any, Any, Any], argparse.Namespace], Awaitable[int]]


@asynccontextmanager
async def no_resources(_: Any) -> AsyncIterator[None]:
    """For services without adapters."""
    yield None


class Service(Generic[S, U, R]):
    """The parts of one service, put together.

    `worker` replaces the consumers' loop in `serve --only worker` (and plain `serve` then runs without it), for a
    service whose stream processor is a process of its own.
    """

    def __init__(
        self,
        name: str,
        *,
        settings: type[S],
        unit: type[U],
        api: Callable[[Kit[S, U, R]], FastAPI],
        resources: Callable[[S], AbstractAsyncContextManager[R]] | None = None,
        replicas: Sequence[Topic] = (),
        consumers: Consumers | None = None,
        jobs: Jobs | None = None,
        init: Callable[[Kit[S, U, R]], Awaitable[None]] | None = None,
        worker: Worker | None = None,
        commands: Mapping[str, Command] | None = None,
        measures: Sequence[Measure] = (),
        more_connections: Callable[[S], int] = lambda _: 0,
    ) -> None:
        self.name = name
        self.settings = settings
        self.unit = unit
        self.api = api
        self.replicas = tuple(replicas)
        self.consumers = consumers
        self.jobs = jobs
        self._resources: Callable[[S], AbstractAsyncContextManager[Any]] = resources or no_resources
        self._init = init
        self._worker = worker
        self._commands = commands or {}
        self._more_connections = more_connections
        self._measures = (WAITING, DEGRADED, *(BACKLOG if jobs is not None else ()), *measures)

    @property
    def package(self) -> str:
        """The service's Python package."""
        return self.settings.__module__.split(".")[0]

    @asynccontextmanager
    async def open(self, settings: S, *, clock: Clock | None = None) -> AsyncIterator[Kit[S, U, R]]:
        """The service's kit with its adapters open and nothing running."""
        database = Database(
            settings.database.url.get_secret_value(), pool_size=settings.database.pool_size, name=self.name
        )
        try:
            async with self._resources(settings) as resources:
                yield Kit(
                    name=self.name,
                    settings=settings,
                    database=database,
                    clock=clock or Clock(settings.clock_offset_file),
                    resources=resources,
                    unit_type=self.unit,
                    measures=self._measures,
                    long_tasks=self.jobs.long if self.jobs is not None else frozenset(),
                )
        finally:
            await database.close()

    def connections(self, settings: S, *, only: str | None = None) -> int:
        """How many connections to the database a process of the service has at most, those of its adapters included."""
        found = settings.database.pool_size + 1 + self._more_connections(settings)  # the relay's own
        if only == "worker" and self._worker is not None:
            return found
        works_on_jobs = self.jobs is not None and only != "api"
        return found + bool(self.replicas) + (JOB_CONNECTIONS if works_on_jobs else 0)  # the feed has one of its own

    async def init(self, settings: S) -> None:
        """Migrate the database, create the topics, and whatever the service needs once. Safe to repeat.

        What that announces is on its topics when this returns, so that a service that starts afterwards and says it is
        ready knows of it: the first key opens every door at once.
        """
        await migrations.upgrade(self.package, settings.database.url.get_secret_value())
        await kafka.create_topics(settings, TOPICS)
        if self._init is not None:
            async with self.open(settings) as kit:
                await self._init(kit)
                await Relay.of(kit).send_all()

    async def serve(self, settings: S, *, only: str | None = None, stop: asyncio.Event | None = None) -> bool:
        """Run until `stop` (SIGTERM, SIGINT) or until a part fails; True when it ended well."""
        stop = stop or _stop_on_signals()
        async with self.open(settings) as kit:
            log.info("starting", only=only)
            await self._count_connections(kit, only)
            return await _Running(self, kit, stop, only).run()

    async def _count_connections(self, kit: Kit[S, U, R], only: str | None) -> None:
        needed = self.connections(kit.settings, only=only)
        try:
            left = await kit.database.room()
        except Exception as error:
            if not is_transient(error):
                raise
            return  # the parts wait for a database that is away
        if left < needed:
            log.warning("the database server may run out of connections", needed=needed, left=left)

    def background(
        self, kit: Kit[S, U, R], stop: asyncio.Event, only: str | None
    ) -> dict[str, Coroutine[Any, Any, None]]:
        """The parts beside HTTP and relay, by name, not started."""
        parts: dict[str, Coroutine[Any, Any, None]] = {}
        own_worker = self._worker is not None and only == "worker"
        if own_worker and self._worker is not None:
            worker = self._worker

            async def run_worker() -> None:
                await worker(kit, stop)

            parts["worker"] = run_worker()
            return parts
        if self.replicas:
            parts["replicas"] = ReplicaFeed(kit, self.replicas).run(stop)
        if only == "api":
            return parts
        if self.consumers is not None and self.consumers.topics:
            parts["consumer"] = Reader(kit, self.consumers).run(stop)
        if self.jobs is not None:
            parts["jobs"] = self.jobs.run(kit, stop)
        return parts

    def main(self, arguments: Sequence[str] | None = None) -> None:
        """The command line: `serve [--only api|worker]`, `init`, `dead-letters list|replay`, the service's own."""
        parser = argparse.ArgumentParser(prog=self.package)
        commands = parser.add_subparsers(dest="command", required=True)
        serve = commands.add_parser("serve", help="run the service")
        serve.add_argument("--only", choices=["api", "worker"], help="only one half of it")
        commands.add_parser("init", help="migrate the database and create the topics")
        letters = commands.add_parser("dead-letters", help="events that could not be worked on")
        letters.add_argument("action", choices=["list", "replay"])
        letters.add_argument("id", nargs="?", help="replay only this one")
        for name, command in self._commands.items():
            command.arguments(commands.add_parser(name, help=command.help))
        options = parser.parse_args(arguments)
        settings = self.settings()
        telemetry.configure(self.name, level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
        if options.command == "init":
            uvloop.run(self.init(settings))
        elif options.command == "dead-letters":
            uvloop.run(self._dead_letters(settings, options.action, options.id))
        elif options.command in self._commands:
            sys.exit(uvloop.run(self._run(self._commands[options.command], settings, options)))
        elif not uvloop.run(self.serve(settings, only=options.only)):
            sys.exit(1)

    async def _run(self, command: Command, settings: S, options: argparse.Namespace) -> int:
        async with self.open(settings) as kit:
            return await command.run(kit, options)

    async def _dead_letters(self, settings: S, action: str, id: str | None) -> None:
        async with self.open(settings) as kit, kit.transaction() as unit:
            if action == "list":
                for letter in await dead_letters.listed(unit.session, after=None, limit=1000):
                    sys.stdout.write(f"{letter.id}  {letter.state:6}  {letter.type}  {letter.error[:100]}\n")
            elif id:
                await dead_letters.replay(unit.session, UUID(id))
            else:
                sys.stdout.write(f"{await dead_letters.replay_all(unit.session)} to be replayed\n")


def spare_collections() -> None:
    """What is loaded by now stays: no collection of garbage walks through it again, and there are fewer of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class _Running:
    """One run of a service: its tasks, and the order in which they end."""

    def __init__(
        self, service: Service[Any, Any, Any], kit: Kit[Any, Any, Any], stop: asyncio.Event, only: str | None
    ) -> None:
        self._service = service
        self._kit = kit
        self._stop = stop
        self._only = only

    async def run(self) -> bool:
        http_server = self._server()
        spare_collections()
        relay_stop = asyncio.Event()
        kit = self._kit
        relay = asyncio.create_task(Relay.of(kit).run(relay_stop), name="relay")
        http = asyncio.create_task(http_server.serve(), name="http")
        parts = [
            asyncio.create_task(part, name=name)
            for name, part in self._service.background(kit, self._stop, self._only).items()
        ]
        stopping = asyncio.create_task(self._stop.wait(), name="stop")
        await asyncio.wait({relay, http, stopping, *parts}, return_when=asyncio.FIRST_COMPLETED)
        well = stopping.done() and not any(task.done() and failure_of(task) for task in (relay, http, *parts))
        kit.health.bad("service", "stopping")
        self._stop.set()
        http_server.end()
        await asyncio.wait({http, *parts}, timeout=20)
        relay_stop.set()  # last, so that what the others committed at the end still leaves
        kit.outbox_filled.set()
        await asyncio.wait({relay}, timeout=10)
        for task in (relay, http, *parts):
            if not task.done():
                log.warning("part did not stop in time", part=task.get_name())
                task.cancel()
            elif (error := failure_of(task)) is not None:
                well = False
                log.critical("part failed", part=task.get_name(), exc_info=error)
        log.info("stopped")
        return well

    def _server(self) -> Server:
        kit = self._kit
        if self._only == "worker":
            app = api_app(kit.name, kit, title=kit.name, description="Health and metrics of a worker.", with_ops=False)
        else:
            app = self._service.api(kit)
        return server(app, kit.settings)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop

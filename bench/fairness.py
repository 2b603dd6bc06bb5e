"""ingest-svc while one workspace has 100 crawls and 100 researches waiting: how another one fares, and it itself."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import aiohttp
from aiohttp import web
from contracts.base import Snapshot
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from contracts.outreach import ProspectSnapshot
from contracts.workspaces import ApiKeySnapshot
from ingest_svc.__main__ import service as ingest
from ingest_svc.service import prospects, sources
from servicekit.auth.keys import format_key, hash_secret, new_secret
from servicekit.events.replicas import kind_of
from servicekit.ids import new_id
from sqlalchemy import text

from bench.report import Figure, median, quantile, show
from bench.servers import Servers, servers
from tests.e2e.own_stack import free_base

OTHERS = 100
TEXTS = 20
PAGES = 8
ANSWER_SECONDS = 1.0
LOOK_SECONDS = 0.05
PAUSE_SECONDS = 1.0
PROMISED_SECONDS = 5.0
PRICE_LIST = Path(__file__).parents[1] / "tests/sites/brandt/dokumente/preisliste-2026.pdf"
_PUT = text(
    "INSERT INTO replicas (kind, id, workspace_id, version, snapshot) "
    "VALUES (:kind, :id, :workspace, 1, CAST(:snapshot AS jsonb))"
)
_DONE = text(
    "SELECT (SELECT count(*) FROM sources WHERE workspace_id = :workspace AND state IN ('searchable', 'ready')) "
    "+ (SELECT count(*) FROM researches WHERE workspace_id = :workspace AND state = 'researched')"
)
_BUSY = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND job_workspace(args) = CAST(:workspace AS text)"
)
_TODO = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")


@asynccontextmanager
async def slow_sites(port: int) -> AsyncIterator[str]:
    """Small sites on one host that take a second for every page."""

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text="")
        await asyncio.sleep(ANSWER_SECONDS)
        name = request.path.split("/")[1]
        links = "".join(f'<a href="/{name}/{number}">Seite {number}</a>' for number in range(PAGES))
        words = f"Betrieb {name}, Seite {request.path}: Termine nach Absprache."
        page = f'<html lang="de"><body><main><h1>{request.path}</h1><p>{words}</p>{links}</main></body></html>'
        return web.Response(text=page, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@dataclass(frozen=True)
class Running:
    """A running ingest-svc, with the settings it was given."""

    url: str
    settings: Any
    site_port: int


@contextmanager
def service(found: Servers) -> Iterator[Running]:
    """ingest-svc in a process of its own, as it runs in production."""
    base = free_base()
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder:
        given = {
            "DATABASE_URL": found.database(),
            "KNOWLEDGE_DATABASE_URL": found.database(),
            "KAFKA_BOOTSTRAP_SERVERS": found.kafka.bootstrap_servers,
            "TOPIC_PREFIX": f"bench{new_id().hex[-12:]}.",
            "OBJECTS_URL": (Path(folder) / "objects").as_uri(),
            "FETCH_ALLOW_PRIVATE": f"127.0.0.1:{base + 1}",
            "PORT": str(base),
            "LOG_LEVEL": "error",
        }
        os.environ.update(given)
        command = [sys.executable, "-m", "ingest_svc"]
        subprocess.run([*command, "init"], check=True, stdout=subprocess.DEVNULL)
        process = subprocess.Popen([*command, "serve"], stdout=subprocess.DEVNULL)
        try:
            yield Running(f"http://127.0.0.1:{base}", ingest.settings(), base + 1)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)


class Platform:
    """What ingest-svc knows of others, and its database."""

    def __init__(self, kit: Any) -> None:
        self.kit = kit

    async def put(self, snapshot: Snapshot) -> None:
        """Let ingest-svc know an object, as if its event had arrived."""
        values = {"kind": kind_of(type(snapshot)), "id": snapshot.id, "workspace": snapshot.workspace_id}
        async with self.kit.transaction() as unit:
            await unit.session.execute(_PUT, {**values, "snapshot": snapshot.model_dump_json()})

    async def bot(self, workspace_id: UUID) -> UUID:
        """A new bot of a workspace."""
        link = BotLink(url="https://bots.example/bot/1?token=t", token="t")
        bot = BotSnapshot(
            id=new_id(),
            workspace_id=workspace_id,
            version=1,
            state="draft",
            draft=BotConfiguration(name="Bot"),
            links=BotLinks(version=1, production=link, staging=link, preview=link),
            created_at=datetime.now(UTC),
        )
        await self.put(bot)
        return bot.id

    async def key(self, workspace_id: UUID) -> str:
        """A new API key of a workspace."""
        secret = new_secret()
        key = ApiKeySnapshot(
            id=new_id(),
            workspace_id=workspace_id,
            version=1,
            name="bench",
            secret_hash=hash_secret(secret),
            scopes=("sources:write", "bots:read"),
            created_at=datetime.now(UTC),
        )
        await self.put(key)
        return format_key(key.id, secret)

    async def flood(self, workspace_id: UUID, site: str) -> None:
        """As many crawls and researches as a workspace may want on a bad day."""
        bot = await self.bot(workspace_id)
        async with self.kit.transaction() as unit:
            for number in range(OTHERS):
                await sources.add(unit, bot, workspace_id, sources.NewSource(kind="url", url=f"{site}/c{number}/"))
                prospect = ProspectSnapshot(
                    id=new_id(),
                    workspace_id=workspace_id,
                    version=1,
                    website=f"{site}/r{number}/",
                    created_at=unit.now(),
                )
                await prospects.ask(unit, prospect)

    async def number(self, statement: Any, workspace_id: UUID | None = None) -> int:
        """What a count says."""
        async with self.kit.database.statements() as session:
            given = {"workspace": str(workspace_id) if statement is _BUSY else workspace_id}
            return int((await session.execute(statement, given if workspace_id else {})).scalar_one())


class Customer:
    """A workspace with one bot, through the API."""

    def __init__(self, session: aiohttp.ClientSession, bot: UUID) -> None:
        self._session = session
        self._path = f"/api/chatbots/{bot}/sources"

    async def searchable(self, **body: Any) -> float:
        """Seconds from asking until a source's words can be found."""
        start = perf_counter()
        async with self._session.post(self._path, **body) as answer:
            answer.raise_for_status()
            id = (await answer.json())["id"]
        while True:
            async with self._session.get(f"{self._path}/{id}") as answer:
                state = (await answer.json())["state"]
            if state in ("searchable", "ready"):
                return perf_counter() - start
            if state == "failed":
                raise RuntimeError(f"source {id} failed")
            await asyncio.sleep(LOOK_SECONDS)

    async def text(self, number: int) -> float:
        """The same for a text."""
        words = f"Hinweis {number}: Die Anfahrt kostet {30 + number} Euro."
        return await self.searchable(json={"kind": "text", "title": f"Hinweis {number}", "text": words})

    async def pdf(self) -> float:
        """The same for a PDF."""
        form = aiohttp.FormData()
        form.add_field("file", PRICE_LIST.read_bytes(), filename="Preise.pdf", content_type="application/pdf")
        return await self.searchable(data=form)


async def measure(running: Running) -> list[Figure]:
    """The small workspace alone, then beside the busy one."""
    busy, small = new_id(), new_id()
    async with ingest.open(running.settings) as kit, slow_sites(running.site_port) as site:
        platform = Platform(kit)
        headers = {"Authorization": f"Bearer {await platform.key(small)}"}
        bot = await platform.bot(small)
        async with aiohttp.ClientSession(running.url, headers=headers) as session:
            await ready(session)
            customer = Customer(session, bot)
            idle = [await customer.text(number) for number in range(5)]
            await platform.flood(busy, site)
            while await platform.number(_BUSY, busy) < 2:  # noqa: ASYNC110  # another process's jobs
                await asyncio.sleep(LOOK_SECONDS)
            waiting, start = await platform.number(_TODO), perf_counter()
            beside = []
            for number in range(TEXTS):
                beside.append(await customer.text(100 + number))
                await asyncio.sleep(PAUSE_SECONDS)
            pdf = await customer.pdf()
            crawl = await customer.searchable(json={"kind": "url", "url": f"{site}/small/"})
            passed = perf_counter() - start
            at_once, done = await platform.number(_BUSY, busy), await platform.number(_DONE, busy)
            left = await platform.number(_TODO)
    note = f"{waiting} jobs waiting, {left} at the end"
    return [
        Figure("a text, nothing else to do, p50", median(idle), "s"),
        Figure("a text beside the busy workspace, p50", median(beside), "s", note=note),
        Figure("a text beside the busy workspace, longest", quantile(beside, 1.0), "s", PROMISED_SECONDS),
        Figure("a PDF beside the busy workspace", pdf, "s", PROMISED_SECONDS),
        Figure("a crawl beside the busy workspace", crawl, "s", note=f"{PAGES + 1} pages of {ANSWER_SECONDS:g} s"),
        Figure("crawls and researches of the busy one done", done, "", 1, at_most=False, note=f"in {passed:.0f} s"),
        Figure("jobs of the busy one at a time", at_once, "", running.settings.job.long_per_workspace),
    ]


async def ready(session: aiohttp.ClientSession) -> None:
    """Wait until the service answers."""
    end = perf_counter() + 60
    while perf_counter() < end:
        try:
            async with session.get("/readyz") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.2)
    raise TimeoutError("ingest-svc did not become ready within 60 s")


def run() -> None:
    """Measure and report."""
    with servers() as found, service(found) as running:
        show("fairness", asyncio.run(measure(running)))

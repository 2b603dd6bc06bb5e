"""A workspace that has hundreds of sites crawled does not hold up another one, nor is it held up itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from aiohttp import web
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from ingest_svc.jobs import EMBED_BATCH, jobs
from ingest_svc.models import Source
from ingest_svc.service import sources, tasks
from prometheus_client import REGISTRY
from servicekit.ids import new_id
from servicekit.testing import eventually
from servicekit.testing.plugin import workspace_snapshot
from sqlalchemy import select, text

pytestmark = pytest.mark.integration
CRAWLS = 200
PAGES = 5
ANSWER_SECONDS = 0.3
SEARCHABLE = ("searchable", "ready")


@pytest_asyncio.fixture
async def slow_site(site_port: int) -> AsyncIterator[str]:
    """Many small sites on one host; every page takes a while."""

    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(ANSWER_SECONDS)
        site = request.path.split("/")[1]
        links = "".join(f'<a href="/{site}/{number}">Seite {number}</a>' for number in range(PAGES))
        words = f"Seite {request.path} von Betrieb {site}: Termine nach Absprache."
        page = f'<html lang="de"><body><main><h1>{request.path}</h1><p>{words}</p>{links}</main></body></html>'
        return web.Response(text=page, content_type="text/html")

    async def robots(_: web.Request) -> web.Response:
        return web.Response(text="")

    app = web.Application()
    app.router.add_get("/robots.txt", robots)
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", site_port).start()
    yield f"http://127.0.0.1:{site_port}"
    await runner.cleanup()


class Customer:
    """A workspace with its bots."""

    def __init__(self, kit: Any, workspace_id: UUID, bots: list[UUID]) -> None:
        self.workspace_id = workspace_id
        self.bots = bots
        self._kit = kit

    async def add(self, *new: sources.NewSource) -> None:
        """Sources of one bot after the other, all at once: more than the API takes in a minute."""
        async with self._kit.transaction() as unit:
            for number, one in enumerate(new):
                await sources.add(unit, self.bots[number % len(self.bots)], self.workspace_id, one)


@pytest.fixture
def customer(kit: Any, replicate: Callable[[Any], Awaitable[None]]) -> Callable[[int], Awaitable[Customer]]:
    async def make(bots: int) -> Customer:
        workspace_id = new_id()
        await replicate(workspace_snapshot(workspace_id))
        link = BotLink(url="https://bots.example/bot/1?token=t", token="t")
        made = [
            BotSnapshot(
                id=new_id(),
                workspace_id=workspace_id,
                version=1,
                state="draft",
                draft=BotConfiguration(name="Bot"),
                links=BotLinks(version=1, production=link, staging=link, preview=link),
                created_at="2026-04-01T00:00:00Z",
            )
            for _ in range(bots)
        ]
        for bot in made:
            await replicate(bot)
        return Customer(kit, workspace_id, [bot.id for bot in made])

    return make


def site(url: str) -> sources.NewSource:
    return sources.NewSource(kind="url", url=url)


def note(words: str) -> sources.NewSource:
    return sources.NewSource(kind="text", title="Hinweis", text=words)


async def states(kit: Any, workspace_id: UUID) -> Counter[str]:
    async with kit.database.sessions() as session:
        rows = await session.scalars(select(Source.state).where(Source.workspace_id == workspace_id))
        return Counter(rows)


async def long_at_once(kit: Any) -> int:
    doing = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name = ANY(:long)"
    async with kit.database.sessions() as session:
        return int((await session.execute(text(doing), {"long": sorted(jobs.long)})).scalar_one())


@asynccontextmanager
async def working(service: Any, kit: Any) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(service.jobs.run(kit, stop))
    yield
    stop.set()
    await running


async def test_a_text_is_searchable_at_once_while_another_workspace_has_200_crawls_waiting(
    service: Any,
    kit: Any,
    client: httpx.AsyncClient,
    api_key: Any,
    slow_site: str,
    customer: Callable[[int], Awaitable[Customer]],
) -> None:
    busy, small = await customer(2), await customer(1)
    headers = await api_key("sources:write", "bots:read", workspace_id=small.workspace_id)
    path = f"/api/chatbots/{small.bots[0]}/sources"

    async def searchable(body: dict[str, str]) -> float:
        began = monotonic()
        made = (await client.post(path, json=body, headers=headers)).json()

        async def state() -> str:
            return str((await client.get(f"{path}/{made['id']}", headers=headers)).json()["state"])

        await eventually(state, until=lambda state: state in SEARCHABLE, timeout=60)
        return monotonic() - began

    await busy.add(*(site(f"{slow_site}/{number}/") for number in range(CRAWLS)))
    async with working(service, kit):
        await eventually(lambda: long_at_once(kit), until=lambda count: count >= 2)
        assert await searchable({"kind": "text", "title": "Preise", "text": "Die Anfahrt kostet 35 Euro."}) <= 5
        assert (await states(kit, busy.workspace_id))["waiting"] >= CRAWLS - 20, "the others were not done by then"
        found = (await kit.resources.index.search(small.bots[0], "Was kostet die Anfahrt?"))[0]
        assert "35 Euro" in found.chunk.text

        assert await searchable({"kind": "url", "url": f"{slow_site}/small/"}) <= 20, "its turn, not the queue"
        done = CRAWLS - (await states(kit, busy.workspace_id))["waiting"]
        assert 2 <= done < CRAWLS / 2, "the other workspace's crawls go on too"


async def test_many_texts_do_not_stop_the_crawls_of_others(
    service: Any, kit: Any, slow_site: str, customer: Callable[[int], Awaitable[Customer]]
) -> None:
    crawling, writing = await customer(1), await customer(4)
    await writing.add(*(note(f"Hinweis {number}: wir liefern am Freitag.") for number in range(400)))
    await crawling.add(*(site(f"{slow_site}/{number}/") for number in range(10)))
    async with working(service, kit):
        read = await eventually(
            lambda: states(kit, crawling.workspace_id),
            until=lambda found: sum(found[state] for state in SEARCHABLE) >= 1,
            timeout=60,
        )
        written = await states(kit, writing.workspace_id)
        assert written["waiting"] > 0, f"not only when the texts were done: {written}, {read}"


async def test_a_large_sources_vectors_are_made_in_turns_behind_what_waits(
    service: Any, kit: Any, customer: Callable[[int], Awaitable[Customer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest_svc.jobs.EMBED_SECONDS", 0.0)
    agency = await customer(1)
    words = "Hecken, Wiesen, Obstbäume und Wege aus Naturstein, " * 16
    await agency.add(note("\n".join(f"Auftrag {number}: {words}" for number in range(18))))
    before = turns()
    async with working(service, kit):
        await eventually(lambda: states(kit, agency.workspace_id), until=lambda found: found["ready"] == 1, timeout=100)
    async with kit.database.sessions() as session:
        chunks, vectors = (await session.execute(select(Source.chunks, Source.vectors))).one()
    assert chunks == vectors > EMBED_BATCH
    assert turns() - before >= chunks / EMBED_BATCH, "a batch a turn"
    async with kit.transaction() as unit:
        [source] = await unit.sources.of_bot(agency.bots[0])
        await tasks.embed(unit, source)
        await tasks.embed(unit, source, done=EMBED_BATCH)
    assert await priorities(kit) == [1, 0], "begun before other crawls, continued behind those that wait"


def turns() -> float:
    labels = {"service": "ingest-svc", "task": "embed_source", "outcome": "done"}
    return REGISTRY.get_sample_value("jobs_total", labels) or 0.0


async def priorities(kit: Any) -> list[int]:
    query = "SELECT priority FROM procrastinate_jobs WHERE task_name = 'embed_source' ORDER BY id"
    async with kit.database.sessions() as session:
        return list((await session.scalars(text(query))).all())

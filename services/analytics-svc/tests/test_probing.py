"""Availability, measured on pages that come, fail, hang and move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from aiohttp import web
from analytics_svc.adapters import prober
from analytics_svc.service import probing
from contracts.bots import BotLink, BotLinks, BotSnapshot
from servicekit.ids import new_id
from servicekit.kit import Kit

from .conftest import bot

pytestmark = pytest.mark.integration
LINK = BotLink(url="http://localhost/x", token="t")


class Ingress:
    """A host whose pages do as their path says."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.base = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.hosts.append(request.headers["Host"])
        kind = request.match_info["kind"]
        if kind == "hangs":
            await asyncio.sleep(30)
        if kind == "moved":
            raise web.HTTPFound("/bot/fine")
        if kind == "half":
            return web.Response(text="<html>", content_type="text/html")
        return web.Response(text="<html></html>", content_type="text/html", status=503 if kind == "broken" else 200)


@pytest_asyncio.fixture
async def ingress() -> AsyncIterator[Ingress]:
    found, app = Ingress(), web.Application()
    app.router.add_get("/bot/{kind}", found.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield found
    await runner.cleanup()


def page(workspace_id: UUID, url: str, **changes: Any) -> BotSnapshot:
    links = BotLinks(version=1, production=BotLink(url=url, token="t"), staging=LINK, preview=LINK)
    return bot(workspace_id).model_copy(update={"links": links, **changes})


async def test_only_whole_pages_in_time_count_as_there(ingress: Ingress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prober, "PATIENCE_SECONDS", 0.5)
    kinds = ("fine", "broken", "half", "moved", "hangs")
    ids = {new_id(): kind for kind in kinds}
    came = await prober.probe([(id, f"{ingress.base}/bot/{kind}?token=t") for id, kind in ids.items()])
    assert {ids[id]: found for id, found in came.items()} == {kind: kind == "fine" for kind in kinds}
    assert await prober.probe([(id, "http://127.0.0.1:1/bot/x") for id in ids]) == dict.fromkeys(ids, False)


async def test_availability_is_what_came_of_what_was_asked_for(
    kit: Kit[Any, Any, Any],
    replicate: Any,
    workspace_id: UUID,
    ingress: Ingress,
    client: httpx.AsyncClient,
    api_key: Any,
) -> None:
    kit.settings = kit.settings.model_copy(update={"probe_base_url": ingress.base})
    for kind in ("fine", "fine", "fine", "broken"):
        await replicate(page(workspace_id, f"https://bots.example/bot/{kind}?token=t"))
    await replicate(page(workspace_id, "https://bots.example/bot/broken", state="deactivated"))
    await replicate(page(new_id(), "https://bots.example/bot/broken"))
    for _ in range(3):
        await probing.probe_round(kit)

    assert set(ingress.hosts) == {"bots.example"}, "the name in the link is asked for"
    headers = await api_key("analytics:read")
    kpis = (await client.get("/api/admin/kpis", headers=headers)).json()["kpis"]
    found = next(kpi for kpi in kpis if kpi["name"] == "availability")
    assert (found["numerator"], found["denominator"], found["value"]) == (9, 12, 0.75)


async def test_with_many_bots_everyone_has_a_turn(
    kit: Kit[Any, Any, Any], replicate: Any, workspace_id: UUID, ingress: Ingress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "MOST_AT_A_TIME", 2)
    for _ in range(5):
        await replicate(page(workspace_id, f"{ingress.base}/bot/fine"))
    for _ in range(5):
        await probing.probe_round(kit)
    async with kit.transaction() as unit:
        today = unit.now().date()
        assert await unit.probes(workspace_id, today, today) == (10, 10)
        assert len(await unit.bots_to_probe(9)) == 5

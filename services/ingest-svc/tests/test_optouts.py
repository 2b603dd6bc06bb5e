"""Sites whose companies want not to be read: asked for nothing at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from contracts.outreach import HostOptOutSnapshot, ProspectSaved, ProspectSnapshot
from contracts.sources import ProspectResearchFailed
from contracts.topics import RESEARCH
from identity.optouts import opt_out_id
from ingest_svc.domain.crawling import CrawlFailed
from servicekit.ids import new_id
from servicekit.testing import Bus

SINCE = datetime(2026, 5, 1, tzinfo=UTC)


def opt_out(workspace_id: UUID, *, everywhere: bool = False, active: bool = True, version: int = 1) -> Any:
    id = opt_out_id("127.0.0.1", None if everywhere else workspace_id)
    return HostOptOutSnapshot(
        id=id,
        workspace_id=workspace_id,
        version=version,
        host="127.0.0.1",
        everywhere=everywhere,
        active=active,
        since=SINCE,
    )


async def test_a_barred_site_gets_no_request(crawled: Any, site: Any) -> None:
    site.html("/", "<h1>Radwerk Moor</h1><p>Wir reparieren Fahrräder.</p>")

    async def barred(url: str) -> str | None:
        return "opted_out"

    with pytest.raises(CrawlFailed, match="opted_out"):
        await crawled(barred=barred)
    assert site.requests == []


async def test_a_redirect_to_a_barred_site_is_not_followed(crawled: Any, site: Any) -> None:
    asked: list[str] = []
    site.pages["/"] = lambda: web.Response(status=302, headers={"Location": "http://ruhe.example/"})

    async def barred(url: str) -> str | None:
        asked.append(url)
        return "opted_out" if "ruhe.example" in url else None

    with pytest.raises(CrawlFailed, match="opted_out"):
        await crawled(barred=barred)
    assert asked == [f"{site.url}/", "http://ruhe.example/"]


@pytest.mark.integration
@pytest.mark.parametrize("everywhere", [False, True])
async def test_neither_research_nor_sources_read_who_opted_out(
    running: Any, client: Any, replicate: Any, api_key: Any, bus: Bus, workspace_id: UUID, site: Any, everywhere: bool
) -> None:
    site.html("/", "<h1>Radwerk Moor</h1><p>Wir reparieren Fahrräder und bauen Laufräder nach Maß.</p>")
    await replicate(opt_out(workspace_id if not everywhere else new_id(), everywhere=everywhere))
    prospect = ProspectSnapshot(
        id=new_id(), workspace_id=workspace_id, version=1, website=site.url, created_at=datetime.now(UTC)
    )
    await bus.publish(ProspectSaved(prospect=prospect), workspace_id=workspace_id)
    failed = (await bus.events(RESEARCH, count=1))[0].event
    assert isinstance(failed, ProspectResearchFailed)
    assert failed.reason == "opted_out"

    headers = await api_key("prospects:write")
    answer = await client.post("/api/research", json={"website": site.url}, headers=headers)
    assert answer.status_code == 422
    assert "opted_out" in answer.json()["detail"]
    assert site.requests == []


@pytest.mark.integration
async def test_entries_of_others_and_those_taken_back_keep_nobody_off(
    replicate: Any, kit: Any, workspace_id: UUID
) -> None:
    await replicate(opt_out(new_id()))
    await replicate(opt_out(workspace_id, active=False, version=2))
    async with kit.transaction() as unit:
        assert not await unit.replicas.opted_out(workspace_id, "http://127.0.0.1:8000/x")

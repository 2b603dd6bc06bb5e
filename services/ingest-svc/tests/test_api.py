"""The HTTP API of sources and research."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from contracts.sources import SourceFailed
from ingest_svc.service import sources
from servicekit.ids import new_id
from servicekit.testing import eventually

pytestmark = pytest.mark.integration
PRICE_LIST = Path(__file__).parents[3] / "tests" / "sites" / "brandt" / "dokumente" / "preisliste-2026.pdf"


@pytest_asyncio.fixture
async def path(workspace_id: UUID, replicate: Callable[[Any], Awaitable[None]]) -> str:
    link = BotLink(url="https://bots.example/bot/1?token=t", token="t")
    bot = BotSnapshot(
        id=new_id(),
        workspace_id=workspace_id,
        version=1,
        state="draft",
        draft=BotConfiguration(name="Bot"),
        links=BotLinks(version=1, production=link, staging=link, preview=link),
        created_at="2026-04-01T00:00:00Z",
    )
    await replicate(bot)
    return f"/api/chatbots/{bot.id}/sources"


async def test_fields_rights_and_replays(client: httpx.AsyncClient, path: str, api_key: Any) -> None:
    headers = await api_key("sources:write", "bots:read")
    for body, pointer in (
        ({"kind": "url", "url": "kein wort"}, "/url"),
        ({"kind": "text", "text": "  "}, "/text"),
        ({"kind": "pdf"}, "/kind"),
        ({"kind": "url", "colour": 1}, "/colour"),
    ):
        answer = await client.post(path, json=body, headers=headers)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await client.post(path, content=b"x", headers=headers)).status_code == 415
    body = {"kind": "text", "title": "Hinweis", "text": "Wir liefern am Freitag."}
    first = await client.post(path, json=body, headers=headers | {"Idempotency-Key": "a"})
    again = await client.post(path, json=body, headers=headers | {"Idempotency-Key": "a"})
    assert (first.status_code, again.json()) == (201, first.json())
    assert len((await client.get(path, headers=headers)).json()["items"]) == 1

    foreign = await api_key("sources:write", "bots:read", workspace_id=new_id())
    for request in (client.get(path, headers=foreign), client.delete(f"{path}/{first.json()['id']}", headers=foreign)):
        assert (await request).status_code == 404
    assert (await client.get(path)).status_code == 401
    assert (await client.get(path, headers=await api_key("leads:read"))).status_code == 403


async def test_a_pdf_is_uploaded_read_streamed_and_removed(
    running: Any, client: httpx.AsyncClient, path: str, api_key: Any
) -> None:
    headers = await api_key("sources:write", "bots:read")
    refused = await client.post(path, files={"file": ("x.pdf", b"<html>", "application/pdf")}, headers=headers)
    assert refused.status_code == 422
    marked = b"\xef\xbb\xbf" + PRICE_LIST.read_bytes()
    made = await client.post(path, files={"file": ("Preise.pdf", marked)}, headers=headers)
    assert made.status_code == 201
    assert made.json()["title"] == "Preise"
    stream = (await asyncio.wait_for(client.get(f"{path}/events", headers=headers), 30)).text
    assert '"state":"ready"' in stream
    assert stream.rstrip().endswith('event: done\ndata: {"sources":1}')
    bot_id = UUID(made.json()["chatbot_id"])
    passage = (await running.resources.index.search(bot_id, "Was kostet die Arbeitsplatte aus Eiche?"))[0]
    assert passage.chunk.page == 1

    assert (await client.delete(f"{path}/{made.json()['id']}", headers=headers)).status_code == 204

    async def left() -> int:
        return int((await running.resources.index.stats(bot_id)).chunks)

    await eventually(left, until=lambda chunks: chunks == 0)


async def test_the_last_failure_says_that_nothing_remains(unit: Any, workspace_id: UUID) -> None:
    bot_id = new_id()
    first, second = [
        await sources.add(unit, bot_id, workspace_id, sources.NewSource(kind="url", url=f"https://{name}.example"))
        for name in ("a", "b")
    ]
    await sources.failed(unit, first.id, 1, "unreachable")
    await unit.session.flush()
    await sources.failed(unit, second.id, 1, "robots_refused")
    found = [event for event in unit.published if isinstance(event, SourceFailed)]
    assert [(event.reason, event.remaining_sources) for event in found] == [("unreachable", 1), ("robots_refused", 0)]


async def test_research_answers_with_evidence_and_says_why_not(
    client: httpx.AsyncClient, api_key: Any, site: Any
) -> None:
    headers = await api_key("prospects:write")
    site.html(
        "/",
        "<main><h1>Huber</h1><p>Huber GmbH<br>Weg 1<br>94032 Passau</p><p>Wir sind gern für Sie da.</p></main>",
    )
    answer = await client.post("/api/research", json={"website": site.url}, headers=headers)
    assert answer.json()["facts"]["company_name"]["value"] == "Huber GmbH"
    site.pages.clear()
    answer = await client.post("/api/research", json={"website": site.url}, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/website")
    streamed = await client.post(
        "/api/research", json={"website": "http://127.0.0.1:8080/"}, headers=headers | {"Accept": "text/event-stream"}
    )
    assert 'event: failed\ndata: {"reason":"refused","reason_text":{"de":"Die Adresse führt' in streamed.text


async def test_each_fact_is_told_when_a_page_tells_it_and_its_page_is_kept_as_a_hash(
    client: httpx.AsyncClient, api_key: Any, site: Any
) -> None:
    site.html("/", '<h1>Radwerk Moor</h1><p>Wir bauen Räder.</p><a href="/impressum">Impressum</a>')
    imprint = "<h1>Impressum</h1><p>Radwerk Moor GmbH<br>Alte Mole 4<br>23999 Wellenau</p><p>{}</p>"
    site.html("/impressum", imprint.format("Telefon: 04123 55512"))
    site.html("/kontakt", "<p>Telefon: 04123 55512</p>")
    headers = await api_key("prospects:write")

    async def streamed() -> list[tuple[str, Any]]:
        asked = {"json": {"website": site.url}, "headers": headers | {"Accept": "text/event-stream"}}
        async with client.stream("POST", "/api/research", **asked) as answer:
            lines = [line async for line in answer.aiter_lines()]
        kinds = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
        data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
        return list(zip(kinds, data, strict=True))

    events = await streamed()
    told = {data["field"]: data["value"] for kind, data in events if kind == "fact"}
    facts = events[-1][1]["facts"]
    assert events[-1][0] == "facts"
    assert told["phone"] == facts["phone"]
    assert told["postal_address"] == facts["postal_address"]
    assert [kind for kind, _ in events].index("fact") < [kind for kind, _ in events].index("facts")

    seen = {one["url"]: one for one in facts["evidence"]}
    assert facts["phone"]["url"] == f"{site.url}/impressum"
    assert {len(one["text_hash"]) for one in seen.values()} == {64}
    before = seen[f"{site.url}/impressum"]["text_hash"]
    for body, same in (("<div>Telefon:   04123 55512</div>", True), ("Telefon: 04123 55513", False)):
        site.html("/impressum", imprint.format(body))
        after = {one["url"]: one for one in (await streamed())[-1][1]["facts"]["evidence"]}
        assert (after[f"{site.url}/impressum"]["text_hash"] == before) is same
        assert datetime.fromisoformat(after[f"{site.url}/impressum"]["read_at"]).tzinfo is not None

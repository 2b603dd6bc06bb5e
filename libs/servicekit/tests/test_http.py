"""Conventions of the HTTP side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from contracts.workspaces import ApiKeySnapshot, WorkspaceSnapshot
from fastapi import Request
from servicekit.auth.keys import format_key
from servicekit.errors import NotFound, Unavailable
from servicekit.http.app import shortened
from servicekit.http.context import RequestContext
from servicekit.http.sse import SseEvent, _encoded
from servicekit.ids import new_id
from servicekit.testing.plugin import workspace_snapshot
from sqlalchemy import text

pytestmark = pytest.mark.integration
Key = Callable[..., Awaitable[dict[str, str]]]


async def test_a_broken_rule_names_the_field_and_stores_nothing(
    client: httpx.AsyncClient, api_key: Key, kit: Any
) -> None:
    answer = await client.post("/notes", json={"title": "far too long a title"}, headers=await api_key())

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "/title"
    async with kit.transaction() as unit:
        assert (await unit.session.execute(text("SELECT count(*) FROM notes"))).scalar() == 0


async def test_the_same_idempotency_key_gives_the_same_object(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = {**await api_key(), "Idempotency-Key": "abc"}
    answers = await asyncio.gather(*(client.post("/notes", json={"title": "eins"}, headers=headers) for _ in range(5)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = await client.post("/notes", json={"title": "zwei"}, headers=headers)
    assert other.status_code == 409


async def test_without_a_valid_key_nothing_is_shown(client: httpx.AsyncClient, api_key: Key) -> None:
    good = (await api_key())["Authorization"]
    for header in ("", "Bearer emp_x_y", good[:-3] + "abc", "Basic abc", f"Bearer emp_{new_id().hex}_secret"):
        answer = await client.get("/notes", headers={"Authorization": header} if header else {})
        assert answer.status_code == 401, header
    assert (await client.get("/notes", headers=await api_key("bots:read"))).status_code == 403
    assert (await client.get("/notes", headers=await api_key("leads:read"))).status_code == 200


async def test_a_revoked_key_stops_working(
    client: httpx.AsyncClient, api_key: Key, kit: Any, replicate: Any, workspace_id: UUID
) -> None:
    headers = await api_key("leads:read")
    assert (await client.get("/notes", headers=headers)).status_code == 200
    id = UUID(hex=headers["Authorization"].split("_")[1])
    key = await kit.replica(ApiKeySnapshot, id)
    await replicate(key.model_copy(update={"revoked_at": kit.clock.now(), "version": 2}))
    await asyncio.sleep(1.1)
    assert (await client.get("/notes", headers=headers)).status_code == 401


async def test_a_key_works_until_it_expires(client: httpx.AsyncClient, api_key: Key, kit: Any, replicate: Any) -> None:
    headers = await api_key("leads:read")
    key = await kit.replica(ApiKeySnapshot, UUID(hex=headers["Authorization"].split("_")[1]))
    ends = kit.clock.now() + timedelta(seconds=1.5)
    await replicate(key.model_copy(update={"expires_at": ends, "version": 2}))
    assert (await client.get("/notes", headers=headers)).status_code == 200
    await asyncio.sleep(2.7)
    assert (await client.get("/notes", headers=headers)).status_code == 401


async def test_pages_follow_each_other_without_gap_or_repeat(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key()
    for number in range(7):
        await client.post("/notes", json={"title": f"n{number}"}, headers=headers)
    seen: list[str] = []
    cursor = None
    while True:
        parameters = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/notes", params=parameters, headers=headers)).json()
        seen += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"n{number}" for number in range(7)]
    assert (await client.get("/notes?cursor=%21", headers=headers)).status_code == 422
    assert (await client.get("/notes?limit=0", headers=headers)).json()["errors"][0]["pointer"] == "query/limit"


async def test_if_match_guards_against_lost_updates(client: httpx.AsyncClient) -> None:
    assert (await client.get("/version", headers={"If-Match": '"7"'})).status_code == 200
    assert (await client.get("/version", headers={"If-Match": '"6"'})).status_code == 412
    assert (await client.get("/version", headers={"If-Match": "x"})).status_code == 422


async def test_forwarded_addresses_count_only_from_trusted_proxies(client: httpx.AsyncClient, kit: Any) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7"}
    assert (await client.get("/version", headers=forged)).json()["client"] == "127.0.0.9"
    object.__setattr__(kit.settings, "trusted_proxies", ("127.0.0.0/8",))
    chain = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7, 127.0.0.3"}
    assert (await client.get("/version", headers=chain)).json()["client"] == "203.0.113.7"


async def test_an_unexpected_error_tells_nothing_of_its_inside(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await client.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["type"].endswith("/internal")


async def test_bodies_over_the_limit_are_refused(client: httpx.AsyncClient, api_key: Key) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b"x" * 100_000

    for content in (b"x" * 3_000_001, endless()):
        answer = await client.post("/notes", content=content, headers=await api_key())
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"


async def test_unknown_paths_are_problems_too(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_health_and_metrics(client: httpx.AsyncClient, kit: Any) -> None:
    assert (await client.get("/readyz")).status_code == 200
    kit.health.bad("replicas", "catching up")
    assert (await client.get("/readyz")).json() == {"ready": False, "problems": {"replicas": "catching up"}}
    await client.get("/version")
    metrics = (await client.get("/metrics")).text
    assert "http_requests_total" in metrics
    assert f'service_ready{{service="{kit.name}"}} 0.0' in metrics
    kit.health.ok("replicas")
    assert f'service_ready{{service="{kit.name}"}} 1.0' in (await client.get("/metrics")).text


async def test_a_quiet_stream_gets_heartbeats() -> None:
    async def events() -> Any:
        yield SseEvent("start", {"n": 1})
        await asyncio.sleep(0.12)
        yield SseEvent("done", {})

    sent = [chunk async for chunk in _encoded(events(), 0.05)]
    assert sent[0] == b'event: start\ndata: {"n":1}\n\n'
    assert sent[1] == b": heartbeat\n\n"
    assert sent[-1] == b"event: done\ndata: {}\n\n"


def test_logged_addresses_are_shortened() -> None:
    assert shortened("203.0.113.77") == "203.0.113.0"
    assert shortened("2001:db8:1:2:3::4") == "2001:db8:1::"


async def test_whoever_tries_keys_is_refused_before_any_is_looked_up(
    client: httpx.AsyncClient, kit: Any, api_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await api_key("leads:read")
    assert (await client.get("/notes", headers=known)).status_code == 200
    guesses = [{"Authorization": f"Bearer {format_key(new_id(), 'x' * 43)}"} for _ in range(40)]
    answers = [(await client.get("/notes", headers=guess)).status_code for guess in guesses]
    assert answers == [401] * 30 + [429] * 10
    looked: list[Any] = []
    monkeypatch.setattr(kit, "replica", lambda *asked: looked.append(asked))
    refused = await client.get("/notes", headers=guesses[-1])
    assert int(refused.headers["Retry-After"]) >= 1
    assert looked == []
    monkeypatch.undo()
    assert (await client.get("/notes", headers=known)).status_code == 200, "others behind this address go on"


async def test_an_unknown_id_is_looked_for_a_few_times_only_and_anothers_as_often(
    kit: Any, replicate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[UUID] = []
    found = kit.replica

    async def counted(kind: Any, id: UUID, workspace_id: UUID | None = None) -> Any:
        looked.append(id)
        return await found(kind, id, workspace_id)

    foreign = workspace_snapshot(new_id())
    await replicate(foreign)
    monkeypatch.setattr(kit, "replica", counted)
    context = RequestContext(Request({"type": "http", "headers": []}), kit)
    for id in (new_id(), foreign.id):
        with pytest.raises((NotFound, Unavailable)):
            await context.replicated(WorkspaceSnapshot, id, new_id())
    assert looked.count(looked[0]) == looked.count(foreign.id)
    assert 1 < looked.count(foreign.id) <= 5
    assert await context.replicated(WorkspaceSnapshot, foreign.id, foreign.id) == foreign


async def test_every_answer_has_its_head(client: httpx.AsyncClient, api_key: Key) -> None:
    """Once each, also where the body was too large to be looked at."""
    headers = await api_key()
    for answer in (
        await client.get("/notes", headers=headers),
        await client.get("/api/ops/lead-svc/health"),
        await client.post("/notes", content=b"x" * 3_000_001, headers=headers),
        await client.get("/no-such-path"),
    ):
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"], answer.status_code
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"], answer.status_code


async def test_what_an_api_says_is_kept_by_nobody(client: httpx.AsyncClient, api_key: Any) -> None:
    for headers in (dict[str, str](), await api_key("leads:read")):
        answer = await client.get("/api/ops/lead-svc/health", headers=headers)
        assert answer.headers.get_list("cache-control") == ["no-store"], answer.status_code
    assert "cache-control" not in (await client.get("/healthz")).headers

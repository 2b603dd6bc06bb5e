"""The live view: a message shows within a second; streams end with the key that opened them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from analytics_svc.api import live
from analytics_svc.service import counting
from contracts.chat import BotVisited, ConversationStarted, MessageSent
from contracts.topics import CONVERSATIONS
from local_stack.parts import answers, free_port
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import Service
from servicekit.testing import Bus, eventually
from sqlalchemy import text

from .conftest import bot
from .journal import envelopes, records

pytestmark = pytest.mark.integration
AnyKit = Kit[Any, Any, Any]


@pytest.fixture
async def url(service: Service[Any, Any, Any], kit: AnyKit) -> AsyncIterator[str]:
    """The API on a socket, so that a stream is one."""
    server = uvicorn.Server(uvicorn.Config(service.api(kit), port=free_port(), log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: asyncio.sleep(0, server.started))
    yield f"http://127.0.0.1:{server.config.port}"
    server.should_exit = server.force_exit = True
    await serving


class Stream:
    """What a stream has told so far."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, name: str) -> dict[str, Any]:
        """The next event of this name."""
        async with asyncio.timeout(10):
            async for line in self._lines:
                if line == f"event: {name}":
                    data: dict[str, Any] = json.loads((await anext(self._lines)).removeprefix("data: "))
                    return data
        raise EOFError(name)


@asynccontextmanager
async def opened(url: str, bot_id: UUID, headers: dict[str, str]) -> AsyncIterator[Stream]:
    async with (
        httpx.AsyncClient(base_url=url, timeout=20) as http,
        http.stream("GET", f"/api/chatbots/{bot_id}/analytics/events", headers=headers) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer.aiter_lines())


def visit(bot_id: UUID) -> BotVisited:
    return BotVisited(
        bot_id=bot_id, visit_id=new_id(), environment="production", visitor=str(new_id()), at=datetime.now(UTC)
    )


async def test_many_streams_hear_of_their_own_bot_with_one_look_for_all(
    kit: AnyKit, url: str, replicate: Any, workspace_id: UUID, api_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [new_id(), new_id()]
    for id in ids:
        await replicate(bot(workspace_id, id=id))
    looks = 0
    original = kit.unit_type.counted_at

    async def counted_at(self: Any, bots: Any) -> Any:
        nonlocal looks
        looks += 1
        return await original(self, bots)

    monkeypatch.setattr(kit.unit_type, "counted_at", counted_at)
    headers = await api_key("analytics:read")
    async with (
        opened(url, ids[0], headers) as one,
        opened(url, ids[0], headers) as same,
        opened(url, ids[1], headers) as other,
    ):
        for stream in (one, same, other):
            assert (await stream.next("figures"))["visits"] == 0
            assert await stream.next("engagement") == {"score": 0.0, "follow_up_recommended": False}
        began, looks = perf_counter(), 0
        await counting.apply(kit, records(envelopes([visit(ids[0])], workspace_id)))
        for stream in (one, same):
            assert (await stream.next("figures"))["visits"] == 1
        assert perf_counter() - began < 1
        assert looks <= (perf_counter() - began) / live.LOOK_SECONDS + 2, "one look for all of them"
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await other.next("figures")


async def test_the_score_is_told_when_it_moves(
    kit: AnyKit, url: str, replicate: Any, workspace_id: UUID, api_key: Any
) -> None:
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    async with opened(url, id, await api_key("analytics:read")) as stream:
        await stream.next("engagement")
        common: dict[str, Any] = {
            "bot_id": id, "conversation_id": new_id(), "environment": "production", "at": datetime.now(UTC)
        }  # fmt: skip
        events = [
            ConversationStarted(**common, visitor="v"),
            MessageSent(**common, message_id=new_id(), role="visitor", turn=1),
        ]
        await counting.apply(kit, records(envelopes(events, workspace_id)))
        assert (await stream.next("figures"))["messages"] == 1
        assert (await stream.next("engagement"))["score"] > 0


async def test_a_stream_ends_with_its_key_and_with_its_bot(
    kit: AnyKit, url: str, replicate: Any, workspace_id: UUID, api_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "REFRESH_SECONDS", 0.3)
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    headers = await api_key("analytics:read")
    async with opened(url, id, headers) as stream:
        await stream.next("figures")
        async with kit.database.sessions() as session, session.begin():
            await session.execute(
                text("UPDATE replicas SET deleted = true, snapshot = NULL WHERE id = :id"), {"id": id}
            )
        assert (await stream.next("error"))["status"] == 404
        with pytest.raises(EOFError):
            await stream.next("figures")
    await replicate(bot(workspace_id, id=id))
    async with opened(url, id, headers) as stream:
        await stream.next("figures")
        async with kit.database.sessions() as session, session.begin():
            await session.execute(text("UPDATE replicas SET deleted = true WHERE kind = 'config.api-keys'"))
        assert (await stream.next("error"))["status"] == 401


async def test_an_outage_of_the_database_interrupts_no_stream(
    kit: AnyKit, url: str, replicate: Any, workspace_id: UUID, api_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    original, failures = kit.unit_type.counted_at, 3

    async def counted_at(self: Any, bots: Any) -> Any:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise OSError("away")
        return await original(self, bots)

    monkeypatch.setattr(kit.unit_type, "counted_at", counted_at)
    async with opened(url, id, await api_key("analytics:read")) as stream:
        await stream.next("figures")
        await counting.apply(kit, records(envelopes([visit(id)], workspace_id)))
        assert (await stream.next("figures"))["visits"] == 1
    assert failures < 0


async def test_from_the_topic_to_the_stream_within_a_second(
    kit: AnyKit, url: str, bus: Bus, replicate: Any, workspace_id: UUID, api_key: Any, run: Any
) -> None:
    """A worker as a process of its own counts what is published; the fastest of five shows what the way takes."""
    id, port = new_id(), free_port()
    await replicate(bot(workspace_id, id=id))
    run(PORT=str(port))
    async with opened(url, id, await api_key("analytics:read")) as stream:
        await eventually(lambda: asyncio.to_thread(answers, port), timeout=30)
        await stream.next("figures")
        await bus.publish(visit(id), workspace_id=workspace_id, topic=CONVERSATIONS)
        async with asyncio.timeout(30):
            while (await stream.next("figures"))["visits"] != 1:
                pass
        took = []
        for number in range(2, 7):
            began = perf_counter()
            await bus.publish(visit(id), workspace_id=workspace_id, topic=CONVERSATIONS)
            while (await stream.next("figures"))["visits"] != number:
                pass
            took.append(perf_counter() - began)
        assert min(took) < 1, took

"""Answers by a language model, and every way in which it can fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

import httpx
import pytest
from chat_svc.adapters.model import ModelFailed, open_model
from chat_svc.adapters.turnstile import PLACES
from chat_svc.answering import answerer
from chat_svc.settings import ModelSettings, Settings
from contracts.bots import BotLimits, BotSnapshot, CustomPrompts
from servicekit.service import Service
from servicekit.testing import eventually
from sqlalchemy import text

from .conftest import ChatKit, Stream, Visitor, asked_of

pytestmark = pytest.mark.integration
KITCHEN = "Was kostet eine Küche mit Insel?"
Ask = Callable[..., Awaitable[Stream]]


@pytest.fixture
def ask_model(
    service: Service[Any, Any, Any],
    settings: Settings,
    bot: BotSnapshot,
    model_server: Callable[[str], Awaitable[str]],
) -> Ask:
    """Asks a bot whose model follows a scenario."""

    async def ask(scenario: str, question: str = KITCHEN, *, base_url: str | None = None, **more: Any) -> Stream:
        changes = {
            "base_url": base_url or await model_server(scenario),
            "name": "scripted",
            "first_token_seconds": 0.4,
            "gap_seconds": 0.4,
            "connect_seconds": 0.5,
            **more,
        }
        async with _client(service, settings, changes) as client:
            return await (await Visitor(client, bot).enter()).ask(question)

    return ask


@asynccontextmanager
async def _client(
    service: Service[Any, Any, Any], settings: Settings, changes: dict[str, Any]
) -> AsyncIterator[httpx.AsyncClient]:
    async with _opened(service, settings, changes) as (client, _):
        yield client


@asynccontextmanager
async def _opened(
    service: Service[Any, Any, Any], settings: Settings, changes: dict[str, Any]
) -> AsyncIterator[tuple[httpx.AsyncClient, ChatKit]]:
    async with service.open(settings.model_copy(update={"model": ModelSettings(**changes)})) as kit:
        transport = httpx.ASGITransport(app=service.api(kit), client=("127.0.0.9", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield client, kit


async def test_the_model_answers_from_numbered_passages(ask_model: Ask) -> None:
    answer = await ask_model("quote")

    done = answer.one("done")
    assert done["mode"] == "model"
    assert done["usage"]["total_tokens"] > 0
    assert "22.000 Euro" in answer.text
    assert [citation["n"] for citation in answer.one("citations")] == list(range(1, len(answer.one("citations")) + 1))


@pytest.mark.parametrize("scenario", ["error=500", "error=429", "first=3000", "say=", "obey", "say=Nein+danke+%5B9%5D"])
async def test_a_model_that_says_nothing_usable_is_replaced_by_quotes(ask_model: Ask, scenario: str) -> None:
    answer = await ask_model(scenario)

    assert answer.one("done")["mode"] == "quoted"
    assert "22.000 Euro" in answer.text
    assert "error" not in answer.names
    assert "notice" not in answer.names


async def test_after_a_long_wait_for_its_turn_an_answer_is_quoted(
    service: Service[Any, Any, Any],
    settings: Settings,
    bot: BotSnapshot,
    model_server: Callable[[str], Awaitable[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answerer, "LONGEST_WAIT", 0.3)
    changes = {"base_url": await model_server("quote"), "name": "scripted"}
    async with _opened(service, settings, changes) as (client, kit):
        visitor = await Visitor(client, bot).enter()
        modes = []

        async def in_line() -> int:
            return kit.resources.turnstile.waiting

        for seconds in (None, 0.4):
            held = [kit.resources.turnstile.enter(uuid4()) for _ in range(PLACES)] if seconds else []
            asking = asyncio.create_task(visitor.ask(KITCHEN))
            if seconds:
                await eventually(in_line)
                await asyncio.sleep(seconds)
            for turn in held:
                turn.leave()
            modes.append((await asking).one("done")["mode"])

    assert modes == ["model", "quoted"]


async def test_a_passing_failure_before_the_first_words_is_tried_again(ask_model: Ask) -> None:
    assert (await ask_model("quote,error=503,fail=1")).one("done")["mode"] == "model"
    assert (await ask_model("quote,error=400,fail=1")).one("done")["mode"] == "quoted"


async def test_text_that_gathers_while_many_read_is_the_same_text(
    model_server: Callable[[str], Awaitable[str]],
) -> None:
    words = " ".join(f"Wort{n}" for n in range(60))
    scenario = f"say={quote_plus(words)},delay=5"
    async with open_model(ModelSettings(base_url=await model_server(scenario), name=scenario)) as model:
        read = {}
        for pause in (0.0, 0.05):
            completion = model.complete([{"role": "user", "content": "?"}], max_tokens=100, pause=lambda: pause)  # noqa: B023
            read[pause] = [piece async for piece in completion.pieces]
            assert completion.complete

    assert "".join(read[0.0]) == "".join(read[0.05]) == words
    assert len(read[0.05]) < len(read[0.0]) / 2, "looked at several words at a time"


async def test_what_gathered_before_a_break_is_read(model_server: Callable[[str], Awaitable[str]]) -> None:
    scenario = f"say={quote_plus(' '.join(['eins', 'zwei', 'drei', 'vier']))},delay=5,stop"
    async with open_model(ModelSettings(base_url=await model_server(scenario), name=scenario)) as model:
        completion = model.complete([{"role": "user", "content": "?"}], max_tokens=100, pause=lambda: 0.05)
        read: list[str] = []
        with pytest.raises(ModelFailed):
            async for piece in completion.pieces:
                read.append(piece)

    assert read
    assert "eins zwei drei vier".startswith("".join(read).strip())
    assert not completion.complete


async def test_the_next_model_answers_when_the_first_does_not(ask_model: Ask) -> None:
    answer = await ask_model("quote", name="error=500", fallbacks=("first=3000", "quote,tokens=20"))

    assert answer.one("done")["mode"] == "model"


async def test_a_model_that_is_not_there_is_replaced_by_quotes(ask_model: Ask) -> None:
    answer = await ask_model("", base_url="http://127.0.0.1:1/v1")

    assert answer.one("done")["mode"] == "quoted"


TWO = "say=" + quote_plus(
    "Eine Küche mit Insel kostet ab 22.000 Euro [1]. Die Planung kostet 480 Euro und wird bei einem Auftrag"
)


@pytest.mark.parametrize("failure", ["stop", "cut"])
async def test_what_was_said_before_a_break_stands_with_a_note(ask_model: Ask, failure: str) -> None:
    answer = await ask_model(
        f"{TWO}+angerechnet+%5B1%5D.+Ende+der+Planung+und+mehr+und+mehr+und+mehr+und+mehr,{failure}"
    )

    assert answer.text.strip() == "Eine Küche mit Insel kostet ab 22.000 Euro [1]."
    assert answer.one("notice")["kind"] == "incomplete"
    assert answer.one("done")["mode"] == "model"


@pytest.mark.parametrize("failure", ["stall", "garbage", "badjson"])
async def test_a_stream_that_goes_wrong_at_its_start_still_ends_well(ask_model: Ask, failure: str) -> None:
    answer = await ask_model(failure)

    assert answer.names[-1] == "done"
    assert "22.000 Euro" in answer.text
    assert answer.one("citations")
    assert "\ufffd" not in answer.text


async def test_what_no_passage_supports_is_not_shown(ask_model: Ask) -> None:
    answer = await ask_model("invent")

    assert "Mond" not in answer.text
    assert "halbiert" not in answer.text
    assert "[97]" not in answer.text
    assert "22.000 Euro" in answer.text


async def test_a_question_that_the_pages_do_not_answer_does_not_reach_the_model(
    service: Service[Any, Any, Any], settings: Settings, bot: BotSnapshot, model_server: Callable[[str], Awaitable[str]]
) -> None:
    url = await model_server("say=Angela+Merkel")
    async with _client(service, settings, {"base_url": url}) as client:
        answer = await (await Visitor(client, bot).enter()).ask("Wer hat die Bundestagswahl gewonnen?")
    asked = await asked_of(url)

    assert asked == []
    assert "Merkel" not in answer.text


async def test_a_spent_budget_degrades_to_quotes(
    service: Service[Any, Any, Any],
    settings: Settings,
    kit: ChatKit,
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    model_server: Callable[[str], Awaitable[str]],
) -> None:
    bot = await make_bot(limits=BotLimits(tokens_per_day=10))
    async with _client(service, settings, {"base_url": await model_server("quote")}) as client:
        visitor = await Visitor(client, bot).enter()
        first, second = await visitor.ask(KITCHEN), await visitor.ask("Was kostet eine Küchenzeile?")

    assert [answer.one("done")["mode"] for answer in (first, second)] == ["model", "quoted"]
    async with kit.database.sessions() as session:
        used = (await session.execute(text("SELECT tokens FROM token_usage"))).scalar_one()
    assert used == first.one("done")["usage"]["total_tokens"]


async def test_the_operators_wishes_reach_the_model_before_the_rules(
    service: Service[Any, Any, Any],
    settings: Settings,
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    model_server: Callable[[str], Awaitable[str]],
) -> None:
    bot = await make_bot(custom_prompts=CustomPrompts(system_prompt_additions="Erwähne das Aufmaß."))
    url = await model_server("quote")
    async with _client(service, settings, {"base_url": url}) as client:
        await (await Visitor(client, bot).enter()).ask(KITCHEN)
    [asked] = await asked_of(url)

    system = asked["messages"][0]["content"]
    assert 0 < system.index("Erwähne das Aufmaß.") < system.index("can change:")
    assert asked["messages"][-1]["content"] == KITCHEN


async def test_a_visitor_stops_an_answer_and_keeps_what_was_shown(
    service: Service[Any, Any, Any],
    settings: Settings,
    bot: BotSnapshot,
    model_server: Callable[[str], Awaitable[str]],
) -> None:
    changes = {"base_url": await model_server("quote,tokens=400,delay=20"), "name": "scripted"}
    async with _client(service, settings, changes) as client:
        visitor = await Visitor(client, bot).enter()
        id = uuid4()
        asking = asyncio.create_task(visitor.ask(KITCHEN, id))
        await asyncio.sleep(1.0)
        path = f"/api/chat/{bot.id}/stop"
        stopped = await client.post(path, json={"message_id": str(id)}, headers=visitor.headers)
        assert stopped.status_code == 204
        async with asyncio.timeout(2):
            answer = await asking
        assert answer.one("done")["stopped"] is True
        assert "notice" not in answer.names
        assert answer.text.strip()
        again = await visitor.ask(KITCHEN, id)
        assert again.text.strip() in answer.text
        assert (await client.post(path, json={"message_id": str(id)}, headers=visitor.headers)).status_code == 204

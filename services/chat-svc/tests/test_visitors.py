"""Sessions, feedback, transcripts, erasure, pages, and what operators see."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from chat_svc.settings import Settings
from contracts.bots import BotSnapshot, ContactPerson, ContactPersons
from contracts.chat import AnswerRated, BookingOpened, BotVisited, ConversationEnded, ConversationErased
from servicekit.auth.visitor import HEADER, VisitorTokens
from servicekit.events import replicas
from servicekit.ids import new_id
from servicekit.service import Service

from .conftest import ChatKit, Visitor, make_signing_key

pytestmark = pytest.mark.integration
KITCHEN = "Was kostet eine Küche mit Insel?"
Published = Callable[[], Awaitable[list[Any]]]


async def test_a_session_says_all_that_a_page_needs(visitor: Visitor) -> None:
    session = visitor.session
    assert session["environment"] == "production"
    assert session["appearance"]["company"] == "Tischlerei Brandt GmbH"
    assert "KI-Assistent" in session["appearance"]["disclosure"]
    assert session["opening_status"] == {"open": True, "text": "Durchgehend geöffnet"}
    assert session["suggested_questions"][0] == "Welche Preise haben Sie?"
    assert len(session["suggested_questions"]) <= 4
    assert session["privacy"]["version"] == 2


async def test_nobody_is_refused_for_what_another_process_has_changed_since(
    service: Service[Any, Any, Any],
    settings: Settings,
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replicas, "FRESH_SECONDS", 60.0)
    before = await make_bot(state="ready")
    async with service.open(settings) as kit:  # the read models are written by the first kit's process
        transport = httpx.ASGITransport(app=service.api(kit), client=("127.0.0.9", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            path = f"/api/chat/{before.id}/sessions"
            assert (await client.post(path, json={"token": "token-production"})).status_code == 410
            live = await make_bot(id=before.id, state="live", version=before.version + 1)
            opened = await client.post(path, json={"token": "token-production"})
            assert opened.status_code == 201

            await make_bot(id=before.id, state="deactivated", version=live.version + 1)
            asked = {"message_id": str(uuid4()), "text": "Hallo"}
            headers = {HEADER: opened.json()["visitor_token"]}
            said = await client.post(f"/api/chat/{before.id}/messages", json=asked, headers=headers)
            assert said.status_code == 200, "what was open a moment ago is open for another one"


async def test_a_visitor_has_one_hash_a_day(
    new_visitor: Callable[..., Visitor], published: Published, kit: ChatKit
) -> None:
    for agent in ("a", "a", "b"):
        await new_visitor(agent).enter()
    kit.clock.move(timedelta(days=1))
    await new_visitor("a").enter()

    first, again, other, tomorrow = [event.visitor for event in await published() if isinstance(event, BotVisited)]
    assert first == again
    assert len({first, other, tomorrow}) == 3


@pytest.mark.parametrize(
    ("state", "environment", "status", "detail"),
    [
        ("live", "production", 201, ""),
        ("draft", "production", 410, "noch nicht freigeschaltet"),
        ("draft", "staging", 410, "noch nicht freigeschaltet"),
        ("draft", "preview", 201, ""),
        ("ready", "production", 410, "noch nicht freigeschaltet"),
        ("ready", "staging", 201, ""),
        (
            "demo_expired",
            "production",
            410,
            "am 3. Mai 2026 zu Ende gegangen. Wenn Sie den Assistenten behalten möchten: Mara Lindner",
        ),
        ("deactivated", "production", 410, "wenden Sie sich direkt an Tischlerei Brandt GmbH"),
    ],
)
async def test_who_is_let_in(
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    client: httpx.AsyncClient,
    state: str,
    environment: str,
    status: int,
    detail: str,
) -> None:
    bot = await make_bot(state=state)
    answer = await client.post(f"/api/chat/{bot.id}/sessions", json={"token": f"token-{environment}"})
    page = await client.get(f"/bot/{bot.id}?token=token-{environment}")

    assert answer.status_code == status, answer.text
    assert page.status_code == (200 if status == 201 else status)
    if detail:
        assert detail in answer.json()["detail"]
        assert detail in page.text


async def test_a_wrong_token_is_404(bot: BotSnapshot, client: httpx.AsyncClient) -> None:
    answer = await client.post(f"/api/chat/{bot.id}/sessions", json={"token": "wrong"})
    assert answer.status_code == 404
    page = await client.get(f"/bot/{bot.id}?token=wrong")
    assert page.status_code == 404
    assert (await client.get("/bot/nonsense")).status_code == 404
    no_bot = await client.post(f"/api/chat/{new_id()}/sessions", json={"token": "wrong"})
    assert no_bot.json() | {"trace_id": ""} == answer.json() | {"trace_id": ""}, "nobody learns whether there is one"
    assert (await client.get(f"/bot/{new_id()}?token=wrong")).text == page.text


async def test_a_token_says_nothing_about_another_bot(
    bot: BotSnapshot, visitor: Visitor, make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    another = await make_bot(id=new_id())
    headers = {"X-Visitor-Token": visitor.session["visitor_token"]}
    for path, body in (
        ("messages", {"text": KITCHEN}),
        ("end", None),
        ("feedback", {"message_id": str(new_id()), "rating": 1}),
    ):
        there, nowhere = [
            await client.post(f"/api/chat/{id}/{path}", json=body, headers=headers) for id in (another.id, new_id())
        ]
        assert there.status_code == nowhere.status_code == 401, path
        assert there.json() | {"trace_id": ""} == nowhere.json() | {"trace_id": ""}


async def test_a_closed_bot_ends_sessions_that_are_open(
    visitor: Visitor, make_bot: Callable[..., Awaitable[BotSnapshot]]
) -> None:
    await make_bot(state="demo_expired", version=2)
    answer = await visitor.ask(KITCHEN)
    assert answer.status == 410
    assert "zu Ende gegangen" in answer.problem["detail"]


async def test_a_rating_replaces_the_one_before(visitor: Visitor, published: Published) -> None:
    id = uuid4()
    await visitor.ask(KITCHEN, id)
    for rating, comment in ((1, None), (1, None), (-1, "Zu teuer")):
        body = {"message_id": str(id), "rating": rating, "comment": comment}
        assert (await visitor.call("POST", "/feedback", body)).status_code == 204

    rated = [event for event in await published() if isinstance(event, AnswerRated)]
    assert [(event.rating, event.previous, event.commented) for event in rated] == [(1, None, False), (-1, 1, True)]
    assert (await visitor.call("POST", "/feedback", {"message_id": str(uuid4()), "rating": 1})).status_code == 404


async def test_a_visitor_ends_the_conversation_once(visitor: Visitor, published: Published) -> None:
    await visitor.ask(KITCHEN)
    for _ in range(2):
        assert (await visitor.call("POST", "/end")).status_code == 204

    [ended] = [event for event in await published() if isinstance(event, ConversationEnded)]
    assert (ended.reason, ended.messages, ended.visitor_messages, ended.topics) == ("visitor", 2, 1, ("price",))
    answer = await visitor.ask("Hallo")
    assert answer.status == 410
    assert answer.problem["type"].endswith("conversation-ended")


async def test_a_conversation_is_taken_up_again(visitor: Visitor, new_visitor: Callable[..., Visitor]) -> None:
    await visitor.ask(KITCHEN)
    again = await new_visitor().enter(resume=visitor.token)
    assert again.conversation_id == visitor.conversation_id

    transcript = (await again.call("GET", "/conversation")).json()
    assert [message["role"] for message in transcript["messages"]] == ["visitor", "assistant"]
    assert transcript["messages"][1]["citations"][0]["n"] == 1


async def test_whoever_can_be_booked_is_and_the_visit_is_told(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient, published: Published
) -> None:
    erika, jan = (
        ContactPerson(id=new_id(), name=name, booking_url=page)
        for name, page in (("Erika", "https://termine.example/erika"), ("Jan", None))
    )
    visitor = await Visitor(client, await make_bot(contact_persons=ContactPersons(persons=(erika, jan)))).enter()

    async def book(person_id: object) -> int:
        return (await visitor.call("POST", "/bookings", {"person_id": str(person_id)})).status_code

    assert await book(erika.id) == 404, "there is no conversation before the first message"
    await visitor.ask(KITCHEN)
    assert [await book(id) for id in (erika.id, jan.id, new_id())] == [204, 404, 404]
    [event] = [event for event in await published() if isinstance(event, BookingOpened)]
    assert (event.person_id, event.conversation_id) == (erika.id, visitor.conversation_id)


async def test_nobody_goes_on_with_a_conversation_whose_id_they_know(
    visitor: Visitor,
    new_visitor: Callable[..., Visitor],
    bot: BotSnapshot,
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    kit: ChatKit,
) -> None:
    await visitor.ask(KITCHEN)
    other = await make_bot(id=new_id())
    claims = kit.resources.verifier.verify(visitor.token, now=kit.clock.now())
    foreign = VisitorTokens(make_signing_key()).issue(claims, now=kit.clock.now())
    of_other_bot = kit.resources.tokens.issue(replace(claims, bot_id=other.id), now=kit.clock.now())
    preview = kit.resources.tokens.issue(replace(claims, environment="preview"), now=kit.clock.now())
    for attempt in (
        {"conversation": str(visitor.conversation_id)},
        {"resume": str(visitor.conversation_id)},
        {"resume": foreign},
        {"resume": visitor.token[:-4] + "AAAA"},
        {"resume": of_other_bot},
        {"resume": preview},
    ):
        stranger = await new_visitor("Stranger").enter(**attempt)
        assert stranger.conversation_id != visitor.conversation_id, attempt
        assert (await stranger.call("GET", "/conversation")).json()["messages"] == []
        await stranger.call("DELETE", "/conversation")
    at_another_bot = await new_visitor(of=other).enter(resume=visitor.token)
    assert at_another_bot.conversation_id != visitor.conversation_id

    kit.clock.move(timedelta(hours=2))  # the token is over
    assert (await visitor.call("GET", "/conversation")).status_code == 401
    assert (await new_visitor().enter(resume=visitor.token)).conversation_id == visitor.conversation_id
    kit.clock.move(timedelta(hours=24))
    assert (await new_visitor().enter(resume=visitor.token)).conversation_id != visitor.conversation_id


async def test_a_visitor_erases_the_conversation(visitor: Visitor, published: Published) -> None:
    await visitor.ask(KITCHEN)
    assert (await visitor.call("DELETE", "/conversation")).status_code == 204

    assert (await visitor.call("GET", "/conversation")).json()["messages"] == []
    answer = await visitor.ask("Hallo")
    assert (answer.status, answer.problem["type"].rsplit("/", 1)[1]) == (410, "conversation-erased")
    assert [type(event) for event in await published()][-2:].count(ConversationErased) == 1


async def test_a_token_works_for_an_hour(visitor: Visitor, kit: ChatKit) -> None:
    kit.clock.move(timedelta(minutes=61))
    assert (await visitor.ask("Hallo")).status == 401


async def test_operators_read_conversations_of_their_own_bots(
    visitor: Visitor, client: httpx.AsyncClient, api_key: Callable[..., Awaitable[dict[str, str]]], bot: BotSnapshot
) -> None:
    await visitor.ask(KITCHEN)
    own, foreign = await api_key("conversations:read"), await api_key("conversations:read", workspace_id=new_id())
    path = f"/api/chatbots/{bot.id}/conversations"

    listed = (await client.get(path, headers=own)).json()
    assert [item["id"] for item in listed["items"]] == [str(visitor.conversation_id)]
    one = (await client.get(f"{path}/{visitor.conversation_id}", headers=own)).json()
    assert one["transcript"][0]["text"] == KITCHEN
    assert (await client.get(path, headers=foreign)).status_code == 404
    assert (await client.get(f"{path}/{visitor.conversation_id}", headers=foreign)).status_code == 404
    assert (await client.get(path, headers=await api_key("leads:read"))).status_code == 403
    assert (await client.get(path)).status_code == 401
    assert (await client.get(path + "?cursor=bm9uc2Vuc2U", headers=own)).status_code == 422


async def test_the_list_has_pages(
    new_visitor: Callable[..., Visitor],
    client: httpx.AsyncClient,
    api_key: Callable[..., Awaitable[dict[str, str]]],
    bot: BotSnapshot,
) -> None:
    ids = []
    for _ in range(3):
        visitor = await new_visitor().enter()
        await visitor.ask("Hallo")
        ids.append(str(visitor.conversation_id))
    headers, path = await api_key(), f"/api/chatbots/{bot.id}/conversations?limit=2"

    first = (await client.get(path, headers=headers)).json()
    second = (await client.get(f"{path}&cursor={first['next']}", headers=headers)).json()

    assert [item["id"] for item in first["items"] + second["items"]] == ids[::-1]
    assert second["next"] is None


async def test_the_page_is_served_safely(bot: BotSnapshot, client: httpx.AsyncClient) -> None:
    page = await client.get(f"/bot/{bot.id}?token=token-production")

    assert page.headers["referrer-policy"] == "no-referrer"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self' https://tischlerei-brandt.example https://www.tischlerei-brandt.example" in policy
    assert "Tischlerei Brandt GmbH" in page.text
    assert "KI-Assistent" in page.text
    assert "http://" not in page.text
    assert page.text.count("https://") == 0


async def test_configured_text_cannot_become_markup(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    from contracts.bots import Branding

    bad = "</script><script>alert(1)</script>"
    bot = await make_bot(name=bad, branding=Branding(welcome_message=bad, primary_color="red;} body{display:none"))
    page = await client.get(f"/bot/{bot.id}?token=token-production")

    assert "<script>alert" not in page.text
    found = re.search(r'id="empfang-page">(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["look"]["colors"]["brand"] == "#1f4e79"
    assert "<style" not in page.text


@pytest.mark.parametrize("name", ["/widget/panel.js", "/widget/page.css", "/embed.js"])
async def test_files_are_small_and_ask_nobody_else(bot: BotSnapshot, client: httpx.AsyncClient, name: str) -> None:
    import gzip

    answer = await client.get(name)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) < 30_000
    assert "//cdn" not in answer.text


async def test_no_other_file_is_served(bot: BotSnapshot, client: httpx.AsyncClient) -> None:
    assert (await client.get("/widget/..%2Ftexts.py")).status_code == 404
    assert (await client.get("/widget/embed.html")).status_code == 404


async def test_operators_find_conversations_by_what_was_said_and_how_it_was_liked(
    new_visitor: Callable[..., Visitor],
    client: httpx.AsyncClient,
    api_key: Callable[..., Awaitable[dict[str, str]]],
    bot: BotSnapshot,
) -> None:
    kitchen, boats = await new_visitor().enter(), await new_visitor().enter()
    answer = await kitchen.ask(KITCHEN)
    await boats.ask("Verleihen Sie Segelboote auf Mallorca?")
    await kitchen.call("POST", "/feedback", {"message_id": answer.one("start")["answer_id"], "rating": -1})
    headers = await api_key("conversations:read")
    judged = {"message_id": answer.one("start")["answer_id"], "rating": -1, "comment": "Zu ungenau."}

    async def found(**wanted: str) -> list[str]:
        page = await client.get(f"/api/chatbots/{bot.id}/conversations", params=wanted, headers=headers)
        return [item["id"] for item in page.json()["items"]]

    listed = (await client.get(f"/api/chatbots/{bot.id}/conversations", headers=headers)).json()["items"]
    assert [(item["first_question"], item["unanswered"], item["disliked"]) for item in listed] == [
        ("Verleihen Sie Segelboote auf Mallorca?", 1, 0),
        (KITCHEN, 0, 1),
    ]
    assert await found(search="segelboote") == [str(boats.conversation_id)]
    assert await found(search="100%") == []
    assert await found(rating="-1") == [str(kitchen.conversation_id)]
    assert await found(unanswered="true") == [str(boats.conversation_id)]
    assert await found(environment="staging") == []
    assert await found(commented="true") == []
    await kitchen.call("POST", "/feedback", judged)
    assert await found(commented="true") == [str(kitchen.conversation_id)]
    listed = (await client.get(f"/api/chatbots/{bot.id}/conversations", headers=headers)).json()["items"]
    assert [item["comments"] for item in listed] == [[], ["Zu ungenau."]]


async def test_a_gap_is_open_until_it_is_closed_and_again_when_asked_in_vain(
    new_visitor: Callable[..., Visitor],
    client: httpx.AsyncClient,
    api_key: Callable[..., Awaitable[dict[str, str]]],
    bot: BotSnapshot,
    kit: ChatKit,
) -> None:
    question = "Verleihen Sie Segelboote auf Mallorca?"
    await (await new_visitor().enter()).ask(question)
    await (await new_visitor().enter()).ask(KITCHEN)
    own, foreign = await api_key(), await api_key(workspace_id=new_id())
    path = f"/api/chatbots/{bot.id}/gaps"

    (gap,) = (await client.get(path, headers=own)).json()
    assert (gap["question"], gap["asked"], gap["answered"]) == (question, 1, 0)
    close = f"{path}/{gap['group_id']}/close"
    assert (await client.post(close, headers=foreign)).status_code == 404
    assert (await client.post(close, headers=await api_key("conversations:read"))).status_code == 403
    kit.clock.move(timedelta(seconds=1))
    assert (await client.post(close, headers=own)).status_code == 204
    assert (await client.get(path, headers=own)).json() == []

    kit.clock.move(timedelta(seconds=1))
    await (await new_visitor().enter()).ask(question)
    assert [found["asked"] for found in (await client.get(path, headers=own)).json()] == [2]


async def test_operators_see_what_is_found_for_a_question(
    client: httpx.AsyncClient, api_key: Callable[..., Awaitable[dict[str, str]]], bot: BotSnapshot
) -> None:
    headers = await api_key("conversations:read")
    path = f"/api/chatbots/{bot.id}/search"

    known = (await client.get(path, params={"q": KITCHEN}, headers=headers)).json()
    assert known["verdict"] == "answer"
    assert "22.000 Euro" in known["passages"][0]["text"]
    assert known["passages"][0]["score"] >= known["passages"][-1]["score"]
    unknown = (await client.get(path, params={"q": "Verleihen Sie Segelboote?"}, headers=headers)).json()
    assert unknown["verdict"] == "refuse"
    assert (await client.get(path, params={"q": ""}, headers=headers)).status_code == 422

"""A visitor's token opens one conversation of one bot in one environment, and nothing beside it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import jwt
import pytest

from tests.security.running.asking import Answer, visiting
from tests.security.running.permissions import BODIES, VISITORS
from tests.security.running.test_matrix import operations, told
from tests.security.running.world import World, eventually

pytestmark = [pytest.mark.security, pytest.mark.timeout(180)]
OPENED = [one for _, one in operations() if one.id in VISITORS]
LEFT = [one for _, one in operations() if one.id in ("captureEmail", "requestContact")]
ODD = "Schnitzbankgeschichte"


@dataclass
class Guest:
    """Somebody who is in, and the id of what they asked."""

    token: str
    question: str

    @property
    def headers(self) -> dict[str, str]:
        """Of their requests."""
        return visiting(self.token)


async def guest(world: World, environment: str = "production", text: str = "Was kostet eine Küche mit Insel?") -> Guest:
    """Somebody new who has asked something."""
    found = Guest(await world.enter(world.a.bot, world.a.links[environment]), str(uuid4()))
    path = f"/api/chat/{world.a.bot}/messages"
    answer = await world.ingress.ask("POST", path, found.headers, json={"text": text, "message_id": found.question})
    assert answer.status == 200, answer.text
    return found


async def ask(world: World, id: str, headers: dict[str, str], **ids: str) -> Answer:
    """Ask for one of the visitors' operations."""
    one = next(one for one in (*OPENED, *LEFT) if one.id == id)
    known = {**world.a.ids, "answer_id": str(uuid4()), **ids}
    content = BODIES[id](known) if id in BODIES else {}
    return await world.ingress.ask(one.method, one.path.format(**known), headers, **content)


async def test_nobody_without_a_token_that_is_for_this_bot(world: World) -> None:
    b = await world.enter(world.b.bot, world.b.links["production"])
    head, body, signature = b.split(".")
    forged = jwt.encode(
        {**jwt.decode(b, options={"verify_signature": False}), "bot": world.a.bot.replace("-", "")}, "x" * 32
    )
    unsigned = jwt.encode({**jwt.decode(b, options={"verify_signature": False})}, "", algorithm="none")
    assert len(OPENED) == len(VISITORS)
    for who, headers in {
        "nobody": {},
        "a visitor of another bot": visiting(b),
        "another signature": visiting(f"{head}.{body}.{signature[::-1]}"),
        "another key": visiting(forged),
        "no signature": visiting(unsigned),
        "an API key": visiting(world.a.key),
        "an API key in its own header": world.a.headers,
        "the link's token": visiting(world.a.links["production"]),
    }.items():
        for one in OPENED:
            there, nowhere = await ask(world, one.id, headers), await ask(world, one.id, headers, bot=str(uuid4()))
            assert there.status == 401, (who, one.id, there.text)
            assert told(there) == told(nowhere), (who, one.id)
        if who in ("nobody", "an API key in its own header"):
            continue  # the operator's own key may hand leads over; without any the matrix has asked
        for one in LEFT:
            there = await ask(world, one.id, headers)
            nowhere = await ask(world, one.id, headers, chatbot_id=str(uuid4()))
            assert there.status in (401, 404), (who, one.id, there.text)
            assert told(there) == told(nowhere), (who, one.id)


async def test_visitors_of_one_bot_do_not_meet(world: World) -> None:
    one, other = await guest(world, text=f"Was kostet eine {ODD}?"), await guest(world)
    mine, theirs = (
        await ask(world, "recallConversation", one.headers),
        await ask(world, "recallConversation", other.headers),
    )
    assert ODD in mine.text
    assert ODD not in theirs.text
    assert one.question not in theirs.text
    rated = await ask(world, "rateAnswer", other.headers, answer_id=one.question)
    unknown = await ask(world, "rateAnswer", other.headers)
    assert rated.status == 404
    assert told(rated) == told(unknown)
    await ask(world, "stopAnswer", other.headers, answer_id=one.question)
    await ask(world, "eraseConversation", other.headers)
    assert (await ask(world, "recallConversation", one.headers)).text == mine.text
    resumed = {"token": world.a.links["production"], "conversation": mine.json()["conversation_id"]}
    entered = await world.ingress.ask("POST", f"/api/chat/{world.a.bot}/sessions", json=resumed)
    assert entered.json()["conversation_id"] != mine.json()["conversation_id"], "an id is no proof of whose it is"


async def test_environments_do_not_meet(world: World) -> None:
    """A tester's conversation is none of production, and is not taken up there; nor the other way round."""
    sent = {name: await guest(world, name) for name in ("production", "staging")}
    claims = {name: jwt.decode(one.token, options={"verify_signature": False}) for name, one in sent.items()}
    assert {name: found["env"] for name, found in claims.items()} == {name: name for name in sent}
    for name, other in (("production", "staging"), ("staging", "production")):
        body = {"token": world.a.links[other], "resume": sent[name].token}
        entered = (await world.ingress.ask("POST", f"/api/chat/{world.a.bot}/sessions", json=body)).json()
        assert entered["environment"] == other
        assert entered["conversation_id"].replace("-", "") != claims[name]["cid"]
    left = await world.ingress.ask(
        "POST",
        f"/api/chatbots/{world.a.bot}/capture-email",
        sent["staging"].headers,
        json={"email": "pruefer@werkstatt.example", "consent": world.consent},
    )
    assert left.status == 201, left.text
    leads = await world.call(world.a, "GET", f"/api/admin/leads/{left.json()['id']}")
    assert leads["environment"] == "staging"


async def test_an_ended_conversation_says_nothing_more(world: World) -> None:
    """What was said can be read and erased; after the erasure nothing comes back."""
    one = await guest(world)
    assert (await ask(world, "endConversation", one.headers)).status == 204
    assert (await ask(world, "recallConversation", one.headers)).json()["ended"] is True
    assert (await ask(world, "eraseConversation", one.headers)).status == 204
    gone = await ask(world, "recallConversation", one.headers)
    assert gone.json()["messages"] == []
    for id in ("rateAnswer", "declineEmailPrompt"):
        assert (await ask(world, id, one.headers, answer_id=one.question)).status == 404
    operators = f"/api/chatbots/{world.a.bot}/conversations/{gone.json()['conversation_id']}"
    assert (await world.ingress.ask("GET", operators, world.a.headers)).status == 404


async def test_a_renewed_link_ends_its_sessions(world: World) -> None:
    bot, links = world.other_bot, await world.links_of(world.a, world.other_bot)
    token = await world.enter(bot, links["production"])
    await world.call(world.a, "POST", f"/api/chatbots/{bot}/rotate-token")
    path = f"/api/chat/{bot}/conversation"
    await eventually(
        "the session's end",
        lambda: world.ingress.ask("GET", path, visiting(token)),
        lambda answer: answer.status == 401,
    )
    again = await world.ingress.ask("POST", f"/api/chat/{bot}/sessions", json={"token": links["production"]})
    assert again.status == 404


async def test_hosts_for_visitors_have_nothing_else(world: World) -> None:
    port = world.own.configuration.ports["ingress"]
    for name in ("staging", "preview"):
        for path in ("/api/chatbots", f"/api/chatbots/{world.a.bot}", "/api/admin/leads", "/api/ops/chat-svc/health"):
            answer = await world.ingress.ask("GET", path, world.a.headers, host=f"{name}.localhost:{port}")
            assert answer.status == 404, (name, path)

"""A person's data is where it belongs and nowhere else; after an erasure it is nowhere at all."""

from __future__ import annotations

import base64
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.collector import Collector
from tests.faults.effects import drained
from tests.security.running import places
from tests.security.running.asking import visiting
from tests.security.running.places import Traces
from tests.security.running.world import World, eventually

pytestmark = [pytest.mark.security, pytest.mark.timeout(240)]

NAME, EMAIL = "Waltraud Quendelbichler", "w.quendelbichler@kanarie.example"
PHONE, MESSAGE = "+49 151 77431290", "Der Hausschluessel liegt unterm Blaukrautkuebel"
COMMENT = "Das war die Auskunft fuer Quittenmus"
VISITOR = {
    "name": "Quendelbichler",
    "e-mail address": EMAIL,
    "telephone number": "15177431290",
    "number as typed": "151 77431290",
    "message": "Blaukrautkuebel",
    "comment": "Quittenmus",
}
"""Of a visitor: in the transcript, where they typed it, and sealed with the lead."""
CONTACT = {"contact person": "Ottokar Sperlingsdorn", "note": "Mirabellenhain"}
"""Of somebody at a company that is to be written to: outreach-svc keeps it, and nobody else."""
TRANSCRIPTS = frozenset({"chat.messages", "chat.question_groups"})
PROSPECTS = frozenset({"outreach.prospects"})
ADDRESS = "127.77.201.77"


async def test_personal_data_is_where_it_belongs_and_gone_when_it_is_erased(world: World, traces: Collector) -> None:
    configuration = world.own.configuration
    visitor, contact = Traces(VISITOR), Traces(CONTACT)
    await _visit(world)
    await _prospect(world)
    await drained(configuration)
    tables = list(places.dumped(configuration))
    assert any(visitor.within(content, "") for name, content in tables if name in TRANSCRIPTS), "nothing was written"
    assert any(contact.within(content, "") for name, content in tables if name in PROSPECTS), "nothing was written"

    for sought in (visitor, contact, Traces({"full address of a visitor": ADDRESS})):
        assert places.in_files(configuration, sought) == []
        assert await places.in_topics(configuration, sought) == []
        assert await places.in_metrics(configuration, sought) == []
        assert places.in_traces(traces, sought) == []
    assert places.in_databases(configuration, visitor, but=TRANSCRIPTS) == []
    assert places.in_databases(configuration, contact, but=PROSPECTS) == []

    await _erased(world)
    await drained(configuration)
    assert places.in_databases(configuration, visitor) == []
    assert places.in_files(configuration, visitor) == []
    assert await places.in_topics(configuration, visitor) == []


def test_the_search_finds_what_is_there() -> None:
    """Each spelling that it claims to know."""
    sought = Traces({"e-mail address": EMAIL})
    for content in (
        EMAIL.upper().encode(),
        EMAIL.replace("@", "%40").encode(),
        EMAIL.encode().hex().encode(),
        *(base64.b64encode(b"x" * shift + EMAIL.encode()) for shift in range(5)),
    ):
        assert sought.within(b"before " + content + b" after", "here") == ["e-mail address in here"], content
    assert sought.within(b"w.quendel@kanarie.example", "here") == []


async def _visit(world: World) -> None:
    """Somebody says who they are, rates an answer, leaves an address, and asks to be called."""
    a, ask = world.a, world.ingress.ask
    token = await world.enter(a.bot, a.links["production"], address=ADDRESS)
    headers, question = visiting(token), str(uuid4())
    text = f"Ich bin {NAME}, {EMAIL}, {PHONE}. {MESSAGE}. Was kostet eine Küche mit Insel?"

    async def post(path: str, body: Any) -> Any:
        answer = await ask("POST", path, headers, address=ADDRESS, json=body)
        assert answer.status < 300, (path, answer.status, answer.text)

    await post(f"/api/chat/{a.bot}/messages", {"text": text, "message_id": question})
    await post(f"/api/chat/{a.bot}/messages", {"text": f"Hier ist {NAME}. Wie lange ist die Lieferzeit?"})
    await post(f"/api/chat/{a.bot}/feedback", {"message_id": question, "rating": -1, "comment": COMMENT})
    await post(f"/api/chatbots/{a.bot}/capture-email", {"email": EMAIL, "consent": world.consent})
    wish = {"name": NAME, "email": EMAIL, "phone": PHONE, "message": MESSAGE, "consent": world.consent}
    await post(f"/api/chatbots/{a.bot}/contact-requests", {"person_id": a.ids["person_id"], **wish})
    await post(f"/api/chat/{a.bot}/end", None)


async def _prospect(world: World) -> None:
    """A company that has no site: nothing is built for it, and the failure is noted."""
    body = {
        "website": "https://werkstatt.invalid",
        "contact_person": CONTACT["contact person"],
        "note": CONTACT["note"],
    }
    made = await world.call(world.a, "POST", "/api/prospects", json=body)
    await eventually(
        "the failure",
        lambda: world.call(world.a, "GET", f"/api/prospects/{made['id']}"),
        lambda prospect: prospect["stage"] == "failed",
        40,
    )


async def _erased(world: World) -> None:
    asked = await world.call(world.a, "POST", "/api/privacy/requests", json={"kind": "erasure", "email": EMAIL})
    done = await eventually(
        "the certificate of the erasure",
        lambda: world.call(world.a, "GET", f"/api/privacy/requests/{asked['id']}"),
        lambda request: request["certified_at"] is not None,
        30,
    )
    assert {answer["service"] for answer in done["answers"]} >= {
        "lead-svc",
        "chat-svc",
        "analytics-svc",
        "outreach-svc",
    }

"""Every operation of every service, asked by everybody who must not get anything: nobody does, nothing changes.

The operations come from the OpenAPI documents. One that is new is tried as well, and fails here until somebody has said
what it needs (`permissions`) and has made a real object for its path (`world`).
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from servicekit.auth.keys import SCOPES, format_key, new_secret

from tests.security.operations import Document, Operation
from tests.security.running.asking import Answer, bearer, visiting
from tests.security.running.permissions import (
    ANY_KEY,
    BODIES,
    OF_ONE_BOT,
    OPTIONAL_KEY,
    PUBLIC,
    SCOPE_OF,
    SIGNED_IN,
    VISITORS,
    WHOLE_WORKSPACE_OF_OWN,
)
from tests.security.running.rows import changes, ids_of_others, rows_of
from tests.security.running.world import SECRET, SERVICES, World

pytestmark = [pytest.mark.security, pytest.mark.timeout(300)]
SERVICES_FOLDER = Path(__file__).parents[3] / "services"
SIDE_BY_SIDE = 12
LEAST_KEYED = 90
"""So many operations ask for a key at least; a matrix without rows proves nothing."""


def operations() -> Iterator[tuple[str, Operation]]:
    """Every documented operation with its service."""
    for service in SERVICES:
        document = Document(json.loads((SERVICES_FOLDER / service / "openapi.json").read_text()))
        for operation in document.operations():
            yield service, operation


KEYED = [
    (service, one)
    for service, one in operations()
    if one.id not in VISITORS | PUBLIC.keys() | SIGNED_IN.keys() | ANY_KEY.keys()
]
ABOUT_AN_OBJECT = [(s, one) for s, one in KEYED if one.path_names and one.id not in WHOLE_WORKSPACE_OF_OWN]


class Caller:
    """Asks for an operation with the ids of a workspace's real objects."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ids = world.a.ids | {"site": world.own.stack.site_url, "name": "first_contact", "answer_id": str(uuid4())}
        self.tried: Counter[str] = Counter()

    def path(self, service: str, operation: Operation, instead: dict[str, str]) -> str:
        """The operation's path; an id that nobody made fails."""
        ids = self.ids | {"letter_id": self.world.a.letters[service]} | instead
        missing = [name for name in operation.path_names if name not in ids]
        assert not missing, f"{operation.id}: no real object is made for {missing}"
        return operation.path.format(**ids)

    async def ask(
        self, who: str, service: str, operation: Operation, headers: dict[str, str], **instead: str
    ) -> Answer:
        """What this caller gets."""
        content = BODIES[operation.id](self.ids | instead) if operation.id in BODIES else {}
        more = content.pop("headers", {})
        self.tried[who] += 1
        return await self.world.ingress.ask(
            operation.method, self.path(service, operation, instead), {**headers, **more}, **content
        )

    async def all(
        self, who: str, headers: dict[str, str], wanted: list[tuple[str, Operation]], **instead: str
    ) -> list[tuple[Operation, Answer]]:
        """What this caller gets of each of these operations."""
        places = asyncio.Semaphore(SIDE_BY_SIDE)

        async def ask(service: str, operation: Operation) -> Answer:
            async with places:
                return await self.ask(who, service, operation, headers, **instead)

        answers = await asyncio.gather(*(ask(service, operation) for service, operation in wanted))
        return [(one, answer) for (_, one), answer in zip(wanted, answers, strict=True)]


def wrong(found: list[tuple[Operation, Answer]], *allowed: int) -> list[str]:
    """Answers that are none of these refusals, in words."""
    return [
        f"{one.id}: {answer.status} {answer.text[:200]}"
        for one, answer in found
        if answer.status not in allowed or answer.headers["content-type"] != "application/problem+json"
    ]


def told(answer: Answer) -> tuple[int, str]:
    """Status and body, but for ids and traces: what a caller could learn from it."""
    body = re.sub(r'"trace_id":\s*"\w+"', "", answer.text)
    return answer.status, re.sub(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "<id>", body)


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(world)


@pytest.fixture(autouse=True)
async def nothing_changes(world: World, caller: Caller, record_property: Any) -> Any:
    """Whoever asks: afterwards every row is as it was, but for what others did in their own workspaces."""
    await world.settled()
    before, others = rows_of(world.own.configuration), ids_of_others(world.own.configuration, world.a.id)
    yield
    record_property("tried", dict(caller.tried))
    print(dict(caller.tried))
    others |= ids_of_others(world.own.configuration, world.a.id)
    assert {world.b.id, world.b.bot} <= others
    assert world.a.bot not in others
    found = changes(before, rows_of(world.own.configuration), allowed=others)
    assert not found, "\n".join(found[:30])


def test_every_operation_was_thought_of() -> None:
    documented = Counter(one.id for _, one in operations())
    known = SCOPE_OF.keys() | VISITORS | PUBLIC.keys() | SIGNED_IN.keys() | ANY_KEY.keys()
    assert documented.keys() - known == set(), "say in `permissions` what these need"
    assert known - documented.keys() == set(), "these are gone"
    assert max(documented.values()) == 1
    assert OPTIONAL_KEY.keys() <= SCOPE_OF.keys()
    assert len(KEYED) >= LEAST_KEYED


async def test_nobody_without_a_valid_key(world: World, caller: Caller) -> None:
    visitor = await world.enter(world.b.bot, world.b.links["production"])
    key_id = world.a.key.split("_")[1]
    for who, headers in {
        "nobody": {},
        "a revoked key": bearer(world.revoked),
        "a key nobody has": bearer(format_key(uuid4(), new_secret())),
        "a key with another's secret": bearer(f"emp_{key_id}_{new_secret()}"),
        "a visitor of another bot": visiting(visitor),
    }.items():
        wanted = KEYED if headers else [(s, one) for s, one in KEYED if one.id not in OPTIONAL_KEY]
        if who == "a visitor of another bot":
            wanted = [(s, one) for s, one in wanted if one.id not in OPTIONAL_KEY]
        assert wrong(await caller.all(who, headers, wanted), 401) == [], who


async def test_a_foreign_workspace_learns_nothing(world: World, caller: Caller) -> None:
    foreign = world.b.headers
    found = await caller.all("another workspace", foreign, ABOUT_AN_OBJECT)
    assert wrong(found, 404) == []
    unknown = {name: str(uuid4()) for _, one in ABOUT_AN_OBJECT for name in one.path_names} | {"version": "987654"}
    invented = await caller.all("another workspace, invented ids", foreign, ABOUT_AN_OBJECT, **unknown)
    differences = [
        (one.id, told(real), told(none))
        for (one, real), (_, none) in zip(found, invented, strict=True)
        if told(real) != told(none)
    ]
    assert differences == []


async def test_no_object_is_reached_through_a_parent_of_ones_own(world: World, caller: Caller) -> None:
    """A's source below B's bot, A's key below B's workspace."""
    inside = [(s, one) for s, one in ABOUT_AN_OBJECT if len(one.path_names) > 1]
    own = {"chatbot_id": world.b.bot, "workspace_id": world.b.id}
    found = await caller.all("another workspace, own parent", world.b.headers, inside, **own)
    assert len(found) >= 8
    assert wrong(found, 404) == []


async def test_a_foreign_workspace_finds_nothing_of_anothers_in_what_it_may_have(world: World, caller: Caller) -> None:
    names_no_object = [(s, one) for s, one in KEYED if (s, one) not in ABOUT_AN_OBJECT]
    harmless = [
        (s, one) for s, one in names_no_object if one.id not in ("createWorkspace", "createProspect", "createProspects")
    ]
    found = await caller.all("another workspace, its own lists", world.b.headers, harmless)
    traces = [
        SECRET,
        *(id for name, id in world.a.ids.items() if name not in ("shelf", "monday", "version")),
        *world.a.letters.values(),
    ]
    for one, answer in found:
        assert answer.status < 500, (one.id, answer.text)
        if one.id not in ("changeManyLeads", "research", "askPrivacy"):  # they repeat the id that they were given
            assert [trace for trace in traces if trace in answer.text] == [], (one.id, answer.text[:500])
    answers = {one.id: answer for one, answer in found}
    assert answers["changeManyLeads"].json()["results"][0]["changed"] is False
    assert answers["askPrivacy"].status == 404
    assert answers["removeSuppression"].status == 404
    for id in ("listChatbots", "listLeads", "listProspects", "listMessages", "listReports", "listWorkspaces"):
        assert answers[id].status == 200, id


async def test_ids_of_anothers_objects_in_queries_and_bodies_give_nothing(world: World, caller: Caller) -> None:
    a, b, ask = world.a, world.b.headers, world.ingress.ask
    for path in (
        f"/api/admin/leads?chatbot_id={a.bot}",
        f"/api/outreach/messages?prospect_id={a.ids['prospect_id']}",
    ):
        answer = await ask("GET", path, b)
        assert answer.status == 404 or answer.json()["items"] == [], path
    exported = await ask("GET", f"/api/admin/leads/export?format=csv&chatbot_id={a.bot}", b)
    assert exported.status == 404 or len(exported.text.strip().splitlines()) == 1, exported.text
    body = {"name": "für fremde", "scopes": ["bots:read"], "bots": [a.bot]}
    assert (await ask("POST", f"/api/workspaces/{world.b.id}/api-keys", b, json=body)).status == 404


async def test_a_key_for_other_bots(world: World, caller: Caller) -> None:
    """Of the same workspace: it gets nothing of this bot, and nothing of the workspace as a whole."""
    found = await caller.all("a key for other bots", bearer(world.restricted), KEYED)
    assert wrong([(one, answer) for one, answer in found if one.id not in OF_ONE_BOT], 403, 404) == []
    shown = {one.id: answer for one, answer in found if one.id in OF_ONE_BOT}
    assert shown.keys() == OF_ONE_BOT.keys()
    for id, answer in shown.items():
        if id != "changeManyLeads":
            assert world.a.bot not in answer.text
            assert world.a.ids["lead_id"] not in answer.text
            assert SECRET not in answer.text, id
    assert shown["changeManyLeads"].json()["results"][0]["changed"] is False


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_key_without_the_scope(scope: str, world: World, caller: Caller) -> None:
    needing = [(s, one) for s, one in KEYED if SCOPE_OF[one.id] == scope]
    assert needing
    assert wrong(await caller.all(f"a key without {scope}", bearer(world.without[scope]), needing), 403) == []


async def test_the_platforms_key_is_for_operating_alone(world: World, caller: Caller) -> None:
    """It sees what is stuck, of all workspaces; what is in them it never sees."""
    others = [(s, one) for s, one in KEYED if not one.path.startswith("/api/ops/")]
    found = await caller.all("the platform's key", bearer(world.platform_key), others)
    assert wrong(found, 403) == []


async def test_no_key_that_somebody_made_passes_for_a_sign_in(world: World, caller: Caller) -> None:
    wanted = [(service, one) for service, one in operations() if one.id in SIGNED_IN]
    assert len(wanted) == len(SIGNED_IN)
    assert wrong(await caller.all("nobody", {}, wanted), 401) == []
    for key in (world.a.key, world.restricted, world.platform_key):
        assert wrong(await caller.all("a key", bearer(key), wanted), 403) == []


async def test_what_needs_no_scope_tells_a_key_of_itself_alone(world: World, caller: Caller) -> None:
    wanted = [(service, one) for service, one in operations() if one.id in ANY_KEY]
    assert len(wanted) == len(ANY_KEY)
    for who in ({}, bearer(world.revoked)):
        assert wrong(await caller.all("nobody", who, wanted), 401) == []
    for _, answer in await caller.all("another workspace", world.b.headers, wanted):
        assert (answer.status, answer.json()["workspace"]["id"]) == (200, world.b.id)
        assert world.a.id not in answer.text


async def test_dead_letters_show_nothing_of_what_is_in_them(world: World, caller: Caller) -> None:
    for service in SERVICES:
        page = await world.call(world.a, "GET", f"/api/ops/{service}/dead-letters")
        assert any(letter["id"] == world.a.letters[service] for letter in page["items"])
        assert SECRET not in json.dumps(page, ensure_ascii=False), service


async def test_a_key_for_one_bot_gets_that_bot(world: World, caller: Caller) -> None:
    sights = [(s, one) for s, one in ABOUT_AN_OBJECT if one.method == "GET" and one.path_names == ["chatbot_id"]]
    found = await caller.all("a key for this bot", bearer(world.restricted), sights, chatbot_id=world.other_bot)
    assert len(found) >= 12
    assert [f"{one.id}: {answer.status}" for one, answer in found if answer.status != 200] == []

"""A workspace of many, for `bench.console`: bots come by the API, the rest is written as the services write it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import aiohttp
import psycopg
from contracts.topics import PROSPECTS as TOPIC_OF_PROSPECTS
from lead_svc.adapters.vault import Vault
from lead_svc.models import Consent, Lead, Person
from lead_svc.settings import LeadKeys
from local_stack.configuration import Configuration
from psycopg import sql
from servicekit.ids import new_id
from sqlalchemy import create_engine, insert

from tests.demo.client import Stack

BOTS, LEADS, PROSPECTS, CONVERSATIONS = 1_000, 50_000, 10_000, 5_000
DRAFTS, DAYS = 300, 30
TOPIC = TOPIC_OF_PROSPECTS.name
CLIENTS, BATCH = 8, 2_000
STAGES = ("new", "researched", "demo_ready", "contacted", "contacted", "contacted", "replied", "won", "lost", "failed")
STATUSES = ("new", "new", "contacted", "qualified", "customer", "lost")
Item = TypeVar("Item")
Changes = Iterable[dict[str, Any]]


async def bots(stack: Stack) -> list[UUID]:
    """Bots that are published, made through the API so that every service knows them."""
    headers = {"Authorization": f"Bearer {stack.key}"}
    waiting, made = iter(range(BOTS)), list[UUID]()

    async def client(http: aiohttp.ClientSession) -> None:
        for number in waiting:
            body = {"name": f"Firma {number} Kundenservice", "company": {"company_name": f"Firma {number} GmbH"}}
            async with http.post("/api/chatbots/create-extended", json=body) as answer:
                answer.raise_for_status()
                bot = await answer.json()
            async with http.post(f"/api/chatbots/{bot['id']}/publish") as answer:
                answer.raise_for_status()
            made.append(UUID(bot["id"]))

    async with aiohttp.ClientSession(stack.base_url, headers=headers) as http:
        await asyncio.gather(*(client(http) for _ in range(CLIENTS)))
    return made


def parts(rows: Iterable[Item]) -> Iterator[list[Item]]:
    """The rows, so many at a time."""
    rest = iter(rows)
    while part := list(islice(rest, BATCH)):
        yield part


def like(url: str, table: str, changes: Changes, *, key: str = "id", of: object = None) -> None:
    """Rows like one that a service wrote (`of` by its key, or any), each with some columns of its own."""
    source = sql.SQL("(SELECT * FROM {} WHERE {} = %s LIMIT 1)") if of else sql.SQL("(SELECT * FROM {} LIMIT 1)")
    names = (sql.Identifier(table), sql.Identifier(key)) if of else (sql.Identifier(table),)
    statement = sql.SQL(
        "INSERT INTO {table} SELECT (jsonb_populate_record(null::{table}, to_jsonb(source) || change)).* "
        "FROM {source} source, jsonb_array_elements(%s::jsonb) change"
    ).format(table=sql.Identifier(table), source=source.format(*names))
    with psycopg.connect(url) as connection:
        for part in parts(changes):
            given = json.dumps(part, default=str)
            connection.execute(statement, (of, given) if of else (given,))
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def leads(configuration: Configuration, workspace: UUID, known: list[UUID], chance: random.Random) -> None:
    """Leads of a year, each of a person with a key of their own."""
    told = configuration.service_environment("lead-svc")
    keys = LeadKeys.model_validate({"master_key": told["LEAD_MASTER_KEY"], "index_key": told["LEAD_INDEX_KEY"]})
    vault = Vault(keys.masters(), current=keys.master_key_id, index_key=keys.index())
    engine = create_engine(configuration.database_url("lead").replace("postgresql://", "postgresql+psycopg://", 1))
    for part in parts(range(LEADS)):
        rows = [_lead(vault, workspace, known, number, chance) for number in part]
        with engine.begin() as connection:
            for table, place in ((Person, 0), (Lead, 1), (Consent, 2)):
                connection.execute(insert(table), [row[place] for row in rows])
    with engine.begin() as connection:
        for table in (Person, Lead, Consent):
            connection.exec_driver_sql(f"ANALYZE {table.__tablename__}")
    engine.dispose()


Row = dict[str, Any]


def _lead(vault: Vault, workspace: UUID, known: list[UUID], number: int, chance: random.Random) -> tuple[Row, Row, Row]:
    person, id = new_id(), new_id()
    key, email = vault.new_key(person), f"besucher{number}@example.org"
    at = datetime.now(UTC) - timedelta(seconds=chance.randrange(365 * 86_400))
    base = {"workspace_id": workspace, "master": key.master, "wrapped_key": key.sealed, "created_at": at}
    lead: Row = {
        "id": id,
        "workspace_id": workspace,
        "version": 1,
        "bot_id": chance.choice(known),
        "kind": "email",
        "environment": "staging" if number % 20 == 0 else "production",
        "person_id": person,
        "email_sealed": vault.seal(key, id, "email", email),
        "email_index": vault.index(workspace, "email", email),
        "status": chance.choice(STATUSES),
        "notes": "",
        "estimated_interest_level": chance.randint(1, 10),
        "interest_reasons": [],
        "topics_discussed": ["pricing"],
        "capture_context": {},
        "captured_at": at,
        "updated_at": at,
    }
    consent: Row = {
        "id": new_id(),
        "lead_id": id,
        "number": 1,
        "language": "de",
        "text": "Ich bin einverstanden, dass Sie mir schreiben.",
        "privacy_url": "https://beispiel.example/datenschutz",
        "purpose": "contact",
        "given_at": at,
    }
    return {"id": person, **base}, lead, consent


def prospects(url: str, counted: str) -> None:
    """Companies in every stage; most were written to, some drafts wait. `counted`: where analytics-svc has copies."""
    ids = [new_id() for _ in range(PROSPECTS)]
    now = datetime.now(UTC)

    def companies() -> Iterator[Row]:
        for number, id in enumerate(ids):
            stage, at = STAGES[number % len(STAGES)], now - timedelta(minutes=number)
            site = f"firma{number}.example"
            yield {
                "id": id,
                "website": f"https://www.{site}/",
                "place": site,
                "given_name": f"Firma {number} GmbH",
                "stage": stage,
                "stage_dates": {"new": at.isoformat(), stage: at.isoformat()},
                "bot_id": None,
                "batch_id": None,
                "next_follow_up_at": None,
                "score": number % 100 / 10,
                "created_at": at.isoformat(),
            }

    def messages() -> Iterator[Row]:
        for number, id in enumerate(ids):
            waits = number < DRAFTS
            own = {"id": new_id(), "prospect_id": id, "message_id": None if waits else f"<{id}@bench.example>"}
            yield {
                **own,
                "state": "draft" if waits else "dispatched",
                "approved_at": None if waits else now.isoformat(),
            }

    like(url, "prospects", companies())
    with psycopg.connect(counted) as connection:
        found = connection.execute("SELECT snapshot FROM replicas WHERE kind = %s LIMIT 1", (TOPIC,)).fetchone()
    if found is None:
        raise RuntimeError("analytics-svc knows no prospect yet")
    like(
        counted,
        "replicas",
        ({"id": row["id"], "snapshot": _told(found[0], row)} for row in companies()),
        key="kind",
        of=TOPIC,
    )
    like(url, "timeline", ({"id": new_id(), "prospect_id": id} for id in ids))
    like(url, "messages", messages())


def _told(snapshot: Row, row: Row) -> Row:
    """A snapshot of a prospect, as its event would have told it."""
    return {**snapshot, **{name: value for name, value in row.items() if name in snapshot}}


def conversations(url: str, bot: UUID) -> None:
    """Conversations of one bot, each with a question."""
    ids = [new_id() for _ in range(CONVERSATIONS)]
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT conversation_id, id FROM messages ORDER BY id LIMIT 1").fetchone()
    if found is None:
        raise RuntimeError("nobody has asked anything yet")
    like(url, "conversations", ({"id": id, "bot_id": bot, "answering": None} for id in ids), of=found[0])
    unique: Callable[[], UUID] = new_id
    rows = ({"id": unique(), "conversation_id": id, "message_id": unique()} for id in ids)
    like(url, "messages", rows, of=found[1])


def figures(url: str, known: list[UUID], bot: UUID) -> None:
    """Days of every bot, and a year of one."""
    last = datetime.now(UTC).date()

    def days() -> Iterator[tuple[UUID, date]]:
        for one in known:
            for back in range(1, DAYS + 1):
                yield one, last - timedelta(days=back)
        for back in range(1, 366):
            yield bot, last - timedelta(days=back)

    rows = ({"chatbot_id": one, "date": day.isoformat()} for one, day in days())
    like(url, "chatbot_analytics", rows, key="chatbot_id", of=bot)
    like(url, "engagement", ({"bot_id": one} for one in known), key="bot_id", of=bot)


def fill(configuration: Configuration, stack: Stack, workspace: UUID, bot: UUID) -> None:
    """Everything, into a stack that has walked the demo."""
    chance = random.Random(1)
    known = asyncio.run(bots(stack))
    leads(configuration, workspace, [*known, bot], chance)
    prospects(configuration.database_url("outreach"), configuration.database_url("analytics"))
    conversations(configuration.database_url("chat"), bot)
    figures(configuration.database_url("analytics"), known, bot)

"""Mails leave once, whatever dies when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio
from servicekit.clock import Clock
from servicekit.kit import Kit
from servicekit.mail.delivery import (
    MOST_TRIES,
    Delivery,
    Outgoing,
    bury_dead_claims,
    claim,
    deliver,
    mark,
    record,
    wait_after,
)
from servicekit.mail.message import Mail, message_id
from servicekit.mail.settings import SmtpSettings
from servicekit.mail.transport import Mailer, Outcome
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import DROP, HANG, Sink, mail_server
from servicekit.unit import UnitOfWork
from sqlalchemy import DateTime, select
from sqlalchemy.orm import DeclarativeBase, Mapped

WORKSPACE = UUID(int=1)
pytestmark = pytest.mark.integration
AnyKit = Kit[Any, UnitOfWork, Any]


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}


class Greeting(Outgoing, Base):
    __tablename__ = "greetings"

    text: Mapped[str]


class Greetings(Delivery[UnitOfWork, Greeting]):
    kind, task, argument = "greeting", "greet", "greeting_id"
    table = Greeting

    def __init__(self) -> None:
        self.ends: list[str] = []

    async def mail(self, unit: UnitOfWork, row: Greeting, now: datetime) -> Mail | None:
        if not row.text:
            row.state = "skipped"
            return None
        sender = "mara@agentur.example"
        return Mail(message_id(row.id, sender), "Mara", sender, "info@brandt.example", "Hallo", row.text, now)

    async def settled(self, unit: UnitOfWork, row: Greeting) -> None:
        self.ends.append(row.state)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as server:
        yield server


class Desk:
    """What tests do: write a greeting, send it, look at it."""

    def __init__(self, kit: AnyKit, sink: Sink) -> None:
        self.kit, self.greetings = kit, Greetings()
        self.mailer = Mailer(SmtpSettings(port=sink.port, timeout_seconds=1))

    async def write(self, text: str = "Guten Tag") -> UUID:
        async with self.kit.transaction() as unit:
            row = Greeting(id=unit.new_id(), workspace_id=WORKSPACE, state="waiting", reason="", text=text)
            unit.session.add(row)
        return row.id

    async def send(self, id: UUID, job: int = 1, **more: Any) -> Greeting:
        await deliver(Unfenced(self.kit, job, 0), self.mailer, self.greetings, id, **more)
        return await self.look(id)

    async def claim(self, id: UUID, job: int, *, marked: bool) -> int:
        async with self.kit.transaction() as unit:
            claimed = await claim(unit, self.greetings, id, job)
            assert claimed is not None
            if marked:
                assert await mark(unit, self.greetings, id, claimed.attempt)
        return claimed.attempt

    async def record(self, id: UUID, attempt: int, outcome: Outcome) -> Greeting:
        async with self.kit.transaction() as unit:
            await record(unit, self.greetings, id, attempt, outcome)
        return await self.look(id)

    async def sweep(self) -> int:
        return await bury_dead_claims(Unfenced(self.kit, 99, 0), self.greetings)

    async def look(self, id: UUID) -> Greeting:
        async with self.kit.transaction() as unit:
            return (await unit.session.scalars(select(Greeting).where(Greeting.id == id))).one()


@pytest_asyncio.fixture
async def desk(kit: AnyKit, sink: Sink) -> AsyncIterator[Desk]:
    async with kit.database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield Desk(kit, sink)


async def test_a_mail_is_sent_once(desk: Desk, sink: Sink) -> None:
    id = await desk.write()
    sent = await desk.send(id)
    again = await desk.send(id, job=2)
    assert (sent.state, sent.attempt, sent.reason) == ("sent", 1, "")
    assert again.attempt == 1
    assert len(sink.received) == 1
    assert desk.greetings.ends == ["sent"]
    assert (await desk.send(await desk.write(""))).state == "skipped"


async def test_many_jobs_for_one_mail_send_it_once(desk: Desk, sink: Sink) -> None:
    id = await desk.write()
    await asyncio.gather(*(desk.send(id, job) for job in range(1, 5)))
    assert len(sink.received) == 1


@pytest.mark.parametrize(
    ("stage", "planned", "state", "reason"),
    [
        ("RCPT", "550 <info@brandt.example> unknown", "failed", "550"),
        ("RCPT", "450 grey", "waiting", "450"),
        ("TEXT", DROP, "waiting", "SMTPServerDisconnected"),
        ("END", "451 full", "waiting", "451"),
        ("END", DROP, "uncertain", "SMTPServerDisconnected"),
        ("END", HANG, "uncertain", "SMTPReadTimeoutError"),
    ],
)
async def test_what_the_server_did_is_recorded(
    desk: Desk, sink: Sink, stage: Any, planned: str, state: str, reason: str
) -> None:
    sink.at[stage] = planned
    found = await desk.send(await desk.write())
    assert (found.state, found.reason) == (state, reason)
    assert desk.greetings.ends == ([] if state == "waiting" else [state])


async def test_it_is_tried_again_later_and_later_and_not_for_ever(desk: Desk, sink: Sink, clock: Clock) -> None:
    id = await desk.write()
    sink.at["MAIL"] = "451 later"
    for tries in range(1, MOST_TRIES):
        found = await desk.send(id, job=tries)
        assert (found.state, found.tries) == ("waiting", tries)
        assert found.not_before is not None
        assert abs(found.not_before - clock.now() - wait_after(tries)) < timedelta(seconds=5)
    assert (await desk.send(id, job=MOST_TRIES)).state == "failed"
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES)]
    assert waits[0] == timedelta(seconds=15)
    assert timedelta(hours=2) < sum(waits, timedelta()) < timedelta(hours=3)


async def test_a_job_that_runs_again_takes_up_its_own_claim(desk: Desk, sink: Sink) -> None:
    id = await desk.write()
    slow = await desk.claim(id, 7, marked=False)
    assert (await desk.send(id, job=8)).state == "sending"
    assert (await desk.send(id, job=7)).state == "sent"
    async with desk.kit.transaction() as unit:
        assert not await mark(unit, desk.greetings, id, slow)
    assert (await desk.record(id, slow, Outcome("try_later", "claim_lost"))).state == "sent"
    assert len(sink.received) == 1


async def test_what_was_handed_over_is_not_sent_again(desk: Desk, sink: Sink) -> None:
    id = await desk.write()
    attempt = await desk.claim(id, 7, marked=True)
    assert (await desk.send(id, job=7)).state == "uncertain"
    assert (await desk.send(id, job=7)).state == "uncertain"
    assert sink.received == []
    assert (await desk.record(id, attempt, Outcome("accepted", "250"))).state == "sent"  # only the report was late
    assert desk.greetings.ends == ["uncertain", "sent"]


async def test_claims_too_old_to_be_alive_are_settled(desk: Desk, sink: Sink, clock: Clock) -> None:
    before, after, tried = [await desk.write() for _ in range(3)]
    await desk.claim(before, 1, marked=False)
    await desk.claim(after, 2, marked=True)
    for _ in range(MOST_TRIES):
        attempt = await desk.claim(tried, 3, marked=False)
        if attempt < MOST_TRIES:
            await desk.record(tried, attempt, Outcome("try_later"))
    assert await desk.sweep() == 0
    clock.move(timedelta(minutes=11))
    assert await desk.sweep() == 3
    assert [(await desk.look(id)).state for id in (before, after, tried)] == ["waiting", "uncertain", "failed"]
    assert (await desk.send(before, job=4)).state == "sent"


async def test_a_database_that_goes_away_meanwhile_hears_of_it_all_the_same(
    desk: Desk, sink: Sink, postgres: Callable[[str], str]
) -> None:
    name = desk.kit.settings.database.url.get_secret_value().rpartition("/")[2]

    def cut() -> None:
        with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    sink.on["END"] = cut
    assert (await desk.send(await desk.write())).state == "sent"
    assert len(sink.received) == 1


async def test_what_cannot_be_fetched_keeps_the_mail_back(desk: Desk, sink: Sink) -> None:
    async def gone(row: Greeting, mail: Mail) -> Outcome:
        return Outcome("refused", "gone")

    async def away(row: Greeting, mail: Mail) -> Mail:
        raise ConnectionError("the store")

    assert (await desk.send(await desk.write(), complete=gone)).state == "failed"
    kept = await desk.send(await desk.write(), complete=away)
    assert (kept.state, kept.reason) == ("waiting", "ConnectionError")
    assert sink.received == []


async def test_without_its_row_nothing_happens(desk: Desk, sink: Sink) -> None:
    async with desk.kit.transaction() as unit:
        id = unit.new_id()
        assert await claim(unit, desk.greetings, id, 1) is None
        assert not await mark(unit, desk.greetings, id, 1)
        await record(unit, desk.greetings, id, 1, Outcome("accepted"))
    assert sink.received == []

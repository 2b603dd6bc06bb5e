"""Sending a mail once: claimed in one transaction, handed over outside any, recorded in another.

    waiting ──claim──► sending ──record──► sent, failed, uncertain
       ▲                  │
       └──────────────────┘ nothing was taken, or the claim died before its mark

Just before the end of the text goes out, without which no server takes a mail, the claim is marked as handed over. A
claim that died before its mark is tried again; one that died after it is uncertain and sent no more. Every write
checks the claim's attempt number, so that a process that was only slow cannot send what another has taken over.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlalchemy import BigInteger, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from servicekit.mail.message import Mail
from servicekit.mail.transport import Mailer, Outcome
from servicekit.unit import UnitOfWork
from servicekit.work.jobs import Job
from servicekit.work.retry import through_outages

log = structlog.get_logger(__name__)

MAILS = Counter("mails_total", "Mails by what the mail server said", ["service", "kind", "outcome"])

CLAIM_LASTS = timedelta(minutes=10)
"""A claim older than this has no live sender behind it any more."""
MOST_TRIES = 8
"""Tries of a mail since it was released; with the waits between them about two hours."""
_LONGEST_WAIT = timedelta(hours=1)


Step = Literal["claim", "give_back", "accept", "fail", "lose"]
"""An attempt takes a mail; it sent nothing; the server took it; never will; or nobody knows."""


class Outgoing:
    """The columns of a table of mails. `WAITING` and `SENT` are what that table calls these states."""

    WAITING: ClassVar[str] = "waiting"
    SENT: ClassVar[str] = "sent"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(Text)
    attempt: Mapped[int] = mapped_column(default=0)
    """Rises with every claim and never falls: the fence."""
    tries: Mapped[int] = mapped_column(default=0)
    """Claims since the mail was released."""
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[int | None] = mapped_column(BigInteger)
    """The job that claimed it."""
    handed_over_at: Mapped[datetime | None]
    """When the latest claim was marked: from then on the server may have taken the mail."""
    reason: Mapped[str] = mapped_column(Text, default="")

    def move(self, step: Step) -> None:
        """Take one of this mechanism's steps. A table with states of its own checks what it allows."""
        states = {"claim": "sending", "give_back": self.WAITING, "accept": self.SENT, "fail": "failed"}
        self.state = states.get(step, "uncertain")


U = TypeVar("U", bound=UnitOfWork)
M = TypeVar("M", bound=Outgoing)


class Delivery(ABC, Generic[U, M]):
    """One kind of mail: its table, the job that sends it (`task`, called with the id as `argument`) and its text."""

    kind: ClassVar[str]
    task: ClassVar[str]
    argument: ClassVar[str]
    table: type[M]

    async def locked(self, unit: U, id: UUID) -> M | None:
        """The mail's row, locked."""
        return await unit.session.get(self.table, id, with_for_update=True, populate_existing=True)

    async def enqueue(self, unit: U, row: M, *, at: datetime | None = None) -> None:
        """Have the mail sent after this transaction, or at a later time."""
        arguments: dict[str, Any] = {self.argument: row.id}
        await unit.enqueue(self.task, workspace_id=row.workspace_id, at=at, **arguments)

    @abstractmethod
    async def mail(self, unit: U, row: M, now: datetime) -> Mail | None:
        """What is to be sent, in the claim's transaction. None if nothing is, now or ever: then the row says why."""

    @abstractmethod
    async def settled(self, unit: U, row: M) -> None:
        """What follows from a mail being sent, failed or uncertain, in the same transaction."""

    def reason(self, outcome: Outcome) -> str:
        """What is kept of an outcome: its code. The server's words may name somebody."""
        return outcome.reason


@dataclass(frozen=True, slots=True)
class Claimed(Generic[M]):
    """A mail that this attempt, and no other, may hand to the mail server."""

    row: M
    mail: Mail
    attempt: int


Complete = Callable[[M, Mail], Awaitable[Mail | Outcome]]


async def deliver(
    job: Job[Any, U, Any], mailer: Mailer, delivery: Delivery[U, M], id: UUID, *, complete: Complete[M] | None = None
) -> None:
    """Send a mail that waits, once. `complete` adds what must be fetched, or says why it cannot be had."""
    async with job.transaction() as unit:
        claimed = await claim(unit, delivery, id, job.id)
    if claimed is None:
        return

    async def marked() -> bool:
        async with job.kit.transaction() as unit:
            return await mark(unit, delivery, id, claimed.attempt)

    whole = await _completed(complete, claimed) if complete else claimed.mail
    outcome = whole if isinstance(whole, Outcome) else await mailer.send(whole, before_end=marked)
    MAILS.labels(job.kit.name, delivery.kind, outcome.kind).inc()
    if outcome.kind != "accepted":
        log.warning("mail not accepted", mail=str(id), kind=delivery.kind, outcome=outcome.kind, reason=outcome.reason)

    async def recorded() -> None:
        # without the job's fence: the claim's attempt number fences it, and the truth is better late than lost
        async with job.kit.transaction() as unit:
            await record(unit, delivery, id, claimed.attempt, outcome)

    await through_outages(recorded, health=job.kit.health, part="mail")


async def _completed(complete: Complete[M], claimed: Claimed[M]) -> Mail | Outcome:
    try:
        return await complete(claimed.row, claimed.mail)
    except Exception as error:
        log.warning("mail could not be completed", mail=str(claimed.row.id), error=type(error).__name__)
        return Outcome("try_later", type(error).__name__)


async def claim(unit: U, delivery: Delivery[U, M], id: UUID, job_id: int) -> Claimed[M] | None:
    """Take a mail that waits; None when there is nothing to send now."""
    row = await delivery.locked(unit, id)
    if row is None:
        return None
    if row.state == "sending" and row.claimed_by == job_id:
        await _bury(unit, delivery, row)  # this very job claimed it, and died
    if row.state != row.WAITING:
        return None
    now = unit.now()
    mail = await delivery.mail(unit, row, now)
    if mail is None:
        return None
    row.move("claim")
    row.claimed_at, row.claimed_by, row.handed_over_at = now, job_id, None
    row.attempt, row.tries = row.attempt + 1, row.tries + 1
    return Claimed(row, mail, row.attempt)


async def mark(unit: U, delivery: Delivery[U, M], id: UUID, attempt: int) -> bool:
    """Note that the mail's end goes out next; False when the claim is no longer this attempt's."""
    row = await delivery.locked(unit, id)
    if row is None or row.attempt != attempt or row.state != "sending":
        return False
    row.handed_over_at = unit.now()
    return True


async def record(unit: U, delivery: Delivery[U, M], id: UUID, attempt: int, outcome: Outcome) -> None:
    """Write down what became of an attempt; a late report also settles an uncertain mail."""
    row = await delivery.locked(unit, id)
    if row is None or row.attempt != attempt or row.state not in ("sending", "uncertain"):
        return
    if outcome.kind == "uncertain" and row.state == "uncertain":
        return
    reason = delivery.reason(outcome)
    if outcome.kind == "accepted":
        await _settle(unit, delivery, row, "accept", "")
    elif outcome.kind == "uncertain":
        await _settle(unit, delivery, row, "lose", reason)
    elif outcome.kind == "refused" or row.tries >= MOST_TRIES:
        await _settle(unit, delivery, row, "fail", reason)
    else:
        await _return(unit, delivery, row, reason, at=unit.now() + wait_after(row.tries))


async def bury_dead_claims(job: Job[Any, U, Any], delivery: Delivery[U, M]) -> int:
    """Settle claims that are too old to be alive; how many."""
    table = delivery.table
    async with job.transaction() as unit:
        late = select(table.id).where(table.state == "sending", table.claimed_at < unit.now() - CLAIM_LASTS)
        ids = (await unit.session.scalars(late)).all()
    for id in ids:
        async with job.transaction() as unit:
            row = await delivery.locked(unit, id)
            if row is None or row.state != "sending":
                continue
            await _bury(unit, delivery, row)
            if row.state == row.WAITING:
                await delivery.enqueue(unit, row)
    if ids:
        log.warning("mails whose sender died", kind=delivery.kind, count=len(ids))
    return len(ids)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries: 15 s at first, then three times as long each time, up to an hour."""
    return min(timedelta(seconds=5 * 3**tries), _LONGEST_WAIT)


async def _bury(unit: U, delivery: Delivery[U, M], row: M) -> None:
    reason = "the sender stopped before the mail server's answer was recorded"
    if row.handed_over_at is not None:
        await _settle(unit, delivery, row, "lose", reason)
    elif row.tries >= MOST_TRIES:
        await _settle(unit, delivery, row, "fail", "the sender stopped before it handed the mail over")
    else:
        row.move("give_back")


async def _return(unit: U, delivery: Delivery[U, M], row: M, reason: str, *, at: datetime) -> None:
    row.move("give_back")
    row.reason, row.not_before = reason, at
    await delivery.enqueue(unit, row, at=at)


async def _settle(unit: U, delivery: Delivery[U, M], row: M, step: Step, reason: str) -> None:
    row.move(step)
    row.reason = reason
    await delivery.settled(unit, row)

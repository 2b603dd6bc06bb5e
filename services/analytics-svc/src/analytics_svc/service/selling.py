"""What was sent to prospects and what came back, by workspace and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from contracts.base import Event
from contracts.envelope import Envelope
from contracts.outreach import MessageBounced, MessageDispatched, RecipientUnsubscribed, ReplyReceived

from analytics_svc.domain.figures import local_day
from analytics_svc.repository import Unit

E = TypeVar("E", bound=Event)
Columns = tuple[str, ...]
"""Columns of a workspace's day, to each of which one is added."""

SOLD: dict[type[Event], Callable[[Any], Columns]] = {}
"""What each event of outreach-svc counts for, by its class. `counts` alone enters one."""


def counts(kind: type[E]) -> Callable[[Callable[[E], Columns]], Callable[[E], Columns]]:
    """Declare that events of a class count, and for what; contracts/topics.py says so to everybody else."""

    def declare(columns: Callable[[E], Columns]) -> Callable[[E], Columns]:
        SOLD[kind] = columns
        return columns

    return declare


async def count(unit: Unit, envelopes: Sequence[Envelope], zones: Mapping[UUID, str | None]) -> Counter[str]:
    """Add to the days of workspaces. `zones` has all of them; those of deleted ones, None, are dropped."""
    outcome: Counter[str] = Counter()
    changes: dict[tuple[UUID, date], Counter[str]] = {}
    for envelope in envelopes:
        zone = zones[envelope.workspace_id]
        if zone is None:
            outcome["dropped"] += 1
            continue
        outcome["counted"] += 1
        for name in SOLD[type(envelope.event)](envelope.event):
            day = local_day(envelope.event.at, zone)  # type: ignore[attr-defined]  # each of SOLD has one
            changes.setdefault((envelope.workspace_id, day), Counter())[name] += 1
    await unit.add_sales(changes)
    return outcome


@counts(MessageDispatched)
def _dispatched(event: MessageDispatched) -> Columns:
    """A double opt-in's mail is no contact, and a call leaves nothing behind."""
    column = {"email": ("mails",), "letter": ("letters",)}.get(event.channel, ())
    first = ("first_contacts",) if event.first_contact else ()
    return first + (column if event.kind != "opt_in" else ())


@counts(MessageBounced)
def _bounced(event: MessageBounced) -> Columns:
    return ("bounces",) if event.kind != "opt_in" else ()


@counts(ReplyReceived)
def _replied(event: ReplyReceived) -> Columns:
    return ("replies",)


@counts(RecipientUnsubscribed)
def _unsubscribed(event: RecipientUnsubscribed) -> Columns:
    return ("unsubscribes",)

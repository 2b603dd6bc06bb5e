"""What was sent to prospects and what came back, by workspace and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.envelope import Envelope
from contracts.outreach import MessageBounced, MessageDispatched, RecipientUnsubscribed, ReplyReceived

from analytics_svc.domain.figures import local_day
from analytics_svc.repository import Unit

SOLD = (MessageDispatched, MessageBounced, ReplyReceived, RecipientUnsubscribed)
"""The events of outreach-svc that count."""


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
        for name in counted_as(envelope.event):
            day = local_day(envelope.event.at, zone)  # type: ignore[attr-defined]  # each of SOLD has one
            changes.setdefault((envelope.workspace_id, day), Counter())[name] += 1
    await unit.add_sales(changes)
    return outcome


def counted_as(event: object) -> tuple[str, ...]:
    """The columns that an event adds to. A double opt-in's mail is no contact, and a call leaves nothing behind."""
    if isinstance(event, MessageDispatched):
        column = {"email": ("mails",), "letter": ("letters",)}.get(event.channel, ())
        first = ("first_contacts",) if event.first_contact else ()
        return first + (column if event.kind != "opt_in" else ())
    if isinstance(event, MessageBounced):
        return ("bounces",) if event.kind != "opt_in" else ()
    return ("replies",) if isinstance(event, ReplyReceived) else ("unsubscribes",)

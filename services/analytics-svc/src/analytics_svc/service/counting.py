"""From a batch of raw events to daily figures: one transaction, once in effect however often a batch comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.base import Event
from contracts.envelope import DecodeError, Envelope, UnknownEvent, decode
from opentelemetry.trace import SpanKind
from servicekit.events import inbox
from servicekit.events.inbox import Record
from servicekit.kit import Kit
from servicekit.telemetry import span

from analytics_svc.domain.figures import implausible, local_day
from analytics_svc.repository import Bot, Unit
from analytics_svc.service import scoring, selling
from analytics_svc.service.selling import SOLD
from analytics_svc.service.tally import COUNTED, about, bot_of, tally

CONSUMER = "analytics-svc"
COUNTED_TYPES = frozenset(event.TYPE for event in (*COUNTED, *SOLD))

Found = tuple[Envelope, Record]
_SURELY_TODAY = timedelta(minutes=1)
"""What is younger came as it should, be it around midnight."""


class Undecodable(Exception):
    """A record that is no event: it must be set aside alone."""

    def __init__(self, record: Record, reason: str) -> None:
        super().__init__(reason)
        self.record = record
        self.reason = reason


def decoded(record: Record, now: datetime) -> Envelope | None:
    """The event of a record, None when it does not count. Raises `Undecodable`: it is no event or cannot be true."""
    if record.value is None or (record.type and record.type not in COUNTED_TYPES):
        return None
    try:
        envelope = decode(record.value)
    except UnknownEvent:
        return None
    except DecodeError as error:
        raise Undecodable(record, str(error)) from error
    if envelope.type not in COUNTED_TYPES or getattr(envelope.event, "environment", "production") != "production":
        return None
    if (reason := implausible(envelope.event, now)) is not None:
        raise Undecodable(record, reason)
    return envelope


async def apply(kit: Kit[Any, Unit, Any], records: Sequence[Record]) -> Counter[str]:
    """Count a batch in one transaction; returns how many events were counted, repeated, parked or dropped,
    and how many of them were late.

    Events of bots that are not known yet are parked, those of deleted bots dropped. Raises `Undecodable` (nothing is
    written) and whatever the database raises.
    """
    now = kit.clock.now()
    events = [(envelope, record) for record in records if (envelope := decoded(record, now)) is not None]
    if not events:
        return Counter()
    # one transaction for many events: none of their traces is its own, so it names them all
    with span("count", links=[envelope.traceparent for envelope, _ in events], kind=SpanKind.CONSUMER):
        async with kit.transaction() as unit:
            await unit.share_figures()
            return await apply_within(unit, events)


async def apply_within(unit: Unit, found: Sequence[Found]) -> Counter[str]:
    """The same within a transaction that already shares or owns the figures."""
    outcome: Counter[str] = Counter()
    bots = await unit.bots({bot_of(e.event) for e, _ in found if type(e.event) not in SOLD})
    zones = await unit.workspace_zones({e.workspace_id for e, _ in found if type(e.event) in SOLD})
    known: dict[UUID, Envelope] = {}
    waiting: list[tuple[Record, UUID]] = []
    for envelope, record in found:
        sold = type(envelope.event) in SOLD
        parent = envelope.workspace_id if sold else bot_of(envelope.event)
        if parent in (zones if sold else bots):
            known.setdefault(envelope.id, envelope)
        else:
            waiting.append((record, parent))
    await inbox.park_all(unit.session, CONSUMER, waiting)
    outcome["parked"] = len(waiting)
    new = await unit.claim_all(CONSUMER, known)
    outcome["repeated"] = len(found) - outcome["parked"] - len(new)
    fresh = [envelope for id, envelope in known.items() if id in new]
    await _count(unit, [e for e in fresh if type(e.event) not in SOLD], bots, outcome)
    outcome.update(await selling.count(unit, [e for e in fresh if type(e.event) in SOLD], zones))
    return outcome


async def _count(unit: Unit, found: Sequence[Envelope], bots: dict[UUID, Bot], outcome: Counter[str]) -> None:
    alive = [envelope.event for envelope in found if not bots[bot_of(envelope.event)].deleted]
    rows = await unit.lock_bots({bots[bot_of(event)] for event in alive})
    erased = await unit.erased({id for event in alive for id in about(event)})
    change = await tally(unit, [event for event in alive if not about(event) & erased.keys()], bots)
    if change.erased:
        await unit.erase(change.erased)
    outcome["counted"] = change.counted
    outcome["dropped"] = len(found) - change.counted
    outcome["late"] = sum(_is_late(event, bots[bot_of(event)], unit.now()) for event in alive)
    touched = {id: rows[id] for id in change.touched}
    causes = {bot_of(envelope.event): envelope.traceparent for envelope in found}  # of each bot the last event
    await scoring.rescore(unit, touched, {id: bots[id].zone for id in touched}, causes)


def _is_late(event: Event, bot: Bot, now: datetime) -> bool:
    """Whether the event's day was over when it came: a figure that somebody may have read has changed."""
    at: datetime = event.at  # type: ignore[attr-defined]  # every counted event has one
    return now - at > _SURELY_TODAY and local_day(at, bot.zone) < local_day(now, bot.zone)

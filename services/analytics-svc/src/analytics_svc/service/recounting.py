"""Counting once more, into shadow tables: the same sums as the first time, with nothing told to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.base import Event
from contracts.envelope import Envelope
from servicekit.events import inbox
from servicekit.events.inbox import Record

from analytics_svc.repository import Unit, shadow
from analytics_svc.service.counting import CONSUMER, Found, Undecodable, apply_within, decoded
from analytics_svc.service.tally import about, bot_of, tally

PORTION = 500
"""Events in one round of statements."""


def readable(records: Sequence[Record], now: datetime) -> list[Found]:
    """The events that count, in order; what cannot be read is the worker's to set aside."""
    found: list[Found] = []
    for record in records:
        try:
            envelope = decoded(record, now)
        except Undecodable:
            continue
        if envelope is not None:
            found.append((envelope, record))
    return found


async def recount(unit: Unit, envelopes: Sequence[Envelope], forgotten: set[UUID]) -> None:
    """Count events of known bots into the shadow tables; ids of conversations that end up erased go into `forgotten`.

    Sums of days name nobody, so what an erased conversation had added before its erasure is counted again; what came
    after it is dropped again.
    """
    bots = {id: bot for id, bot in (await unit.bots({bot_of(e.event) for e in envelopes})).items() if not bot.deleted}
    known = {envelope.id: envelope for envelope in envelopes if bot_of(envelope.event) in bots}
    new = await unit.claim_all(CONSUMER, known)
    fresh: list[Event] = [envelope.event for id, envelope in known.items() if id in new]
    erased = await unit.erased({id for event in fresh for id in about(event)})

    def was_dropped(event: Event) -> bool:
        at: datetime = event.at  # type: ignore[attr-defined]  # every counted event has one
        return any(id in forgotten or (id in erased and at >= erased[id]) for id in about(event))

    change = await tally(unit, [event for event in fresh if not was_dropped(event)], bots)
    forgotten |= change.erased


async def catch_up(unit: Unit, records: Sequence[Record]) -> None:
    """Count, for the tables that are read, what the workers have not counted yet, within the swap's transaction."""
    events = readable(records, unit.now())
    for start in range(0, len(events), PORTION):
        await apply_within(unit, events[start : start + PORTION])


async def settle_set_aside(unit: Unit) -> int:
    """Count events that were set aside and that the rebuild has counted: nobody shall count them a second time.

    They were parked for a bot that is known by now, or a defect that is mended made dead letters of them. Returns how
    many there were.
    """
    waiting: dict[UUID, tuple[UUID, Found]] = {}
    for id, record in await inbox.set_aside(unit.session, CONSUMER):
        for found in readable([record], unit.now()):
            waiting[found[0].id] = (id, found)
    counted = await shadow.claimed(unit.session, list(waiting))
    for event_id in sorted(counted):
        id, found = waiting[event_id]
        await apply_within(unit, [found])
        await inbox.done(unit.session, id)
    return len(counted)

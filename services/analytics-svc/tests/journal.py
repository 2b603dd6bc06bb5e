"""Generated journals of events, good and bad, and the records and the disorder in which they come."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.base import Event
from contracts.chat import (
    AnswerRated,
    BookingOpened,
    BotVisited,
    ConversationEnded,
    ConversationErased,
    ConversationStarted,
    EmailPromptShown,
    MessageSent,
)
from contracts.envelope import Envelope, encode
from contracts.lead import LeadCaptured, LeadEvent, LeadStatus, LeadStatusChanged
from contracts.topics import CONVERSATIONS, LEADS
from servicekit.events.inbox import Record
from servicekit.ids import new_id

ZONES = ("Europe/Berlin", "Europe/Vienna", "America/New_York")
TWICE = 0.05
DISORDER = 60
"""Records within which the order is lost."""
APART = 300
"""Records between a conversation's last event, its erasure and what comes after that. More than the disorder and a
portion of the sender together: whether an event comes before or after an erasure is the one thing that decides."""


def generate(
    seed: int, bots: Sequence[tuple[UUID, str]], conversations: int, *, erasing: Collection[UUID] = ()
) -> list[Event]:
    """Conversations around the two clock changes of 2026, some over midnight, some preview ones.

    Visitors of the bots `erasing` have some of their conversations erased.
    """
    chance = random.Random(seed)
    events: list[Event] = []
    erasable: list[tuple[int, dict[str, Any]]] = []
    for _ in range(conversations):
        own = _visit(chance, chance.choice(bots)[0])
        events += own
        last: Any = own[-1]
        if any(isinstance(event, LeadCaptured) for event in own) or isinstance(last, BotVisited):
            continue  # a conversation with a lead is erased with it, by another way
        if last.bot_id in erasing and chance.random() < 0.2:
            common = last.model_dump(include={"bot_id", "conversation_id", "environment", "at"})
            erasable.append((len(events), common))
    placed: list[tuple[float, Event]] = [(place, event) for place, event in enumerate(events)]
    for place, common in erasable:
        if place + 2 * APART < len(events):
            placed.append((place + APART - 0.5, ConversationErased(**common)))
            late = MessageSent(**common, message_id=new_id(), role="visitor", turn=99)
            placed.append((place + 2 * APART - 0.5, late))
    return [event for _, event in sorted(placed, key=lambda pair: pair[0])]


def _visit(chance: random.Random, bot_id: UUID) -> list[Event]:
    """A visit, and mostly a conversation."""
    start = chance.choice([datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)])
    at = start + timedelta(minutes=chance.randrange(0, 60 * 30))
    environment: Any = "production" if chance.random() < 0.9 else "preview"
    visitor, visit = f"v{chance.randrange(40)}", new_id()
    found: list[Event] = [
        BotVisited(bot_id=bot_id, visit_id=visit, environment=environment, visitor=visitor, at=at),
    ]
    if chance.random() < 0.2:
        if chance.random() < 0.2:  # a contact request without a word before
            found = [*_lead(chance, {"bot_id": bot_id, "environment": environment}, at), *found]
        return found
    common: dict[str, Any] = {"bot_id": bot_id, "conversation_id": new_id(), "environment": environment}
    if chance.random() < 0.97:  # else the start never comes
        found.append(ConversationStarted(**common, visit_id=visit, visitor=visitor, at=at))
    group = UUID(int=chance.randrange(1, 6))
    turns = chance.randrange(1, 6)
    for turn in range(turns):
        at += timedelta(seconds=chance.randrange(1, 400))
        found += _turn(chance, common, at, 2 * turn + 1, group)
    if chance.random() < 0.3:
        for _ in range(chance.choice([1, 1, 2])):
            found += _lead(chance, common, at)
    if chance.random() < 0.8:
        counts = {"messages": 2 * turns, "visitor_messages": turns}
        found.append(ConversationEnded(**common, at=at, seconds=chance.randrange(0, 2000), **counts, reason="timeout"))
    return found


def _turn(chance: random.Random, common: dict[str, Any], at: datetime, turn: int, group: UUID) -> list[Event]:
    """A question and its answer, rated or not; a rating may be changed later, in either direction or to the same."""
    answer, total = new_id(), chance.randrange(0, 5000)
    timed = chance.random() < 0.9  # a greeting that was written beforehand has no times
    found: list[Event] = [
        MessageSent(**common, at=at, message_id=new_id(), role="visitor", turn=turn),
        MessageSent(
            **common,
            at=at,
            message_id=answer,
            role="assistant",
            turn=turn + 1,
            total_ms=total if timed else None,
            first_token_ms=total // 3 if timed and chance.random() < 0.9 else None,
            answered=chance.choice([True, True, True, False, None]),
            question_group_id=group if chance.random() < 0.8 else None,
        ),
    ]
    if chance.random() < 0.1:
        found.append(EmailPromptShown(**common, at=at, trigger="follow_up"))  # counts for nothing
    if chance.random() < 0.1:
        found.append(BookingOpened(**common, at=at, person_id=new_id()))
    before: Any = None
    while chance.random() < (0.2 if before is None else 0.4):
        at += timedelta(seconds=chance.choice([1, 60, 12 * 3600]))
        rating: Any = chance.choice([-1, 1])
        found.append(AnswerRated(**common, at=at, message_id=answer, rating=rating, previous=before))
        before = rating
    return found


def _lead(chance: random.Random, common: dict[str, Any], at: datetime) -> list[Event]:
    """A lead, and what its operator says of it in the days after."""
    kind: Any = chance.choice(["email", "contact_request"])
    captured = LeadCaptured(lead_id=new_id(), **common, kind=kind, interest_level=5, at=at)
    found: list[Event] = [captured]
    before: LeadStatus = "new"
    while chance.random() < 0.4:
        at += timedelta(hours=chance.randrange(1, 60))
        status: Any = chance.choice(["contacted", "customer", "customer", "lost"])
        found.append(
            LeadStatusChanged(lead_id=captured.lead_id, bot_id=captured.bot_id, status=status, previous=before, at=at)
        )
        before = status
    return found


def absurd(seed: int, bots: Sequence[tuple[UUID, str]], count: int) -> list[Event]:
    """Events that cannot be true: far in the future, or with times no answer and no session takes."""
    chance = random.Random(seed)
    now = datetime(2026, 10, 24, 20, tzinfo=UTC)
    found: list[Event] = []
    for number in range(count):
        common: dict[str, Any] = {
            "bot_id": chance.choice(bots)[0], "conversation_id": new_id(), "environment": "production", "at": now,
        }  # fmt: skip
        answer = {"message_id": new_id(), "role": "assistant", "turn": 2}
        ended = {"messages": 2, "visitor_messages": 1, "reason": "timeout"}
        kinds: list[Any] = [
            lambda c=common: ConversationStarted(**{**c, "at": now + timedelta(days=36_500)}, visitor="v"),
            lambda c=common, a=answer: MessageSent(**c, **a, total_ms=10**15),
            lambda c=common, a=answer: MessageSent(**c, **a, total_ms=-1),
            lambda c=common, a=answer: MessageSent(**c, **a, total_ms=9, first_token_ms=10**30),
            lambda c=common, e=ended: ConversationEnded(**c, seconds=10**18, **e),
            lambda c=common, e=ended: ConversationEnded(**c, seconds=-7, **e),
        ]
        found.append(kinds[number % len(kinds)]())
    return found


def poison(bots: Sequence[tuple[UUID, str]], count: int) -> list[Record]:
    """Records that are no events: torn, of other encodings, empty of meaning. No two are equal."""
    kinds = (
        b"{no event %d",
        b"\xff\xfe%d",
        b'{"kind": %d}',
        b"[%d]",
        b'{"type":"empfang.chat.MessageSent.v1","id":%d}',
    )
    types = ("", MessageSent.TYPE)
    return [
        Record(
            CONVERSATIONS.name, 0, 10**9 + number, str(bots[number % len(bots)][0]), types[number % 2],
            kinds[number % len(kinds)] % number,
        )
        for number in range(count)
    ]  # fmt: skip


def envelopes(events: Sequence[Event], workspace_id: UUID) -> list[Envelope]:
    """Events in envelopes of their own."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    return [Envelope(new_id(), "/chat-svc", "s", now, workspace_id, 1, event) for event in events]


def records(found: Sequence[Envelope]) -> list[Record]:
    """As they would come from Kafka."""
    return [
        Record(
            LEADS.name if isinstance(e.event, LeadEvent) else CONVERSATIONS.name,
            0,
            number,
            str(e.event.bot_id),  # type: ignore[attr-defined]
            e.type,
            encode(e),
        )
        for number, e in enumerate(found)
    ]


def mixed(good: Sequence[Record], bad: Sequence[Record], seed: int) -> list[Record]:
    """Bad records among good ones, whose order stays."""
    chance = random.Random(seed)
    places = [(float(place), record) for place, record in enumerate(good)]
    places += [(chance.random() * len(good), record) for record in bad]
    return [record for _, record in sorted(places, key=lambda pair: pair[0])]


def stream(journal: Sequence[Record], seed: int) -> list[Record]:
    """The journal as it is sent: some of it twice, its order lost within bounds."""
    chance = random.Random(seed)
    twice = [record for record in journal for _ in range(2 if chance.random() < TWICE else 1)]
    places = sorted((place + chance.random() * DISORDER, place) for place in range(len(twice)))
    return [twice[place] for _, place in places]

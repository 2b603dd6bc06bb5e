"""How interested a person seems: 1 to 10, with the reasons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

BUYING_TOPICS = frozenset({"price", "offer", "demo"})
"""Topics of chat-svc that people ask about who think of buying."""

LeadKind = Literal["email", "contact_request"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is known of a conversation without a word of it. `seconds` from the first to the last message."""

    messages: int = 0
    visitor_messages: int = 0
    seconds: int = 0
    topics: tuple[str, ...] = ()
    booked: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the estimate: what was seen and how many points it gave."""

    name: Literal["kind", "visitor_messages", "seconds", "topics", "booked"]
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class Interest:
    """The level and what it is made of."""

    level: int
    reasons: tuple[Reason, ...]


def estimate_interest(kind: LeadKind, conversation: Conversation | None) -> Interest:
    """Bounded, and never lower for more of anything.

    A base of 2 for an address and 4 for asking a person to get in touch; up to 3 points for the visitor's messages,
    up to 2 for the time spent, each saturating as 1 - e^(-x/k) with k = 4 messages and 4 minutes; up to 2 for topics
    (1 for any, 2 when one is about buying); 2 for looking at a page for appointments. The sum is rounded down and kept
    within 1 and 10.
    """
    base = 4.0 if kind == "contact_request" else 2.0
    reasons = [Reason("kind", 1.0, base)]
    if conversation is not None:
        messages, seconds = max(0, conversation.visitor_messages), max(0, conversation.seconds)
        about_buying = bool(BUYING_TOPICS & set(conversation.topics))
        known = [topic for topic in conversation.topics if topic != "other"]
        topics = (1.0 if known else 0.0) + (1.0 if about_buying else 0.0)
        reasons += [
            Reason("visitor_messages", messages, round(3 * (1 - math.exp(-messages / 4)), 3)),
            Reason("seconds", seconds, round(2 * (1 - math.exp(-seconds / 240)), 3)),
            Reason("topics", len(known), topics),
        ]
        if conversation.booked:
            reasons.append(Reason("booked", 1.0, 2.0))
    total = sum(reason.points for reason in reasons)
    return Interest(min(10, max(1, math.floor(total))), tuple(reasons))

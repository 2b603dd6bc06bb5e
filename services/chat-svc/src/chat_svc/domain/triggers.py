"""When contact cards and the e-mail form appear (product rules of the bot's configuration)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.analysis import compound_parts, light, stem, tokens

from chat_svc.domain.topics import configured_topics

EmailTrigger = Literal["initial", "follow_up", "technical"]
SELLING = frozenset({"product", "price", "offer", "demo"})
FOLLOW_UP_FROM = 3
"""The question from which the form appears whatever was asked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, as the triggers see them."""

    message: str
    topics: tuple[str, ...]
    answered: bool
    question: int
    """Number of the question in its conversation, from 1."""
    messages: int
    """Messages of both sides, this answer included."""
    small_talk: bool = False
    wants_contact: bool = False
    """Whether the visitor wants somebody to get in touch, or said yes to that."""
    asks_back: bool = False
    """Whether the answer ends with a question to the visitor."""

    @property
    def offered(self) -> bool:
        """Whether somebody getting in touch was asked for, or the answer offers it because it knows nothing."""
        return self.wants_contact or (not self.answered and not self.small_talk)


@dataclass(frozen=True, slots=True)
class CardRules:
    """What brings up the contact cards."""

    enabled: bool
    keywords: tuple[str, ...]
    min_messages: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormRules:
    """What the e-mail form may do, and what it has done in this conversation."""

    enabled: bool
    max_requests: int
    shown: int
    stopped: bool
    """Declined, or an address was left."""


def holds_keyword(message: str, keywords: Iterable[str]) -> bool:
    """Whether a word of the message begins with a keyword, or is a compound that ends with it (*Werksverkauf*)."""
    text = message.casefold()
    wanted = [keyword.strip().casefold() for keyword in keywords if keyword.strip()]
    if any(re.search(rf"(?<!\w){re.escape(keyword)}", text) for keyword in wanted):
        return True
    heads, stems = {light(keyword) for keyword in wanted}, {stem(keyword) for keyword in wanted}
    return any(stems & set(compound_parts(word, heads)[-1:]) for word in tokens(message))


def cards_due(rules: CardRules, turn: Turn, *, shown_before: bool) -> bool:
    """Whether a card follows this answer: what is asked for or offered always, anything else once per conversation."""
    if not rules.enabled:
        return False
    if turn.offered or holds_keyword(turn.message, rules.keywords):
        return True
    if shown_before or turn.small_talk:
        return False
    wanted = configured_topics(rules.topics) & set(turn.topics)
    return bool(wanted) or turn.messages > rules.min_messages


def form_trigger(rules: FormRules, turn: Turn) -> EmailTrigger | None:
    """Which occasion brings up the e-mail form after this answer, None when it stays away.

    What is asked for or offered comes however often the form was there. Unasked it comes only as often as configured,
    and not behind an answer that asks something else.
    """
    if not rules.enabled:
        return None
    if turn.offered:
        return "follow_up"
    if rules.stopped or rules.shown >= rules.max_requests or turn.small_talk or turn.asks_back:
        return None
    if "technical" in turn.topics:
        return "technical"
    if SELLING & set(turn.topics):
        return "initial"
    if turn.question >= FOLLOW_UP_FROM or "contact" in turn.topics:
        return "follow_up"
    return None

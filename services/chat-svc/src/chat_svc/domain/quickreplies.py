"""Quick replies: what a visitor may want to say next, one tap away."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import Literal
from uuid import UUID

from knowledge import Passage
from knowledge.types import SITE_NAME, page_address

from chat_svc.domain.following import needs_the_conversation
from chat_svc.domain.questions import normalised
from chat_svc.domain.triggers import SELLING
from chat_svc.domain.wishes import Wish, offers_contact, wish_of

MOST = 3
LONGEST = 64
"""Letters that a small button holds in two lines."""
MOST_HEADINGS = 2
"""Of headings without a question, which all read alike."""

Named = Literal["reply_delivery", "reply_guarantee", "reply_payment", "reply_directions", "reply_more"]
"""How to ask about what a heading names: in words of its own, or by naming it."""
_NAMED: tuple[tuple[Named, re.Pattern[str]], ...] = (
    ("reply_delivery", re.compile(r"liefer(?:zeit|dauer|frist)\w*|delivery times?", re.IGNORECASE)),
    ("reply_guarantee", re.compile(r"(?:garantie|gewährleistung)\w*|warranty|guarantee", re.IGNORECASE)),
    ("reply_payment", re.compile(r"(?:zahlung|bezahlung)\w*|payment(?: methods)?", re.IGNORECASE)),
    (
        "reply_directions",
        re.compile(r"(?:anfahrt|so finden sie uns|wegbeschreibung|parken)\w*|directions", re.IGNORECASE),
    ),
)
_NOBODY_GOES_ON_TO = re.compile(
    r"impressum|datenschutz|agb|geschäftsbedingung|cookie|widerruf|team|ansprechpartner|über uns|kontakt|imprint"
    r"|privacy|legal|terms|about|contact",
    re.IGNORECASE,
)
"""Pages whose headings are names or law."""
Reach = Literal["reply_yes", "reply_appointment", "reply_callback"]


def beside(passages: Sequence[Passage], cited_urls: Iterable[str], language: str) -> list[Passage]:
    """Passages whose heading could be asked about, in the answer's language: those of the cited pages first."""
    pages = {page_address(url) for url in cited_urls}
    headed = [
        one
        for one in passages
        if one.chunk.heading_path
        and one.chunk.language == language
        and not _NOBODY_GOES_ON_TO.search(SITE_NAME.split(one.chunk.title)[0])
    ]
    return sorted(headed, key=lambda one: (page_address(one.chunk.url) not in pages, not is_question(heading(one))))


def heading(passage: Passage) -> str:
    """The heading right above a passage."""
    return " ".join(passage.chunk.heading_path[-1].split())


def is_question(text: str) -> bool:
    """Whether a heading is a question, as in a list of frequent ones."""
    return text.endswith("?")


def way_to_ask(head: str) -> Named | None:
    """How to ask about a heading; None for one that is a question itself."""
    if is_question(head):
        return None
    return next((name for name, words in _NAMED if words.fullmatch(head)), "reply_more")


def can_stand_alone(question: str) -> bool:
    """Whether a question fits on a button and is understood without the one before it."""
    return len(question) <= LONGEST and not needs_the_conversation(question)


def not_yet(questions: Iterable[str], asked: Iterable[str]) -> Iterator[str]:
    """The questions without those that were asked, in whatever order of words, and without repeats."""
    known = {normalised(one) for one in asked}
    for question in questions:
        terms = normalised(question)
        if terms not in known:
            known.add(terms)
            yield question


def same_place(one: Passage, other: Passage) -> bool:
    """Whether two passages stand under one heading of one page."""
    return (page_address(one.chunk.url), one.chunk.heading_path) == (
        page_address(other.chunk.url),
        other.chunk.heading_path,
    )


def reach_reply(
    *, answer: str, answered: bool, topics: Sequence[str], said: Iterable[str], asks_next: bool, bookable: bool
) -> Reach | None:
    """How a visitor may take up that somebody gets in touch; None where it does not fit.

    `said`: the visitor's messages; whoever has wished for somebody is not asked again. `asks_next`: whether a card or
    form follows the answer, which is the better button.
    """
    wishes: set[Wish | None] = {wish_of(message) for message in said}
    if asks_next or wishes != {None}:
        return None
    if not answered or offers_contact(answer):
        return "reply_yes" if offers_contact(answer) else None
    if not SELLING & set(topics) and "contact" not in topics:
        return None
    return "reply_appointment" if bookable else "reply_callback"


class KnownQuestions:
    """What was found out about questions that could be offered, by bot: whether the bot answers them. For a while."""

    KEEP_SECONDS = 600.0
    MOST_KEPT = 20_000

    def __init__(self) -> None:
        self.trying = False
        """Whether questions are being tried for some answer."""
        self._known: OrderedDict[tuple[UUID, str], tuple[float, bool]] = OrderedDict()

    def get(self, bot_id: UUID, question: str) -> bool | None:
        """Whether the bot answers the question; None when that is not known any more."""
        until, answers = self._known.get((bot_id, question), (0.0, False))
        return answers if until > monotonic() else None

    def put(self, bot_id: UUID, question: str, *, answers: bool) -> None:
        """Remember it."""
        self._known[bot_id, question] = (monotonic() + self.KEEP_SECONDS, answers)
        self._known.move_to_end((bot_id, question))
        while len(self._known) > self.MOST_KEPT:
            self._known.popitem(last=False)

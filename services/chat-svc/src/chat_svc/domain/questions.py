"""Questions: which continue the one before, which mean the same, and what may be shown of them."""

from __future__ import annotations

import re

from identity.phone import HOME, region_of
from identity.redaction import redacted
from knowledge import content_terms, without_name

from chat_svc.domain.wishes import accepts

SAME_MEANING = 0.87
"""Cosine from which two questions are one group, of vectors as questions are searched for with."""
ASKERS_FOR_LABEL = 3
"""Different visitors who must have asked before a group's wording is shown."""
LONGEST_LABEL = 160
_LOOKED_AT = 8 * LONGEST_LABEL
"""What is beyond is shown to nobody."""

_CONTINUES = re.compile(
    r"^\s*(?:und|oder|aber|auch|also|and|or|but|what about|how about|was ist mit|wie ist es mit)\b", re.I
)
_POINTS_BACK = re.compile(
    r"\b(?:das|dies|diese[rsmn]?|es|dafür|davon|damit|darin|dazu|dabei|daran|dort|denen|deren|it|that|this|those|these"
    r"|they|them|there)\b",
    re.IGNORECASE,
)
_POINTS_AT_THING = re.compile(r"\b(?:davon|dafür|damit|darin|dazu|dabei|daran)\b", re.IGNORECASE)
_POINTS_AT_PERSON = re.compile(r"^[A-ZÄÖÜ].*\b(?:sie|er|ihn|ihm)\b\s*(?:\?|$|\w+\s*\?)")
"""Lower case in a message that uses capitals: not the polite *Sie*."""


def is_follow_up(message: str) -> bool:
    """Whether a message needs the question before it to be understood."""
    if len(message.split()) > 10:
        return False
    if _POINTS_AT_THING.search(message) or _POINTS_AT_PERSON.search(message):
        return True
    terms = content_terms(message)
    return not terms or bool(_CONTINUES.match(message)) or (len(terms) <= 1 and bool(_POINTS_BACK.search(message)))


_CORRECTS = re.compile(
    r"^\s*(?:nein|nee|nö|no)[, ]+.*\b(?:mein\w*|sondern|mean\w*)\b|\b(?:ich mein(?:t)?e|i meant?|gemeint)\b"
    r"|^\s*sondern\b"
    r"|\b(?:sind sie|bist du|seid ihr) (?:da |sich |dir |euch )?(?:da |ganz |wirklich )?sicher\b|\bare you sure\b",
    re.IGNORECASE,
)


def needs_the_conversation(message: str) -> bool:
    """Whether a message can be searched for only together with what was said before."""
    return is_follow_up(message) or accepts(message) or _CORRECTS.search(message) is not None


def to_search(message: str, previous: str | None, company: str) -> str:
    """The question to search for: the previous one before a follow-up, and the company left unnamed.

    All pages are about the company; its name only draws the question to where the name stands most often.
    """
    question = f"{previous} {message}" if previous and is_follow_up(message) else message
    return without_name(question, company)


def normalised(question: str) -> str:
    """What two wordings of one question share when there are no vectors: its terms in order of the alphabet."""
    return " ".join(sorted(set(content_terms(question))))[:500]


def wording(question: str, country: str = "") -> str:
    """The question as others may read it: without what could name or reach a person, one line, shortened.

    `country` is the company's: there its visitors' numbers are dialled.
    """
    text = redacted(" ".join(question[:_LOOKED_AT].split()), region_of(country) or HOME)
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"

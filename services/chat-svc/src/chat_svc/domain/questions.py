"""Questions: which continue the one before, which mean the same, and what may be shown of them."""

from __future__ import annotations

import re

from knowledge import content_terms, without_name

SAME_MEANING = 0.87
"""Cosine from which two questions are one group, of vectors as questions are searched for with."""
ASKERS_FOR_LABEL = 3
"""Different visitors who must have asked before a group's wording is shown."""
LONGEST_LABEL = 160

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
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00|0)\d(?:[\s()/.-]?\d){5,}")
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")
_NAME = re.compile(
    r"(?i:\b(mein name ist|ich heiße|ich heisse|my name is|name:|ich bin|hier ist|i am|i'm|gruß|grüße|regards))"
    r"(?i:\s+(?:der|die|herr|frau|mr\.?|mrs\.?|ms\.?|dr\.?))?"
    r",?\s+((?:[A-ZÄÖÜ][\w'’-]+)(?:\s+[A-ZÄÖÜ][\w'’-]+){0,3})"
)
_LOWER_NAME = re.compile(r"\b(mein name ist|ich heiße|ich heisse|my name is)\s+[\w'’-]+(?:\s+[\w'’-]+)?", re.IGNORECASE)
_SALUTED = re.compile(r"\b(Herrn?|Frau|Familie|Mr\.?|Mrs\.?|Ms\.?)\s+[A-ZÄÖÜ][\w'’-]+")


def is_follow_up(message: str) -> bool:
    """Whether a message needs the question before it to be understood."""
    if len(message.split()) > 10:
        return False
    if _POINTS_AT_THING.search(message) or _POINTS_AT_PERSON.search(message):
        return True
    terms = content_terms(message)
    return not terms or bool(_CONTINUES.match(message)) or (len(terms) <= 1 and bool(_POINTS_BACK.search(message)))


def to_search(message: str, previous: str | None, company: str) -> str:
    """The question to search for: the previous one before a follow-up, and the company left unnamed.

    All pages are about the company; its name only draws the question to where the name stands most often.
    """
    question = f"{previous} {message}" if previous and is_follow_up(message) else message
    return without_name(question, company)


def normalised(question: str) -> str:
    """What two wordings of one question share when there are no vectors: its terms in order of the alphabet."""
    return " ".join(sorted(set(content_terms(question))))[:500]


def redacted(question: str) -> str:
    """The wording without what could name or reach a person, one line, shortened."""
    text = " ".join(question.split())
    text = _EMAIL.sub("…", text)
    text = _LINK.sub("…", text)
    text = _PHONE.sub("…", text)
    text = _LONG_NUMBER.sub("…", text)
    text = _NAME.sub(r"\1 …", text)
    text = _LOWER_NAME.sub(r"\1 …", text)
    text = _SALUTED.sub(r"\1 …", text)
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"

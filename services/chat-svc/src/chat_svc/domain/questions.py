"""Questions: which continue the one before, which mean the same, and what may be shown of them."""

from __future__ import annotations

from collections.abc import Sequence

from identity.phone import HOME, region_of
from identity.redaction import redacted
from knowledge import content_terms, without_name

from chat_svc.domain.following import in_context, is_follow_up
from chat_svc.domain.hints import hint_of
from chat_svc.domain.smalltalk import goes_on_about_hours

SAME_MEANING = 0.87
"""Cosine from which two questions are one group, of vectors as questions are searched for with."""
ASKERS_FOR_LABEL = 3
"""Different visitors who must have asked before a group's wording is shown."""
LONGEST_LABEL = 160
_LOOKED_AT = 8 * LONGEST_LABEL
"""What is beyond is shown to nobody."""


def to_search(message: str, earlier: Sequence[str], company: str) -> str:
    """The question to search for: with what it leans on in the `earlier` ones, and the company left unnamed.

    All pages are about the company; its name only draws the question to where the name stands most often.
    """
    question = without_name(in_context(message, earlier) if is_follow_up(message) else message, company)
    hint = hint_of(message, also_hours=goes_on_about_hours(message, earlier))
    return f"{question} {hint}" if hint else question


def normalised(question: str) -> str:
    """What two wordings of one question share when there are no vectors: its terms in order of the alphabet."""
    return " ".join(sorted(set(content_terms(question))))[:500]


def wording(question: str, country: str = "") -> str:
    """The question as others may read it: without what could name or reach a person, one line, shortened.

    `country` is the company's: there its visitors' numbers are dialled.
    """
    text = redacted(" ".join(question[:_LOOKED_AT].split()), region_of(country) or HOME)
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"

"""Consent, interest, status, retention, cells."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lead_svc.domain.consent import ConsentTextUnknown, ShownText, text_shown
from lead_svc.domain.interest import Conversation, estimate_interest
from lead_svc.domain.retention import kept_since
from lead_svc.domain.status import LeadStatus, may_become, next_statuses
from lead_svc.texts import say
from lead_svc.texts.de import DE
from lead_svc.texts.en import EN
from servicekit.cells import cell

STATUSES: tuple[LeadStatus, ...] = ("new", "contacted", "qualified", "customer", "lost")


def test_only_a_text_that_was_shown_by_then_counts() -> None:
    since = datetime(2026, 5, 1, tzinfo=UTC)
    texts = [ShownText(1, "de", "eins", "u", since), ShownText(2, "de", "zwei", "u", since.replace(month=6))]

    assert text_shown(texts, number=1, language="de", at=since).text == "eins"
    for number, language, at in (
        (2, "de", since),
        (1, "en", since),
        (3, "de", since),
        (1, "de", since.replace(year=2025)),
    ):
        with pytest.raises(ConsentTextUnknown):
            text_shown(texts, number=number, language=language, at=at)


COUNTS = st.integers(min_value=0, max_value=10_000)
TOPICS = st.lists(st.sampled_from(["price", "offer", "demo", "contact", "technical", "other"]), unique=True)
CONVERSATIONS = st.builds(
    Conversation,
    messages=COUNTS,
    visitor_messages=COUNTS,
    seconds=COUNTS,
    topics=TOPICS.map(tuple),
    booked=st.booleans(),
)
KINDS = st.sampled_from(["email", "contact_request"])


@given(KINDS, st.none() | CONVERSATIONS)
def test_interest_is_bounded_and_explained(kind: str, conversation: Conversation | None) -> None:
    interest = estimate_interest(kind, conversation)  # type: ignore[arg-type]  # hypothesis gives str

    assert 1 <= interest.level <= 10
    assert interest.level == min(10, int(sum(reason.points for reason in interest.reasons)))


@given(KINDS, CONVERSATIONS, COUNTS, COUNTS, TOPICS, st.booleans())
def test_more_of_anything_never_lowers_interest(
    kind: str, conversation: Conversation, messages: int, seconds: int, topics: list[str], booked: bool
) -> None:
    more = Conversation(
        conversation.messages,
        conversation.visitor_messages + messages,
        conversation.seconds + seconds,
        tuple(dict.fromkeys((*conversation.topics, *topics))),
        conversation.booked or booked,
    )

    assert estimate_interest(kind, more).level >= estimate_interest(kind, conversation).level  # type: ignore[arg-type]
    assert estimate_interest("contact_request", more).level >= estimate_interest("email", more).level


def test_interest_spreads_over_the_scale() -> None:
    assert estimate_interest("email", None).level == 2
    assert estimate_interest("email", Conversation(4, 2, 60, ("product",))).level == 4
    assert estimate_interest("contact_request", Conversation(30, 15, 1200, ("price", "offer"))).level == 10


def test_nobody_becomes_new_again_and_every_status_has_a_way_out() -> None:
    for current in STATUSES:
        assert not may_become(current, "new")
        assert not may_become(current, current)
        assert next_statuses(current)


@pytest.mark.parametrize(
    ("now", "months", "since"),
    [
        ("2026-03-31T12:00Z", 1, "2026-02-28T12:00Z"),
        ("2026-03-31T00:00Z", 25, "2024-02-29T00:00Z"),
        ("2026-01-15T00:00Z", 24, "2024-01-15T00:00Z"),
        ("2026-01-15T00:00Z", 0, "2026-01-15T00:00Z"),
    ],
)
def test_retention_counts_calendar_months(now: str, months: int, since: str) -> None:
    assert kept_since(datetime.fromisoformat(now), months) == datetime.fromisoformat(since)


@given(st.text(max_size=40))
def test_no_text_cell_begins_like_a_formula(text: str) -> None:
    shown = cell(text)

    assert isinstance(shown, str)
    assert not shown.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not shown.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x85", "\u200f\u061c"])
def test_nothing_unseen_stands_in_front_of_a_formula_or_turns_a_cell_around(unseen: str) -> None:
    assert cell(f"{unseen}=1+1") == "'=1+1"
    assert cell(f"Erika{unseen} Brandt") == "Erika Brandt"


@given(st.sampled_from(["=", "+", "-", "@", "\t=", " =", "\r@"]), st.text(max_size=10))
def test_formulas_are_kept_as_text(start: str, rest: str) -> None:
    assert str(cell(start + rest)).startswith("'")


def test_both_catalogues_say_the_same_with_the_same_places() -> None:
    import string

    def places(words: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    assert DE.keys() == EN.keys()
    assert {id: places(DE[id]) for id in DE} == {id: places(EN[id]) for id in EN}


def test_times_are_written_the_local_way() -> None:
    at = datetime(2026, 7, 1, 10, 5, tzinfo=UTC)

    said = say("certificate.line", "de", service="Gespräche", at=at)
    assert said == "- Gespräche: gelöscht am 1. Juli 2026 um 12:05 Uhr"
    assert "1 July 2026 at 12:05" in say("certificate.line", "en", service="Conversations", at=at)

"""What messages are, over labelled ones: `human+` asks whether this is a human and something else.

`labelled/messages_held_out.tsv` was written with the other file, before the rule, and looked at only after it;
`messages_everyday.tsv` by somebody who did not know the rule, which was mended after.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from chat_svc.domain.smalltalk import without_greeting
from chat_svc.domain.understanding import understand
from hypothesis import given
from hypothesis import strategies as st

FOLDER = Path(__file__).parent / "labelled"


def labelled(name: str) -> list[tuple[str, str]]:
    """What each message is, and the message."""
    lines = (FOLDER / f"messages_{name}.tsv").read_text().splitlines()
    return [(kind, message) for kind, _, message in (line.partition("\t") for line in lines if line[:1] != "#")]


def read(message: str) -> str:
    found = understand(message, configured_language="deutsch", company="Tischlerei Brandt")
    if found.small_talk is not None:
        return found.small_talk
    if found.asks_whether_human:
        return "human+"
    return "hours" if found.asks_for_hours else "question"


SEEN = labelled("seen")
ASKING = [(kind, message) for kind, message in SEEN if kind in {"hours", "question", "human"}]
GREETINGS = ["Hallo, ", "Guten Tag! ", "Moin moin – ", "Hi ", "Danke. ", "Hallo, ich hätte da mal eine Frage: "]


@pytest.mark.parametrize(("name", "right"), [("seen", 0.97), ("held_out", 0.9), ("everyday", 0.97)])
def test_messages_are_taken_for_what_they_are(name: str, right: float) -> None:
    messages = labelled(name)
    wrong = [(kind, read(message), message) for kind, message in messages if read(message) != kind]

    assert 1 - len(wrong) / len(messages) >= right, wrong


@pytest.mark.parametrize("name", ["seen", "held_out", "everyday"])
def test_who_asks_for_a_human_is_told_and_no_question_is_swallowed(name: str) -> None:
    told = {"human", "human+"}
    messages = [(kind, read(message), message) for kind, message in labelled(name)]

    assert [one for one in messages if one[0] in told and one[1] not in told] == []
    assert [one for one in messages if one[0] == "question" and one[1] != "question"] == []


@given(st.sampled_from(ASKING), st.sampled_from(GREETINGS))
def test_a_greeting_in_front_changes_nothing(asking: tuple[str, str], greeting: str) -> None:
    kind, message = asking

    assert read(greeting + message) == read(message)
    if kind == "question" and greeting != "Hi ":
        assert without_greeting(greeting + message) == without_greeting(message)


@given(st.sampled_from([message for kind, message in SEEN if kind == "question"]), st.sampled_from(["vorne", "hinten"]))
def test_a_question_beside_it_does_not_hide_that_somebody_asks_for_a_human(question: str, place: str) -> None:
    message = f"Bist du ein Bot? {question}" if place == "vorne" else f"{question.rstrip('?. ')}? Bist du ein Bot?"

    assert read(message) == "human+"


@given(st.text(max_size=60) | st.lists(st.sampled_from([m for _, m in SEEN]), max_size=3).map(" ".join))
def test_every_message_is_something(message: str) -> None:
    assert read(message)
    assert without_greeting(message) == without_greeting(message).strip()

"""Quick replies: what a visitor is offered under an answer, and that the bot answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import perf_counter
from uuid import uuid4

import pytest
from chat_svc.answering import nextquestions
from chat_svc.domain.quickreplies import (
    LONGEST,
    KnownQuestions,
    can_stand_alone,
    not_yet,
    reach_reply,
    way_to_ask,
)
from chat_svc.domain.wishes import accepts, wants_contact, wish_of
from chat_svc.texts import say
from contracts.bots import BotSnapshot, ContactPerson, ContactPersons, EmailCapture
from hypothesis import given
from hypothesis import strategies as st
from wording import Language

from .conftest import ChatKit, Visitor

KITCHEN = "Was kostet eine Küche mit Insel?"
integration = pytest.mark.integration


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is offered must not depend on how busy the machine is; that it costs little time has a test of its own."""
    monkeypatch.setattr(nextquestions, "SECONDS", 20.0)


@integration
async def test_what_stands_beside_the_answer_can_be_asked_and_is_answered(visitor: Visitor) -> None:
    done = (await visitor.ask(KITCHEN)).one("done")

    assert "Wie lange ist die Lieferzeit?" in done["quick_replies"]
    assert len(done["quick_replies"]) <= 3
    for question in done["quick_replies"]:
        assert len(question) <= LONGEST
        assert (await visitor.ask(question)).one("done")["answered"], question


@integration
async def test_nothing_is_offered_that_was_asked_or_told(visitor: Visitor) -> None:
    await visitor.ask("Wie lange ist die Lieferzeit?")
    await visitor.ask("Welche Garantie gibt es auf Möbel?")
    replies = (await visitor.ask(KITCHEN)).one("done")["quick_replies"]

    assert "Wie lange ist die Lieferzeit?" not in replies
    assert "Welche Garantie geben Sie?" not in replies, "the answer to it was quoted"
    assert not {KITCHEN} & set(replies)


@integration
async def test_a_resumed_conversation_and_a_repeated_message_show_the_same(visitor: Visitor) -> None:
    id = uuid4()
    first = (await visitor.ask(KITCHEN, id)).one("done")["quick_replies"]

    assert first
    assert (await visitor.ask(KITCHEN, id)).one("done")["quick_replies"] == first
    said = (await visitor.call("GET", "/conversation")).json()["messages"]
    assert [message["quick_replies"] for message in said] == [[], first]
    assert all(extra["event"] != "quick_replies" for message in said for extra in message["extras"])


@integration
async def test_a_greeting_is_followed_by_what_can_be_asked_and_a_farewell_by_nothing(visitor: Visitor) -> None:
    greeted = (await visitor.ask("Hallo")).one("done")["quick_replies"]

    assert "Wann haben Sie geöffnet?" in greeted
    assert (await visitor.ask("Danke, tschüss")).one("done")["quick_replies"] == []


@integration
async def test_somebody_can_be_asked_to_get_in_touch(
    make_bot: Callable[..., Awaitable[BotSnapshot]], new_visitor: Callable[..., Visitor]
) -> None:
    person = ContactPerson(id=uuid4(), name="Jana Brandt", booking_url="https://termine.example/jana")
    rare = ContactPersons(enabled=True, persons=(person,), min_messages=99, topics=())
    bot = await make_bot(contact_persons=rare, email_capture=EmailCapture(enabled=False))
    visitor = await new_visitor(of=bot).enter()

    assert (await visitor.ask(KITCHEN)).one("done")["quick_replies"][-1] == "Termin vereinbaren"
    taken = await visitor.ask("Termin vereinbaren")
    assert taken.one("cards")["persons"][0]["name"] == "Jana Brandt"
    replies = (await visitor.ask("Was kostet eine Küchenzeile?")).one("done")["quick_replies"]
    assert "Termin vereinbaren" not in replies, "it was wished for already"


@integration
async def test_one_answer_at_a_time_tries_questions_and_no_answer_waits_for_them(
    visitor: Visitor, kit: ChatKit, new_visitor: Callable[..., Visitor]
) -> None:
    kit.resources.questions.trying = True
    began = perf_counter()
    replies = (await visitor.ask(KITCHEN)).one("done")["quick_replies"]
    kit.resources.questions.trying = False

    assert "Wie lange ist die Lieferzeit?" not in replies, "nobody has tried it yet"
    assert perf_counter() - began < 5
    other = await new_visitor().enter()
    assert "Wie lange ist die Lieferzeit?" in (await other.ask(KITCHEN)).one("done")["quick_replies"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_offer_to_get_in_touch_is_understood(language: Language) -> None:
    for name, wish in (("reply_yes", "callback"), ("reply_appointment", "appointment"), ("reply_callback", "callback")):
        text = say(name, language)
        assert wish_of(text) == wish
        assert wants_contact(text, None)
    assert accepts(say("reply_yes", "de"))


def test_headings_are_asked_about_in_words_of_their_own() -> None:
    assert way_to_ask("Lieferzeiten") == "reply_delivery"
    assert way_to_ask("Gewährleistung") == "reply_guarantee"
    assert way_to_ask("Küchen nach Maß") == "reply_more"
    assert way_to_ask("Kann man mit Karte zahlen?") is None


@pytest.mark.parametrize("question", ["Und wie lange dauert das?", "Was kostet das?", "x" * 65])
def test_what_needs_the_question_before_is_not_offered(question: str) -> None:
    assert not can_stand_alone(question)


@given(st.lists(st.text(max_size=30)), st.lists(st.text(max_size=30)))
def test_no_question_comes_twice(questions: list[str], asked: list[str]) -> None:
    offered = list(not_yet(questions, asked))
    assert len(set(offered)) == len(offered)
    assert not set(offered) & set(asked)


def test_when_somebody_may_get_in_touch() -> None:
    def reply(**changed: object) -> str | None:
        usual: dict[str, object] = {
            "answer": "Ab 22.000 Euro.",
            "answered": True,
            "topics": ("price",),
            "said": [KITCHEN],
            "asks_next": False,
            "bookable": False,
        }
        return reach_reply(**usual | changed)  # type: ignore[arg-type]  # a table of cases

    unknown = say("unknown", "de", company="Brandt")
    assert reply() == "reply_callback"
    assert reply(bookable=True) == "reply_appointment"
    assert reply(topics=("other",)) is None
    assert reply(asks_next=True) is None
    assert reply(answer=unknown, answered=False, topics=("other",)) == "reply_yes"
    assert reply(answer=unknown, answered=False, asks_next=True) is None
    assert reply(said=["Rückruf bitte", KITCHEN]) is None


def test_what_is_known_of_questions_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    known, bot = KnownQuestions(), uuid4()
    known.put(bot, "Was?", answers=True)
    assert known.get(bot, "Was?") is True
    assert known.get(uuid4(), "Was?") is None
    monkeypatch.setattr("chat_svc.domain.quickreplies.monotonic", lambda: float("inf"))
    assert known.get(bot, "Was?") is None

"""Asking over HTTP: the stream, its events, and asking again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from contracts.bots import (
    Address,
    BotLimits,
    BotSnapshot,
    Company,
    ContactPerson,
    ContactPersons,
    EmailCapture,
    OpeningHours,
    SpecialDay,
)
from contracts.chat import ConversationStarted, MessageSent, QuestionGroupSaved
from knowledge import Chunk, parts
from knowledge.embedders import LocalEmbedder
from knowledge.pgvector import PgvectorIndex
from servicekit.testing import eventually
from sqlalchemy import text

from .conftest import ALWAYS, ChatKit, Stream, Visitor

pytestmark = pytest.mark.integration
KITCHEN = "Was kostet eine Küche mit Insel?"


async def test_an_answer_is_quoted_with_its_source(visitor: Visitor) -> None:
    answer = await visitor.ask(KITCHEN)

    assert answer.names[0] == "start"
    assert answer.names[-1] == "done"
    assert "22.000 Euro" in answer.text
    assert "[1]" in answer.text
    citation = answer.one("citations")[0]
    assert citation["n"] == 1
    assert citation["url"] == "https://tischlerei-brandt.example/preise"
    assert citation["title"] == "Preise › Küchen"
    assert "22.000 Euro" in citation["quote"]
    assert answer.one("done")["grounded"] is True
    assert answer.one("done")["mode"] == "quoted"


async def test_the_events_of_an_answer_are_announced(
    visitor: Visitor, published: Callable[[], Awaitable[list[Any]]]
) -> None:
    await visitor.ask(KITCHEN)

    events = await published()
    kinds = [type(event).__name__ for event in events]
    assert kinds == [
        "BotVisited",
        "ConversationStarted",
        "MessageSent",
        "QuestionGroupSaved",
        "MessageSent",
        "ContactPersonsShown",
    ]
    started = next(event for event in events if isinstance(event, ConversationStarted))
    assert started.visitor == events[0].visitor
    assert started.visit_id == events[0].visit_id
    asked, answered = [event for event in events if isinstance(event, MessageSent)]
    assert (asked.role, asked.turn, asked.question_group_id) == ("visitor", 1, None)
    assert (answered.role, answered.turn, answered.answered, answered.grounded) == ("assistant", 1, True, True)
    assert answered.citations == 1
    assert answered.topics == ("price",)
    group = next(event for event in events if isinstance(event, QuestionGroupSaved)).group
    assert answered.question_group_id == group.id
    assert (group.asked, group.answered, group.label) == (1, 1, None)
    assert answered.total_ms is not None
    assert answered.first_token_ms is not None
    assert answered.total_ms >= answered.first_token_ms >= 0


async def test_the_same_message_again_gives_the_stored_answer(visitor: Visitor, kit: ChatKit) -> None:
    id = uuid4()
    first = await visitor.ask(KITCHEN, id)
    second = await visitor.ask(KITCHEN, id)

    assert second.text == first.text.strip()
    assert second.one("citations") == first.one("citations")
    assert second.one("cards") == first.one("cards")
    assert second.one("done")["replayed"] is True
    async with kit.database.sessions() as session:
        assert (await session.execute(text("SELECT count(*) FROM messages"))).scalar_one() == 2


@pytest.mark.parametrize("question", ["Wer hat die Bundestagswahl gewonnen?", "Wie beantrage ich einen Reisepass?"])
async def test_what_the_pages_do_not_say_is_not_answered(visitor: Visitor, question: str) -> None:
    answer = await visitor.ask(question)

    assert "finde ich auf den Seiten von Tischlerei Brandt GmbH nichts" in answer.text
    assert "citations" not in answer.names
    assert answer.one("done")["answered"] is False
    assert answer.one("cards")["persons"][0]["name"] == "Jana Brandt"
    assert "email_prompt" not in answer.names, "one thing is asked of a visitor at a time"


async def test_a_question_is_found_in_the_words_of_the_page_and_kept_in_the_visitors(
    visitor: Visitor, kit: ChatKit
) -> None:
    answer = await visitor.ask("Was ist mit Mängeln?")

    assert answer.text.startswith("Auf unsere Möbel geben wir fünf Jahre Garantie.")
    assert "am nächsten kommt" not in answer.text, "asked for a Garantie, nothing is in doubt"
    async with kit.database.sessions() as session:
        stored = (await session.execute(text("SELECT wording FROM question_groups"))).scalars().all()
    assert stored == ["Was ist mit Mängeln?"]

    doubted = await visitor.ask("Sind Sie sicher?")
    assert "fünf Jahre Garantie" in doubted.text
    assert "am nächsten kommt" not in doubted.text


async def test_a_follow_up_is_understood_with_the_question_before(visitor: Visitor) -> None:
    await visitor.ask("Welche Garantie geben Sie auf Möbel?")
    answer = await visitor.ask("Und für Verschleißteile?")

    assert "Verschleißteile" in answer.text
    assert answer.one("done")["answered"] is True


async def test_small_talk_needs_no_documents_and_never_claims_to_be_human(
    visitor: Visitor, published: Callable[[], Awaitable[list[Any]]]
) -> None:
    answer = await visitor.ask("Sind Sie ein Mensch?")

    assert "KI-Assistent, kein Mensch" in answer.text
    assert answer.names == ["start", "delta", "done"]
    said = [event for event in await published() if isinstance(event, MessageSent)]
    assert (said[1].mode, said[1].answered, said[1].question_group_id) == ("smalltalk", None, None)


async def test_who_asks_for_a_human_and_something_else_is_told_both(visitor: Visitor) -> None:
    answer = await visitor.ask("Sind Sie ein Mensch? Welche Garantie geben Sie auf Möbel?")

    assert answer.text.startswith("Ich bin ein KI-Assistent, kein Mensch.")
    assert "Garantie" in answer.text
    assert answer.one("done")["answered"] is True


async def test_opening_hours_come_from_the_configuration(visitor: Visitor) -> None:
    answer = await visitor.ask("Wann haben Sie geöffnet?")

    assert answer.text.startswith("Ja, gerade ist geöffnet. Durchgehend geöffnet.")
    assert "Mo–So" in answer.text
    assert answer.one("done")["mode"] == "configured"


async def test_a_closed_company_says_so_once(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient, kit: ChatKit
) -> None:
    today = kit.clock.now().astimezone(ZoneInfo("Europe/Berlin")).date()
    closed = tuple(SpecialDay(date=today + timedelta(days=days)) for days in (-1, 0, 1))
    bot = await make_bot(opening_hours=OpeningHours(weekly=ALWAYS, special_days=closed))
    visitor = await Visitor(client, bot).enter()

    first, second = await visitor.ask(KITCHEN), await visitor.ask("Welche Garantie geben Sie auf Möbel?")

    assert first.one("notice")["kind"] == "offline"
    assert first.one("notice")["text"].startswith(
        "Gerade ist niemand im Haus. Ich beantworte gern Ihre Fragen, und ab "
    )
    assert "notice" not in second.names


async def test_the_form_comes_once_and_not_after_a_decline(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    bot = await make_bot(
        email_capture=EmailCapture(enabled=True, max_requests=3, initial="Mehr zu Preisen?"),
        contact_persons=ContactPersons(),
    )
    visitor = await Visitor(client, bot).enter()

    first = await visitor.ask(KITCHEN)
    prompt = first.one("email_prompt")
    assert prompt == {
        "trigger": "initial",
        "prompt": "Mehr zu Preisen?",
        "consent_text": "Ich bin einverstanden.",
        "version": 2,
        "language": "de",
        "privacy_url": "https://tischlerei-brandt.example/ds",
        "folded": False,
    }
    assert "email_prompt" in (await visitor.ask("Was kostet eine Küchenzeile?")).names
    assert (await visitor.call("POST", "/email-prompt/decline")).status_code == 204
    assert "email_prompt" not in (await visitor.ask("Was kostet die Planung?")).names
    refused = await visitor.ask("Wer hat die Bundestagswahl gewonnen?")
    assert refused.one("email_prompt")["folded"] is True
    assert (await visitor.ask("Ja bitte")).one("email_prompt")["folded"] is False


async def test_an_offer_and_a_wish_bring_the_fitting_person_each_time(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    persons = tuple(
        ContactPerson(id=uuid4(), name=name, specialization=task, display_order=order)
        for order, (name, task) in enumerate((("Ina Lorenz", "Küchen"), ("Udo Falk", "Treppen")))
    )
    bot = await make_bot(contact_persons=ContactPersons(enabled=True, persons=persons))
    visitor = await Visitor(client, bot).enter()
    asked = {
        "Haben Sie schon einmal eine Treppe in Peru gebaut?": "Udo Falk",
        "Ja bitte": "Udo Falk",
        "Ich möchte einen Termin": "Udo Falk",
        "Ich hätte gern ein Angebot für eine Küche": "Ina Lorenz",
        "Können Sie mich zurückrufen?": "Ina Lorenz",
    }
    for question, name in asked.items():
        answer = await visitor.ask(question)
        cards = answer.one("cards")
        assert (cards["persons"][0]["name"], cards["first"]) == (name, 1), question
        assert len(cards["persons"]) == 2
        assert "email_prompt" not in answer.names


async def test_another_message_while_one_is_answered_is_refused(visitor: Visitor, kit: ChatKit) -> None:
    await visitor.ask("Hallo")
    async with kit.database.sessions() as session, session.begin():
        await session.execute(
            text("UPDATE conversations SET answering = :id, answering_until = now() + interval '9 s'"), {"id": uuid4()}
        )

    answer = await visitor.ask(KITCHEN)

    assert answer.status == 409
    assert answer.problem["detail"].startswith("Die vorige Frage wird gerade noch beantwortet")


@pytest.mark.parametrize("seconds", [-1, 1])
async def test_an_answer_that_a_dead_process_began_is_given_again(visitor: Visitor, kit: ChatKit, seconds: int) -> None:
    """Also to a visitor who was back before it was known that the process is dead."""
    id = uuid4()
    await visitor.ask(KITCHEN, id)
    async with kit.database.sessions() as session, session.begin():
        await session.execute(text("DELETE FROM messages WHERE role = 'assistant'"))
        statement = (
            "UPDATE conversations SET answering = :id, messages = 1,"
            " answering_until = clock_timestamp() + make_interval(secs => :seconds)"
        )
        await session.execute(text(statement), {"id": id, "seconds": seconds})

    answer = await visitor.ask(KITCHEN, id)

    assert "22.000 Euro" in answer.text
    assert "replayed" not in answer.one("done")
    async with kit.database.sessions() as session:
        assert (await session.execute(text("SELECT count(*) FROM messages"))).scalar_one() == 2


async def test_an_answer_is_completed_when_the_visitor_leaves(visitor: Visitor, kit: ChatKit) -> None:
    id = uuid4()
    asking = asyncio.create_task(visitor.ask(KITCHEN, id))

    async def begun() -> bool:
        return kit.resources.live.get((visitor.conversation_id, id)) is not None

    await eventually(begun, every=0.001)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    async def stored() -> int:
        async with kit.database.sessions() as session:
            return int((await session.execute(text("SELECT count(*) FROM messages"))).scalar_one())

    await eventually(stored, until=lambda count: count == 2)
    assert "22.000 Euro" in (await visitor.ask(KITCHEN, id)).text


@pytest.mark.parametrize(("body", "pointer"), [({"text": "  "}, "/text"), ({"text": "x" * 4001}, "/text")])
async def test_a_text_has_1_to_4000_characters(visitor: Visitor, body: dict[str, Any], pointer: str) -> None:
    answer = await visitor.call("POST", "/messages", {"message_id": str(uuid4()), **body})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_too_many_messages_are_refused_in_german(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    visitor = await Visitor(client, await make_bot(limits=BotLimits(messages_per_minute=2))).enter()
    answers: list[Stream] = [await visitor.ask("Hallo") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].problem["detail"].startswith("Das ging mir etwas zu schnell. In ")


async def test_questions_of_the_same_meaning_get_a_label_once_three_visitors_asked(
    new_visitor: Callable[..., Visitor], published: Callable[[], Awaitable[list[Any]]]
) -> None:
    for agent in ("a", "b", "b", "c"):
        await (await new_visitor(agent).enter()).ask(
            "Was kostet eine Küche mit Insel? Ich bin Erika Muster, 0171 2345678"
        )

    groups = [event.group for event in await published() if isinstance(event, QuestionGroupSaved)]
    assert len({group.id for group in groups}) == 1
    assert [group.label is not None for group in groups] == [False, False, False, True]
    assert groups[-1].asked == 4
    assert groups[-1].label is not None
    assert "Erika" not in groups[-1].label
    assert "0171" not in groups[-1].label


async def test_preview_is_recorded_but_not_grouped(
    new_visitor: Callable[..., Visitor], published: Callable[[], Awaitable[list[Any]]]
) -> None:
    visitor = await new_visitor().enter("preview")
    await visitor.ask(KITCHEN)

    said = [event for event in await published() if isinstance(event, MessageSent)]
    assert {event.environment for event in said} == {"preview"}
    assert said[1].question_group_id is None


async def test_a_bot_knows_nothing_of_another(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient, visitor: Visitor
) -> None:
    other = await make_bot(id=uuid4())
    answer = await (await Visitor(client, other).enter()).ask(KITCHEN)
    assert answer.one("done")["answered"] is False

    foreign = await client.post(
        f"/api/chat/{other.id}/messages",
        json={"message_id": str(UUID(int=1)), "text": "Hallo"},
        headers=visitor.headers,
    )
    assert foreign.status_code == 401


async def test_hours_and_something_else_are_both_answered(visitor: Visitor) -> None:
    answer = await visitor.ask("Wann haben Sie morgen geöffnet und was kostet eine Küche mit Insel?")

    assert "0:00–24:00 Uhr geöffnet." in answer.text
    assert "22.000 Euro" in answer.text
    assert answer.one("citations")


@pytest.mark.parametrize("message", ["Ich möchte einen Termin", "Können Sie mich bitte zurückrufen?"])
async def test_a_wish_leads_to_a_person_and_is_not_searched_for(visitor: Visitor, message: str) -> None:
    answer = await visitor.ask(message)

    assert answer.text == "Gern. Das geht am besten direkt mit der passenden Person:"
    assert [person["name"] for person in answer.one("cards")["persons"]] == ["Jana Brandt"]
    assert "citations" not in answer.names


async def test_how_to_get_an_appointment_is_said_by_a_page_that_knows(
    visitor: Visitor,
    client: httpx.AsyncClient,
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    knowledge: tuple[str, UUID],
    embedder: LocalEmbedder,
) -> None:
    question = "Wie bekomme ich einen Besichtigungstermin?"
    unknown = await visitor.ask(question)
    assert unknown.text == "Gern. Das geht am besten direkt mit der passenden Person:"

    bot = await make_bot(id=uuid4())
    said = "Besichtigungstermine vergeben wir telefonisch unter 040 2000, dienstags bis freitags."
    source = uuid4()
    page = Chunk.make(bot_id=bot.id, source_id=source, url="/t", title="Besichtigung", text=said, position=0)
    index = await PgvectorIndex.open(knowledge[0], model=embedder.model)
    await index.store_source(bot.id, source, [page])
    await index.store_vectors(bot.id, await parts.embedded(embedder, await index.missing_vectors(bot.id)))
    await index.close()
    known = await (await Visitor(client, bot).enter()).ask(question)

    assert said in known.text
    assert known.one("citations")
    assert known.one("cards")


async def test_a_yes_to_an_offer_is_taken(visitor: Visitor) -> None:
    refused = await visitor.ask("Wer hat die Bundestagswahl gewonnen?")
    assert refused.one("done")["answered"] is False

    answer = await visitor.ask("Ja bitte")

    assert answer.text == "Gern. Das geht am besten direkt mit der passenden Person:"
    assert answer.one("cards")


async def test_who_complains_is_told_that_it_is_a_pity_and_who_listens(visitor: Visitor) -> None:
    answer = await visitor.ask("Der Tisch wackelt nach zwei Tagen, das ist wirklich ärgerlich!")

    assert answer.text == "Das tut mir leid. Am besten klären Sie es direkt mit der passenden Person:"
    assert answer.one("cards")
    assert "citations" not in answer.names


async def test_a_no_to_an_offer_is_taken_as_one(visitor: Visitor) -> None:
    await visitor.ask("Wer hat die Bundestagswahl gewonnen?")

    answer = await visitor.ask("Nein, doch lieber nicht")

    assert answer.text == "In Ordnung. Wenn noch etwas offen ist, fragen Sie einfach."
    assert not {"cards", "email_prompt", "citations"} & set(answer.names)


async def test_a_date_does_not_end_a_sentence(visitor: Visitor) -> None:
    answer = await visitor.ask("Haben Sie am 24. Dezember offen?")

    assert answer.one("done")["mode"] == "configured"
    assert answer.text.endswith("24. Dezember: 0:00–24:00 Uhr geöffnet.")


async def test_who_is_asked_for_by_position_is_named_from_the_configuration(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    persons = tuple(
        ContactPerson(id=uuid4(), name=name, position=position, display_order=order)
        for order, (name, position) in enumerate((("Ina Lorenz", "Inhaberin"), ("Udo Falk", "Geselle")))
    )
    bot = await make_bot(contact_persons=ContactPersons(enabled=True, persons=persons))
    visitor = await Visitor(client, bot).enter()

    assert (await visitor.ask("Wer ist der Chef?")).text == "Das ist Ina Lorenz (Inhaberin)."
    everybody = await visitor.ask("Wer arbeitet denn bei euch?")
    assert everybody.text == "Zum Team gehören zum Beispiel:\n- Ina Lorenz: Inhaberin\n- Udo Falk: Geselle"
    assert everybody.one("done")["mode"] == "configured"
    assert [person["name"] for person in everybody.one("cards")["persons"]] == ["Ina Lorenz", "Udo Falk"]


async def test_what_is_configured_answers_where_no_page_does(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    company = Company(
        company_name="Nirgends GmbH",
        phone="+49402000",
        address=Address(street="Weg 1", postal_code="20095", city="Hamburg"),
    )
    visitor = await Visitor(client, await make_bot(id=uuid4(), company=company)).enter()

    answer = await visitor.ask("Wie komme ich denn zu euch?")

    assert answer.text == "Sie finden uns hier:\nNirgends GmbH\nWeg 1\n20095 Hamburg"
    assert answer.one("done")["answered"] is True
    reserved = await visitor.ask("Kann ich für Samstag einen Tisch reservieren?")
    assert reserved.text == "Eine Reservierung nehmen wir am besten direkt entgegen: 040 2000"


async def test_two_questions_are_answered_one_by_one(visitor: Visitor) -> None:
    answer = await visitor.ask("Was kostet eine Küche mit Insel und wie lange habe ich Garantie?")

    assert "22.000 Euro" in answer.text
    assert "fünf Jahre Garantie" in answer.text
    assert [one["n"] for one in answer.one("citations")] == [1, 2]


async def test_the_part_that_no_page_answers_is_named(visitor: Visitor) -> None:
    answer = await visitor.ask("Was kostet eine Küche mit Insel und gibt es bei euch Aquarien?")

    assert "22.000 Euro" in answer.text
    assert answer.text.endswith("Zum anderen Teil der Frage finde ich auf den Seiten nichts.")
    assert answer.one("done")["answered"] is True


@pytest.mark.parametrize(
    "question",
    [
        "Was kostet die Garantie auf Möbel?",
        "Wer hat zuletzt eine Küche bestellt?",
        "Wie viele Küchen baut ihr?",
        "Welche andere Firma für Küchen empfehlen Sie?",
    ],
)
async def test_what_only_sounds_like_a_page_is_not_quoted(visitor: Visitor, question: str) -> None:
    answer = await visitor.ask(question)

    assert answer.one("done")["answered"] is False
    assert "citations" not in answer.names


async def test_hours_are_read_off_a_page_where_none_are_configured(
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    new_visitor: Callable[..., Visitor],
    knowledge: tuple[str, UUID],
    embedder: LocalEmbedder,
) -> None:
    bot_id, source = uuid4(), uuid4()
    index = await PgvectorIndex.open(knowledge[0], model=embedder.model)
    text = (
        "Öffnungszeiten:\nMontag bis Freitag ab 17 Uhr\nSonntag ab 11 Uhr\nDonnerstag Ruhetag\nDurchgehend warme Küche"
    )
    other = "Am Donnerstag, 3. Dezember, singt der Chor im Saal. Wir freuen uns auf viele Gäste."
    chunks = [
        Chunk.make(bot_id=bot_id, source_id=source, url="https://x.example/", title="Krug", text=one, position=place)
        for place, one in enumerate((other, text))
    ]
    await index.store_source(bot_id, source, chunks)
    await index.store_vectors(bot_id, await parts.embedded(embedder, await index.missing_vectors(bot_id)))
    await index.close()
    bot = await make_bot(id=bot_id, opening_hours=OpeningHours())
    visitor = await new_visitor(of=bot).enter()

    assert "Donnerstag Ruhetag" in (await visitor.ask("Habt ihr Donnerstag offen?")).text
    following = await visitor.ask("Und sonntags?")
    assert "Sonntag ab 11 Uhr" in following.text
    assert "Chor" not in following.text
    both = await (await new_visitor(of=bot).enter()).ask("Wann habt ihr auf und wann singt der Chor?")
    assert "Sonntag ab 11 Uhr" in both.text
    assert "singt der Chor" in both.text

"""Messages that lean on what was said before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from chat_svc.answering.lookup import ALONE, blended, staying
from chat_svc.answering.naming import told_of
from chat_svc.domain.expecting import asks_who
from chat_svc.domain.fitting import in_charge
from chat_svc.domain.following import doubts, in_context, is_follow_up, may_follow
from chat_svc.domain.hints import DIRECTIONS, HOURS, REGION
from chat_svc.domain.overview import asks_for_overview, by_place
from chat_svc.domain.questions import to_search
from chat_svc.domain.quoting import quote
from chat_svc.domain.smalltalk import goes_on_about_hours, kind_of, without_greeting
from chat_svc.domain.whereabouts import whereabouts
from chat_svc.domain.wishes import wish_of
from hypothesis import example, given
from hypothesis import strategies as st
from knowledge import Chunk, Components, Passage


def passage(
    text: str, *, position: int = 0, score: float = 1.0, url: str = "/", under: tuple[str, ...] = ()
) -> Passage:
    id = UUID(int=7)
    chunk = Chunk.make(
        bot_id=id, source_id=id, url=url, title="Gartenbau", text=text, position=position, heading_path=under
    )
    return Passage(chunk=chunk, score=score, components=Components(dense=0.9, lexical=1.0))


@pytest.mark.parametrize(
    ("message", "follows"),
    [
        ("Und was kostet das?", True),
        ("Was kostet das?", True),
        ("Und mit Zaun?", True),
        ("Wie lange dauert die Montage davon?", True),
        ("Welche E-Mail-Adresse hat sie?", True),
        ("Was kostet so einer?", True),
        ("Wie lange dauert die?", True),
        ("Gibt's da Parkplätze?", True),
        ("Kostet das was?", True),
        ("Welche E-Mail-Adresse haben Sie?", False),
        ("Was kostet ein Teich mit Wasserfall?", False),
        ("Welche Garantie geben Sie auf das Holz?", False),
        ("Wo ist die Ausstellung?", False),
    ],
)
def test_follow_ups(message: str, follows: bool) -> None:
    assert is_follow_up(message) is follows
    assert ("Teich" in to_search(message, ["Legen Sie einen Teich an?"], "Gartenbau Lorenz")) is (
        follows or "Teich" in message
    )
    assert to_search(message, [], "Gartenbau Lorenz") == message


@pytest.mark.parametrize(
    ("message", "may"),
    [
        ("Kann ich vorher mal reinschnuppern?", True),
        ("kann ich das mieten", True),
        ("Kann ich den Rasenmäher mieten?", False),
        ("Wie lange muss ich warten?", True),
        ("Ich habe letzte Woche angerufen und bis heute keine Antwort bekommen, woran liegt das denn bitte?", False),
    ],
)
def test_what_names_nothing_may_lean_on_what_was_said(message: str, may: bool) -> None:
    assert may_follow(message) is may


@pytest.mark.parametrize(
    ("message", "earlier", "query"),
    [
        ("Und wie lange dauert das?", ["Was kostet ein Teich?"], "Teich: Und wie lange dauert das?"),
        ("und wie lange dauert das", ["was kostet denn so ein teich"], "teich: und wie lange dauert das"),
        ("Und am Sonntag?", ["Was kostet ein Einsatz?"], "Was kostet ein Einsatz? Und am Sonntag?"),
        (
            "Und wie tief wird der?",
            ["Legen Sie Teiche an?", "Was kostet so einer?"],
            "Teiche: Und wie tief wird der?",
        ),
        ("Und was kostet das?", [], "Und was kostet das?"),
    ],
)
def test_what_was_spoken_about_stands_in_front(message: str, earlier: list[str], query: str) -> None:
    assert in_context(message, earlier) == query


@pytest.mark.parametrize(
    ("message", "earlier", "query"),
    [
        ("für zwei?", ["Vermieten Sie Hütten?"], "Vermieten Sie Hütten? für zwei?"),
        ("und was kostet das?", ["Vermieten Sie Hütten?", "für zwei?"], "Hütten: und was kostet das?"),
        ("nein, ich meine den Brunnen", ["Was kostet ein Teich?"], "Was kostet ein den Brunnen"),
        ("ich meinte im Winter", ["Was kostet eine Hütte im Sommer?"], "Was kostet eine Hütte im im Winter"),
        ("sorry, ich meinte was kostet der Zaun", ["Was kostet ein Teich?"], "was kostet der Zaun"),
        ("Und Brunnen?", ["Graben Sie Teiche?"], "Graben Sie Brunnen?"),
        ("Und Zisternen?", ["Graben Sie Teiche?", "Und Brunnen?"], "Graben Sie Zisternen?"),
        ("Und mit Zaun?", ["Was kostet ein Teich?"], "Was kostet ein Teich? Und mit Zaun?"),
    ],
)
def test_what_replaces_a_word_stands_in_its_place(message: str, earlier: list[str], query: str) -> None:
    assert is_follow_up(message)
    assert in_context(message, earlier) == query


def test_the_ihr_of_a_company_points_at_nobody() -> None:
    assert not is_follow_up("Wie viele Gärtner habt ihr eigentlich?")
    assert is_follow_up("Kann ich mit ihr sprechen?")


def test_whoever_asks_when_somebody_is_there_asks_for_opening_hours() -> None:
    before = "Wann kann man vorbeikommen?"

    assert to_search(before, [], "Gartenbau Lorenz") == f"{before} {HOURS}"
    assert to_search("Und montags?", [before], "Gartenbau Lorenz") == f"{before} Und montags? {HOURS}"
    assert HOURS not in to_search("Und montags?", ["Was kostet ein Teich?"], "Gartenbau Lorenz")


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
@example("Brunnen ", ["Was kostet ein Teich?"])  # a blank behind it goes on with nothing
def test_a_message_is_never_lost(message: str, earlier: list[str]) -> None:
    assert in_context(message, earlier).endswith(message)


@pytest.mark.parametrize(
    ("message", "earlier", "goes_on"),
    [
        ("Und am Samstag?", ["Haben Sie heute offen?"], True),
        ("Und Sonntag?", ["Wann haben Sie geöffnet?", "Und am Samstag?"], True),
        ("Geht das auch nach 18 Uhr?", ["Ich möchte einen Termin vereinbaren"], True),
        ("Und am 27. Dezember?", ["Sind Sie am Wochenende da?"], True),
        ("nein, ich meine am Sonntag", ["Haben Sie am Samstag offen?"], True),
        ("Und am Samstag?", ["Was kostet ein Teich?"], False),
        ("Und am Samstag?", [], False),
        ("Und der Notdienst am Samstag?", ["Haben Sie heute offen?"], False),
        ("Und wie lange?", ["Haben Sie heute offen?"], False),
    ],
)
def test_another_day_after_a_question_about_hours(message: str, earlier: list[str], goes_on: bool) -> None:
    assert goes_on_about_hours(message, earlier) is goes_on


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Wo sind Sie denn genau?", "address"),
        ("wo seid ihr", "address"),
        ("Wie ist Ihre Adresse?", "address"),
        ("Where are you located?", "address"),
        ("In welcher Stadt sitzt ihr?", "address"),
        ("Wie kann ich Sie telefonisch erreichen?", "phone"),
        ("Telefonnummer?", "phone"),
        ("What's your phone number?", "phone"),
        ("Wie lautet Ihre E-Mail-Adresse?", "email"),
        ("Wo ist das Holzlager?", None),
        ("Nummer vom Notdienst?", None),
        ("Wo kann ich parken?", None),
        ("Wo gibt es das?", None),
        ("Wie ist die Nummer von Frau Petersen?", None),
        ("Was kostet das?", None),
        ("", None),
    ],
)
def test_where_the_company_is_and_how_it_is_reached(question: str, asked: str | None) -> None:
    assert whereabouts(question) == asked


@pytest.mark.parametrize(
    "message",
    ["Schade. Tschüss", "Merci vielmal", "Danke vielmals!", "Ach so, ok", "danke dir ❤️", "Danke, das hilft 🌷"],
)
def test_courtesies_ask_nothing(message: str) -> None:
    assert kind_of(message) is not None


@pytest.mark.parametrize(
    "message",
    ["Nein danke", "nein", "Nö, brauche ich nicht", "Nein, doch nicht", "jetzt nicht", "ach lass mal", "no thanks"],
)
def test_a_no_asks_nothing(message: str) -> None:
    assert kind_of(message) == "declined"


def test_a_no_in_front_of_a_question_is_not_searched_for() -> None:
    assert without_greeting("Nein danke. Haben Sie Parkplätze?") == "Haben Sie Parkplätze?"
    assert kind_of("Nein danke. Haben Sie Parkplätze?") is None
    assert without_greeting("Hallo 🌷 Haben Sie Parkplätze?") == "Haben Sie Parkplätze?"


def test_two_searches_become_one_and_no_passage_is_lost() -> None:
    first, second, third = (passage(text, position=number) for number, text in enumerate(("a", "b", "c")))
    leaning = [first, second]
    alone = [Passage(chunk=third.chunk, score=2.0, components=third.components), second]
    found = blended(leaning, alone)

    assert {one.chunk.id for one in found} == {one.chunk.id for one in (first, second, third)}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].chunk.text == "c"
    assert found[0].score == pytest.approx((1 - ALONE) * 1.0 + ALONE * 2.0)


def test_the_page_that_was_spoken_about_comes_nearer() -> None:
    found = [passage("a", score=1.2, url="/a"), passage("b", position=1, score=1.0, url="/b")]

    assert [one.chunk.text for one in staying(found, {"/b"})] == ["b", "a"]
    assert [one.chunk.text for one in staying(found, set())] == ["a", "b"]


def test_the_new_words_of_a_message_choose_what_is_quoted() -> None:
    text = (
        "Eine Monteurstunde in der Werkstatt kostet 84 Euro. Eine Monteurstunde beim Kunden kostet 96 Euro. "
        "Eine Monteurstunde vor Ort im Ausland kostet 110 Euro. Für Reisen gilt der übliche Satz. "
        "Am Sonntag kommt ein Zuschlag von 100 Prozent dazu."
    )
    question = "Was kostet eine Monteurstunde vor Ort beim Kunden? Und am Sonntag?"

    assert "100 Prozent" in quote(question, [passage(text)], "Und am Sonntag?").text


@pytest.mark.parametrize(
    ("question", "heading", "text", "quoted"),
    [
        ("Was kostet eine Hecke?", "Hainbuche", "je Meter 38 €", "Hainbuche\nje Meter 38 €"),
        (
            "Wer leitet die Baumschule?",
            "Ida Brandes",
            "Seit 2009 leitet sie sie.",
            "Ida Brandes\nSeit 2009 leitet sie sie.",
        ),
        ("Seit wann gibt es die Baumschule?", "1961 · Anfang", "Der erste Acker wird gepachtet.", "1961 · Anfang\n"),
        ("Pflanzen Sie Hecken?", "Hecken", "Wir pflanzen Hecken aller Art.", "Wir pflanzen"),
        ("Was kostet eine Hecke?", "Schön und gut.", "je Meter 38 €", "je Meter"),
        ("Was kostet eine Hecke?", "Was kostet das?", "je Meter 38 €", "je Meter"),
    ],
)
def test_the_heading_stands_over_what_it_explains(question: str, heading: str, text: str, quoted: str) -> None:
    assert quote(question, [passage(text, under=(heading,))]).text.startswith(quoted)


def test_a_second_quote_has_what_is_asked_for_too() -> None:
    price = passage("Eine Hecke kostet je Meter 38 Euro.", score=2.0)
    other = passage("Eine Hecke braucht Licht, Wasser und Geduld.", position=1, score=1.9, url="/b")

    assert quote("Was kostet eine Hecke?", [price, other]).paragraphs == (f"{price.chunk.text} [1]",)
    assert len(quote("Braucht eine Hecke Wasser?", [other, price]).paragraphs) == 2


def test_a_price_is_quoted_before_what_else_is_free() -> None:
    text = "Dusche und WC\nParken kostenlos\nHandtücher gratis\nHolz kostenlos\nNacht 62 €\nBis vier Gäste"

    assert "62 €" in quote("Was kostet die Hütte?", [passage(text)]).text
    assert "Parken kostenlos" in quote("Was kostet das Parken?", [passage(text)]).text


@pytest.mark.parametrize(
    ("before", "message", "searched"),
    [
        ("Wie groß ist Wohnung B?", "Und was kostet die?", "Wohnung B: Und was kostet die?"),
        ("Hat Zimmer 12 einen Balkon?", "Wie groß ist das?", "Zimmer 12 Balkon: Wie groß ist das?"),
        ("Wer hat die Baumschule gegründet?", "Wann war das?", "Baumschule gegründet: Wann war das?"),
        ("Was kostet ein Teich?", "Wie lange dauert das?", "Teich: Wie lange dauert das?"),
    ],
)
def test_which_one_and_what_was_done_are_spoken_about(before: str, message: str, searched: str) -> None:
    assert in_context(message, [before]) == searched


def test_whoever_asks_to_be_served_somewhere_asks_for_the_region() -> None:
    assert to_search("Liefern Sie auch nach Bonn?", [], "Gartenbau Lorenz") == f"Liefern Sie auch nach Bonn? {REGION}"
    assert REGION not in to_search("Kommen Sie auch nach Hause?", [], "Gartenbau Lorenz")


def test_who_is_asked_for_is_quoted_before_what_is_only_near() -> None:
    near = passage("Ein Wartungsvertrag hält Ihre Anlage in Schuss. Er kostet im Jahr 300 Euro.", score=2.0)
    person = passage("Für Wartungsverträge ist Nele Wohlers zuständig.", position=1, score=1.5)

    assert quote("Wer kümmert sich um Wartungsverträge?", [near, person]).paragraphs[0].startswith("Für Wartung")


@pytest.mark.parametrize(
    ("question", "overview"),
    [
        ("Was macht ihr so?", True),
        ("Was macht denn euer Verein eigentlich?", True),
        ("Was bietet die Praxis an?", True),
        ("Was macht der Chef?", False),
        ("was bieten sie alles an", True),
        ("Und was macht ihr sonst noch so?", True),
        ("Was ist das hier für eine Firma?", True),
        ("Welche Leistungen haben Sie?", True),
        ("What do you do?", True),
        ("Was macht ihr bei Rückenschmerzen?", False),
        ("Was bieten Sie für Kinder an?", False),
        ("Was kostet das?", False),
    ],
)
def test_what_a_company_does_at_all(question: str, overview: bool) -> None:
    assert asks_for_overview(question) is overview


def test_the_front_page_and_pages_about_the_company_say_what_it_does() -> None:
    found = [
        passage("Wir erheben Daten.", url="https://a.example/datenschutz", score=2.0),
        passage("Neues vom Mai.", position=1, url="https://a.example/blog/mai", score=2.2),
        passage("Wir legen Gärten an.", position=2, url="https://a.example/", score=1.0),
        passage("Seit 1990.", position=3, url="https://a.example/ueber-uns", score=1.2),
    ]

    assert [one.chunk.text for one in by_place(found)[:2]] == ["Wir legen Gärten an.", "Seit 1990."]


@pytest.mark.parametrize(
    ("message", "doubted"),
    [
        ("Bist du sicher?", True),
        ("Sind Sie da ganz sicher? Auf der Seite steht 10 Euro", True),
        ("Stimmt das?", True),
        ("Wirklich?", True),
        ("sicher?", True),
        ("Das stimmt aber nicht!", True),
        ("Sind die Leitern sicher?", False),
        ("Wie sicher sind meine Daten?", False),
    ],
)
def test_an_answer_that_is_doubted(message: str, doubted: bool) -> None:
    assert doubts(message) is doubted


@pytest.mark.parametrize("message", ["Wie komme ich hin?", "Wie finde ich zu Ihnen?", "how do i get there"])
def test_the_way_leans_on_nothing_and_is_called_as_pages_call_it(message: str) -> None:
    assert to_search(message, ["Was kostet ein Teich?"], "Gartenbau Lorenz") == f"{message} {DIRECTIONS}"
    assert not may_follow(message)


@dataclass(frozen=True)
class Person:
    name: str
    position: str = ""
    specialization: str = ""
    display_order: int = 0


PERSONS = (Person("Ute Behn", "Verkauf"), Person("Olaf Stein", "Meister", "Treppenbau"), Person("Eva Kurz", "Büro"))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Wer ist für Treppen zuständig?", "Olaf Stein"),
        ("Und wer macht den Verkauf?", "Ute Behn"),
        ("An wen wende ich mich wegen einer Treppe?", "Olaf Stein"),
        ("Wer ist für Fenster zuständig?", None),
        ("Wer kümmert sich um Treppen und Verkauf?", "Olaf Stein"),
    ],
)
def test_who_of_the_company_is_in_charge(question: str, name: str | None) -> None:
    found = in_charge(PERSONS, question)

    assert asks_who(question)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "heading", "told"),
    [
        ("Wir bauen Treppen. Ihr Meister ist Olaf  Stein.", "Team", "Ihr Meister ist Olaf  Stein."),
        ("Meister, Treppenbau\nTelefon 0561 400012", "Olaf Stein", "Meister, Treppenbau"),
        ("Olaf Steinhauer berät Sie.", "Team", None),
        ("Ute Behn berät Sie.", "Team", None),
    ],
)
def test_what_a_page_says_of_a_person(text: str, heading: str, told: str | None) -> None:
    chunk = replace(passage(text).chunk, heading_path=(heading,))

    assert told_of("Olaf Stein", replace(passage(text), chunk=chunk)) == told


@pytest.mark.parametrize("question", ["Wer hat die Firma gegründet?", "Was kostet das?", "Wer darf mitfahren?"])
def test_other_questions_about_somebody(question: str) -> None:
    assert not asks_who(question)


@pytest.mark.parametrize(
    ("message", "wish"),
    [
        ("Wie erreiche ich den?", "person"),
        ("Kann ich mit ihr sprechen?", "person"),
        ("Wie erreiche ich Sie telefonisch?", None),
        ("Wie erreiche ich den Notdienst am Sonntag?", None),
        ("Wie erreiche ich ihn am besten?", "person"),
    ],
)
def test_somebody_who_was_spoken_of_can_be_reached(message: str, wish: str | None) -> None:
    assert wish_of(message) == wish


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("Impfen Sie geimpfte Ziegen?", "und ungeimpfte?"),
        ("Haben Sie große Zelte?", "und kleine?"),
        ("Gibt es Zelte für Kinder?", "und für größere?"),
        ("Haben Sie rote Zelte?", "Und blaue?"),
        ("habt ihr zelte", "und wasserdichte?"),
        ("Nehmt ihr alte Ziegen?", "und die ganz jungen?"),
    ],
)
def test_what_kind_is_meant_leaves_the_thing(before: str, message: str) -> None:
    assert in_context(message, [before]).startswith(before)


@pytest.mark.parametrize(
    ("before", "message"), [("Haben Sie Zelte?", "und Matten?"), ("habt ihr zelte", "und hängematten?")]
)
def test_another_thing_takes_its_place(before: str, message: str) -> None:
    assert "elte" not in in_context(message, [before])

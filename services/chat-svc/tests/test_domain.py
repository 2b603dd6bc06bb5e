"""The rules of a conversation."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from chat_svc.domain.colors import AA, contrast, readable, text_on
from chat_svc.domain.language import answer_language
from chat_svc.domain.markers import Mark, MarkerParser
from chat_svc.domain.questions import LONGEST_LABEL, wording
from chat_svc.domain.quoting import quote
from chat_svc.domain.subjects import Subjects
from chat_svc.domain.support import SupportGate
from chat_svc.domain.topics import configured_topics, topics_of
from chat_svc.domain.triggers import CardRules, FormRules, Turn, cards_due, form_trigger, holds_keyword
from chat_svc.service.sessions import suggested_questions, suggestions
from contracts.bots import BotConfiguration
from hypothesis import given
from hypothesis import strategies as st
from knowledge import Chunk, Components, Passage

BOT = UUID(int=1)


def passage(text: str, *, title: str = "Preise | Brandt", position: int = 0) -> Passage:
    chunk = Chunk.make(
        bot_id=BOT, source_id=BOT, url=f"https://b.example/{position}", title=title, text=text, position=position
    )
    return Passage(chunk=chunk, score=1.0, components=Components(dense=0.9, lexical=1.0))


def joined(parser: MarkerParser, pieces: list[str]) -> list[str | Mark]:
    found: list[str | Mark] = []
    for part in [*(p for piece in pieces for p in parser.feed(piece)), *parser.end()]:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return found


MARKED = st.lists(
    st.sampled_from(["Preis", " ", "[1]", "[2]", " [9]", "[", "]", "[1, 2]", ".", "[12", "\n", "[ 1 ]", "ä", "  "]),
    max_size=30,
).map("".join)


@given(MARKED, st.lists(st.integers(0, 90), max_size=12))
def test_marks_do_not_depend_on_where_the_stream_was_cut(text: str, cuts: list[int]) -> None:
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[start:end] for start, end in pairwise(places)]

    assert joined(MarkerParser(3), pieces) == joined(MarkerParser(3), [text])


@given(MARKED)
def test_only_numbers_of_passages_become_marks(text: str) -> None:
    marks = [part.number for part in joined(MarkerParser(3), list(text)) if isinstance(part, Mark)]
    assert all(1 <= number <= 3 for number in marks)


def test_numbers_without_passage_vanish_with_their_space() -> None:
    assert joined(MarkerParser(2), ["Ab 480 Euro [", "7]. Gut [2", "]."]) == ["Ab 480 Euro. Gut ", Mark(2), "."]


PAGES = [
    passage("Eine Küche mit Insel kostet ab 22.000 Euro. Die Planung kostet 480 Euro.", position=0),
    passage("Die Lieferzeit beträgt zehn bis zwölf Wochen.", title="Küchen | Brandt", position=1),
]


def gated(text: str, *, size: int = 7, complete: bool = True) -> tuple[str, SupportGate]:
    *_, shown = screens(
        gate := SupportGate(PAGES), [text[at : at + size] for at in range(0, len(text), size)], complete
    )
    return shown.strip(), gate


def screens(gate: SupportGate, pieces: list[str], complete: bool = True) -> list[str]:
    """What a visitor sees after each piece, and at the end."""
    seen = [""]
    for change in [*map(gate.feed, pieces), gate.end(complete=complete)]:
        assert change.withdrawn <= len(seen[-1])
        seen.append(seen[-1][: len(seen[-1]) - change.withdrawn] + change.text)
    return seen


@given(st.integers(1, 40))
def test_supported_sentences_pass_and_numbers_start_at_one(size: int) -> None:
    text = "Die Lieferzeit beträgt zehn bis zwölf Wochen [2]. Die Planung kostet 480 Euro [1]. Der Mond ist gratis [1]."
    shown, gate = gated(text, size=size)

    assert shown == "Die Lieferzeit beträgt zehn bis zwölf Wochen [1]. Die Planung kostet 480 Euro [2]."
    assert [citation.n for citation in gate.citations] == [1, 2]
    assert gate.citations[0].url == "https://b.example/1"


def test_a_number_that_no_passage_has_is_not_shown() -> None:
    assert gated("Eine Küche mit Insel kostet ab 12.000 Euro [1].")[0] == ""


def test_a_sentence_that_broke_off_is_not_shown() -> None:
    shown, _ = gated("Die Planung kostet 480 Euro [1]. Die Lieferzeit beträgt zehn bis", complete=False)
    assert shown == "Die Planung kostet 480 Euro [1]."


def test_abbreviations_and_dates_do_not_end_a_sentence() -> None:
    text = "Die Planung kostet z.B. 480 Euro ab dem 1. Termin."
    gate = SupportGate([passage(text)])
    assert gate.feed(text + " ").text == text
    assert gate.shown == 0


def test_a_sentence_begins_on_the_screen_before_it_ends() -> None:
    seen = screens(SupportGate(PAGES), ["Die", " Pla", "nung", " kostet", " 4", "80", " Euro [", "1]."])

    assert seen[1:7] == [
        "Die",
        "Die Pla",
        "Die Planung",
        "Die Planung kostet",
        "Die Planung kostet ",
        "Die Planung kostet ",
    ]
    assert seen[-1] == "Die Planung kostet 480 Euro [1]."


def test_a_sentence_that_falls_is_taken_back() -> None:
    seen = screens(
        SupportGate(PAGES), ["Die Planung kostet 480 Euro [1]. ", "Eine Küche ", "kostet 12.", "000", " Euro. ", "Ja."]
    )

    assert any(text.endswith("Eine Küche kostet ") for text in seen)
    assert not any("12" in text for text in seen)
    assert seen[-1] == "Die Planung kostet 480 Euro [1]. Ja."


WORDS = [
    "Die Planung",
    " kostet",
    " 480",
    " 22",
    ".000",
    ".500",
    " Euro",
    " [1]",
    " [2]",
    " Mond",
    "bau",
    " Küche",
    "n",
]
SIGNS = [". ", ".", "\n", " *", "\ufffd", "! "]


@given(
    st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=40), st.lists(st.integers(0, 200), max_size=10), st.booleans()
)
def test_what_stays_does_not_depend_on_where_the_stream_was_cut(said: list[str], cuts: list[int], whole: bool) -> None:
    text = "".join(said)
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[start:end] for start, end in pairwise(places)]

    assert screens(SupportGate(PAGES), pieces, whole)[-1] == screens(SupportGate(PAGES), [text], whole)[-1]


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_word_and_no_number_that_no_passage_has_is_shown_early(said: list[str]) -> None:
    early = screens(SupportGate(PAGES), said)[-2]

    assert "Mond" not in early
    assert "22.500" not in early
    assert "480.000" not in early


def test_a_word_left_over_from_a_button_is_not_quoted() -> None:
    button, hours = passage("Reservierung"), passage("Wir nehmen Reservierungen unter 040 1234 an.", position=1)
    assert quote("Kann ich reservieren?", [button, hours]).paragraphs == (f"{hours.chunk.text} [1]",)
    assert quote("Kann ich reservieren?", [button]).paragraphs == ("Reservierung [1]",)


def test_quotes_are_whole_sentences_with_their_number() -> None:
    found = quote("Was kostet die Planung?", PAGES)

    assert found.paragraphs[0].endswith("[1]")
    assert "Die Planung kostet 480 Euro." in found.text
    assert found.citations[0].title == "Preise"
    assert len(found.paragraphs) == len(found.citations)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Was kostet eine Küche?", ("price",)),
        ("Können Sie mir ein Angebot machen?", ("offer",)),
        ("Gibt es ein Datenblatt?", ("technical",)),
        ("Wer ist mein Ansprechpartner?", ("contact",)),
        ("Wer sind Sie denn?", ("other",)),
        ("Wir haben ein Problem mit der Treppe", ("other",)),
        ("Do you have a price list?", ("price", "product")),
    ],
)
def test_topics(message: str, expected: tuple[str, ...]) -> None:
    assert topics_of(message) == expected


LABELLED = Path(__file__).parent / "labelled"


@pytest.mark.parametrize(("name", "right"), [("seen", 1.0), ("held_out", 0.85)])
def test_compounds_count_and_their_false_friends_do_not(name: str, right: float) -> None:
    lines = (LABELLED / f"topics_{name}.tsv").read_text().splitlines()
    messages = [(topics, message) for topics, _, message in (line.partition("\t") for line in lines[1:])]
    wrong = [one for one in messages if ",".join(topics_of(one[1])) != one[0]]

    assert 1 - len(wrong) / len(messages) >= right, wrong


@given(
    st.sampled_from(["Küchen", "Fenster", "Reparatur"]), st.sampled_from(["Preise", "Montage", "Angebot", "Termine"])
)
def test_the_last_part_of_a_compound_says_what_it_is_about(first: str, last: str) -> None:
    assert topics_of(first + last.lower()) == topics_of(last) != ("other",)


@pytest.mark.parametrize(
    ("message", "holds"),
    [("Gibt es einen Werksverkauf?", True), ("Verkaufsraum", True), ("Wo ist der Kreisverkehr?", False), ("", False)],
)
def test_keywords_are_found_in_compounds(message: str, holds: bool) -> None:
    assert holds_keyword(message, ("verkauf", "ansprechpartner")) is holds


def test_configured_words_name_topics() -> None:
    assert configured_topics(("preise", "Angebot", "demo", "unsinn")) == {"price", "offer", "demo"}


CARDS = CardRules(True, ("ansprechpartner", "kontakt"), 3, ("preise",))


def turn(message: str = "Hm", **changes: object) -> Turn:
    values: dict[str, object] = {
        "message": message,
        "topics": ("other",),
        "answered": True,
        "question": 1,
        "messages": 2,
        **changes,
    }
    return Turn(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_turn", "shown_before", "due"),
    [
        (turn(), False, False),
        (turn("Wer ist mein Ansprechpartner?"), False, True),
        (turn("Kontaktdaten bitte"), True, True),
        (turn(topics=("price",)), False, True),
        (turn(topics=("price",)), True, False),
        (turn(messages=3), False, False),
        (turn(messages=4), False, True),
        (turn(answered=False), False, True),
        (turn(messages=4, small_talk=True), False, False),
        (turn(answered=False), True, True),
        (turn("Ja bitte", small_talk=True, wants_contact=True), True, True),
    ],
)
def test_contact_cards(given_turn: Turn, shown_before: bool, due: bool) -> None:
    assert cards_due(CARDS, given_turn, shown_before=shown_before) is due
    assert not cards_due(CardRules(False, CARDS.keywords, 0, CARDS.topics), given_turn, shown_before=False)


@pytest.mark.parametrize(
    ("given_turn", "trigger"),
    [
        (turn(), None),
        (turn(topics=("price",)), "initial"),
        (turn(topics=("product", "technical")), "technical"),
        (turn(question=3), "follow_up"),
        (turn(topics=("price",), small_talk=True), None),
        (turn(topics=("price",), asks_back=True), None),
    ],
)
def test_the_email_form(given_turn: Turn, trigger: str | None) -> None:
    assert form_trigger(FormRules(True, 1, 0, False), given_turn) == trigger
    assert form_trigger(FormRules(True, 1, 1, False), given_turn) is None
    assert form_trigger(FormRules(True, 1, 0, True), given_turn) is None
    assert form_trigger(FormRules(False, 1, 0, False), given_turn) is None


@pytest.mark.parametrize("given_turn", [turn(answered=False, topics=("price",)), turn("Ja bitte", wants_contact=True)])
def test_what_is_offered_can_be_had_however_often(given_turn: Turn) -> None:
    assert form_trigger(FormRules(True, 1, 1, True), given_turn) == "follow_up"
    assert form_trigger(FormRules(False, 1, 0, False), given_turn) is None


def test_what_others_may_read_of_a_question_is_one_short_line_without_names() -> None:
    assert wording("Mein Name ist Erika Muster,\n was kostet das?") == "Mein Name ist …, was kostet das?"
    assert wording("Ist Frau Brandt da? " + "Und was kostet das? " * 20).startswith("Ist Frau … da? Und was")
    assert len(wording("Was kostet das? " * 20)) <= LONGEST_LABEL


def test_suggested_questions_are_few_and_about_something() -> None:
    titles = [
        "Impressum | B",
        "Küchen | B",
        "Preise | B",
        "Treppen | B",
        "Möbel | B",
        "Öffnungszeiten | B",
        "Küchen | C",
    ]
    assert suggestions(titles, "de", with_hours=True) == [
        "Welche Preise haben Sie?",
        "Was gibt es bei Ihnen zu „Küchen“?",
        "Was gibt es bei Ihnen zu „Treppen“?",
        "Wann haben Sie geöffnet?",
    ]
    assert suggestions(["Imprint"], "en", with_hours=False) == []
    nothing = [
        "Gästebuch",
        "Portfolio",
        "Links",
        "Downloads",
        "Kontaktformular",
        "Unsere Sponsoren",
        "Vielen Dank",
        "Satzung",
    ]
    assert suggestions(nothing, "de", with_hours=False) == []


def test_questions_that_the_pages_ask_go_before_such_that_are_made_of_titles() -> None:
    asked = ["Wie lange dauert ein Einbau?", "Kommen Sie zum Aufmaß?", "Was kostet die Planung?"]

    assert suggestions(["Preise", "Küchen", "Treppen"], "de", with_hours=True, asked=asked) == [
        "Welche Preise haben Sie?",
        "Wie lange dauert ein Einbau?",
        "Kommen Sie zum Aufmaß?",
        "Wann haben Sie geöffnet?",
    ]


def test_a_slogan_with_a_question_mark_is_no_question() -> None:
    asked = ("Warum wir?", "Neu im Tennisclub Auental?", "Bereit für den Sommer?", "Was kostet eine Schnupperstunde?")
    found = suggested_questions(BotConfiguration(name="Club"), Subjects(("Jugend",), asked), "de")
    assert found == ["Was kostet eine Schnupperstunde?", "Was gibt es bei Ihnen zu „Jugend“?"]


def test_suggested_questions_are_about_no_addresses_names_and_slogans() -> None:
    titles = [
        "http://klima-auental.example/",
        "KLIMA AUENTAL",
        "Klima Auental - Wärmepumpen",
        "WÄRMEPUMPEN",
        "Runa Feldhaus",
        "Wir bringen Wärme ins Tal",
        "Ihr Partner für Klima",
        "Einfach wohlfühlen!",
        "Lüftung",
    ]
    assert suggestions(titles, "de", with_hours=False, names=("Klima Auental GmbH", "Runa Feldhaus")) == [
        "Was gibt es bei Ihnen zu „Wärmepumpen“?",
        "Was gibt es bei Ihnen zu „Lüftung“?",
    ]


def test_languages() -> None:
    assert answer_language("deutsch", "What does it cost?") == "de"
    assert answer_language("english", "Was kostet das?") == "en"
    assert answer_language("multilingual", "What does it cost?") == "en"
    assert answer_language("multilingual", "Was kostet das?") == "de"


@given(st.integers(0, 0xFFFFFF), st.sampled_from(["#ffffff", "#15191f"]))
def test_colours_become_readable(value: int, background: str) -> None:
    color = f"#{value:06x}"
    assert contrast(readable(color, background), background) >= AA - 0.02
    assert contrast(text_on(color), color) >= 4.0

"""What a passage says, in whatever words, and what it does not."""

from __future__ import annotations

from uuid import UUID

import pytest
from chat_svc.domain.abstaining import abstains
from chat_svc.domain.evidence import Evidence
from chat_svc.domain.expecting import holds_what_is_asked, lacks_price
from chat_svc.domain.places import clauses, read
from chat_svc.domain.quantities import quantities
from hypothesis import given
from hypothesis import strategies as st
from knowledge import Chunk, Components, Passage

PRICES = (
    "Eine Küchenzeile beginnt bei 9.800 Euro. Die Planung kostet 480 Euro und wird beim Auftrag angerechnet. "
    "Kreditkarten nehmen wir nicht an. Die Lieferung dauert zehn bis zwölf Wochen.\n"
    "Typ: NK 32 | Förderhöhe: 36 m | Preis: 1.940 €\n"
    "Typ: NK 40 | Förderhöhe: 54 m | Preis: 2.680 €\n"
    "Abholung ist nach Absprache auch samstags möglich, Anlieferung dagegen nicht."
)
HOURS = "Wir haben montags bis freitags von 08:00 bis 17 Uhr geöffnet. Der Notdienst kostet CHF 1'450.– im Jahr."


def passage(text: str, *, language: str = "de") -> Passage:
    id = UUID(int=1)
    chunk = Chunk.make(
        bot_id=id, source_id=id, url="/", title="Preise | Brandt", text=text, position=0, language=language
    )
    return Passage(chunk=chunk, score=1.0, components=Components(dense=0.9, lexical=1.0))


CONTACT = "Montage und Reparatur: Herr Olaf Stein, Telefon 040 1234-17\nVerkauf: Frau Ute Behn, Telefon 040 1234-18."
PASSAGES = [passage(PRICES), passage(HOURS), passage(CONTACT)]


def source(claim: str, question: str = "") -> int | None:
    return Evidence(PASSAGES, question).source_of(claim)


@pytest.mark.parametrize(
    ("claim", "place"),
    [
        ("Die Planung kostet 480 Euro.", 0),
        ("Laut unserer Seite kostet die Planung 480 €.", 0),
        ("Für die Planung werden Ihnen 480 € berechnet.", 0),
        ("Eine Küchenzeile gibt es ab 9800 Euro.", 0),
        ("Bis zur Lieferung vergehen 10 bis 12 Wochen.", 0),
        ("Rechnen Sie bei der Lieferung mit rund drei Monaten.", 0),
        ("Kreditkarten akzeptieren wir leider nicht.", 0),
        ("Die NK 40 hat eine Förderhöhe von 54 m.", 0),
        ("Geöffnet ist montags bis freitags von 8 bis 17 Uhr.", 1),
        ("Der Notdienst kostet 1.450 CHF im Jahr.", 1),
        ("Eine Abholung ist nach Absprache auch samstags möglich.", 0),
        ("Für Reparaturen ist Olaf Stein zuständig, Sie erreichen ihn unter 040 1234-17.", 2),
    ],
)
def test_what_stands_there_is_supported_however_it_is_said(claim: str, place: int) -> None:
    assert source(claim) == place


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Die Planung kostet 580 Euro.", "another number"),
        ("Die Planung ist kostenlos.", "free, and it is not"),
        ("Die Planung kostet 9.800 Euro.", "the price of another thing"),
        ("Die NK 40 hat eine Förderhöhe von 36 m.", "the value of another row"),
        ("Die NK 40 hat eine Förderhöhe von 540 m.", "a number nobody has"),
        ("Kreditkarten nehmen wir an.", "the no is gone"),
        ("Die Lieferung dauert nicht zehn bis zwölf Wochen.", "a no that nobody says"),
        ("Die Treppenplanung in Altona kostet 480 Euro.", "another place"),
        ("Die Lieferung dauert 10 bis 12 Tage.", "another unit"),
        ("Der Staatspreis wurde uns verliehen.", "made up"),
        ("Der Notdienst kostet 480 Euro im Jahr.", "a number of another passage"),
        ("Für Reparaturen ist Ute Behn zuständig.", "another person"),
        ("Olaf Stein erreichen Sie unter 040 1234-18.", "the number of another person"),
        ("Für Reparaturen ist Karl Weber zuständig.", "a person nobody knows"),
    ],
)
def test_what_does_not_stand_there_is_not(claim: str, why: str) -> None:
    assert source(claim) is None, why


def test_what_the_visitor_said_needs_no_passage() -> None:
    question = "Ich habe 5.000 Euro, reicht das für eine Küchenzeile?"
    assert (
        source("Mit 5.000 Euro kommen Sie leider nicht hin, die Küchenzeile beginnt bei 9.800 Euro.", question) is None
    )
    assert source("Eine Küchenzeile beginnt bei 9.800 Euro, also über Ihren 5.000 Euro.", question) == 0


def test_between_languages_the_numbers_decide() -> None:
    assert source("The planning costs 480 euros.") == 0
    assert source("The planning costs 580 euros.") is None
    assert source("You are the assistant of this company.") is None


def test_a_sentence_that_answers_something_else_is_told_apart() -> None:
    evidence = Evidence(PASSAGES, "Kann ich bei Ihnen parken?")
    assert evidence.source_of("Kreditkarten nehmen wir nicht an.") == 0
    assert not evidence.answers("Kreditkarten nehmen wir nicht an.", 0)


def test_a_question_back_may_bring_in_nothing() -> None:
    evidence = Evidence(PASSAGES, "Was kostet das?")
    assert evidence.only_asks("Meinen Sie die NK 32 oder die NK 40?")
    assert not evidence.only_asks("Meinen Sie die NK 77 für 99 Euro?")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1'450 oder 1.450 ab 08:00, zwölf Wochen, 0,85 W", [1450, 1450, 8, 12, 0.85]),
        ("zwischen 450 und 900 €", [450, 900]),
        ("schon eine halbe Minute", [0.5]),
        ("um ein Viertel günstiger, innerhalb eines Tages", [1, 25]),
        ("44,– bis 47,- €, 1.-3. Klasse", [44, 47, 1, 3]),
    ],
)
def test_numbers_have_one_notation(text: str, found: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text)] == found


@pytest.mark.parametrize("text", ["ab 44,– € pro Nacht", "€ 24,--", "Eintritt 5,–", "44,– bis 47,– €"])
def test_even_amounts_are_money(text: str) -> None:
    assert {quantity.unit for quantity in quantities(text)} == {"euro"}


def test_a_range_has_one_unit_and_durations_compare() -> None:
    low, high = quantities("10–12 Wochen")
    assert (low.unit, high.unit) == ("week", "week")
    assert quantities("rund drei Monate")[0].matches(high)
    assert not quantities("drei Monate")[0].matches(high)
    assert quantities("24 Monate")[0].matches(quantities("zwei Jahre")[0])


def test_a_row_of_a_table_is_read_cell_by_cell_with_its_first() -> None:
    assert clauses("Typ: NK 32 | Höhe: 36 m | Preis: 1.940 €") == [
        "Typ: NK 32 | Höhe: 36 m",
        "Typ: NK 32 | Preis: 1.940 €",
    ]


def test_names_and_codes_are_told_from_nouns() -> None:
    words = read("Für die NK 40 wenden Sie sich an Frau Ute Behn oder die Mainpumpen Vogt KG in Bremen.")
    assert words.names == ("NK 40", "Ute Behn", "Mainpumpen Vogt") or "Ute Behn" in words.names
    assert "bremen" in words.nouns


@pytest.mark.parametrize(
    "sentence",
    [
        "Dazu steht auf den Seiten leider nichts.",
        "Ob Sie einen Hund mitbringen dürfen, geht aus den Unterlagen nicht hervor.",
        "Das kann ich Ihnen leider nicht beantworten.",
        "Über Parkplätze finde ich keine Angaben.",
        "Die Passagen nennen keinen Preis dafür.",
        "NICHT_GEFUNDEN",
        "The pages do not mention any parking.",
    ],
)
def test_a_model_may_say_in_its_words_that_it_does_not_know(sentence: str) -> None:
    assert abstains(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kreditkarten nehmen wir nicht an.",
        "Parkplätze gibt es leider keine.",
        "Die Geräte sind nicht im Preis enthalten.",
    ],
)
def test_a_no_of_the_company_is_an_answer(sentence: str) -> None:
    assert not abstains(sentence)


def test_a_price_is_expected_where_one_is_asked_for() -> None:
    assert holds_what_is_asked("Was kostet die Planung?", "Sie kostet 480 Euro.")
    assert holds_what_is_asked("Was kostet die Planung?", "Sie ist kostenlos.")
    assert holds_what_is_asked("Wer ist der Chef?", "Pächterin: Rosa Fink")
    assert not holds_what_is_asked("Wer ist der Chef?", "Der Saal von Rosa Fink fasst 200 Personen.")
    assert not holds_what_is_asked("Was kostet die Planung?", "Sie dauert zwei Wochen.")
    assert not holds_what_is_asked("Wie lange dauert die Lieferung?", "Sie kostet 80 Euro.")
    assert holds_what_is_asked("Wer leitet den Betrieb?", "Jana Brandt.")


@given(st.text(max_size=200))
def test_nothing_fails_on_any_text(text: str) -> None:
    assert Evidence([passage(text)], text).source_of(text) in (None, 0)
    assert Evidence([], text).source_of(text) is None


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Was kostet ein Service?", "Unser Team kümmert sich um alle Marken.", True),
        ("Wie teuer ist eine Massage?", "Die Massage dauert 30 Minuten.", True),
        ("Was kostet ein Service?", "Der kleine Service kostet CHF 290.", False),
        ("Was kostet ein Service?", "Den Preis nennen wir Ihnen nach einem Blick auf den Wagen.", False),
        ("Was kostet die Beratung?", "Sie ist gratis.", False),
        ("Wie lange dauert ein Service?", "Unser Team kümmert sich um alle Marken.", False),
        ("Macht ihr Service?", "Unser Team kümmert sich um alle Marken.", False),
    ],
)
def test_a_quote_without_the_price_that_is_asked_for_is_told_from_one_with_it(
    question: str, text: str, lacks: bool
) -> None:
    assert lacks_price(question, text) is lacks

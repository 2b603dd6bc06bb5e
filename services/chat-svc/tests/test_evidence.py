"""What a passage says, and what it does not."""

from __future__ import annotations

from uuid import UUID

import pytest
from chat_svc.domain.evidence import names_in, numbers_of, supports
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


PASSAGES = [passage(PRICES), passage(HOURS)]


@pytest.mark.parametrize(
    "claim",
    [
        "Die Planung kostet 480 Euro.",
        "Laut unserer Seite kostet die Planung 480 Euro.",
        "Eine Küchenzeile gibt es ab 9800 Euro.",
        "Die Lieferung dauert 10 bis 12 Wochen.",
        "Kreditkarten nehmen wir leider nicht an.",
        "Die NK 40 hat eine Förderhöhe von 54 m.",
        "Geöffnet ist montags bis freitags von 8 bis 17 Uhr.",
        "Der Notdienst kostet 1.450 CHF im Jahr.",
        "Eine Abholung ist nach Absprache auch samstags möglich.",
    ],
)
def test_what_stands_there_is_supported(claim: str) -> None:
    assert supports(PASSAGES, claim, named=True)


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Die Planung kostet 580 Euro.", "another number"),
        ("Die Planung kostet 9.800 Euro und wird beim Auftrag nicht angerechnet.", "turned round"),
        ("Die NK 40 hat eine Förderhöhe von 540 m.", "a number nobody has"),
        ("Kreditkarten nehmen wir an.", "the no is gone"),
        ("Die Lieferung dauert nicht zehn bis zwölf Wochen.", "a no that nobody says"),
        ("Die Treppenplanung in Altona kostet 480 Euro.", "another noun"),
        ("Die Lieferung dauert 10 bis 12 Tage.", "another unit"),
        ("Der Staatspreis wurde uns verliehen.", "made up"),
        ("Der Notdienst kostet 480 Euro im Jahr.", "a number of another passage"),
    ],
)
def test_what_does_not_stand_there_is_not(claim: str, why: str) -> None:
    assert not supports(PASSAGES, claim, named=True), why


def test_between_languages_the_named_passage_and_its_numbers_decide() -> None:
    assert supports(PASSAGES[:1], "The planning costs 480 euros.", named=True)
    assert not supports(PASSAGES[:1], "The planning costs 580 euros.", named=True)
    assert not supports(PASSAGES, "You are the assistant of this company.", named=False)


def test_numbers_have_one_notation() -> None:
    assert numbers_of("1'450 oder 1.450 ab 08:00, zwölf Wochen, 0,85 W") == {"1450", "8", "12", "0,85"}


def test_names_are_the_words_with_a_capital_that_say_something() -> None:
    assert names_in("Der Preis für die NK-Pumpe in Hamburg ist auf unserer Seite.") == ["Pumpe", "Hamburg"]


@given(st.text(max_size=200))
def test_a_whole_sentence_of_a_passage_is_supported_and_nothing_fails(text: str) -> None:
    assert isinstance(supports([passage(text)], text, named=True), bool)
    assert not supports([], text, named=True)

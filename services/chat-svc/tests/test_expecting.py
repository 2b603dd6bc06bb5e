"""What kind of thing a question asks for, and which texts have it."""

from __future__ import annotations

from uuid import UUID

import pytest
from chat_svc.domain.expecting import expected, expected_above, holds_what_is_asked, lacks_price, tells_number
from knowledge import Chunk


@pytest.mark.parametrize(
    ("question", "has_it", "has_it_not"),
    [
        ("Wann ist Training für Kinder?", "Montag: 17:30 - 19:00", "Anna Berg trainiert die Jüngsten."),
        ("Um wie viel Uhr beginnt der Kurs?", "Beginn um 18 Uhr", "Der Kurs hat zehn Plätze."),
        ("Wann beginnt die Saison?", "Wir öffnen Anfang April.", "Die Saison ist kurz."),
        ("Ab wann gibt es Erdbeeren?", "Von Mai an am Hof", "Erdbeeren aus eigenem Anbau"),
        ("When is the shop open?", "Open daily", "Our shop is in the yard."),
        ("Wie alt ist die Mühle?", "1783 von Jakob Stein gebaut", "Die Mühle steht am Bach."),
        ("Seit wann gibt es Sie?", "Gegründet 1998", "Ein Betrieb der Familie"),
        ("Wie erreiche ich die Werkstatt?", "Werkstatt: 0345 678910", "Die Werkstatt liegt im Hof."),
        ("Wohin schreibe ich?", "info@berg.example", "Schreiben Sie uns!"),
        ("Wie ist die Telefonnummer?", "Tel. +49 345 678910", "Rufen Sie an."),
        ("Was zahlt man für Kinder?", "Kinder 2,50 €", "Kinder im selben Haushalt"),
        ("Was kostet die Kammer?", "ab 48,– pro Nacht", "Die Kammer hat 12 m²."),
        ("Seit wann mahlt ihr Dinkel?", "1974 · Der erste Dinkel", "Wir mahlen auch Dinkel."),
        ("Wie viele Kinder sind in einer Gruppe?", "Höchstens zwölf Kinder", "Die Kinder spielen im Hof."),
        ("Wie groß ist die Kammer?", "Etwa 20 m²", "Eine helle Kammer"),
    ],
)
def test_texts_that_have_what_is_asked(question: str, has_it: str, has_it_not: str) -> None:
    wanted = expected(question)
    assert wanted is not None
    assert wanted(has_it)
    assert not wanted(has_it_not)


@pytest.mark.parametrize("question", ["Machen Sie auch Treppen?", "Wie alt muss mein Kind sein?", "Was ist RC 2?"])
def test_questions_for_anything(question: str) -> None:
    assert expected(question) is None


def test_the_name_over_a_profile_tells_who_somebody_is() -> None:
    above = expected_above("Wer ist die Chefin?")
    assert above is not None
    assert above("Müllerin · Alma Reuter")
    assert not above("Unsere Mühle")


def test_an_answer_without_a_time_or_number_is_not_taken_back() -> None:
    """*Nach Vereinbarung* answers when, too."""
    assert holds_what_is_asked("Wann kann ich kommen?", "Nach Vereinbarung.")
    assert holds_what_is_asked("Wie erreiche ich Sie?", "Am besten über das Formular.")


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Wenn Sie sich von meinem Angebot angesprochen fühlen, schreiben Sie mir.", True),
        ("Wir erstellen Ihnen gern ein unverbindliches Angebot.", False),
        ("Fordern Sie ein Angebot an.", False),
        ("Preise auf Anfrage", False),
    ],
)
def test_an_offer_speaks_of_prices_only_where_one_is_made(text: str, lacks: bool) -> None:
    assert lacks_price("Was kostet eine Stunde?", text) is lacks


@pytest.mark.parametrize(
    ("question", "text", "heading", "tells"),
    [
        ("Wie viele Mitglieder habt ihr?", "Der Chor hat heute 45 Mitglieder.", "", True),
        ("Wie viele Mitglieder habt ihr?", "Mitglieder singen seit 1980 bei uns. Der Saal fasst 90 Leute.", "", False),
        ("Wie viele Mitglieder habt ihr?", "Der Mitgliedsbeitrag beträgt 45 Euro.", "", False),
        ("Wie viele Kühe habt ihr?", "Ein Stall für 12 Milchkühe", "", True),
        ("Wie viele Küchen baut ihr?", "Eine Küche dauert zehn bis zwölf Wochen.", "", False),
        ("Wie viele Mitglieder habt ihr?", "Vereinsmitglied: 9 €, Mitgliedschaft ab dem 1. Mai", "", False),
        ("Wie viele Plätze gibt es?", "Sechs Stellplätze liegen am Bach.", "", True),
        ("Wie viele Stunden braucht man?", "Das ist verschieden.", "", True),
        ("Wie hoch war der Umsatz?", "19 % Umsatzsteuer sind enthalten.", "", False),
        ("Wie hoch ist der Stundensatz?", "Satz je Stunde: 58 Euro", "", True),
        ("Wie hoch ist die Miete?", "Scheune 90 Euro", "Miete", True),
        ("Wie viel kostet die Scheune?", "Die Scheune liegt am Bach.", "", True),
        ("How many members do you have?", "Der Chor probt montags.", "", True),
    ],
)
def test_numbers_of_the_thing_itself(question: str, text: str, heading: str, tells: bool) -> None:
    id, under = UUID(int=7), (heading,) if heading else ()
    chunk = Chunk.make(bot_id=id, source_id=id, url="/", title="Chor", text=text, position=0, heading_path=under)
    assert tells_number(question, [chunk]) is tells


def test_a_share_is_a_price_too() -> None:
    assert not lacks_price("Was kostet der Rücktritt?", "Bei Rücktritt fallen 20 Prozent an.")
    assert lacks_price("was kost der Rücktritt", "Ein Rücktritt ist schriftlich möglich.")

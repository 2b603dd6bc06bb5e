"""Who is asked for by what they are."""

from __future__ import annotations

import pytest
from chat_svc.domain.staff import asked_for
from chat_svc.domain.whereabouts import asks_the_way
from contracts.bots import ContactPerson
from servicekit.ids import new_id

PERSONS = [
    ContactPerson(id=new_id(), name=name, position=position, display_order=order)
    for order, (name, position) in enumerate(
        (
            ("Kolb", "Inhaber & Verkauf"),
            ("Schenk", "Automechaniker"),
            ("Gerb", "Stellv. Geschäftsführerin"),
            ("Lohe", "Küchenchef"),
            ("Frei", "Fachärztin für Allgemeinmedizin"),
            ("Vogt", "2. Vorsitzender"),
            ("Kern", "Kassenwartin"),
        )
    )
]
EVERYBODY = [person.name for person in PERSONS]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Wer ist der Chef?", ["Kolb"]),
        ("wer ist bei euch denn der boss", ["Kolb"]),
        ("Wer ist der Inhaber der Garage Kolb?", ["Kolb"]),
        ("Who is the owner?", ["Kolb"]),
        ("Wer sitzt bei euch im Vorstand?", ["Vogt", "Kern"]),
        ("Wer arbeitet hier so alles?", EVERYBODY),
        ("Wer gehört zum Team?", EVERYBODY),
        ("Wer sind die Ärzte?", ["Frei"]),
        ("Wer sind eure Mechaniker?", ["Schenk"]),
        ("Wer ist der Koch?", []),
        ("Wer ist der Chef vom Lager?", []),
        ("Wer ist der beste Maler der Welt?", []),
        ("Wer hat die Firma gegründet?", []),
        ("Was macht der Chef?", []),
        ("Wer?", []),
    ],
)
def test_persons_are_found_by_what_they_are(question: str, names: list[str]) -> None:
    assert [person.name for person in asked_for(PERSONS, question, "Garage Kolb AG")] == names


def test_a_club_is_led_by_its_chair_where_nobody_owns_it() -> None:
    board = [
        ContactPerson(id=new_id(), name="Eins", position="Erster Vorsitzender", display_order=0),
        ContactPerson(id=new_id(), name="Zwei", position="Stellv. Vorsitzende", display_order=1),
    ]
    assert [person.name for person in asked_for(board, "Wer leitet den Verein?", "")] == []
    for question in ("Wer ist der Chef?", "Wer ist der Vorsitzende?", "Wer ist bei euch Präsidentin?"):
        assert [person.name for person in asked_for(board, question, "")] == ["Eins"]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Wie komme ich zu euch?", True),
        ("Wie kommt man denn am besten zu Ihnen?", True),
        ("Wie finde ich hin?", True),
        ("Wie komme ich mit dem Bus zu euch?", True),
        ("Wie komme ich zur Praxis?", True),
        ("Anfahrt", True),
        ("How do I get to your office?", True),
        ("Ich habe morgen einen Termin, wie komme ich zu euch?", True),
        ("Wie komme ich an einen Termin?", False),
        ("Wie finde ich die richtige Küche?", False),
        ("Was kostet die Anfahrt pro Kilometer bei Ihnen?", False),
    ],
)
def test_who_asks_for_the_way(question: str, asks: bool) -> None:
    assert asks_the_way(question) is asks

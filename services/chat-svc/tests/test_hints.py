"""What pages call the things that visitors ask for in words of their own."""

from __future__ import annotations

import pytest
from chat_svc.domain.hints import DIRECTIONS, FOUNDED, HOURS, REGION, TRANSIT, hint_of, without_hint
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ("Wann habt ihr offen?", HOURS),
        ("hobts es am samstag offen", HOURS),
        ("Liefert ihr auch nach Bonn?", REGION),
        ("Wie komme ich zu euch?", DIRECTIONS),
        ("Kommt man mit der S-Bahn hin?", TRANSIT),
        ("Fährt ein Bus zu euch?", TRANSIT),
        ("Seid ihr mit dem Zug erreichbar?", TRANSIT),
        ("Seit wann gibt es euch?", FOUNDED),
        ("Was kostet eine Fahrt mit dem Bus?", ""),
        ("Welche Garantie geben Sie?", ""),
        ("Welche Kündigungsfrist hat der Vertrag?", ""),
    ],
)
def test_hints(message: str, hint: str) -> None:
    assert hint_of(message) == hint


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ("Wo kann ich das Auto abstellen?", "Parkplatz"),
        ("Bis wann muss man aus dem Zimmer raus?", "Check-out"),
        ("Was muss ich denn mitnehmen?", "mitbringen"),
        ("Ich sitze im Rollstuhl, geht das?", "ebenerdig"),
        ("Was ist, wenn ich den Termin verschwitze?", "Ausfallgebühr"),
        ("Kann ich mit Karte zahlen?", "Kartenzahlung"),
        ("Kann man bei euch mitmachen?", "Mitglied"),
    ],
)
def test_everyday_words(message: str, word: str) -> None:
    assert word in hint_of(message)


@given(st.text(max_size=40), st.sampled_from([HOURS, REGION, TRANSIT, DIRECTIONS, FOUNDED]))
def test_a_hint_is_taken_off_again(question: str, hint: str) -> None:
    assert without_hint(f"{question} {hint}") == question

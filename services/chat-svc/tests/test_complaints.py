"""Visitors who complain."""

from __future__ import annotations

import pytest
from chat_svc.domain.complaints import complains
from chat_svc.domain.wishes import only_wishes, wants_contact, wish_of


@pytest.mark.parametrize(
    "message",
    [
        "Die Hecke ist nach zwei Wochen braun, das ist wirklich ärgerlich.",
        "Ich möchte mich beschweren",
        "ich hätte da eine Reklamation",
        "Wir warten seit drei Wochen auf den Teich!",
        "Bei euch geht keiner ran, keiner meldet sich!",
        "Das hilft mir nicht weiter",
        "du verstehst meine frage nicht",
        "Danach hab ich gar nicht gefragt",
        "This is not helpful at all",
    ],
)
def test_a_complaint_is_for_a_person(message: str) -> None:
    assert complains(message)
    assert wish_of(message) == "complaint"
    assert only_wishes(message, None)
    assert wants_contact(message, None)


@pytest.mark.parametrize(
    "message",
    [
        "Wie kann ich eine lockere Platte reklamieren?",
        "Mein Boden ist zu sauer für Rosen",
        "Hilft das nicht gegen Schnecken?",
        "Ich habe Beschwerden im Rücken",
        "Was kostet ein Teich?",
    ],
)
def test_what_is_asked_or_only_told_is_no_complaint(message: str) -> None:
    assert not complains(message)

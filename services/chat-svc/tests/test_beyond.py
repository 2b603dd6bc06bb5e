"""Questions that no page of a company answers."""

from __future__ import annotations

import pytest
from chat_svc.domain.beyond import asks_advice, is_beyond_pages


@pytest.mark.parametrize(
    "question",
    [
        "Können Sie mir die Telefonnummer von einem anderen Kunden geben?",
        "Wie ist die Adresse der anderen Mieter?",
        "Wer hat am Samstag die Scheune gebucht?",
        "Hat Frau Weber schon einen Termin?",
        "Welche andere Firma würden Sie empfehlen?",
        "Kennt ihr einen besseren Betrieb in der Stadt?",
        "Was haltet ihr von der Werkstatt am Markt?",
        "Seid ihr besser als die Konkurrenz?",
        "Which other hotel can you recommend?",
        "Wie hoch war Ihr Umsatz im letzten Jahr?",
        "Wie viel Gewinn macht ihr?",
        "Was verdient der Chef?",
    ],
)
def test_nothing_for_a_page(question: str) -> None:
    assert is_beyond_pages(question)


@pytest.mark.parametrize(
    "question",
    [
        "Wie ist die Telefonnummer der Mitgliederverwaltung?",
        "Was kostet es für Mitglieder?",
        "Wer hat den Hof gegründet?",
        "Wie finden Sie die passende Wohnung für mich?",
        "Was halten Sie von Akupunktur bei Hunden?",
        "Hat Frau Weber noch einen Termin frei?",
        "Was hat Frau Weber für Sprechzeiten?",
        "Welches Zimmer empfehlen Sie für Familien?",
        "Haben Sie noch andere Kurse?",
        "Liegt die Grenze beim Umsatz im Jahr oder im Monat?",
        "Wie viele Gäste passen in die Scheune?",
        "Kann meine Frau einen Termin bekommen?",
    ],
)
def test_something_for_a_page(question: str) -> None:
    assert not is_beyond_pages(question)


@pytest.mark.parametrize(
    ("question", "advice"),
    [
        ("Soll ich lieber die große oder die kleine nehmen?", True),
        ("Was würden Sie an meiner Stelle tun?", True),
        ("Lohnt sich das für einen Tag?", True),
        ("Is it worth the money?", True),
        ("Was soll ich mitbringen?", False),
        ("Welche Größen gibt es?", False),
    ],
)
def test_advice(question: str, advice: bool) -> None:
    assert asks_advice(question) is advice

"""Which questions are about privacy and liability."""

import pytest
from knowledge.subjects import held_back


@pytest.mark.parametrize(
    "question",
    [
        "Was macht die Firma?",
        "Was kostet eine Küche?",
        "Wie lange dauert die Lieferung?",
        "Haben Sie ein Datenblatt?",
        "What do you do?",
        "Kann ich den Termin absagen?",
    ],
)
def test_other_questions_are_not(question: str) -> None:
    assert "privacy" in held_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "Wie gehen Sie mit meinen Daten um?",
        "Verwenden Sie Cookies?",
        "Wo sind meine Unterlagen gespeichert, etwa im Ausland?",
        "Können Sie meine Adresse löschen?",
        "Geben Sie meine Nummer an Dritte weiter?",
        "Wer ist Ihr Datenschutzbeauftragter?",
        "An welche Aufsichtsbehörde kann ich mich wenden?",
        "Do you store my data?",
        "Wie kann ich meine Einwilligung widerrufen?",
        "Bleibt das vertraulich?",
    ],
)
def test_questions_about_privacy_are(question: str) -> None:
    assert "privacy" not in held_back(question)


@pytest.mark.parametrize(
    "question", ["Haften Sie für Links?", "Darf ich Ihre Fotos verwenden?", "Gibt es eine Schlichtungsstelle?"]
)
def test_questions_about_liability_are(question: str) -> None:
    assert "disclaimer" not in held_back(question)


def test_terms_and_imprint_always_answer() -> None:
    assert not {"terms", "imprint", ""} & held_back("Was macht die Firma?")

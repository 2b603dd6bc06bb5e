"""What speaks for a name, what does not, and what makes one sure."""

from __future__ import annotations

import pytest
from ingest_svc.domain.imprint.name_rules import cannot_name, cleaned


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("🚒 Löschzug Obernau 🚒", "Löschzug Obernau"),
        ("➜ Hofladen Lenz", "Hofladen Lenz"),
        ("☎️ Hofladen Lenz ⭐⭐", "Hofladen Lenz"),
        ("I ❤ Obernau", "I ❤ Obernau"),
    ],
)
def test_pictures_around_a_name_are_decoration(text: str, name: str) -> None:
    assert cleaned(text) == name


@pytest.mark.parametrize(
    "text",
    ["Medieninhaberin & Diensteanbieterin", "Notwendige und rechtliche Informationen", "Anbieter dieser Webseite"],
)
def test_a_label_of_several_words_is_no_name(text: str) -> None:
    assert cannot_name(text)


@pytest.mark.parametrize("text", ["Inhaltlich GmbH & Partner", "Webseite Lenz", "Offenlegung Obernau"])
def test_a_word_of_a_label_may_stand_in_a_name(text: str) -> None:
    assert not cannot_name(text)

"""Parts of a chunk, and other words for the same."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge import coverage
from knowledge.analysis import stem
from knowledge.lexical import concepts, weighted_terms
from knowledge.parts import MOST_PARTS, PART, nearest_parts, packed, texts_of
from knowledge.synonyms import synonyms

ID = UUID(int=1)


def test_parts_stand_under_the_headings_and_hold_whole_sentences() -> None:
    text = "Eine Küche kostet ab 9.800 Euro und wird in zehn bis zwölf Wochen geliefert. " * 3
    whole = f"Preise › Küchen\n{text.strip()}"

    texts = texts_of(ID, whole, text.strip()).texts

    assert texts[0] == whole
    assert len(texts) == 4
    assert all(part.startswith("Preise › Küchen\nEine Küche") and part.endswith("geliefert.") for part in texts[1:])


@given(st.text(max_size=1500))
def test_parts_are_few_and_of_the_text(text: str) -> None:
    texts = texts_of(ID, f"Kopf\n{text}", text).texts

    assert texts[0] == f"Kopf\n{text}"
    assert len(texts) <= MOST_PARTS + 1
    assert len(texts) != 2
    assert all(part.startswith("Kopf\n") for part in texts)


def test_short_sentences_share_a_part() -> None:
    lines = [f"Zeile {number} ist kurz." for number in range(20)]
    texts = texts_of(ID, "\n".join(lines), "\n".join(lines)).texts
    assert max(map(len, texts[1:])) <= PART + len("Zeile 19 ist kurz.")


def test_the_nearest_part_counts() -> None:
    rows = np.eye(4, dtype=np.float32)[:3]
    stored = packed(rows)

    assert packed(rows[:1]) == b""
    asked = np.array([0, 0.6, 0.8, 0], dtype=np.float32)
    one = stored[: len(asked) * 2]
    assert nearest_parts([stored, one], asked) == pytest.approx([0.8, 0.6], abs=1e-3)
    assert nearest_parts([stored], np.array([1, 0, 0, 0], dtype=np.float32)) == [0.0]
    assert nearest_parts([], asked) == []


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Offerte", "Angebot"),
        ("Stiege", "Treppe"),
        ("Velo", "Fahrrad"),
        ("parkieren", "Parkplatz"),
        ("Jänner", "Januar"),
        ("warranty", "Gewährleistung"),
        ("Lehrling", "Ausbildung"),
    ],
)
def test_other_words_for_the_same_are_found_and_count_less(asked: str, written: str) -> None:
    (concept,) = concepts(asked)

    assert stem(written.lower()) in synonyms(stem(asked.lower()))
    assert 0 < weighted_terms(concept, {stem(written.lower()): None})[stem(written.lower())] < 1
    assert 0 < coverage(asked, f"Unser {written}") < coverage(written, f"Unser {written}")


def test_being_another_word_goes_both_ways() -> None:
    for word in ("preis", "treppe", "garantie", "parken", "handy"):
        for other in synonyms(stem(word)):
            assert stem(word) in synonyms(other)

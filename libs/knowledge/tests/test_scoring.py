"""BM25 and fusion."""

from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge import Chunk
from knowledge.fusion import fuse, standardise
from knowledge.lexical import POSTING, bm25, concepts, postings, term_counts, weighted_terms

SCORES = st.floats(0, 50, allow_nan=False)
COSINES = st.floats(-1, 1, allow_nan=False)


def lists(**entries: list[tuple[int, float, float]]) -> dict[str, np.ndarray]:
    return {term: np.array(rows, dtype=POSTING) for term, rows in entries.items()}


def test_bm25_of_a_worked_example() -> None:
    """Two chunks of average length, the term once in one: idf = ln(1 + 1.5/1.5), count part = 1."""
    numbers, scores = bm25([{"holz": 1.0}], lists(holz=[(7, 1.0, 10.0)]), chunks=2, words=20)

    assert numbers.tolist() == [7]
    assert scores[0] == pytest.approx(np.log(2))


def test_rare_words_and_more_words_weigh_more() -> None:
    found = lists(kost=[(1, 1, 10), (2, 1, 10), (3, 1, 10)], trepp=[(2, 1, 10)])

    numbers, scores = bm25([{"kost": 1.0}, {"trepp": 1.0}], found, chunks=10, words=100)

    by_chunk = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
    assert by_chunk[2] > 2 * by_chunk[1]
    assert by_chunk[1] == by_chunk[3]


def test_words_of_one_concept_saturate_together() -> None:
    found = lists(trepp=[(1, 1, 10)], holztrepp=[(1, 1, 10)])

    _, together = bm25([{"trepp": 1.0, "holztrepp": 1.0}], found, chunks=10, words=100)
    _, apart = bm25([{"trepp": 1.0}, {"holztrepp": 1.0}], found, chunks=10, words=100)

    assert together[0] < apart[0]


def test_nothing_found_is_empty() -> None:
    numbers, scores = bm25([{"x": 1.0}, {}], {}, chunks=5, words=50)
    assert len(numbers) == len(scores) == 0


def test_titles_count_half_and_compounds_by_their_parts() -> None:
    bot, source = uuid4(), uuid4()
    chunk = Chunk.make(
        bot_id=bot, source_id=source, url="/", title="Treppen", text="Eine Holztreppe mit Stufe", position=0
    )

    ((counts, length),) = term_counts([chunk])

    assert length == 4
    assert counts["stuf"] == 1.0
    assert counts["trepp"] == pytest.approx(0.5 + 0.6)
    assert postings([9], [(counts, length)])["stuf"].tolist() == [(9, 1.0, 4.0)]


def test_a_compound_in_the_question_matches_its_parts_and_a_word_its_compounds() -> None:
    (planning,) = concepts("Küchenplanung")
    (kitchen,) = concepts("Küche")

    assert weighted_terms(planning, dict.fromkeys(["kuch", "planung", "plan"])).keys() == {"kuch", "planung"}
    assert weighted_terms(kitchen, dict.fromkeys(["kuchenzeil", "kuch"])) == {"kuchenzeil": 0.5, "kuch": 1.0}


@given(st.lists(st.tuples(COSINES | st.none(), SCORES), max_size=30))
def test_fusion_keeps_the_order_both_scores_agree_on(pairs: list[tuple[float | None, float]]) -> None:
    fused = fuse([dense for dense, _ in pairs], [lexical for _, lexical in pairs])

    assert len(fused) == len(pairs)
    assert np.isfinite(fused).all()
    for (dense_a, lexical_a), a in zip(pairs, fused, strict=True):
        for (dense_b, lexical_b), b in zip(pairs, fused, strict=True):
            if dense_a is not None and dense_b is not None and dense_a >= dense_b and lexical_a >= lexical_b:
                assert a >= b - 1e-9


@given(st.lists(SCORES, min_size=1, max_size=20))
def test_without_vectors_words_rule_alone(lexical: list[float]) -> None:
    assert fuse([None] * len(lexical), lexical) == lexical


@given(st.lists(SCORES, min_size=1, max_size=30))
def test_standardised_scores_have_mean_zero(values: list[float]) -> None:
    assert abs(standardise(np.array(values)).mean()) < 1e-6


def test_a_new_page_without_a_vector_is_not_buried() -> None:
    fused = fuse([0.80, 0.81, 0.82, None], [0.0, 0.0, 0.0, 9.0])
    assert fused[3] == max(fused)

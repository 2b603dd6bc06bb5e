"""Pieces: packed in four bits, compared, and what they do to an order."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from knowledge.pieces import REORDERED, anew, nearness, of_passage, of_question, packed

NUMBERS = st.floats(-1, 1, width=32)
ROWS = arrays(np.float32, st.tuples(st.integers(1, 6), st.just(8)), elements=NUMBERS)


def unit(rows: np.ndarray) -> np.ndarray:
    return of_passage(rows + np.float32(0.01), np.zeros(8, dtype=np.float32))


@given(passages=st.lists(ROWS, min_size=1, max_size=4), question=ROWS)
def test_the_nearest_of_each_piece_is_summed(passages: list[np.ndarray], question: np.ndarray) -> None:
    told = [unit(rows) for rows in passages]
    asked = (unit(question) / len(question)).astype(np.float32)

    found = nearness([packed(rows) for rows in told], asked)

    exact = [(asked @ rows.T).max(axis=1).sum() for rows in told]
    assert found == pytest.approx(exact, abs=0.2), "half a step of four bits in each of eight numbers"


def test_packed_is_an_eighth() -> None:
    rows = unit(np.eye(8, dtype=np.float32))
    assert len(packed(rows)) == 8 * (2 + 4)
    assert nearness([], rows) == []


def test_rare_pieces_count_more_and_all_together_one() -> None:
    rows = of_question(np.eye(3, 8, dtype=np.float32), np.zeros(8, dtype=np.float32), np.array([9.0, 1.0, -2.0]))
    assert np.linalg.norm(rows, axis=1).sum() == pytest.approx(1)
    assert np.linalg.norm(rows[0]) == pytest.approx(9 * np.linalg.norm(rows[1]))
    assert np.linalg.norm(rows[2]) > 0


@given(
    scores=st.lists(st.floats(-3, 3), max_size=40),
    kept=st.sets(st.integers(0, 39)),
)
def test_an_order_loses_nothing_and_ends_as_it_was(scores: list[float], kept: set[int]) -> None:
    ranked = sorted(((score, place) for place, score in enumerate(scores)), key=lambda pair: -pair[0])
    rows = {place: packed(unit(np.full((1, 8), place / 40, dtype=np.float32))) for place in kept}
    asked = np.ones((1, 8), dtype=np.float32)

    found = anew(ranked, {key: rows[key] for _, key in ranked[:REORDERED] if key in rows}, asked)

    assert sorted(key for _, key in found) == sorted(key for _, key in ranked)
    assert [key for _, key in found[REORDERED:]] == [key for _, key in ranked[REORDERED:]]
    assert all(one[0] >= other[0] for one, other in pairwise(found))

"""What speaks for a company's name was learned from the table of labelled sites, and chooses well where it was not."""

from __future__ import annotations

import numpy as np
import pytest
from ingest_svc.domain.imprint.name_scores import FEATURES, WEIGHTS

from bench.research.names import RIDGE, Choice, chosen_right, learn, left_out, read_table


def choice(*names: tuple[str, bool]) -> Choice:
    """A site of names with one feature each; an empty one has none."""
    features = np.array([[float(feature == name) for feature in FEATURES] for name, _ in names])
    return Choice("", features, np.ones(len(names)), np.array([right for _, right in names]))


def test_the_weights_are_those_that_the_table_teaches() -> None:
    learned = dict(zip(FEATURES, learn(read_table()), strict=True))
    assert learned == pytest.approx(WEIGHTS, abs=0.02)


def test_on_samples_left_out_the_best_score_is_nearly_always_right() -> None:
    real = {sample: figures for sample, figures in left_out(read_table()).items() if sample != "authored"}
    assert len(real) > 5
    assert sum(right for right, _ in real.values()) >= 0.95 * sum(count for _, count in real.values())


def test_what_right_names_have_weighs_for_and_what_wrong_ones_have_against() -> None:
    choices = [choice(("block", True), ("person", False), ("", False))] * 20
    weights = dict(zip(FEATURES, learn(choices), strict=True))
    assert weights["block"] > 1
    assert weights["person"] < 0
    assert weights["host"] == pytest.approx(0)
    assert chosen_right(choices, np.array([weights[feature] for feature in FEATURES])) == 20


def test_a_feature_of_both_alike_weighs_nothing() -> None:
    choices = [choice(("block", True), ("block", False))] * 20
    assert learn(choices) == pytest.approx(np.zeros(len(FEATURES)), abs=0.01)


def test_what_was_seen_once_weighs_less_than_what_was_seen_often() -> None:
    often, once = (learn([choice(("block", True), ("", False))] * count) for count in (30, 1))
    assert RIDGE > 0
    assert often[FEATURES.index("block")] > 2 * once[FEATURES.index("block")] > 0

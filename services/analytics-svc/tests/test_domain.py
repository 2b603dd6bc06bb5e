"""Scores and sketches hold what their documents promise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from analytics_svc.domain import engagement, sketch
from analytics_svc.domain.engagement import Day, crossed, of, score, worth_publishing
from analytics_svc.domain.figures import (
    Figures,
    local_day,
    messages_by_hour,
    messages_by_weekday,
    named,
    peak_hour,
    total,
)
from analytics_svc.domain.questions import trend
from hypothesis import given
from hypothesis import strategies as st

NAMES = ("emails", "contact_requests", "conversations", "messages_per_conversation", "minutes_per_session")
inputs = st.fixed_dictionaries({name: st.floats(0, 1e6) for name in NAMES})
days = st.builds(
    Day,
    age=st.integers(0, 30),
    conversations=st.integers(0, 50),
    messages=st.integers(0, 500),
    sessions=st.integers(0, 50),
    session_seconds=st.integers(0, 10**6),
    emails=st.integers(0, 20),
    contact_requests=st.integers(0, 20),
)


@given(inputs)
def test_a_score_is_bounded_and_made_of_its_terms(values: dict[engagement.Name, float]) -> None:
    found = of(values)
    assert 0 <= found.value <= 10
    assert found.value == pytest.approx(sum(term.points for term in found.terms))
    assert all(term.points >= 0 for term in found.terms)


@given(inputs, st.sampled_from(NAMES), st.floats(0, 1000))
def test_more_of_anything_never_lowers_the_score(
    values: dict[engagement.Name, float], name: engagement.Name, more: float
) -> None:
    assert of({**values, name: values[name] + more}).value >= of(values).value - 1e-12


@given(st.lists(days, max_size=20))
def test_days_give_a_bounded_score_and_old_days_nothing(found: list[Day]) -> None:
    assert 0 <= score(found).value <= 10
    assert score(found).value == score([day for day in found if day.age < engagement.WINDOW_DAYS]).value


def test_a_score_fades() -> None:
    values = [score([Day(age=age, conversations=3, messages=18, emails=1)]).value for age in range(15)]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0


@given(st.floats(0, 10), st.floats(0, 10))
def test_every_crossing_is_published(one: float, other: float) -> None:
    if any(min(one, other) <= threshold < max(one, other) for threshold in engagement.THRESHOLDS):
        assert crossed(one, other)
        assert worth_publishing(one, other)
    if abs(one - other) >= 0.5:
        assert worth_publishing(one, other)


def test_the_recommendation_does_not_round() -> None:
    assert not engagement.Score(7.0, ()).recommended
    assert engagement.Score(7.0000001, ()).recommended
    assert crossed(6.9, 7.1) == (7.0,)
    assert crossed(8.2, 4.0) == (5.0, 7.0, 8.0)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=300), st.sampled_from([0.0, 0.5, 0.95, 1.0]))
def test_quantiles_are_within_one_percent(values: list[int], q: float) -> None:
    counts: sketch.Sketch = {}
    for value in values:
        sketch.add(counts, value)
    exact = sorted(values)[int(q * (len(values) - 1))]
    found = sketch.quantile(counts, q)
    assert found is not None
    assert abs(found - exact) <= sketch.ALPHA * exact * 1.0001


@given(st.lists(st.integers(1, 10**5), max_size=100), st.integers(0, 100))
def test_merged_sketches_are_the_sketch_of_all(values: list[int], cut: int) -> None:
    whole: sketch.Sketch = {}
    left: sketch.Sketch = {}
    right: sketch.Sketch = {}
    for number, value in enumerate(values):
        sketch.add(whole, value)
        sketch.add(left if number < cut else right, value)
    sketch.merge(left, right)
    assert left == whole


def test_a_range_weighs_its_days() -> None:
    one = Figures(conversations=1, messages=10, responses=1, response_ms=100)
    other = Figures(conversations=9, messages=18, responses=3, response_ms=900)
    found = named(total([one, other]))
    assert found["messages_per_conversation"] == 2.8
    assert found["response_time"] == 250
    assert named(Figures())["bounce_rate"] is None


def test_local_days() -> None:
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert local_day(late, "Europe/Berlin") == date(2026, 3, 29)
    assert local_day(late, "America/New_York") == date(2026, 3, 28)
    assert peak_hour({"9": 2, "14": 5, "15": 5}) == (14, 5)
    assert peak_hour({}) is None


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_trend_turns_with_its_counts_and_never_on_noise(asked: int, before: int) -> None:
    found = trend(asked, before)
    mirrored = {"rising": "falling", "falling": "rising", "steady": "steady"}
    if asked and before:
        assert trend(before, asked) == mirrored[found]
    assert (found == "new") == (before == 0 and asked > 0)
    if before and abs(asked - before) <= 2:
        assert found == "steady"
    if before and asked >= 4 * before and asked >= 12:
        assert found == "rising"


def test_messages_of_weekdays_add_up_to_those_of_the_hours() -> None:
    tuesdays = [(date(2026, 11, day), Figures(hours={"9": 2, "23": 1})) for day in (17, 24)]
    sunday = (date(2026, 11, 22), Figures(hours={"9": 5}))
    found = messages_by_weekday([*tuesdays, sunday])
    assert (found[1][9], found[1][23], found[6][9]) == (4, 2, 5)
    assert [sum(hour) for hour in zip(*found, strict=True)] == messages_by_hour(
        total(figures for _, figures in (*tuesdays, sunday))
    )

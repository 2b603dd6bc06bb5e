"""What scores, sketches, periods and anomalies promise for all inputs, and what they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from analytics_svc.domain import engagement, sketch
from analytics_svc.domain.anomalies import anomalies, silence
from analytics_svc.domain.engagement import WINDOW_DAYS, Day, Name, Score, crossed, score, weight, worth_publishing
from analytics_svc.domain.figures import Figures
from analytics_svc.domain.periods import Granularity, beginning
from hypothesis import given
from hypothesis import strategies as st

from .recount import bucket

ROUNDING = 1e-9
MONOTONE = ("emails", "contact_requests", "messages", "session_seconds")
COUNTED: tuple[Name, ...] = ("emails", "contact_requests", "conversations")
"""Terms that are sums; the others are ratios of sums."""


AGES = st.integers(0, 30)


def days(ages: st.SearchStrategy[int] = AGES) -> st.SearchStrategy[list[Day]]:
    return st.lists(
        st.builds(
            Day,
            age=ages,
            conversations=st.integers(0, 50),
            messages=st.integers(0, 500),
            sessions=st.integers(0, 50),
            session_seconds=st.integers(0, 10**6),
            emails=st.integers(0, 20),
            contact_requests=st.integers(0, 20),
        ),
        min_size=1,
        max_size=16,
    )


@given(days())
def test_terms_add_up_to_a_bounded_score(found: list[Day]) -> None:
    scored = score(found)
    assert abs(scored.value - sum(term.points for term in scored.terms)) <= ROUNDING
    assert 0 <= scored.value <= 10
    assert [term.name for term in scored.terms] == list(get_args(engagement.Name))
    assert all(0 <= term.points <= 2.5 for term in scored.terms)


@given(days(), st.sampled_from(MONOTONE), st.integers(1, 1000), st.data())
def test_more_on_any_day_never_lowers_the_score(found: list[Day], name: str, more: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    risen = replace(found[place], **{name: getattr(found[place], name) + more})
    assert score([*found[:place], risen, *found[place + 1 :]]).value >= score(found).value - ROUNDING


def test_a_shorter_conversation_than_usual_may_lower_the_score() -> None:
    """Not promised: depth and duration are means, and one more conversation or session can lower a mean."""
    many = Day(age=0, conversations=10, messages=30, sessions=10, session_seconds=3000)
    assert score([replace(many, conversations=11)]).value < score([many]).value
    assert score([replace(many, sessions=11)]).value < score([many]).value


@given(days(), st.integers(0, WINDOW_DAYS - 1), st.integers(0, 50), st.integers(0, 7200))
def test_a_conversation_as_deep_and_long_as_usual_never_lowers_the_score(
    found: list[Day], age: int, deeper: int, longer: int
) -> None:
    inputs = {term.name: term.value for term in score(found).terms}
    usual = Day(
        age=age,
        conversations=1,
        messages=int(inputs["messages_per_conversation"]) + 1 + deeper,
        sessions=1,
        session_seconds=int(60 * inputs["minutes_per_session"]) + 1 + longer,
    )
    assert score([*found, usual]).value >= score(found).value - ROUNDING


def later(found: list[Day], by: int) -> list[Day]:
    return [replace(day, age=day.age + by) for day in found]


@given(days(), st.integers(1, 40))
def test_what_is_a_sum_only_fades(found: list[Day], by: int) -> None:
    before = {term.name: term.points for term in score(found).terms}
    after = {term.name: term.points for term in score(later(found, by)).terms}
    assert all(after[name] <= before[name] + ROUNDING for name in COUNTED)


@given(days(st.integers(0, WINDOW_DAYS - 1)), st.data())
def test_a_score_never_rises_by_itself_while_no_day_leaves_the_window(found: list[Day], data: st.DataObject) -> None:
    """All weights shrink by one factor, so means stay and sums fall."""
    by = data.draw(st.integers(0, WINDOW_DAYS - 1 - max(day.age for day in found)))
    assert score(later(found, by)).value <= score(found).value + ROUNDING


@given(st.integers(0, 20), st.integers(1, 20), st.integers(0, 600), st.lists(st.integers(0, 30), min_size=1), st.data())
def test_days_alike_in_depth_and_duration_only_fade(
    messages: int, conversations: int, seconds: int, ages: list[int], data: st.DataObject
) -> None:
    alike = [
        Day(
            age=age,
            conversations=conversations * (size := data.draw(st.integers(1, 5))),
            messages=messages * conversations * size,
            sessions=conversations * size,
            session_seconds=seconds * conversations * size,
        )
        for age in ages
    ]
    assert score(later(alike, 1)).value <= score(alike).value + ROUNDING


def test_a_score_may_rise_when_a_day_below_the_mean_leaves_the_window() -> None:
    """Not promised: a mean rises when what was below it is forgotten."""
    found = [Day(age=0, conversations=50, messages=500), Day(age=WINDOW_DAYS - 1, conversations=50)]
    assert score(later(found, 1)).value > score(found).value


@given(st.integers(0, 40), st.integers(0, 40))
def test_weights_fall_with_age(one: int, other: int) -> None:
    assert (weight(one) >= weight(other)) or one > other
    assert weight(0) == 1
    assert weight(WINDOW_DAYS) == weight(-1) == 0


thresholds = st.sampled_from([5.0, 7.0, 8.0])
scores = st.one_of(st.floats(0, 10), thresholds, thresholds.map(lambda one: one + 1e-12))


@given(scores, scores)
def test_a_threshold_is_crossed_when_the_answer_to_above_it_changes(one: float, other: float) -> None:
    assert crossed(one, other) == tuple(t for t in (5.0, 7.0, 8.0) if (one > t) != (other > t))
    assert crossed(one, other) == crossed(other, one)
    assert (7.0 in crossed(one, other)) == (Score(one, ()).recommended != Score(other, ()).recommended)


@given(st.lists(scores, min_size=1))
def test_what_was_published_is_never_far_from_the_score_nor_across_a_threshold(path: list[float]) -> None:
    published = 0.0
    for current in path:
        if worth_publishing(published, current):
            published = current
        assert abs(current - published) < 0.5
        assert Score(current, ()).recommended == Score(published, ()).recommended


times = st.one_of(st.floats(1, 1e9), st.integers(1, 10**6))
shares = st.floats(0, 1)


def sketched(values: list[float]) -> sketch.Sketch:
    found: sketch.Sketch = {}
    for value in values:
        sketch.add(found, value)
    return found


@given(st.lists(times, min_size=1, max_size=300), shares)
def test_any_quantile_is_within_one_percent_of_the_lower_rank(values: list[float], q: float) -> None:
    exact = sorted(values)[int(q * (len(values) - 1))]
    found = sketch.quantile(sketched(values), q)
    assert found is not None
    assert abs(found - exact) <= 0.01 * exact * (1 + ROUNDING)


@given(st.floats(0, 1))
def test_less_than_a_millisecond_counts_as_one(value: float) -> None:
    assert sketch.quantile(sketched([value]), 0.5) == pytest.approx(1, rel=0.01)
    assert sketch.quantile({}, 0.5) is None


@given(st.integers(0, 10**9))
def test_the_recount_has_the_same_buckets(value: int) -> None:
    assert sketched([value]) == {bucket(value): 1}


@given(st.lists(times), st.lists(times), st.lists(times))
def test_merging_is_counting_together_in_any_order_and_grouping(
    one: list[float], two: list[float], three: list[float]
) -> None:
    def merged(*parts: sketch.Sketch) -> sketch.Sketch:
        found: sketch.Sketch = {}
        for part in parts:
            sketch.merge(found, part)
        return found

    a, b, c = sketched(one), sketched(two), sketched(three)
    assert merged(a, b) == merged(b, a) == sketched([*one, *two])
    assert merged(merged(a, b), c) == merged(a, merged(b, c)) == sketched([*one, *two, *three])


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["day", "week", "month"]))
def test_a_period_begins_once(day: date, granularity: Granularity) -> None:
    first = beginning(day, granularity)
    assert beginning(first, granularity) == first <= day
    assert first.weekday() == 0 or granularity != "week"
    assert (first.year, first.month, first.day) == (day.year, day.month, 1) or granularity != "month"
    assert all(beginning(day - timedelta(days=back), granularity) == first for back in range((day - first).days + 1))
    assert beginning(first - timedelta(days=1), granularity) < first


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """A day's figures as they may be: no more is unanswered than was answered at all."""
    responses = draw(st.integers(0, 500))
    counts: Any = {name: draw(st.integers(0, 200)) for name in ("conversations", "ratings_up", "ratings_down")}
    return Figures(
        responses=responses,
        unanswered=draw(st.integers(0, responses)),
        visits=counts["conversations"] + draw(st.integers(0, 50)),
        **counts,
    )


@given(figures(), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_constant_history_is_never_odd(usual: Figures, today: date, length: int) -> None:
    assert anomalies({today - timedelta(days=back): usual for back in range(length + 1)}, today) == []


@given(st.lists(figures(), min_size=7, max_size=7), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_week_like_every_week_is_never_a_silence(week: list[Figures], today: date) -> None:
    found = {day: week[day.weekday()] for day in (today - timedelta(days=back) for back in range(36))}
    assert silence(found, today) is None

"""When a report is due, and that it says nothing but its figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from analytics_svc.adapters.rendering.numbers import change, days_in_words, duration, period_in_words
from analytics_svc.adapters.rendering.sentences import sentence
from analytics_svc.domain import sketch
from analytics_svc.domain.figures import Figures, total
from analytics_svc.domain.report import (
    DUE_AT,
    BotLine,
    Day,
    Group,
    Kind,
    Report,
    Span,
    by_engagement,
    headlines,
    last_due,
    measures,
    next_steps,
)
from analytics_svc.texts.de import DE
from analytics_svc.texts.en import EN
from hypothesis import given
from hypothesis import strategies as st
from servicekit.ids import new_id
from wording import number, share

ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["week", "month"])
MOMENTS = st.integers(0, 630_000_000).map(lambda seconds: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
FEW = st.integers(0, 30)
FIGURES = st.builds(
    Figures,
    visits=FEW,
    conversations=FEW,
    unique_visitors=FEW,
    messages=FEW,
    bounces=FEW,
    emails_captured=FEW,
    contact_requests=FEW,
    unanswered=FEW,
    ratings_up=FEW,
    ratings_down=FEW,
    hours=st.dictionaries(st.integers(0, 23).map(str), FEW, max_size=4),
)


@given(KINDS, MOMENTS, ZONES)
def test_the_last_due_period_is_over_and_the_next_is_not_due(kind: Kind, now: datetime, zone: str) -> None:
    span = last_due(kind, now, zone)
    following = Span.of(kind, span.last + timedelta(days=1))
    assert span.due(zone) <= now < following.due(zone)
    assert span.ended(now, zone)
    assert following.before == span


@given(KINDS, MOMENTS, ZONES, st.timedeltas(timedelta(0), timedelta(days=70)))
def test_time_never_brings_back_an_earlier_period(kind: Kind, now: datetime, zone: str, later: timedelta) -> None:
    assert last_due(kind, now, zone).first <= last_due(kind, now + later, zone).first


@given(KINDS, MOMENTS, ZONES)
def test_a_report_is_due_at_six_by_the_local_clock_whatever_the_season(kind: Kind, now: datetime, zone: str) -> None:
    span = last_due(kind, now, zone)
    local = span.due(zone).astimezone(ZoneInfo(zone))
    assert (local.date(), local.time()) == (span.last + timedelta(days=1), DUE_AT)


@given(KINDS, st.dates(date(2015, 1, 1), date(2035, 1, 1)))
def test_weeks_begin_on_monday_and_months_on_the_first(kind: Kind, day: date) -> None:
    begins = day.weekday() == 0 if kind == "week" else day.day == 1
    if not begins:
        with pytest.raises(ValueError):
            Span.of(kind, day)
        return
    span = Span.of(kind, day)
    assert (
        (span.last + timedelta(days=1)).weekday() == 0 if kind == "week" else (span.last + timedelta(days=1)).day == 1
    )


def test_the_night_of_the_clock_change() -> None:
    last = date(2026, 3, 29)
    week = Span.of("week", date(2026, 3, 23))
    assert week.last == last
    assert week.due("Europe/Berlin") == datetime(2026, 3, 30, 4, tzinfo=UTC)
    assert Span.of("week", date(2026, 3, 16)).due("Europe/Berlin") == datetime(2026, 3, 23, 5, tzinfo=UTC)
    assert last_due("week", datetime(2026, 3, 30, 3, 59, tzinfo=UTC), "Europe/Berlin").last == date(2026, 3, 22)
    assert last_due("week", datetime(2026, 3, 30, 4, 0, tzinfo=UTC), "Europe/Berlin").last == last


def report_of(days: list[Figures], before: Figures, *, kind: Kind = "week", bots: int = 2) -> Report:
    span = Span.of(kind, date(2026, 3, 2) if kind == "week" else date(2026, 3, 1))
    lines = [BotLine(new_id(), f"Bot {n}", total(days) if n == 0 else Figures()) for n in range(bots)]
    return Report(
        workspace="Lindner",
        language="de",
        span=span,
        figures=total(days),
        before=before,
        days=tuple(Day(span.first + timedelta(days=n), figures) for n, figures in enumerate(days)),
        bots=by_engagement(lines),
        gaps=(Group("Was kostet das?", "Bot 0", 3, 2),) if total(days).unanswered else (),
    )


@given(st.lists(FIGURES, min_size=7, max_size=7), FIGURES, KINDS, st.sampled_from(["de", "en"]))
def test_every_report_can_be_said_in_both_languages(
    days: list[Figures], before: Figures, kind: Kind, language: str
) -> None:
    report = report_of(days, before, kind=kind)
    said = [sentence(one, language) for one in (*headlines(report), *next_steps(report))]
    assert said
    assert not any("{" in sentence or "None" in sentence for sentence in said)
    if not report.empty and report.figures.conversations > 1:
        assert str(report.figures.conversations) in said[0]
    for one in measures(report):
        change(one.change, one.unit, language)


def test_the_sentences_are_those_of_the_figures() -> None:
    tuesday = Figures(visits=9, messages=9, conversations=4, emails_captured=1, hours={"10": 5, "9": 2})
    days = [Figures(), tuesday, *[Figures(visits=3, conversations=2, messages=4, hours={"8": 1})] * 5]
    report = report_of(days, Figures(conversations=7))
    assert [sentence(one, "de") for one in headlines(report)] == [
        "14 Gespräche, 100\u00a0% mehr als in der Woche davor.",
        "1 Kontakt: 1 E-Mail-Adresse.",
        "Am meisten los war am Dienstag zwischen 10 und 11 Uhr.",
        "Am meisten gefragt war „Bot 0“: 14 Gespräche.",
    ]
    assert sentence(headlines(report_of(days * 4, Figures(), kind="month"))[2], "de").startswith("Am meisten los ist ")
    assert [sentence(one, "en") for one in headlines(report_of([Figures()] * 7, Figures(visits=1)))] == [
        "Nobody has met your bots in this time yet. These steps will change that."
    ]


def test_changes_are_relative_and_those_of_shares_are_differences() -> None:
    now = Figures(visits=30, conversations=10, bounces=5, responses=2, response_sketch=dict[str, int]())
    sketch.add(now.response_sketch, 1200.0)
    before = Figures(visits=20, conversations=10, bounces=2)
    report = Report("L", "de", Span.of("week", date(2026, 3, 2)), now, before, (), (), probes=(199, 200))
    found = {one.name: one for one in measures(report)}
    assert found["visits"].change == pytest.approx(0.5)
    assert found["bounce_rate"].change == pytest.approx(0.3)
    assert found["emails_captured"].change is None, "nothing came of nothing"
    assert found["response_time_p50"].change is None
    assert found["response_time_p50"].value == pytest.approx(1200, rel=0.01)
    assert found["availability"].value == 0.995
    assert change(0.5, "count", "de") == "+50\u00a0%"
    assert change(0.3, "share", "de") == "+30,0 Punkte"
    assert change(-0.001, "count", "de") == "unverändert"
    assert change(-0.204, "mean", "en") == "−20%"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert (number(1234567, "de"), number(1234.5, "de", 1)) == ("1.234.567", "1.234,5")
    assert (number(1234567, "en"), number(1234.5, "en", 1)) == ("1,234,567", "1,234.5")
    assert (share(0.1234, "de"), share(0.1234, "en"), share(None, "de")) == ("12,3\u00a0%", "12.3%", "–")
    assert (duration(850, "de"), duration(1240, "de")) == ("850\u00a0ms", "1,2\u00a0s")
    assert days_in_words(date(2026, 3, 2), date(2026, 3, 8), "de") == "2. bis 8. März 2026"
    assert days_in_words(date(2026, 3, 30), date(2026, 4, 5), "en") == "30 March to 5 April 2026"
    assert days_in_words(date(2026, 12, 28), date(2027, 1, 3), "de") == "28. Dezember 2026 bis 3. Januar 2027"
    assert period_in_words("week", date(2026, 12, 28), date(2027, 1, 3), "de").startswith("Woche 53, ")
    assert period_in_words("month", date(2026, 3, 1), date(2026, 3, 31), "de") == "März 2026"


def test_both_languages_have_every_text() -> None:
    assert DE.keys() == EN.keys()

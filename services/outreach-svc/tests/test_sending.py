from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach_svc.domain.following import next_due, template_for
from outreach_svc.domain.sending import SPACING, NoSlot, Window, next_slot, slot_under_cap, spaced

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Window("Europe/Berlin", (1, 2, 3, 4, 5), "09:00", "17:00")
clocks = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
windows = st.builds(
    Window,
    st.sampled_from(["Europe/Berlin", "UTC", "America/New_York", "Australia/Lord_Howe"]),
    st.lists(st.integers(1, 7), min_size=1, unique=True).map(tuple),
    clocks,
    clocks,
)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[arg-type,misc]


def test_inside_the_window_a_mail_leaves_at_once() -> None:
    assert next_slot(OFFICE, local(2026, 3, 2, 10, 30)) == local(2026, 3, 2, 10, 30)


def test_on_friday_evening_it_waits_until_monday() -> None:
    assert next_slot(OFFICE, local(2026, 3, 6, 17, 0)) == local(2026, 3, 9, 9, 0)


def test_a_window_past_midnight_belongs_to_the_day_it_opens_on() -> None:
    night = Window("Europe/Berlin", (5,), "22:00", "02:00")

    assert next_slot(night, local(2026, 3, 7, 1, 30)) == local(2026, 3, 7, 1, 30)
    assert next_slot(night, local(2026, 3, 7, 2, 0)) == local(2026, 3, 13, 22, 0)


def test_nine_o_clock_stays_nine_o_clock_across_daylight_saving() -> None:
    before, after = next_slot(OFFICE, local(2026, 3, 27, 18, 0)), next_slot(OFFICE, local(2026, 10, 23, 18, 0))

    assert before == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    assert after == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


def test_a_window_inside_the_hour_that_is_skipped_is_left_out() -> None:
    skipped = Window("Europe/Berlin", (7,), "02:00", "03:00")

    assert next_slot(skipped, local(2026, 3, 29, 0, 0)).astimezone(BERLIN).date() in {
        date(2026, 3, 29),
        date(2026, 4, 5),
    }


def test_round_the_clock_means_now() -> None:
    always = Window("Europe/Berlin", (1, 2, 3, 4, 5, 6, 7), "00:00", "24:00")

    assert next_slot(always, local(2026, 3, 29, 3, 30)) == local(2026, 3, 29, 3, 30)


def test_without_a_weekday_nothing_is_ever_sent() -> None:
    with pytest.raises(NoSlot):
        next_slot(Window("Europe/Berlin", (), "09:00", "17:00"), local(2026, 3, 2, 10, 0))


@given(windows, moments)
def test_a_slot_is_never_early_always_inside_and_stable(window: Window, at: datetime) -> None:
    slot = next_slot(window, at)
    here = slot.astimezone(ZoneInfo(window.time_zone)).date()
    spans = [window.on(here + timedelta(days=offset)) for offset in (-1, 0)]
    days = [(here + timedelta(days=offset)).isoweekday() in window.weekdays for offset in (-1, 0)]

    assert slot >= at
    assert any(on and begin <= slot < end for on, (begin, end) in zip(days, spans, strict=True))
    assert next_slot(window, slot) == slot


def test_over_the_cap_a_mail_waits_for_the_next_day() -> None:
    at = local(2026, 3, 2, 10, 0)

    assert slot_under_cap(OFFICE, at, sent_today=49, cap=50) == at
    assert slot_under_cap(OFFICE, at, sent_today=50, cap=50) == local(2026, 3, 3, 9, 0)


@given(moments, st.lists(moments, max_size=5))
def test_between_two_counted_mails_lie_five_days(at: datetime, sent: list[datetime]) -> None:
    free_from = spaced(at, sent)

    assert free_from >= at
    assert all(free_from - earlier >= SPACING for earlier in sent)


def test_follow_ups_come_after_seven_and_twenty_days_and_then_no_more() -> None:
    first = datetime(2026, 3, 2, tzinfo=UTC)

    assert [next_due(first, sent) for sent in range(3)] == [
        first + timedelta(days=7),
        first + timedelta(days=20),
        None,
    ]


def test_the_template_follows_the_unrounded_score() -> None:
    names = [template_for(score) for score in (8.001, 8.0, 5.001, 5.0, 0.0)]

    assert [name.removeprefix("follow_up_") for name in names] == ["high", "medium", "medium", "low", "low"]

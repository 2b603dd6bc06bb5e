"""The status holds against a table of minutes, over a year, clock changes included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openinghours import OpeningHours, format_status, format_week, next_opening, next_slot, status

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001


def week(*spans: tuple[str, str], days: tuple[str, ...] = DAYS[:5]) -> dict[str, Any]:
    return {day: [{"opens": opens, "closes": closes} for opens, closes in spans] for day in days}


CONFIGURATIONS: dict[str, dict[str, Any]] = {
    "office": {"weekly": week(("08:00", "17:00"))},
    "lunch break": {"weekly": week(("08:00", "12:00"), ("13:00", "17:30")), "holidays": "DE-BY"},
    "bar past midnight": {"weekly": week(("18:00", "03:00"), days=DAYS)},
    "bar into the clock change": {"weekly": week(("22:00", "02:30"), days=("saturday",))},
    "opens in the gap": {"weekly": week(("02:30", "04:00"), days=("sunday",))},
    "round the clock": {"weekly": week(("00:00", "24:00"), days=DAYS)},
    "special days": {
        "weekly": week(("09:00", "18:00")),
        "holidays": "DE-SN",
        "special_days": [
            {"date": "2026-12-24", "intervals": [{"opens": "09:00", "closes": "12:00"}], "note": "Heiligabend"},
            {"date": "2026-12-25", "intervals": [{"opens": "10:00", "closes": "11:00"}]},
            {"date": "2026-08-03", "intervals": []},
        ],
    },
    "vienna": {"time_zone": "Europe/Vienna", "weekly": week(("07:30", "16:00")), "holidays": "AT"},
    "zurich": {"time_zone": "Europe/Zurich", "weekly": week(("07:00", "19:00"), days=DAYS[:6]), "holidays": "CH-ZH"},
    "new york": {"time_zone": "America/New_York", "weekly": week(("09:00", "17:00"))},
    "one day only": {"weekly": week(("10:00", "10:15"), days=("wednesday",))},
    "never": {"weekly": {"monday": []}},
}


def open_by_table(hours: OpeningHours, moment: datetime) -> bool:
    """The naive answer from the wall clock alone; right wherever no clock change is near."""
    local = moment.astimezone(hours.zone)
    minute = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    return any(s.opens <= minute < s.closes for s in hours.on(today)) or any(
        s.opens <= minute + 1440 < s.closes for s in hours.on(yesterday)
    )


def near_clock_change(hours: OpeningHours, moment: datetime) -> bool:
    offsets = {(moment + timedelta(hours=h)).astimezone(hours.zone).utcoffset() for h in (-4, 4)}
    return len(offsets) > 1


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_year_of_minutes(name: str) -> None:
    hours = OpeningHours.parse(CONFIGURATIONS[name])
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    wrong = 0
    while moment < datetime(2027, 1, 1, tzinfo=UTC):
        found = status(hours, moment)
        change = found.until or found.next_open or moment + timedelta(days=30)
        # every minute up to the announced change must be as announced
        probe, end = moment, min(change.astimezone(UTC), datetime(2027, 1, 1, tzinfo=UTC))
        while probe < end:
            if not near_clock_change(hours, probe) and open_by_table(hours, probe) != found.open:
                wrong += 1
            probe += timedelta(minutes=7 if (end - probe) > timedelta(minutes=20) else 1)
        assert change > moment
        moment = max(end, moment + timedelta(minutes=1))
    assert wrong == 0


def test_the_night_the_clocks_go_forward() -> None:
    hours = OpeningHours.parse(CONFIGURATIONS["opens in the gap"])
    assert next_opening(hours, datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    bar = OpeningHours.parse(CONFIGURATIONS["bar into the clock change"])
    found = status(bar, datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    assert found.until == datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "half past two does not exist that night"


def test_the_night_the_clocks_go_back() -> None:
    bar = OpeningHours.parse(CONFIGURATIONS["bar into the clock change"])
    found = status(bar, datetime(2026, 10, 24, 22, 0, tzinfo=UTC))
    assert found.until is not None
    assert found.until.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC), (
        "open until half past two the second time"
    )


def test_days_of_23_and_25_hours() -> None:
    hours = OpeningHours.parse(CONFIGURATIONS["round the clock"])
    for day in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)):
        assert all(status(hours, day + timedelta(minutes=m)).open for m in range(-120, 1800, 10))


def test_holidays_and_special_days() -> None:
    hours = OpeningHours.parse(CONFIGURATIONS["special days"])
    new_year = status(hours, datetime(2026, 1, 1, 10, tzinfo=UTC))
    assert (new_year.open, new_year.reason, new_year.note) == (False, "holiday", "Neujahr")
    assert status(hours, datetime(2026, 12, 24, 9, tzinfo=UTC)).note == "Heiligabend"
    assert status(hours, datetime(2026, 12, 25, 9, 30, tzinfo=UTC)).open, "a special day overrides the holiday"
    assert not status(hours, datetime(2026, 8, 3, 10, tzinfo=UTC)).open


def test_a_day_by_appointment_is_closed_and_says_so() -> None:
    monday = week(("08:00", "12:00"), days=("monday",))
    agreed = ["monday", "saturday", "sunday"]
    hours = OpeningHours.parse({"weekly": monday, "by_appointment": agreed, "holidays": "DE"})
    saturday, christmas = datetime(2026, 6, 6, 9, tzinfo=UTC), datetime(2026, 12, 26, 9, tzinfo=UTC)
    found = status(hours, saturday)
    assert (found.open, found.by_appointment) == (False, True)
    assert format_status(found, saturday) == "Heute nach Vereinbarung, öffnet Mo um 8:00"
    assert format_status(found, saturday, "en") == "Today by appointment, opens Mon at 8:00"
    assert not status(hours, christmas).by_appointment, "a holiday is none"
    assert not status(hours, datetime(2026, 6, 8, 15, tzinfo=UTC)).by_appointment, "hours go first"
    assert format_week(hours) == ["Mo 8:00–12:00", "Di–Fr geschlossen", "Sa–So nach Vereinbarung"]


def test_nothing_configured_is_not_closed() -> None:
    found = status(OpeningHours.parse({}), datetime(2026, 6, 1, tzinfo=UTC))
    assert found.reason == "unknown"
    assert format_status(found, datetime(2026, 6, 1, tzinfo=UTC)) == ""


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(CONFIGURATIONS)),
    st.datetimes(NAIVE, NAIVE + timedelta(days=364)),
    st.integers(5, 120),
)
def test_a_slot_lies_in_open_time(name: str, naive: datetime, minutes: int) -> None:
    hours, after = OpeningHours.parse(CONFIGURATIONS[name]), naive.replace(tzinfo=UTC)
    slot = next_slot(hours, after, minutes=minutes)
    if slot is None:
        assert name in ("never", "one day only", "special days") or minutes > 60
        return
    assert slot >= after
    assert slot.minute % 15 == 0
    assert status(hours, slot).open
    slot = slot.astimezone(UTC)  # local arithmetic would ignore clock changes
    assert status(hours, slot + timedelta(minutes=minutes - 1)).open


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"holidays": "DE-XX"}, "holidays"),
        ({"weekly": {"mon": []}}, "weekly/mon"),
        ({"weekly": {"monday": [{"opens": "8", "closes": "12:00"}]}}, "weekly/monday/0"),
        ({"weekly": {"monday": [{"opens": "24:00", "closes": "12:00"}]}}, "weekly/monday/0"),
        ({"weekly": week(("08:00", "12:00"), ("11:00", "14:00"))}, "weekly/monday"),
        ({"special_days": [{"date": "x"}]}, "special_days/0/date"),
        ({"by_appointment": ["sat"]}, "by_appointment/0"),
    ],
)
def test_mistakes_name_their_field(mapping: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}"):
        OpeningHours.parse(mapping)


def test_words() -> None:
    hours = OpeningHours.parse({**CONFIGURATIONS["lunch break"], "special_days": []})
    monday = datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert format_status(status(hours, monday), monday) == "Geöffnet bis 12:00"
    noon = datetime(2026, 6, 1, 10, 30, tzinfo=UTC)
    assert format_status(status(hours, noon), noon) == "Geschlossen, öffnet heute um 13:00"
    friday = datetime(2026, 6, 5, 18, tzinfo=UTC)
    assert format_status(status(hours, friday), friday) == "Geschlossen, öffnet Mo um 8:00"
    assert format_status(status(hours, friday), friday, "en") == "Closed, opens Mon at 8:00"
    holiday = datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert "Erster Mai" in format_status(status(hours, holiday), holiday) or "Tag der Arbeit" in format_status(
        status(hours, holiday), holiday
    )
    assert format_week(hours) == ["Mo–Fr 8:00–12:00 und 13:00–17:30", "Sa–So geschlossen"]
    assert date(2026, 6, 1).weekday() == 0

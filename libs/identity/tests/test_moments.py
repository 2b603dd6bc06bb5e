from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.moments import Day, Moment
from pydantic import TypeAdapter, ValidationError

FIRST, LAST = datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2999-12-31")
DAY, MOMENT = TypeAdapter(Day), TypeAdapter(Moment)


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31", "3000-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_far_away_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(text)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-03-02T10:00:00", "1969-12-31T23:59:59Z"]
)
def test_a_moment_far_away_or_without_offset_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(text)


@given(st.datetimes(FIRST, LAST), st.integers(-14 * 60, 14 * 60))
def test_what_is_taken_can_be_counted_with_in_every_zone(at: datetime, offset: int) -> None:
    sign = "-" if offset < 0 else "+"
    text = f"{at.isoformat()}{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"

    moment = MOMENT.validate_python(text)

    for zone in ("UTC", "Pacific/Kiritimati", "Etc/GMT+12"):
        assert moment.astimezone(ZoneInfo(zone)) == moment

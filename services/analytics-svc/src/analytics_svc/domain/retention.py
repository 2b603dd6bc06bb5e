"""Which days a topic still holds in full."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from analytics_svc.domain.figures import LATEST

_EASTERNMOST = timedelta(hours=14)
"""Kiribati's calendar is this far ahead of UTC (tz database, Pacific/Kiritimati)."""


def first_whole_day(horizon: datetime) -> date:
    """The first day of which no event can be missing anywhere, when all events sent since `horizon` are there.

    An event may be about a moment up to `LATEST` after it was sent, when a clock is ahead. So the day must begin that
    much after the horizon, in every time zone.
    """
    earliest = (horizon + LATEST + _EASTERNMOST).astimezone(UTC)
    midnight = earliest.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight if earliest == midnight else midnight + timedelta(days=1)).date()

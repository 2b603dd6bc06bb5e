"""Days put together to weeks and months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from analytics_svc.domain.figures import Figures, total

Granularity = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """The part of a day, calendar week or month that lies in a range, with its combined figures."""

    first: date
    last: date
    figures: Figures


def beginning(day: date, granularity: Granularity) -> date:
    """The first day of the period a day belongs to; weeks begin on Monday (ISO 8601)."""
    if granularity == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if granularity == "month" else day


def periods(days: Iterable[tuple[date, Figures]], granularity: Granularity) -> list[Period]:
    """Combine days, which come in order. The first and the last period may be cut by the range."""
    found: list[Period] = []
    for _, group in groupby(days, key=lambda pair: beginning(pair[0], granularity)):
        own = list(group)
        found.append(Period(own[0][0], own[-1][0], total(figures for _, figures in own)))
    return found

"""Days and moments that come in from outside, within limits that every database and time zone can count with."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime

FIRST_YEAR, LAST_YEAR = 1970, 2999

D = TypeVar("D", bound=date)


def within(value: D) -> D:
    """The day or moment itself. Raises `ValueError` outside 1970 to 2999: zones could carry it over Python's years."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"must be between {FIRST_YEAR} and {LAST_YEAR}")
    return value


Day = Annotated[date, AfterValidator(within)]
"""A calendar day."""
Moment = Annotated[AwareDatetime, AfterValidator(within)]
"""A moment with its offset from UTC."""

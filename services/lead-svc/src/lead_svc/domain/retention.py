"""How long a lead is kept."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime


def kept_since(now: datetime, months: int) -> datetime:
    """Leads captured before this moment are past `months` calendar months; the day is cut to the month's length."""
    index = now.year * 12 + now.month - 1 - max(0, months)
    year, month = divmod(index, 12)
    if year < 1:
        return datetime.min.replace(tzinfo=now.tzinfo)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))

"""Figures for people: ranges and their days."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from analytics_svc.domain.figures import Figures, total
from analytics_svc.repository import Unit


async def range_of(unit: Unit, bot_id: UUID, first: date, last: date) -> tuple[Figures, list[tuple[date, Figures]]]:
    """A range's combined figures and its days, days without events included."""
    found = dict((await unit.days([bot_id], first, last)).get(bot_id, []))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return total(found.values()), [(day, found.get(day, Figures())) for day in days]

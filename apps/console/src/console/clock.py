"""The only place where the console looks at the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

from console.formats import zone_of
from console.session import current


def today(zone: str | None = None) -> date:
    """Today in the zone, by default the workspace's."""
    return datetime.now(UTC).astimezone(zone_of(zone or current().zone)).date()

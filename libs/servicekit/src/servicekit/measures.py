"""Gauges that are asked for at each scrape, so that no value outlives what it describes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from prometheus_client import Gauge

from servicekit.database import is_transient
from servicekit.kit import Kit

PATIENCE_SECONDS = 2.0


class Measure:
    """A gauge and the question that gives its values, by labels. What cannot be asked now is not shown."""

    def __init__(
        self,
        name: str,
        documentation: str,
        labels: tuple[str, ...],
        ask: Callable[[Kit[Any, Any, Any]], Awaitable[Mapping[tuple[str, ...], float]]],
    ) -> None:
        self._gauge = Gauge(name, documentation, labels)
        self._ask = ask
        self._shown: set[tuple[str, ...]] = set()

    async def take(self, kit: Kit[Any, Any, Any]) -> None:
        """Ask, and show just the answer."""
        values: Mapping[tuple[str, ...], float] = {}
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                values = await self._ask(kit)
        except Exception as error:
            if not is_transient(error):
                raise
        for gone in self._shown - values.keys():
            self._gauge.remove(*gone)
        for labels, value in values.items():
            self._gauge.labels(*labels).set(value)
        self._shown = set(values)


async def _degraded(kit: Kit[Any, Any, Any]) -> Mapping[tuple[str, ...], float]:
    return {(kit.name, part.partition(" ")[0], why): 1.0 for part, why in kit.health.degraded_parts.items()}


DEGRADED = Measure(
    "service_degraded",
    "1 for each part that cannot go on though the process serves, with what is away",
    ("service", "part", "why"),
    _degraded,
)

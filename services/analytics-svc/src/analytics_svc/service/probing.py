"""Availability: how often a live bot's page came when it was asked for."""

from __future__ import annotations

from typing import Any

from servicekit.kit import Kit

from analytics_svc.adapters.prober import probe
from analytics_svc.repository import Unit
from analytics_svc.settings import Settings

MOST_AT_A_TIME = 60
"""Pages in a round; with more live bots than that, those asked longest ago come first."""


async def probe_round(kit: Kit[Settings, Unit, Any]) -> None:
    """Open pages, and count what came. A bot that was switched off meanwhile is not counted."""
    async with kit.transaction() as unit:
        due = await unit.bots_to_probe(MOST_AT_A_TIME)
    came = await probe(due, by_way_of=kit.settings.probe_base_url)
    async with kit.transaction() as unit:
        still = {id: bot for id, bot in (await unit.bots(came)).items() if bot.live}
        await unit.count_probes({bot: came[id] for id, bot in still.items()}, unit.now().date())

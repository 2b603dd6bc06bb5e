"""Anomalies are looked for once a day and bot, and told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from contracts.analytics import AnomalyNoticed
from servicekit.unit import About

from analytics_svc.domain.anomalies import HISTORY_DAYS, anomalies
from analytics_svc.domain.figures import local_day
from analytics_svc.repository import Unit


async def notice(unit: Unit, bot_ids: Sequence[UUID]) -> int:
    """Look at the last whole local day of bots that are live; returns how many anomalies are new.

    A day is looked at from an hour after its end on, so that what is under way has arrived.
    """
    bots = [bot for bot in (await unit.bots(bot_ids)).values() if bot.live]
    if not bots:
        return 0
    ended = {bot.id: local_day(unit.now() - timedelta(hours=1), bot.zone) - timedelta(days=1) for bot in bots}
    first = min(ended.values()) - timedelta(days=HISTORY_DAYS)
    rows = await unit.days(list(ended), first, max(ended.values()))
    told = 0
    for bot in bots:
        day = ended[bot.id]
        for found in anomalies(dict(rows.get(bot.id, [])), day):
            if not await unit.note_anomaly(bot.id, found.kind, day):
                continue
            told += 1
            unit.publish(
                About(bot.id, bot.workspace_id),
                AnomalyNoticed(
                    workspace_id=bot.workspace_id,
                    bot_id=bot.id,
                    kind=found.kind,
                    detail={"seen": found.seen, "expected": found.expected},
                    noticed_at=unit.now(),
                ),
            )
    return told

"""Shadow tables: days are rebuilt beside those that are read, and take their place in one transaction. All their SQL.

They are copies of the tables in a schema of their own. A connection whose search path begins with it counts into them
with the same statements as always.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from analytics_svc.repository.counting import CONVERSATIONS, LEADS, RATINGS

SCHEMA = "shadow"
SEARCH_PATH = f"{SCHEMA}, public"
_TABLES = ("chatbot_analytics", "conversations", "leads", "ratings", "visitors", "question_days", "inbox")
_BUILD = (
    f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE",
    f"CREATE SCHEMA {SCHEMA}",
    *(f"CREATE UNLOGGED TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL)" for table in _TABLES),
    f"CREATE UNLOGGED TABLE {SCHEMA}.rebuilt (bot_id uuid PRIMARY KEY, first date NOT NULL)",
)
_BOTS = text(
    f"""
    SELECT known.id FROM (
        SELECT chatbot_id AS id FROM public.chatbot_analytics UNION SELECT chatbot_id FROM {SCHEMA}.chatbot_analytics
    ) known JOIN public.replicas ON replicas.id = known.id AND replicas.kind = :kind AND NOT replicas.deleted
    WHERE NOT EXISTS (SELECT FROM public.erased WHERE erased.id = known.id)
    """  # noqa: S608  (constants)
)
_NAME = text(f"INSERT INTO {SCHEMA}.rebuilt SELECT * FROM unnest(CAST(:bots AS uuid[]), CAST(:firsts AS date[]))")  # noqa: S608
_DIFFERENCES = text(
    f"""
    SELECT coalesce(old.chatbot_id, new.chatbot_id) AS bot_id, coalesce(old.date, new.date) AS day,
           to_jsonb(old) - 'workspace_id' AS before, to_jsonb(new) - 'workspace_id' AS after
    FROM (SELECT live.* FROM public.chatbot_analytics live
          JOIN {SCHEMA}.rebuilt ON bot_id = live.chatbot_id AND live.date >= first) old
    FULL JOIN (SELECT made.* FROM {SCHEMA}.chatbot_analytics made
               JOIN {SCHEMA}.rebuilt ON bot_id = made.chatbot_id AND made.date >= first) new
        ON old.chatbot_id = new.chatbot_id AND old.date = new.date
    WHERE old IS DISTINCT FROM new ORDER BY 2, 1
    """  # noqa: S608
)
_DAYS = text(
    f"""
    SELECT count(*) FROM {SCHEMA}.chatbot_analytics made JOIN {SCHEMA}.rebuilt ON bot_id = chatbot_id AND date >= first
    """  # noqa: S608
)
_TAKE_OVER = tuple(
    text(statement)
    for table, bot, day in (
        ("chatbot_analytics", "chatbot_id", "date"),
        ("visitors", "bot_id", "day"),
        ("question_days", "bot_id", "day"),
    )
    for statement in (
        f"""
        DELETE FROM public.{table} live USING {SCHEMA}.rebuilt
        WHERE live.{bot} = rebuilt.bot_id AND live.{day} >= rebuilt.first
        """,  # noqa: S608
        f"""
        INSERT INTO public.{table} SELECT made.* FROM {SCHEMA}.{table} made
        JOIN {SCHEMA}.rebuilt ON made.{bot} = rebuilt.bot_id AND made.{day} >= rebuilt.first
        """,  # noqa: S608
    )
)
_TAKE_OVER_OBJECTS = tuple(
    text(statement)
    for objects, owner in ((CONVERSATIONS, "id"), (LEADS, "id"), (RATINGS, "conversation_id"))
    for statement in (
        f"""
        DELETE FROM public.{objects.table} live USING {SCHEMA}.rebuilt
        WHERE live.bot_id = rebuilt.bot_id AND live.day >= rebuilt.first
        """,  # noqa: S608
        f"""
        INSERT INTO public.{objects.table} AS known SELECT made.* FROM {SCHEMA}.{objects.table} made
        JOIN {SCHEMA}.rebuilt ON made.bot_id = rebuilt.bot_id AND made.day >= rebuilt.first
        WHERE NOT EXISTS (SELECT FROM public.erased WHERE erased.id = made.{owner})
        ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in objects.replaced)}
        """,  # noqa: S608
    )
)
_CLAIMED = text(f"SELECT event_id FROM {SCHEMA}.inbox WHERE event_id = ANY(CAST(:ids AS uuid[]))")  # noqa: S608


async def build(session: AsyncSession) -> None:
    """Make the shadow tables, empty; those that an earlier rebuild left behind go."""
    for statement in _BUILD:
        await session.execute(text(statement))


async def drop(session: AsyncSession) -> None:
    """Remove the shadow tables."""
    await session.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))


async def bots(session: AsyncSession, kind: str) -> list[UUID]:
    """Bots that have days here or there and are not deleted."""
    return sorted(await session.scalars(_BOTS, {"kind": kind}))


async def name(session: AsyncSession, firsts: Mapping[UUID, date]) -> None:
    """Say which bots' days, and from which day on, are to be compared and taken over."""
    await session.execute(_NAME, {"bots": list(firsts), "firsts": list(firsts.values())})


async def differences(session: AsyncSession) -> list[tuple[UUID, date, dict[str, Any], dict[str, Any]]]:
    """Days that differ between the tables that are read and the rebuilt ones: bot, day, the columns before and after.

    Only columns that differ are named; one that is empty on either side counts as 0.
    """
    found = []
    for row in await session.execute(_DIFFERENCES):
        before, after = row.before or {}, row.after or {}
        names = sorted((before.keys() | after.keys()) - {"chatbot_id", "date"})
        changed = [one for one in names if (before.get(one) or 0) != (after.get(one) or 0)]
        if changed:
            parts = ({one: side.get(one) or 0 for one in changed} for side in (before, after))
            found.append((row.bot_id, row.day, *parts))
    return found


async def days(session: AsyncSession) -> int:
    """How many days of bots are to be taken over."""
    return int((await session.execute(_DAYS)).scalar_one())


async def take_over(session: AsyncSession) -> None:
    """Let the named days take the place of those that are read. Whoever calls owns the figures.

    The rows of conversations, leads and ratings go with the day that they count for, so that what comes later is added
    rightly; those that were erased do not come back.
    """
    for statement in (*_TAKE_OVER, *_TAKE_OVER_OBJECTS):
        await session.execute(statement)


async def claimed(session: AsyncSession, ids: list[UUID]) -> set[UUID]:
    """Which of these events were counted into the shadow tables."""
    return set(await session.scalars(_CLAIMED, {"ids": ids}))

"""What people are shown, and what scores and KPIs are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.topics import BOTS, PROSPECTS, QUESTIONS
from servicekit.unit import UnitOfWork
from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, text

from analytics_svc.domain.figures import COUNTS, Figures
from analytics_svc.domain.pipeline import CONTACTED, Prospect
from analytics_svc.models import SALES, DayRow, EngagementRow, SalesRow
from analytics_svc.repository.counting import figures_of

_DAYS = (
    select(DayRow.__table__)
    .where(
        DayRow.chatbot_id == any_(bindparam("bots", type_=ARRAY(Uuid))),
        DayRow.date.between(bindparam("first"), bindparam("last")),
    )
    .order_by(DayRow.chatbot_id, DayRow.date)
)
_QUESTIONS = text(
    """
    SELECT group_id, snapshot->>'label' AS label, coalesce(snapshot->>'language', 'de') AS language,
           CAST(counted.asked AS int), CAST(counted.answered AS int), CAST(asked_before AS int)
    FROM (SELECT group_id,
                 coalesce(sum(asked) FILTER (WHERE day >= :first), 0) AS asked,
                 coalesce(sum(answered) FILTER (WHERE day >= :first), 0) AS answered,
                 coalesce(sum(asked) FILTER (WHERE day < :first), 0) AS asked_before
          FROM question_days WHERE bot_id = :bot AND day BETWEEN :before AND :last GROUP BY group_id) counted
    LEFT JOIN replicas ON kind = :kind AND id = group_id AND NOT deleted
    WHERE counted.asked > 0 AND (NOT :unanswered OR counted.asked > counted.answered)
      AND (CAST(:language AS text) IS NULL OR coalesce(snapshot->>'language', 'de') = :language)
    ORDER BY CASE WHEN :unanswered THEN counted.asked - counted.answered ELSE counted.asked END DESC, group_id
    LIMIT :limit
    """
)
_HOURS = text(
    """
    SELECT id, coalesce(snapshot->'published'->'opening_hours', snapshot->'draft'->'opening_hours') AS hours
    FROM replicas WHERE kind = :kind AND NOT deleted AND id = ANY(CAST(:ids AS uuid[]))
    """
)
_ASKED = text(
    """
    SELECT counted.bot_id, replicas.snapshot->>'label' AS label, counted.asked, counted.answered FROM (
        SELECT bot_id, group_id, sum(asked) AS asked, sum(answered) AS answered,
               row_number() OVER (PARTITION BY bot_id ORDER BY sum(asked) DESC, group_id) AS place
        FROM question_days WHERE bot_id = ANY(CAST(:bots AS uuid[])) AND day BETWEEN :first AND :last
        GROUP BY bot_id, group_id
    ) counted LEFT JOIN replicas ON replicas.kind = :kind AND replicas.id = counted.group_id AND NOT replicas.deleted
    WHERE place <= :most ORDER BY counted.bot_id, place
    """
)
_ACTIVITY = text(
    """
    SELECT e.bot_id AS chatbot_id, e.score, max(d.date) FILTER (WHERE d.visits + d.messages > 0) AS last_active,
           CAST(coalesce(sum(d.conversations) FILTER (WHERE d.date >= :since), 0) AS int) AS conversations
    FROM engagement e LEFT JOIN chatbot_analytics d ON d.chatbot_id = e.bot_id
    WHERE e.bot_id = ANY(CAST(:bots AS uuid[])) AND e.workspace_id = :workspace
    GROUP BY e.bot_id ORDER BY e.bot_id
    """
)
MOST_GROUPS = 200
_BOT_DATES = text(
    """
    SELECT (snapshot->>'created_at')::timestamptz AS created_at, snapshot->>'prospect_id' IS NOT NULL AS of_prospect,
           snapshot->>'deployed_at' IS NOT NULL AS deployed
    FROM replicas WHERE kind = :kind AND workspace_id = :workspace AND NOT deleted
    """
)
_PROSPECTS = text(
    """
    SELECT snapshot->>'stage' AS stage, coalesce(snapshot->'stage_dates', '{}') AS entered
    FROM replicas WHERE kind = :kind AND workspace_id = :workspace AND NOT deleted
      AND (SELECT min(CAST(entry.value AS timestamptz)) FROM jsonb_each_text(snapshot->'stage_dates') entry
           WHERE entry.key = ANY(CAST(:stages AS text[]))) BETWEEN :since AND :until
    """
)


@dataclass(frozen=True, slots=True)
class Question:
    """A group of questions in a range; `asked_before` in the range of the same length before it."""

    group_id: UUID
    label: str | None
    language: str
    asked: int
    answered: int
    asked_before: int


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a group of questions was asked and answered; the label is there once it may be shown."""

    label: str | None
    asked: int
    answered: int

    @property
    def open(self) -> int:
        """How often it was not answered."""
        return self.asked - self.answered


class Reading(UnitOfWork):
    """Reading figures."""

    async def days(self, bot_ids: Collection[UUID], first: date, last: date) -> dict[UUID, list[tuple[date, Figures]]]:
        """Daily figures of bots in a range, oldest first."""
        rows = await self.session.execute(_DAYS, {"bots": list(bot_ids), "first": first, "last": last})
        found: dict[UUID, list[tuple[date, Figures]]] = {}
        for row in rows:
            found.setdefault(row.chatbot_id, []).append((row.date, figures_of(row)))
        return found

    async def workspace_counts(self, workspace_id: UUID, first: date, last: date) -> Figures:
        """What all bots of a workspace counted in a range, without the sketches."""
        sums = [func.coalesce(func.sum(getattr(DayRow, name)), 0).label(name) for name in COUNTS]
        query = select(*sums).where(DayRow.workspace_id == workspace_id, DayRow.date.between(first, last))
        row = (await self.session.execute(query)).one()
        values: dict[str, Any] = {name: int(getattr(row, name)) for name in COUNTS}
        return Figures(**values)

    async def questions(
        self,
        bot_id: UUID,
        first: date,
        last: date,
        *,
        limit: int,
        unanswered: bool = False,
        language: str | None = None,
    ) -> list[Question]:
        """Groups by how often they were asked (or not answered) in a range; those of equal counts by id."""
        values = {"bot": bot_id, "before": first - (last - first) - timedelta(days=1), "first": first, "last": last}
        more = {"kind": QUESTIONS.name, "limit": limit, "unanswered": unanswered, "language": language}
        rows = await self.session.execute(_QUESTIONS, values | more)
        return [Question(**row) for row in rows.mappings()]

    async def questions_of(self, bot_ids: Collection[UUID], first: date, last: date) -> dict[UUID, list[Asked]]:
        """The groups of bots asked in a range, those asked most first, `MOST_GROUPS` of each bot."""
        rows = await self.session.execute(
            _ASKED, {"bots": list(bot_ids), "first": first, "last": last, "kind": QUESTIONS.name, "most": MOST_GROUPS}
        )
        found: dict[UUID, list[Asked]] = {id: [] for id in bot_ids}
        for row in rows:
            found[row.bot_id].append(Asked(row.label, int(row.asked), int(row.answered)))
        return found

    async def opening_hours(self, bot_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
        """The opening hours of bots that are known: as published, else as drafted."""
        rows = await self.session.execute(_HOURS, {"kind": BOTS.name, "ids": list(bot_ids)})
        return {row.id: row.hours for row in rows if row.hours}

    async def score(self, bot_id: UUID) -> float:
        """A bot's engagement score as last computed."""
        query = select(EngagementRow.score).where(EngagementRow.bot_id == bot_id)
        return float(await self.session.scalar(query) or 0.0)

    async def counted_at(self, bot_ids: Collection[UUID]) -> dict[UUID, datetime]:
        """When something was last counted for these bots, or their scores computed; other than before, it changed."""
        query = select(EngagementRow.bot_id, EngagementRow.computed_at).where(EngagementRow.bot_id.in_(list(bot_ids)))
        return {row.bot_id: row.computed_at for row in await self.session.execute(query) if row.computed_at}

    async def activity(self, workspace_id: UUID, bot_ids: Collection[UUID], since: date) -> Sequence[Any]:
        """(chatbot_id, score, last_active, conversations since a day) of bots that were visited."""
        values = {"workspace": workspace_id, "bots": list(bot_ids), "since": since}
        return (await self.session.execute(_ACTIVITY, values)).all()

    async def lively_bots(self, since: date) -> list[UUID]:
        """Bots with figures since a day or a score that can still decay."""
        days = select(DayRow.chatbot_id).where(DayRow.date >= since)
        scores = select(EngagementRow.bot_id).where(EngagementRow.score > 0)
        return sorted(set(await self.session.scalars(days.union(scores))))

    async def bot_dates(self, workspace_id: UUID) -> Sequence[Any]:
        """(created_at, of_prospect, deployed) of a workspace's bots."""
        return (await self.session.execute(_BOT_DATES, {"kind": BOTS.name, "workspace": workspace_id})).all()

    async def prospects(self, workspace_id: UUID, since: datetime, until: datetime) -> list[Prospect]:
        """A workspace's prospects that were first spoken to between these moments, with the dates of their stages."""
        values: dict[str, object] = {"kind": PROSPECTS.name, "workspace": workspace_id, "stages": list(CONTACTED)}
        rows = await self.session.execute(_PROSPECTS, values | {"since": since, "until": until})
        return [
            Prospect(row.stage, {stage: datetime.fromisoformat(at) for stage, at in row.entered.items()})
            for row in rows
        ]

    async def sales(self, workspace_id: UUID, first: date, last: date) -> Counter[str]:
        """What a workspace sent and what came back in a range of its days."""
        sums = [func.coalesce(func.sum(getattr(SalesRow, name)), 0).label(name) for name in SALES]
        query = select(*sums).where(SalesRow.workspace_id == workspace_id, SalesRow.day.between(first, last))
        row = (await self.session.execute(query)).one()
        return Counter({name: int(getattr(row, name)) for name in SALES})

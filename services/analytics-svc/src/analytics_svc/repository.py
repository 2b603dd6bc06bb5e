"""The unit of work and all SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from contracts.topics import BOTS, PROSPECTS, QUESTIONS, WORKSPACES
from servicekit.unit import UnitOfWork
from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from analytics_svc.domain.figures import COUNTS, SKETCHES, Conversation, Figures, Lead
from analytics_svc.domain.pipeline import Prospect
from analytics_svc.models import (
    AnomalyRow,
    ConversationRow,
    DayRow,
    EngagementRow,
    ErasedRow,
    LeadRow,
    ProbeRow,
    QuestionRow,
    SalesRow,
    VisitorRow,
)
from analytics_svc.report_rows import Reports

_SHARE_FIGURES = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('figures', 0))")
_OWN_FIGURES = text("SELECT pg_advisory_xact_lock(hashtextextended('figures', 0))")
_CLAIM = text(
    """
    INSERT INTO inbox (consumer, event_id) SELECT :consumer, id FROM unnest(CAST(:ids AS uuid[])) AS id ORDER BY id
    ON CONFLICT DO NOTHING RETURNING event_id
    """
)
_BOTS = text(
    """
    SELECT id, workspace_id, coalesce(snapshot->>'state' = 'live', false) AS live,
           deleted OR EXISTS (SELECT FROM erased WHERE erased.id = replicas.id) AS deleted,
           coalesce(snapshot->'published'->'opening_hours'->>'time_zone',
                    snapshot->'draft'->'opening_hours'->>'time_zone', 'Europe/Berlin') AS zone
    FROM replicas WHERE kind = :kind AND id = ANY(CAST(:ids AS uuid[]))
    """
)
_ZONES = text(
    """
    SELECT id, CASE WHEN NOT deleted
               THEN coalesce(snapshot->'sending_window'->>'time_zone', 'Europe/Berlin') END AS zone
    FROM replicas WHERE kind = :kind AND id = ANY(CAST(:ids AS uuid[]))
    """
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
MOST_GROUPS = 200
SALES = ("first_contacts", "mails", "letters", "bounces", "replies", "unsubscribes")
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
    """
)
_TO_PROBE = text(
    """
    SELECT id, snapshot->'links'->'production'->>'url' AS url FROM replicas
    WHERE kind = :kind AND NOT deleted AND snapshot->>'state' = 'live'
    ORDER BY (SELECT max(last_at) FROM probes WHERE bot_id = replicas.id) NULLS FIRST, id LIMIT :most
    """
)
_COUNT_PROBE = text(
    """
    INSERT INTO probes AS known (bot_id, day, workspace_id, sent, answered, last_at)
    VALUES (:bot, :day, :workspace, 1, :came, :at)
    ON CONFLICT (bot_id, day) DO UPDATE
    SET sent = known.sent + 1, answered = known.answered + excluded.answered, last_at = excluded.last_at
    """
)
_NOTE_ANOMALY = text(
    """
    INSERT INTO anomalies (bot_id, kind, day) SELECT :bot, :kind, :day
    WHERE NOT EXISTS (SELECT FROM anomalies WHERE bot_id = :bot AND kind = :kind AND day > CAST(:day AS date) - 7)
    ON CONFLICT DO NOTHING RETURNING 1
    """
)


@dataclass(frozen=True, slots=True)
class Bot:
    """What counting needs to know of a bot."""

    id: UUID
    workspace_id: UUID
    deleted: bool
    zone: str
    live: bool = False


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


class Unit(UnitOfWork):
    """A transaction of analytics-svc."""

    async def claim_all(self, consumer: str, ids: Collection[UUID]) -> set[UUID]:
        """Enter events into the inbox; returns those that were not there."""
        rows = await self.session.execute(_CLAIM, {"consumer": consumer, "ids": sorted(ids)})
        return {row[0] for row in rows}

    async def bots(self, ids: Collection[UUID]) -> dict[UUID, Bot]:
        """The bots that are known, deleted ones among them."""
        rows = await self.session.execute(_BOTS, {"kind": BOTS.name, "ids": list(ids)})
        return {row.id: Bot(row.id, row.workspace_id, row.deleted, row.zone, row.live) for row in rows}

    async def lock_bots(self, bots: Iterable[Bot]) -> dict[UUID, EngagementRow]:
        """Lock the bots' rows in one order for all: whoever counts for a bot waits for others who do."""
        ordered = sorted(bots, key=lambda bot: bot.id)
        if not ordered:
            return {}
        new = insert(EngagementRow).values([{"bot_id": b.id, "workspace_id": b.workspace_id} for b in ordered])
        await self.session.execute(new.on_conflict_do_nothing())
        found = await self.session.scalars(
            select(EngagementRow)
            .where(EngagementRow.bot_id.in_([bot.id for bot in ordered]))
            .order_by(EngagementRow.bot_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return {row.bot_id: row for row in found}

    async def share_figures(self) -> None:
        """Change figures beside others who do, until the end of the transaction; waits while somebody owns them."""
        await self.session.execute(_SHARE_FIGURES)

    async def own_figures(self) -> None:
        """Be the only one who changes figures until the end of the transaction; waits for those who share them."""
        await self.session.execute(_OWN_FIGURES)

    async def erased(self, ids: Collection[UUID]) -> dict[UUID, datetime]:
        """Which of these conversations or leads were erased, and when."""
        if not ids:
            return {}
        query = select(ErasedRow.id, ErasedRow.erased_at).where(ErasedRow.id.in_(list(ids)))
        return {row.id: row.erased_at for row in await self.session.execute(query)}

    async def conversations(self, ids: Collection[UUID]) -> dict[UUID, Conversation]:
        """The conversations that are known already."""
        if not ids:
            return {}
        rows = await self.session.scalars(select(ConversationRow).where(ConversationRow.id.in_(list(ids))))
        return {
            row.id: Conversation(row.id, row.bot_id, row.day, row.visitor_messages, row.leads, row.seconds)
            for row in rows
        }

    async def save_conversations(self, conversations: Iterable[Conversation]) -> None:
        """Insert or replace."""
        values = [asdict(conversation) for conversation in sorted(conversations, key=lambda c: c.id)]
        if values:
            statement = insert(ConversationRow).values(values)
            columns = ("day", "visitor_messages", "leads", "seconds")
            await self.session.execute(
                statement.on_conflict_do_update(
                    index_elements=["id"], set_={name: statement.excluded[name] for name in columns}
                )
            )

    async def leads(self, ids: Collection[UUID]) -> dict[UUID, Lead]:
        """The leads that are known already."""
        if not ids:
            return {}
        rows = await self.session.scalars(select(LeadRow).where(LeadRow.id.in_(list(ids))))
        return {row.id: Lead(row.id, row.bot_id, row.day, row.customer, row.changed_at) for row in rows}

    async def save_leads(self, leads: Iterable[Lead]) -> None:
        """Insert or replace."""
        values = [asdict(lead) for lead in sorted(leads, key=lambda lead: lead.id)]
        if values:
            statement = insert(LeadRow).values(values)
            new = {name: statement.excluded[name] for name in ("day", "customer", "changed_at")}
            await self.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=new))

    async def workspace_zones(self, ids: Collection[UUID]) -> dict[UUID, str | None]:
        """The time zones of workspaces that are known; None for deleted ones."""
        if not ids:
            return {}
        rows = await self.session.execute(_ZONES, {"kind": WORKSPACES.name, "ids": list(ids)})
        return {row.id: row.zone for row in rows}

    async def add_sales(self, changes: Mapping[tuple[UUID, date], Mapping[str, int]]) -> None:
        """Add to the days of workspaces, in sorted order."""
        for (workspace_id, day), counts in sorted(changes.items(), key=lambda pair: pair[0]):
            statement = insert(SalesRow).values(workspace_id=workspace_id, day=day, **counts)
            more = {name: getattr(SalesRow, name) + statement.excluded[name] for name in counts}
            await self.session.execute(
                statement.on_conflict_do_update(index_elements=["workspace_id", "day"], set_=more)
                if more
                else statement.on_conflict_do_nothing()
            )

    async def sales(self, workspace_id: UUID, first: date, last: date) -> Counter[str]:
        """What a workspace sent and what came back in a range of its days."""
        sums = [func.coalesce(func.sum(getattr(SalesRow, name)), 0).label(name) for name in SALES]
        query = select(*sums).where(SalesRow.workspace_id == workspace_id, SalesRow.day.between(first, last))
        row = (await self.session.execute(query)).one()
        return Counter({name: int(getattr(row, name)) for name in SALES})

    async def new_visitors(self, seen: Collection[tuple[UUID, date, str]]) -> dict[tuple[UUID, date], int]:
        """Note visitors of a day; returns how many were new, by bot and day."""
        if not seen:
            return {}
        values = [{"bot_id": bot, "day": day, "visitor": visitor} for bot, day, visitor in sorted(seen)]
        statement = insert(VisitorRow).values(values).on_conflict_do_nothing()
        rows = await self.session.execute(statement.returning(VisitorRow.bot_id, VisitorRow.day))
        found: dict[tuple[UUID, date], int] = {}
        for bot, day in rows:
            found[bot, day] = found.get((bot, day), 0) + 1
        return found

    async def add_figures(self, changes: Mapping[tuple[UUID, date], Figures], workspaces: Mapping[UUID, UUID]) -> None:
        """Add to daily rows, in sorted order. The bots' rows are locked, so reading before writing is safe."""
        keys = sorted(changes)
        if not keys:
            return
        bots, days = sorted({bot for bot, _ in keys}), sorted({day for _, day in keys})
        rows = await self.session.scalars(
            select(DayRow)
            .where(DayRow.chatbot_id.in_(bots), DayRow.date.in_(days))
            .execution_options(populate_existing=True)
        )
        known = {(row.chatbot_id, row.date): figures_of(row) for row in rows}
        values: list[dict[str, Any]] = []
        for key in keys:
            figures = known.get(key, Figures())
            figures.add(changes[key])
            values.append({"chatbot_id": key[0], "date": key[1], "workspace_id": workspaces[key[0]], **asdict(figures)})
        statement = insert(DayRow).values(values)
        columns = (*COUNTS, *SKETCHES)
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=["chatbot_id", "date"], set_={name: statement.excluded[name] for name in columns}
            )
        )

    async def add_questions(self, changes: Mapping[tuple[UUID, date, UUID], tuple[int, int]]) -> None:
        """Add (asked, answered) to the days of question groups."""
        values = [
            {"bot_id": bot, "day": day, "group_id": group, "asked": asked, "answered": answered}
            for (bot, day, group), (asked, answered) in sorted(changes.items())
        ]
        if values:
            statement = insert(QuestionRow).values(values)
            await self.session.execute(
                statement.on_conflict_do_update(
                    index_elements=["bot_id", "day", "group_id"],
                    set_={
                        "asked": QuestionRow.asked + statement.excluded.asked,
                        "answered": QuestionRow.answered + statement.excluded.answered,
                    },
                )
            )

    async def days(self, bot_ids: Collection[UUID], first: date, last: date) -> dict[UUID, list[tuple[date, Figures]]]:
        """Daily figures of bots in a range, oldest first."""
        rows = await self.session.scalars(
            select(DayRow)
            .where(DayRow.chatbot_id.in_(list(bot_ids)), DayRow.date.between(first, last))
            .order_by(DayRow.chatbot_id, DayRow.date)
            .execution_options(populate_existing=True)
        )
        found: dict[UUID, list[tuple[date, Figures]]] = {}
        for row in rows:
            found.setdefault(row.chatbot_id, []).append((row.date, figures_of(row)))
        return found

    async def workspace_days(self, workspace_id: UUID, first: date, last: date) -> list[Figures]:
        """Daily figures of all bots of a workspace."""
        rows = await self.session.scalars(
            select(DayRow).where(DayRow.workspace_id == workspace_id, DayRow.date.between(first, last))
        )
        return [figures_of(row) for row in rows]

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

    async def lively_bots(self, since: date) -> list[UUID]:
        """Bots with figures since a day or a score that can still decay."""
        days = select(DayRow.chatbot_id).where(DayRow.date >= since)
        scores = select(EngagementRow.bot_id).where(EngagementRow.score > 0)
        return sorted(set(await self.session.scalars(days.union(scores))))

    async def bot_dates(self, workspace_id: UUID) -> Sequence[Any]:
        """(created_at, of_prospect, deployed) of a workspace's bots."""
        return (await self.session.execute(_BOT_DATES, {"kind": BOTS.name, "workspace": workspace_id})).all()

    async def prospects(self, workspace_id: UUID) -> list[Prospect]:
        """A workspace's prospects, with the dates of their stages."""
        rows = await self.session.execute(_PROSPECTS, {"kind": PROSPECTS.name, "workspace": workspace_id})
        return [
            Prospect(row.stage, {stage: datetime.fromisoformat(at) for stage, at in row.entered.items()})
            for row in rows
        ]

    async def note_anomaly(self, bot_id: UUID, kind: str, day: date) -> bool:
        """Keep that an anomaly is told; False when it, or one of its kind in the seven days before, was told."""
        row = await self.session.execute(_NOTE_ANOMALY, {"bot": bot_id, "kind": kind, "day": day})
        return row.first() is not None

    async def bots_to_probe(self, limit: int) -> list[tuple[UUID, str]]:
        """Live bots and their public addresses, those probed longest ago first."""
        rows = await self.session.execute(_TO_PROBE, {"kind": BOTS.name, "most": limit})
        return [(row.id, row.url) for row in rows]

    async def count_probes(self, came: Mapping[Bot, bool], day: date) -> None:
        """Add one probe to each of these bots' days."""
        for bot, answered in sorted(came.items(), key=lambda pair: pair[0].id):
            values = {"bot": bot.id, "day": day, "workspace": bot.workspace_id, "came": int(answered)}
            await self.session.execute(_COUNT_PROBE, values | {"at": self.now()})

    async def probes(self, workspace_id: UUID, first: date, last: date) -> tuple[int, int]:
        """Probes of a workspace's bots in a range of days: (answered, sent)."""
        query = select(func.coalesce(func.sum(ProbeRow.answered), 0), func.coalesce(func.sum(ProbeRow.sent), 0)).where(
            ProbeRow.workspace_id == workspace_id, ProbeRow.day.between(first, last)
        )
        row = (await self.session.execute(query)).one()
        return int(row[0]), int(row[1])

    async def forget_bot(self, bot_id: UUID) -> None:
        """Delete everything about a bot; what comes of it later is dropped."""
        await self.note_erased([bot_id])
        for table in (ConversationRow, LeadRow, VisitorRow, QuestionRow, EngagementRow, AnomalyRow, ProbeRow):
            await self.session.execute(delete(table).where(table.bot_id == bot_id))
        await self.session.execute(delete(DayRow).where(DayRow.chatbot_id == bot_id))

    async def forget_sales(self, workspace_id: UUID) -> None:
        """Delete what a workspace sent."""
        await self.session.execute(delete(SalesRow).where(SalesRow.workspace_id == workspace_id))

    async def erase(self, ids: Collection[UUID]) -> dict[str, int]:
        """Delete what is kept of single conversations and leads and drop late events about them; figures of days stay.

        Returns how many of each there were.
        """
        await self.note_erased(ids)
        counts: dict[str, int] = {}
        for name, table in (("conversations", ConversationRow), ("leads", LeadRow)):
            result = await self.session.execute(delete(table).where(table.id.in_(list(ids))))
            counts[name] = int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult
        return counts

    async def note_erased(self, ids: Collection[UUID]) -> None:
        """Remember ids as erased, for good."""
        if ids:
            values = [{"id": id, "erased_at": self.now()} for id in sorted(ids)]
            await self.session.execute(insert(ErasedRow).values(values).on_conflict_do_nothing())

    async def forget_visitors(self, before: date) -> None:
        """Delete the hashes of days whose salt is gone."""
        await self.session.execute(delete(VisitorRow).where(VisitorRow.day < before))

    async def bots_of(self, workspace_id: UUID) -> list[UUID]:
        """Every bot of a workspace that anything is kept of."""
        scores = select(EngagementRow.bot_id).where(EngagementRow.workspace_id == workspace_id)
        days = select(DayRow.chatbot_id).where(DayRow.workspace_id == workspace_id)
        return sorted(set(await self.session.scalars(scores.union(days))))

    @cached_property
    def reports(self) -> Reports:
        """Reports and what only they need to know."""
        return Reports(self.session)


def figures_of(row: DayRow) -> Figures:
    """A row's figures, in dictionaries of their own."""
    values: dict[str, Any] = {name: getattr(row, name) for name in COUNTS}
    values |= {name: dict(getattr(row, name)) for name in SKETCHES}
    return Figures(**values)

"""What counting reads and writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.topics import BOTS, WORKSPACES
from servicekit.unit import UnitOfWork
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from analytics_svc.domain.figures import COUNTS, SKETCHES, Conversation, Figures, Lead, Rating
from analytics_svc.models import (
    ConversationRow,
    DayRow,
    EngagementRow,
    ErasedRow,
    LeadRow,
    QuestionRow,
    RatingRow,
    SalesRow,
    VisitorRow,
)

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


@dataclass(frozen=True, slots=True)
class Bot:
    """What counting needs to know of a bot."""

    id: UUID
    workspace_id: UUID
    deleted: bool
    zone: str
    live: bool = False


class Counting(UnitOfWork):
    """Counting facts: the inbox, the locks, days, conversations, leads, visitors, questions."""

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

    async def ratings(self, ids: Collection[UUID]) -> dict[UUID, Rating]:
        """The thumbs that answers have already."""
        if not ids:
            return {}
        rows = await self.session.scalars(select(RatingRow).where(RatingRow.id.in_(list(ids))))
        return {
            row.id: Rating(row.id, row.bot_id, row.conversation_id, row.day, row.value, row.rated_at) for row in rows
        }

    async def save_ratings(self, ratings: Iterable[Rating]) -> None:
        """Insert or replace."""
        values = [asdict(rating) for rating in sorted(ratings, key=lambda rating: rating.id)]
        if values:
            statement = insert(RatingRow).values(values)
            new = {name: statement.excluded[name] for name in ("day", "value", "rated_at")}
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


def figures_of(row: DayRow) -> Figures:
    """A row's figures, in dictionaries of their own."""
    values: dict[str, Any] = {name: getattr(row, name) for name in COUNTS}
    values |= {name: dict(getattr(row, name)) for name in SKETCHES}
    return Figures(**values)

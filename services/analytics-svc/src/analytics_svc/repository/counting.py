"""What counting reads and writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from contracts.topics import BOTS, WORKSPACES
from servicekit.unit import UnitOfWork
from sqlalchemy import ARRAY, Date, Table, Uuid, any_, bindparam, select, text

from analytics_svc.domain.figures import COUNTS, SKETCHES, Conversation, Figures, Lead, Rating
from analytics_svc.models import (
    SALES,
    ConversationRow,
    DayRow,
    EngagementRow,
    LeadRow,
    QuestionRow,
    RatingRow,
    SalesRow,
    VisitorRow,
)
from analytics_svc.repository.bulk import Objects, Upsert

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
_ERASED = text("SELECT id, erased_at FROM erased WHERE id = ANY(CAST(:ids AS uuid[]))")
_KNOWN_DAYS = select(DayRow.__table__).where(
    DayRow.chatbot_id == any_(bindparam("bots", type_=ARRAY(Uuid))),
    DayRow.date == any_(bindparam("days", type_=ARRAY(Date))),
)
_FIGURES = attrgetter(*COUNTS, *SKETCHES)
_DAYS = Upsert(DayRow, columns=("chatbot_id", "date", "workspace_id", *COUNTS, *SKETCHES), replace=(*COUNTS, *SKETCHES))
_QUESTIONS = Upsert(QuestionRow, add=("asked", "answered"))
_SALES = Upsert(SalesRow, add=SALES)
_VISITORS = Upsert(VisitorRow, returning=("bot_id", "day"))
_LOCKS = Upsert(EngagementRow, columns=("bot_id", "workspace_id"))
_ENGAGEMENT = Upsert(EngagementRow, replace=("version", "score", "published", "detail", "computed_at"))
_LOCKED = (
    select(*(cast(Table, EngagementRow.__table__).columns[name] for name in _ENGAGEMENT.columns))
    .where(EngagementRow.bot_id == any_(bindparam("bots", type_=ARRAY(Uuid))))
    .order_by(EngagementRow.bot_id)
    .with_for_update()
)
_engagement = attrgetter(*_ENGAGEMENT.columns)
CONVERSATIONS = Objects(ConversationRow, Conversation, fixed=("id", "bot_id"))
LEADS = Objects(LeadRow, Lead, fixed=("id", "bot_id"))
RATINGS = Objects(RatingRow, Rating, fixed=("id", "bot_id", "conversation_id"))


@dataclass(frozen=True, slots=True)
class Bot:
    """What counting needs to know of a bot."""

    id: UUID
    workspace_id: UUID
    deleted: bool
    zone: str
    live: bool = False


@dataclass(slots=True)
class Engagement:
    """A bot's engagement; whoever counts for the bot has its row locked. `detail` is the event that was published."""

    bot_id: UUID
    workspace_id: UUID
    version: int
    score: float
    published: float
    detail: dict[str, Any]
    computed_at: datetime | None

    @property
    def id(self) -> UUID:
        """The aggregate's id: the bot's."""
        return self.bot_id


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

    async def lock_bots(self, bots: Iterable[Bot]) -> dict[UUID, Engagement]:
        """Lock the bots' rows in one order for all: whoever counts for a bot waits for others who do."""
        ordered = sorted(bots, key=lambda bot: bot.id)
        if not ordered:
            return {}
        await _LOCKS.execute(self.session, [(bot.id, bot.workspace_id) for bot in ordered])
        found = await self.session.execute(_LOCKED, {"bots": [bot.id for bot in ordered]})
        return {row.bot_id: Engagement(*row) for row in found}

    async def save_engagement(self, rows: Iterable[Engagement]) -> None:
        """Replace what is kept of bots whose rows are locked, in sorted order."""
        await _ENGAGEMENT.execute(self.session, sorted(map(_engagement, rows), key=lambda values: values[0]))

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
        return {row.id: row.erased_at for row in await self.session.execute(_ERASED, {"ids": list(ids)})}

    async def conversations(self, ids: Collection[UUID]) -> dict[UUID, Conversation]:
        """The conversations that are known already."""
        return await CONVERSATIONS.read(self.session, ids)

    async def save_conversations(self, conversations: Iterable[Conversation]) -> None:
        """Insert or replace."""
        await CONVERSATIONS.save(self.session, conversations)

    async def leads(self, ids: Collection[UUID]) -> dict[UUID, Lead]:
        """The leads that are known already."""
        return await LEADS.read(self.session, ids)

    async def save_leads(self, leads: Iterable[Lead]) -> None:
        """Insert or replace."""
        await LEADS.save(self.session, leads)

    async def ratings(self, ids: Collection[UUID]) -> dict[UUID, Rating]:
        """The thumbs that answers have already."""
        return await RATINGS.read(self.session, ids)

    async def save_ratings(self, ratings: Iterable[Rating]) -> None:
        """Insert or replace."""
        await RATINGS.save(self.session, ratings)

    async def workspace_zones(self, ids: Collection[UUID]) -> dict[UUID, str | None]:
        """The time zones of workspaces that are known; None for deleted ones."""
        if not ids:
            return {}
        rows = await self.session.execute(_ZONES, {"kind": WORKSPACES.name, "ids": list(ids)})
        return {row.id: row.zone for row in rows}

    async def add_sales(self, changes: Mapping[tuple[UUID, date], Mapping[str, int]]) -> None:
        """Add to the days of workspaces, in sorted order."""
        rows = [(*key, *(changes[key].get(name, 0) for name in SALES)) for key in sorted(changes)]
        await _SALES.execute(self.session, rows)

    async def new_visitors(self, seen: Collection[tuple[UUID, date, str]]) -> Counter[tuple[UUID, date]]:
        """Note visitors of a day; returns how many were new, by bot and day."""
        rows = await _VISITORS.execute(self.session, sorted(seen))
        return Counter((row.bot_id, row.day) for row in rows)

    async def add_figures(self, changes: Mapping[tuple[UUID, date], Figures], workspaces: Mapping[UUID, UUID]) -> None:
        """Add to daily rows, in sorted order. The bots' rows are locked, so reading before writing is safe."""
        keys = sorted(changes)
        bots, days = list({bot for bot, _ in keys}), list({day for _, day in keys})
        known = {
            (row.chatbot_id, row.date): figures_of(row)
            for row in await self.session.execute(_KNOWN_DAYS, {"bots": bots, "days": days})
        }
        rows = []
        for bot, day in keys:
            figures = known.get((bot, day), Figures())
            figures.add(changes[bot, day])
            rows.append((bot, day, workspaces[bot], *_FIGURES(figures)))
        await _DAYS.execute(self.session, rows)

    async def add_questions(self, changes: Mapping[tuple[UUID, date, UUID], tuple[int, int]]) -> None:
        """Add (asked, answered) to the days of question groups."""
        await _QUESTIONS.execute(self.session, [(*key, *counts) for key, counts in sorted(changes.items())])


def figures_of(row: Any) -> Figures:
    """A row's figures, in dictionaries of their own."""
    values: dict[str, Any] = {name: getattr(row, name) for name in COUNTS}
    values |= {name: dict(getattr(row, name)) for name in SKETCHES}
    return Figures(**values)

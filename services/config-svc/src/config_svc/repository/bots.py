"""Bots in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import and_, delete, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached

from config_svc.domain import limits
from config_svc.domain.demo import REMINDERS
from config_svc.models import AuditEntry, Base, Bot, EarlierDraft, PersonRow, Workspace

_NAMES: dict[type[Base], tuple[str, ...]] = {
    row: tuple(row.__table__.columns.keys()) for row in (Bot, PersonRow, AuditEntry)
}
_BOT, _PERSON, _ENTRY = (", ".join(names) for names in _NAMES.values())
# Four rows and the look whether the workspace is there take five statements one by one, and the session's work to find
# out in which order; columns are named, so that one that a newer version added keeps its default.
_ADD = text(
    f"""
    WITH bot AS (
        INSERT INTO {Bot.__tablename__} ({_BOT})
        SELECT {_BOT} FROM jsonb_populate_record(NULL::{Bot.__tablename__}, CAST(:bot AS jsonb)) AS given
        WHERE EXISTS (SELECT FROM {Workspace.__tablename__} WHERE id = given.workspace_id)
        RETURNING id
    ), persons AS (
        INSERT INTO {PersonRow.__tablename__} ({_PERSON})
        SELECT {_PERSON}
        FROM jsonb_populate_recordset(NULL::{PersonRow.__tablename__}, CAST(:persons AS jsonb))
        WHERE EXISTS (SELECT FROM bot)
    ), audit AS (
        INSERT INTO {AuditEntry.__tablename__} ({_ENTRY})
        SELECT {_ENTRY}
        FROM jsonb_populate_record(NULL::{AuditEntry.__tablename__}, CAST(:entry AS jsonb))
        WHERE EXISTS (SELECT FROM bot)
    )
    SELECT EXISTS (SELECT FROM bot)
    """  # noqa: S608  (names of our own tables and columns)
)


@dataclass(frozen=True)
class BotFilter:
    """What a list shows: bots of a workspace, newest first, after one of them."""

    workspace_id: UUID
    only: frozenset[UUID] | None = None
    state: str | None = None
    search: str | None = None
    before: UUID | None = None


class Bots:
    """Bots with their persons and consent texts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, bot: Bot, entry: AuditEntry) -> bool:
        """Store a new bot with its persons and the audit entry of its making; False when its workspace is gone."""
        persons = list(bot.persons)
        for person in persons:
            person.bot_id = bot.id
        values = {"bot": _json(bot), "persons": _json(*persons, many=True), "entry": _json(entry)}
        if not (await self._session.execute(_ADD, values)).scalar_one():
            return False
        for row in (*persons, bot):  # the session knows them from here on, as if it had written them
            make_transient_to_detached(row)
        self._session.add(bot)
        return True

    async def get(self, id: UUID, workspace_id: UUID) -> Bot:
        """A bot to read. Raises `NotFound` when it is unknown or of another workspace."""
        query = select(Bot).where(Bot.id == id, Bot.workspace_id == workspace_id)
        return _found((await self._session.execute(query)).scalar_one_or_none(), id)

    async def lock(self, id: UUID, workspace_id: UUID) -> Bot:
        """A bot to change, its row locked. Raises `NotFound` when it is unknown or of another workspace."""
        query = select(Bot).where(Bot.id == id, Bot.workspace_id == workspace_id).with_for_update()
        return _found((await self._session.execute(query)).scalar_one_or_none(), id)

    async def lock_known(self, id: UUID) -> Bot | None:
        """A bot that an event speaks of, locked; None when it has been deleted."""
        return (await self._session.execute(select(Bot).where(Bot.id == id).with_for_update())).scalar_one_or_none()

    async def lock_of_prospect(self, prospect_id: UUID) -> Bot | None:
        """The bot built for a prospect, locked."""
        query = select(Bot).where(Bot.prospect_id == prospect_id).with_for_update()
        return (await self._session.execute(query)).scalar_one_or_none()

    async def list(self, wanted: BotFilter, limit: int) -> Sequence[Bot]:
        """Bots newest first."""
        query = select(Bot).where(Bot.workspace_id == wanted.workspace_id)
        if wanted.only is not None:
            query = query.where(Bot.id.in_(wanted.only))
        if wanted.state is not None:
            query = query.where(Bot.state == wanted.state)
        if wanted.before is not None:
            query = query.where(Bot.id < wanted.before)
        if wanted.search:
            pattern = "%" + wanted.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            query = query.where(or_(Bot.name.ilike(pattern), Bot.company_name.ilike(pattern)))
        return (await self._session.execute(query.order_by(Bot.id.desc()).limit(limit))).scalars().all()

    async def of_workspace_locked(self, workspace_id: UUID) -> Sequence[Bot]:
        """Every bot of a workspace, locked, to be deleted with it."""
        query = select(Bot).where(Bot.workspace_id == workspace_id).order_by(Bot.id).with_for_update()
        return (await self._session.execute(query)).scalars().all()

    async def delete(self, bot: Bot) -> None:
        """Remove a bot with its persons and consent texts."""
        await self._session.delete(bot)

    async def keep_draft(self, bot: Bot, until: datetime) -> None:
        """Keep a locked bot's draft under its version, since it is about to be replaced; the oldest ones go."""
        kept = select(EarlierDraft.version).where(EarlierDraft.bot_id == bot.id)
        newest = kept.order_by(EarlierDraft.version.desc()).limit(limits.EARLIER_DRAFTS - 1)
        await self._session.execute(
            delete(EarlierDraft).where(EarlierDraft.bot_id == bot.id, EarlierDraft.version.not_in(newest))
        )
        self._session.add(
            EarlierDraft(bot_id=bot.id, version=bot.version, draft=bot.draft, consents=bot.consents, until=until)
        )

    async def earlier_drafts(self, bot_id: UUID) -> Sequence[EarlierDraft]:
        """The drafts that a bot had, the one replaced last first."""
        query = select(EarlierDraft).where(EarlierDraft.bot_id == bot_id).order_by(EarlierDraft.version.desc())
        return (await self._session.execute(query)).scalars().all()

    async def earlier_draft(self, bot_id: UUID, version: int) -> EarlierDraft:
        """The draft that a bot had up to a version. Raises `NotFound`."""
        found = await self._session.get(EarlierDraft, (bot_id, version))
        if found is None:
            raise NotFound(f"There is no earlier draft {version}.")
        return found

    async def due_demos(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Live demos whose end or reminder is due, soonest end first; the sweep looks at each under its lock."""
        reminders = [
            and_(
                Bot.demo_ends_at <= now + timedelta(days=days),
                or_(Bot.demo_reminded.is_(None), Bot.demo_reminded > days),
            )
            for days in REMINDERS
        ]
        query = (
            select(Bot.id)
            .where(Bot.state == "live", Bot.demo_ends_at.is_not(None), or_(Bot.demo_ends_at <= now, *reminders))
            .order_by(Bot.demo_ends_at)
            .limit(limit)
        )
        return (await self._session.execute(query)).scalars().all()

    async def live_demos(self, workspace_id: UUID | None) -> Sequence[tuple[UUID, str]]:
        """Prospects' bots that are live and not converted, of a workspace or of all: (id, website)."""
        website = func.coalesce(Bot.draft["company"]["website"].as_string(), "")
        query = select(Bot.id, website).where(
            Bot.state == "live", Bot.demo_ends_at.is_not(None), Bot.prospect_id.is_not(None)
        )
        if workspace_id is not None:
            query = query.where(Bot.workspace_id == workspace_id)
        return [(row[0], row[1]) for row in await self._session.execute(query.order_by(Bot.id))]

    async def outlived_demos(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Expired demos that their workspace's retention lets go."""
        days = Workspace.retention["expired_demo_days"].as_integer()
        query = (
            select(Bot.id)
            .join(Workspace, Workspace.id == Bot.workspace_id)
            .where(Bot.state == "demo_expired", Bot.demo_ends_at + func.make_interval(0, 0, 0, days) <= now)
            .order_by(Bot.demo_ends_at)
            .limit(limit)
        )
        return (await self._session.execute(query)).scalars().all()


def _found(bot: Bot | None, id: UUID) -> Bot:
    if bot is None:
        raise NotFound(f"There is no bot {id}.")
    return bot


def _json(*rows: Base, many: bool = False) -> str:
    found = [{name: getattr(row, name) for name in _NAMES[type(row)]} for row in rows]
    return json.dumps(found if many else found[0], default=str)

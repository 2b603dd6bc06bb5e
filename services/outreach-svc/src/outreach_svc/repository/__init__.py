"""The unit of work and all SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from contracts.workspaces import WorkspaceSnapshot
from identity.optouts import opt_out_ids
from servicekit.errors import NotFound
from servicekit.unit import UnitOfWork
from sqlalchemy import ColumnElement, DateTime, cast, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from outreach_svc.domain.stages import Stage
from outreach_svc.models import (
    SENT_STATES,
    ErasedLead,
    HostOptOut,
    Inbound,
    Invitation,
    LawfulBasis,
    Message,
    Notice,
    Prospect,
    Step,
    Suppression,
    TemplateRow,
)


class Prospects:
    """Prospects and their timelines."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, prospect: Prospect) -> None:
        """Keep a new prospect."""
        self._session.add(prospect)

    async def locked(self, id: UUID, workspace_id: UUID | None = None) -> Prospect:
        """The prospect, locked until the transaction ends. Raises `NotFound`, also for another workspace's."""
        found = await self.find_locked(id)
        if found is None or workspace_id not in (None, found.workspace_id):
            raise NotFound(f"There is no prospect {id}.")
        return found

    async def find_locked(self, id: UUID) -> Prospect | None:
        """The prospect, locked, or None."""
        return await self._session.get(Prospect, id, with_for_update=True, populate_existing=True)

    async def find(self, id: UUID, workspace_id: UUID) -> Prospect | None:
        """The workspace's prospect, or None."""
        found = await self._session.get(Prospect, id)
        return found if found is not None and found.workspace_id == workspace_id else None

    async def get(self, id: UUID, workspace_id: UUID) -> Prospect:
        """The prospect. Raises `NotFound`."""
        found = await self.find(id, workspace_id)
        if found is None:
            raise NotFound(f"There is no prospect {id}.")
        return found

    async def at(self, workspace_id: UUID, place: str) -> Prospect | None:
        """A workspace's prospect with this address, the oldest; nobody else takes the address in until the end."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{workspace_id} {place}", 0))
        await self._session.execute(select(lock))
        query = select(Prospect).where(Prospect.workspace_id == workspace_id, Prospect.place == place)
        return await self._session.scalar(query.order_by(Prospect.id).limit(1))

    async def at_host(self, host: str, workspace_id: UUID | None) -> Sequence[Prospect]:
        """Prospects whose site is at a host or below it, of a workspace or of all, locked."""
        name = func.split_part(func.split_part(Prospect.place, "/", 1), ":", 1)
        query = select(Prospect).where(or_(name == host, name.endswith(f".{host}", autoescape=True)))
        if workspace_id is not None:
            query = query.where(Prospect.workspace_id == workspace_id)
        return (await self._session.scalars(query.order_by(Prospect.id).with_for_update())).all()

    async def of_bot(self, bot_id: UUID) -> Prospect | None:
        """The prospect whose demo this bot is, locked."""
        return await self._session.scalar(select(Prospect).where(Prospect.bot_id == bot_id).with_for_update())

    async def page(
        self,
        workspace_id: UUID,
        *,
        stage: str | None,
        search: str | None,
        batch: UUID | None,
        engagement_min: float | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Prospect]:
        """Prospects, newest first."""
        query = select(Prospect).where(*_wanted(workspace_id, search, batch, engagement_min))
        if stage:
            query = query.where(Prospect.stage == stage)
        if after:
            query = query.where(Prospect.id < after)
        return (await self._session.scalars(query.order_by(Prospect.id.desc()).limit(limit))).all()

    async def counted(
        self, workspace_id: UUID, *, search: str | None, batch: UUID | None, engagement_min: float | None
    ) -> dict[Stage, tuple[int, int]]:
        """How many of those stand in each stage, and the sum of their values; one without a value adds none."""
        sums = select(Prospect.stage, func.count(), func.sum(Prospect.value))
        narrowed = sums.where(*_wanted(workspace_id, search, batch, engagement_min))
        rows = await self._session.execute(narrowed.group_by(Prospect.stage))
        return {row[0]: (row[1], row[2] or 0) for row in rows}

    async def companies(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        """The companies' names by prospect."""
        found = await self._session.scalars(select(Prospect).where(Prospect.id.in_(set(ids))))
        return {prospect.id: prospect.company for prospect in found}

    async def of_batch(self, batch_id: UUID, workspace_id: UUID) -> Sequence[Prospect]:
        """Prospects that came in one table."""
        query = select(Prospect).where(Prospect.batch_id == batch_id, Prospect.workspace_id == workspace_id)
        return (await self._session.scalars(query.order_by(Prospect.id))).all()

    async def in_stage_since_before(self, stage: str, moment: datetime) -> int:
        """How many prospects of all workspaces entered a stage before then and are still in it."""
        since = cast(Prospect.stage_dates[stage].astext, DateTime(timezone=True))
        query = select(func.count()).where(Prospect.stage == stage, since < moment)
        return (await self._session.execute(query)).scalar_one()

    async def follow_ups_due(self, now: datetime) -> Sequence[UUID]:
        """Prospects whose next follow-up should be written."""
        query = select(Prospect.id).where(Prospect.next_follow_up_at <= now).limit(200)
        return (await self._session.scalars(query)).all()

    async def with_erasure_hash(self, address_hash: str) -> Sequence[Prospect]:
        """Prospects of this address, locked."""
        query = select(Prospect).where(Prospect.erasure_hash == address_hash).with_for_update()
        return (await self._session.scalars(query)).all()

    async def timeline(self, prospect_id: UUID) -> Sequence[Step]:
        """What happened, in order."""
        return (
            await self._session.scalars(select(Step).where(Step.prospect_id == prospect_id).order_by(Step.id))
        ).all()

    def note(self, step: Step) -> None:
        """Add to a timeline."""
        self._session.add(step)

    async def bases(self, prospect_id: UUID) -> Sequence[LawfulBasis]:
        """What was recorded that may allow mail, oldest first."""
        query = select(LawfulBasis).where(LawfulBasis.prospect_id == prospect_id).order_by(LawfulBasis.id)
        return (await self._session.scalars(query)).all()

    async def basis(self, id: UUID) -> LawfulBasis | None:
        """One recorded basis, locked."""
        return await self._session.get(LawfulBasis, id, with_for_update=True, populate_existing=True)

    def add_basis(self, basis: LawfulBasis) -> None:
        """Keep a recorded basis."""
        self._session.add(basis)

    async def inbound(self, prospect_id: UUID) -> Sequence[Inbound]:
        """What came back, in order."""
        query = select(Inbound).where(Inbound.prospect_id == prospect_id).order_by(Inbound.at)
        return (await self._session.scalars(query)).all()

    async def add_inbound(self, values: dict[str, Any]) -> bool:
        """Keep what came back; False when this very mail was reported before."""
        done = await self._session.execute(
            insert(Inbound).values(**values).on_conflict_do_nothing().returning(Inbound.id)
        )
        return done.first() is not None

    async def delete_workspace(self, workspace_id: UUID) -> None:
        """Remove everything of a workspace."""
        for table in (Prospect, TemplateRow, Notice, Invitation, Suppression):
            await self._session.execute(delete(table).where(table.workspace_id == workspace_id))
        await self._session.execute(
            delete(HostOptOut).where(HostOptOut.workspace_id == workspace_id, HostOptOut.everywhere.is_(False))
        )


def _wanted(
    workspace_id: UUID, search: str | None, batch: UUID | None, engagement_min: float | None
) -> list[ColumnElement[bool]]:
    """What prospects are narrowed to, in lists and in sums."""
    found = [Prospect.workspace_id == workspace_id]
    if batch:
        found.append(Prospect.batch_id == batch)
    if search:
        pattern = _like(search)
        found.append(or_(Prospect.website.ilike(pattern), Prospect.given_name.ilike(pattern)))
    if engagement_min is not None:
        found.append(Prospect.score >= engagement_min)
    return found


def _like(search: str) -> str:
    escaped = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


class Messages:
    """Mails and letters to prospects."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, message: Message) -> None:
        """Keep a new message."""
        self._session.add(message)

    async def get(self, id: UUID, workspace_id: UUID) -> Message:
        """The message. Raises `NotFound`."""
        found = await self._session.get(Message, id)
        if found is None or found.workspace_id != workspace_id:
            raise NotFound(f"There is no message {id}.")
        return found

    async def find(self, id: UUID) -> Message | None:
        """The message as it is now, not locked; lock its prospect first."""
        return await self._session.get(Message, id, populate_existing=True)

    async def prospect_of(self, id: UUID) -> UUID | None:
        """The prospect a message belongs to."""
        return await self._session.scalar(select(Message.prospect_id).where(Message.id == id))

    async def first_of(self, message_ids: Sequence[str]) -> Message | None:
        """The first mail of ours among these `Message-ID`s."""
        found = await self._session.scalars(select(Message).where(Message.message_id.in_(message_ids)))
        return min(found, key=lambda message: message_ids.index(message.message_id or ""), default=None)

    async def of_prospect(self, prospect_id: UUID) -> Sequence[Message]:
        """All messages of a prospect, oldest first."""
        query = select(Message).where(Message.prospect_id == prospect_id).order_by(Message.id)
        return (await self._session.scalars(query)).all()

    async def waiting(self, prospect_id: UUID, *kinds: str, or_failed: bool = False) -> Sequence[Message]:
        """Drafts and approved messages, of these kinds or of all; also failed ones, which can be released again."""
        states = ("draft", "approved", "failed") if or_failed else ("draft", "approved")
        query = select(Message).where(Message.prospect_id == prospect_id, Message.state.in_(states))
        if kinds:
            query = query.where(Message.kind.in_(kinds))
        return (await self._session.scalars(query.order_by(Message.id))).all()

    async def page(
        self, workspace_id: UUID, *, state: str | None, prospect_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Message]:
        """Messages, newest first."""
        query = select(Message).where(Message.workspace_id == workspace_id).order_by(Message.id.desc()).limit(limit)
        if state:
            query = query.where(Message.state == state)
        if prospect_id:
            query = query.where(Message.prospect_id == prospect_id)
        if after:
            query = query.where(Message.id < after)
        return (await self._session.scalars(query)).all()

    async def due(self, now: datetime) -> list[tuple[UUID, UUID]]:
        """Approved messages whose slot has come, each with its workspace."""
        columns = select(Message.id, Message.workspace_id)
        query = columns.where(Message.state == "approved", Message.not_before <= now).limit(500)
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def spaced_times(self, prospect_id: UUID) -> Sequence[datetime]:
        """When follow-ups and reminders went, or may have gone, to a prospect."""
        query = select(Message.claimed_at).where(
            Message.prospect_id == prospect_id,
            Message.channel == "email",
            Message.kind.in_(("follow_up", "reminder")),
            Message.first_contact.is_(False),
            Message.state.in_(SENT_STATES),
        )
        return [at for at in await self._session.scalars(query) if at is not None]

    async def lock_cap(self, workspace_id: UUID) -> None:
        """Let one sender of a workspace count and claim at a time."""
        statement = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
        await self._session.execute(statement, {"key": f"cap:{workspace_id}"})

    async def sent_between(self, workspace_id: UUID, begin: datetime, end: datetime) -> int:
        """How many mails of a workspace went, or may have gone, in a span."""
        query = select(func.count()).where(
            Message.workspace_id == workspace_id,
            Message.channel == "email",
            Message.state.in_(SENT_STATES),
            Message.claimed_at >= begin,
            Message.claimed_at < end,
        )
        return int(await self._session.scalar(query) or 0)


class Suppressions:
    """Who gets no mail."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, workspace_id: UUID, hashes: Sequence[str], reason: str, since: datetime) -> int:
        """Suppress; returns how many were new."""
        if not hashes:
            return 0
        rows = [
            {"workspace_id": workspace_id, "address_hash": h, "reason": reason, "since": since}
            for h in dict.fromkeys(hashes)
        ]
        done = await self._session.execute(
            insert(Suppression).values(rows).on_conflict_do_nothing().returning(Suppression.address_hash)
        )
        return len(done.all())

    async def holds(self, workspace_id: UUID, *hashes: str) -> bool:
        """Whether the address with any of these hashes is suppressed."""
        query = select(Suppression.address_hash).where(
            Suppression.workspace_id == workspace_id, Suppression.address_hash.in_(hashes)
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def page(self, workspace_id: UUID, *, after: str | None, limit: int) -> Sequence[Suppression]:
        """The list, ordered by hash."""
        query = select(Suppression).where(Suppression.workspace_id == workspace_id)
        if after:
            query = query.where(Suppression.address_hash > after)
        return (await self._session.scalars(query.order_by(Suppression.address_hash).limit(limit))).all()

    async def remove(self, workspace_id: UUID, *hashes: str) -> bool:
        """Take the address with these hashes off the list, at its holder's own wish."""
        done = await self._session.execute(
            delete(Suppression)
            .where(Suppression.workspace_id == workspace_id, Suppression.address_hash.in_(hashes))
            .returning(Suppression.address_hash)
        )
        return done.first() is not None


class OptOuts:
    """Hosts that are neither read nor contacted."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: HostOptOut) -> None:
        """Keep a new entry."""
        self._session.add(row)

    async def locked(self, id: UUID) -> HostOptOut | None:
        """An entry, locked; nobody else makes it until the end."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"opt-out {id}", 0))
        await self._session.execute(select(lock))
        return await self._session.get(HostOptOut, id, with_for_update=True, populate_existing=True)

    async def hold(self, workspace_id: UUID, *addresses: str) -> bool:
        """Whether a workspace must leave one of these web or mail addresses alone."""
        ids = [id for address in addresses for id in opt_out_ids(address, workspace_id)]
        query = select(HostOptOut.id).where(HostOptOut.id.in_(ids), HostOptOut.active)
        return await self._session.scalar(query.limit(1)) is not None

    async def page(self, workspace_id: UUID | None, *, after: str | None, limit: int) -> Sequence[HostOptOut]:
        """A workspace's entries, or those for all, by host."""
        own = HostOptOut.everywhere if workspace_id is None else HostOptOut.workspace_id == workspace_id
        query = select(HostOptOut).where(own, HostOptOut.everywhere == (workspace_id is None))
        if after:
            query = query.where(HostOptOut.host > after)
        return (await self._session.scalars(query.order_by(HostOptOut.host).limit(limit))).all()


class Unit(UnitOfWork):
    """One transaction of outreach-svc."""

    @cached_property
    def prospects(self) -> Prospects:
        """Prospects and their timelines."""
        return Prospects(self.session)

    @cached_property
    def messages(self) -> Messages:
        """Mails and letters."""
        return Messages(self.session)

    @cached_property
    def suppressions(self) -> Suppressions:
        """Who gets no mail."""
        return Suppressions(self.session)

    @cached_property
    def opt_outs(self) -> OptOuts:
        """Hosts that are neither read nor contacted."""
        return OptOuts(self.session)

    async def workspace(self, id: UUID) -> WorkspaceSnapshot:
        """The workspace. Raises `NotFound`."""
        return await self.replicas.require(WorkspaceSnapshot, id)

    async def template(self, workspace_id: UUID, name: str, language: str) -> TemplateRow | None:
        """A workspace's own wording, if it has one."""
        return await self.session.get(TemplateRow, (workspace_id, name, language))

    async def templates(self, workspace_id: UUID) -> Sequence[TemplateRow]:
        """A workspace's own wordings."""
        query = select(TemplateRow).where(TemplateRow.workspace_id == workspace_id)
        return (await self.session.scalars(query)).all()

    async def lead_erased(self, lead_id: UUID) -> bool:
        """Whether the lead was erased."""
        return await self.session.get(ErasedLead, lead_id) is not None

    async def erase_leads(self, lead_ids: Sequence[UUID], now: datetime) -> int:
        """Remove what names these leads and remember their ids; returns how many notices went."""
        for id in dict.fromkeys(lead_ids):
            await self.session.execute(insert(ErasedLead).values(lead_id=id, erased_at=now).on_conflict_do_nothing())
        gone = await self.session.execute(delete(Notice).where(Notice.lead_id.in_(lead_ids)).returning(Notice.id))
        return len(gone.all())

    async def erase_texts(self, prospect_id: UUID) -> dict[str, int]:
        """Remove the texts, addresses and answers of a prospect's correspondence; what was sent when stays."""
        messages = await self.session.execute(
            update(Message)
            .where(Message.prospect_id == prospect_id)
            .values(recipient=None, subject="", body="", footer="", sent_subject=None, sent_body=None)
            .returning(Message.id)
        )
        inbound = await self.session.execute(
            delete(Inbound).where(Inbound.prospect_id == prospect_id).returning(Inbound.id)
        )
        bases = await self.session.execute(
            delete(LawfulBasis).where(LawfulBasis.prospect_id == prospect_id).returning(LawfulBasis.id)
        )
        return {"messages": len(messages.all()), "replies": len(inbound.all()), "bases": len(bases.all())}

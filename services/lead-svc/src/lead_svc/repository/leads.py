"""Leads, the keys of their persons, their consents, tasks and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from lead_svc.domain.interest import LeadKind
from lead_svc.domain.status import LeadStatus
from lead_svc.models import Change, Consent, Environment, Lead, Notice, Person, Task

Sort = Literal["-captured_at", "captured_at", "-interest", "interest"]

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(encode(CAST(:index AS bytea), 'hex'), 0))")


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads of a workspace. `bots` None means all; `indexes` and `notes` are alternatives of one search."""

    workspace_id: UUID
    bots: frozenset[UUID] | None = None
    bot_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    interest_min: int | None = None
    interest_max: int | None = None
    statuses: tuple[LeadStatus, ...] = ()
    kind: LeadKind | None = None
    environment: Environment | None = None
    indexes: tuple[bytes, ...] = ()
    notes: str | None = None
    assigned_to: UUID | None = None
    due_by: date | None = None
    task_assigned_to: UUID | None = None
    """Who does an open task; with `due_by` the same one. One without a member is for who looks after the lead."""


class Leads:
    """Leads, the keys of their persons, and their consents."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_address(self, *indexes: bytes) -> None:
        """Let only one transaction at a time store this address."""
        for index in sorted(indexes):
            await self._session.execute(_LOCK, {"index": index})

    async def by_email(self, bot_id: UUID, environment: str, index: bytes) -> Lead | None:
        """The lead an address has with a bot."""
        query = select(Lead).where(Lead.bot_id == bot_id, Lead.environment == environment, Lead.kind == "email")
        return await self._session.scalar(query.where(Lead.email_index == index))

    async def repeated_request(
        self, conversation_id: UUID, contact: UUID, email: bytes | None, phone: bytes | None
    ) -> Lead | None:
        """The request that was made in this conversation already, to the same person from the same address."""
        query = select(Lead).where(
            Lead.conversation_id == conversation_id,
            Lead.contact_person_id == contact,
            Lead.email_index.is_not_distinct_from(email),
            Lead.phone_index.is_not_distinct_from(phone),
        )
        return await self._session.scalar(query)

    async def person_with(self, workspace_id: UUID, email: bytes | None, phone: bytes | None) -> Person | None:
        """The key of the person with this address; without an address the phone number decides."""
        same = Lead.email_index == email if email is not None else Lead.phone_index == phone
        query = select(Person).join(Lead, Lead.person_id == Person.id).where(Lead.workspace_id == workspace_id, same)
        return await self._session.scalar(query.order_by(Lead.captured_at).limit(1))

    async def person(self, id: UUID) -> Person:
        """A person's key."""
        return await self._session.get_one(Person, id)

    async def persons(self, ids: Iterable[UUID]) -> dict[UUID, Person]:
        """Persons' keys by id."""
        found = await self._session.scalars(select(Person).where(Person.id.in_(set(ids))))
        return {person.id: person for person in found}

    async def consents(self, lead_ids: Iterable[UUID]) -> dict[UUID, Consent]:
        """Each lead's consent."""
        found = await self._session.scalars(select(Consent).where(Consent.lead_id.in_(set(lead_ids))))
        return {consent.lead_id: consent for consent in found}

    async def tasks(self, lead_ids: Iterable[UUID]) -> Sequence[Task]:
        """What is to be done about leads, the oldest first."""
        query = select(Task).where(Task.lead_id.in_(set(lead_ids))).order_by(Task.id)
        return (await self._session.scalars(query)).all()

    async def task(self, id: UUID, lead: Lead) -> Task:
        """A lead's task. Raises `NotFound`, also for another lead's."""
        found = await self._session.get(Task, id)
        if found is None or found.lead_id != lead.id:
            raise NotFound(f"There is no task {id}.")
        return found

    async def changes(self, lead: Lead, before: UUID | None, limit: int) -> Sequence[Change]:
        """What was changed about a lead, the newest first."""
        query = select(Change).where(Change.lead_id == lead.id)
        if before is not None:
            query = query.where(Change.id < before)
        return (await self._session.scalars(query.order_by(Change.id.desc()).limit(limit))).all()

    def add(self, *rows: Lead | Person | Consent | Task | Change) -> None:
        """Keep new rows."""
        self._session.add_all(rows)

    async def get(self, id: UUID, workspace_id: UUID, bots: frozenset[UUID] | None) -> Lead:
        """The lead. Raises `NotFound`, also for another workspace's or another bot's."""
        return self._allowed(await self._session.get(Lead, id), id, workspace_id, bots)

    async def locked(self, id: UUID, workspace_id: UUID, bots: frozenset[UUID] | None) -> Lead:
        """The lead, locked until the transaction ends. Raises `NotFound`."""
        return self._allowed(await self.find_locked(id), id, workspace_id, bots)

    async def find(self, id: UUID) -> Lead | None:
        """The lead, whoever asks."""
        return await self._session.get(Lead, id)

    async def find_locked(self, id: UUID) -> Lead | None:
        """The lead, locked, or None."""
        return await self._session.get(Lead, id, with_for_update=True, populate_existing=True)

    @staticmethod
    def _allowed(lead: Lead | None, id: UUID, workspace_id: UUID, bots: frozenset[UUID] | None) -> Lead:
        if lead is None or lead.workspace_id != workspace_id or (bots is not None and lead.bot_id not in bots):
            raise NotFound(f"There is no lead {id}.")
        return lead

    async def page(
        self, wanted: LeadFilter, *, sort: Sort, after: tuple[int | datetime, UUID] | None, limit: int
    ) -> Sequence[Lead]:
        """Leads in order, those behind `after` (sort value and id of the last one seen)."""
        column: ColumnElement[int] | ColumnElement[datetime] = (
            Lead.estimated_interest_level.expression if sort.endswith("interest") else Lead.captured_at.expression
        )
        down = sort.startswith("-")
        query = _filtered(wanted).limit(limit)
        query = query.order_by(column.desc(), Lead.id.desc()) if down else query.order_by(column, Lead.id)
        if after is not None:
            value, id = after
            behind = column < value if down else column > value
            tied = Lead.id < id if down else Lead.id > id
            query = query.where(or_(behind, and_(column == value, tied)))
        found: Sequence[Lead] = (await self._session.scalars(query)).all()
        return found

    async def of_address(self, workspace_id: UUID, email: bytes | None, phone: bytes | None) -> Sequence[Lead]:
        """All leads of an address in a workspace, locked, in the order of their ids."""
        same = [Lead.email_index == email] if email is not None else []
        same += [Lead.phone_index == phone] if phone is not None else []
        if not same:
            return []
        query = select(Lead).where(Lead.workspace_id == workspace_id, or_(*same)).order_by(Lead.id)
        return (await self._session.scalars(query.with_for_update())).all()

    async def of_conversation(self, conversation_id: UUID) -> Sequence[Lead]:
        """Leads captured in a conversation, locked."""
        query = select(Lead).where(Lead.conversation_id == conversation_id).order_by(Lead.id).with_for_update()
        return (await self._session.scalars(query)).all()

    async def by_ids(self, ids: Iterable[UUID]) -> Sequence[Lead]:
        """These leads, locked, as far as they are there."""
        query = select(Lead).where(Lead.id.in_(set(ids))).order_by(Lead.id).with_for_update()
        return (await self._session.scalars(query)).all()

    async def captured_before(self, workspace_id: UUID, moment: datetime, limit: int) -> Sequence[Lead]:
        """The oldest leads from before a moment, locked; rows somebody else works on are left for the next time."""
        query = select(Lead).where(Lead.workspace_id == workspace_id, Lead.captured_at < moment).order_by(Lead.id)
        return (await self._session.scalars(query.limit(limit).with_for_update(skip_locked=True))).all()

    async def workspaces(self) -> Sequence[UUID]:
        """Workspaces that have leads."""
        return (await self._session.scalars(select(Lead.workspace_id).distinct())).all()

    async def delete(self, *conditions: ColumnElement[bool]) -> int:
        """Delete leads with their consents and notices, and shred every key that no lead needs any more."""
        ids = select(Lead.id).where(*conditions)
        await self._session.execute(delete(Notice).where(Notice.about_id.in_(ids)))
        removed = delete(Lead).where(*conditions).returning(Lead.person_id)
        persons = (await self._session.scalars(removed)).all()
        orphaned = Person.id.in_(set(persons)) & ~exists().where(Lead.person_id == Person.id)
        await self._session.execute(delete(Person).where(orphaned))
        return len(persons)

    async def wrapped_otherwise(self, master: str, limit: int) -> Sequence[Person]:
        """Keys that are not wrapped by this master key, locked."""
        query = select(Person).where(Person.master != master).order_by(Person.id).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()


def _filtered(wanted: LeadFilter) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [Lead.workspace_id == wanted.workspace_id]
    if wanted.bots is not None:
        conditions.append(Lead.bot_id.in_(wanted.bots))
    if wanted.statuses:
        conditions.append(Lead.status.in_(wanted.statuses))
    optional: list[tuple[object, Callable[[Any], ColumnElement[bool]]]] = [
        (wanted.bot_id, Lead.bot_id.__eq__),
        (wanted.since, Lead.captured_at.__ge__),
        (wanted.until, Lead.captured_at.__lt__),
        (wanted.interest_min, Lead.estimated_interest_level.__ge__),
        (wanted.interest_max, Lead.estimated_interest_level.__le__),
        (wanted.kind, Lead.kind.__eq__),
        (wanted.assigned_to, Lead.assigned_to.__eq__),
        (wanted.environment, Lead.environment.__eq__),
    ]
    conditions += [compare(value) for value, compare in optional if value is not None]
    of_tasks: list[ColumnElement[bool]] = [Task.due <= wanted.due_by] if wanted.due_by is not None else []
    if wanted.task_assigned_to is not None:
        of_tasks.append(func.coalesce(Task.assigned_to, Lead.assigned_to) == wanted.task_assigned_to)
    if of_tasks:
        conditions.append(exists().where(Task.lead_id == Lead.id, ~Task.done, *of_tasks))
    if wanted.notes is not None:
        pattern = "%" + wanted.notes.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        found = [Lead.notes.ilike(pattern)]
        if wanted.indexes:
            found += [Lead.email_index.in_(wanted.indexes), Lead.phone_index.in_(wanted.indexes)]
        conditions.append(or_(*found))
    return select(Lead).where(*conditions)

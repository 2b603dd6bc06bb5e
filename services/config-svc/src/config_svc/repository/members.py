"""Members in the database."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from config_svc.models import Member, Workspace

HERE = Member.state != "removed"


class Members:
    """Who may sign in. Members who were removed are found by nobody."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, member: Member) -> None:
        """Store a new member."""
        self._session.add(member)

    async def lock(self, id: UUID, workspace_id: UUID) -> Member:
        """A member to change, their row locked. Raises `NotFound`."""
        return _found(await self.find_locked(id, workspace_id), id)

    async def find_locked(self, id: UUID, workspace_id: UUID) -> Member | None:
        """A member, locked, if there is one."""
        query = select(Member).where(Member.id == id, Member.workspace_id == workspace_id, HERE)
        return (await self._session.execute(query.with_for_update())).scalar_one_or_none()

    async def get(self, id: UUID, workspace_id: UUID) -> Member:
        """A member to read. Raises `NotFound`."""
        query = select(Member).where(Member.id == id, Member.workspace_id == workspace_id, HERE)
        return _found((await self._session.execute(query)).scalar_one_or_none(), id)

    async def list(self, workspace_id: UUID, before: UUID | None, limit: int) -> Sequence[Member]:
        """Members of a workspace, invited last first."""
        query = select(Member).where(Member.workspace_id == workspace_id, HERE)
        if before is not None:
            query = query.where(Member.id < before)
        return (await self._session.execute(query.order_by(Member.id.desc()).limit(limit))).scalars().all()

    async def ids_of(self, workspace_id: UUID) -> Sequence[UUID]:
        """Of everybody who is or was a member."""
        query = select(Member.id).where(Member.workspace_id == workspace_id)
        return (await self._session.execute(query)).scalars().all()

    async def unannounced(self) -> Sequence[Member]:
        """Members whom nobody was told of, locked."""
        query = select(Member).where(~Member.announced).order_by(Member.id)
        return (await self._session.execute(query.with_for_update())).scalars().all()

    async def has(self, workspace_id: UUID, comparable_email: str) -> bool:
        """Whether somebody is a member by this address."""
        query = select(Member.id).where(
            Member.workspace_id == workspace_id, Member.comparable_email == comparable_email, HERE
        )
        return (await self._session.execute(query)).first() is not None

    async def other_admins(self, member: Member) -> int:
        """How many others who have signed in administer the member's workspace."""
        query = select(func.count()).where(
            Member.workspace_id == member.workspace_id,
            Member.id != member.id,
            Member.state == "active",
            Member.role == "admin",
        )
        return int((await self._session.execute(query)).scalar_one())

    async def of_account(self, issuer: str, subject: str, comparable_email: str) -> Sequence[tuple[UUID, UUID, str]]:
        """Member, workspace and its name, for an account: by the account itself, or invited by its address.

        An address that another account signed in with already invites nobody: companies give addresses anew. Where an
        account is a member and invited too, the member comes first.
        """
        account = and_(Member.issuer == issuer, Member.subject == subject)
        invited = and_(Member.subject.is_(None), Member.comparable_email == comparable_email)
        query = (
            select(Member.id, Member.workspace_id, Workspace.name)
            .join(Workspace, Workspace.id == Member.workspace_id)
            .where(or_(account, invited), HERE)
            .order_by(Workspace.name, Member.subject.is_(None), Member.id)
        )
        return [(row.id, row.workspace_id, row.name) for row in (await self._session.execute(query)).all()]


def _found(member: Member | None, id: UUID) -> Member:
    if member is None:
        raise NotFound(f"There is no member {id}.")
    return member

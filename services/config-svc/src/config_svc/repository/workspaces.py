"""Workspaces and API keys in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from config_svc.models import ApiKey, Workspace

_ONE_INIT = text("SELECT pg_advisory_xact_lock(hashtextextended('config-svc:init', 0))")


class Workspaces:
    """Workspaces."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, workspace: Workspace) -> None:
        """Store a new workspace."""
        self._session.add(workspace)

    async def find(self, id: UUID) -> Workspace | None:
        """A workspace to read, None when there is none."""
        return await self._session.get(Workspace, id)

    async def get(self, id: UUID) -> Workspace:
        """A workspace to read. Raises `NotFound`."""
        return _found(await self.find(id), id)

    async def lock(self, id: UUID) -> Workspace:
        """A workspace to change, its row locked. Raises `NotFound`."""
        query = select(Workspace).where(Workspace.id == id).with_for_update()
        return _found((await self._session.execute(query)).scalar_one_or_none(), id)

    async def first(self) -> Workspace | None:
        """The oldest workspace, under a lock that lets one `init` look at a time."""
        await self._session.execute(_ONE_INIT)
        return (await self._session.execute(select(Workspace).order_by(Workspace.id).limit(1))).scalar_one_or_none()

    async def delete(self, workspace: Workspace) -> None:
        """Remove a workspace that has no bots any more."""
        await self._session.delete(workspace)


class ApiKeys:
    """API keys."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, key: ApiKey) -> None:
        """Store a new key."""
        self._session.add(key)

    async def get(self, id: UUID, workspace_id: UUID) -> ApiKey:
        """A key to read. Raises `NotFound` when it is unknown or of another workspace."""
        return await self._one(id, workspace_id, locked=False)

    async def lock(self, id: UUID, workspace_id: UUID) -> ApiKey:
        """A key to change, its row locked. Raises `NotFound`."""
        return await self._one(id, workspace_id, locked=True)

    async def list(self, workspace_id: UUID, before: UUID | None, limit: int) -> Sequence[ApiKey]:
        """Keys of a workspace, newest first, revoked ones too, without those of members' sign-ins."""
        query = select(ApiKey).where(ApiKey.workspace_id == workspace_id, ApiKey.member_id.is_(None))
        if before is not None:
            query = query.where(ApiKey.id < before)
        return (await self._session.execute(query.order_by(ApiKey.id.desc()).limit(limit))).scalars().all()

    async def valid_of(self, workspace_id: UUID) -> Sequence[ApiKey]:
        """Every key of a workspace that still works, locked."""
        query = (
            select(ApiKey)
            .where(ApiKey.workspace_id == workspace_id, ApiKey.revoked_at.is_(None))
            .order_by(ApiKey.id)
            .with_for_update()
        )
        return (await self._session.execute(query)).scalars().all()

    async def valid_of_member(self, member_id: UUID, now: datetime) -> Sequence[ApiKey]:
        """Every sign-in of a member that goes on, locked."""
        query = (
            select(ApiKey)
            .where(ApiKey.member_id == member_id, ApiKey.revoked_at.is_(None), ApiKey.expires_at > now)
            .order_by(ApiKey.id)
            .with_for_update()
        )
        return (await self._session.execute(query)).scalars().all()

    async def was_for(self, member_id: UUID, sign_in: str) -> bool:
        """Whether a member has had a key for this sign-in."""
        query = select(ApiKey.id).where(ApiKey.member_id == member_id, ApiKey.sign_in == sign_in)
        return (await self._session.execute(query)).first() is not None

    async def over(self, before: datetime, limit: int) -> Sequence[ApiKey]:
        """Sign-ins that ended before this moment, locked, those that nobody else works on."""
        query = (
            select(ApiKey)
            .where(ApiKey.member_id.is_not(None), ApiKey.expires_at < before)
            .order_by(ApiKey.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.execute(query)).scalars().all()

    async def delete(self, key: ApiKey) -> None:
        """Remove a key that works no more."""
        await self._session.delete(key)

    async def other_admins(self, key: ApiKey) -> int:
        """How many other keys of the workspace administer it for good; a sign-in is over by tomorrow."""
        query = select(func.count()).where(
            ApiKey.workspace_id == key.workspace_id,
            ApiKey.id != key.id,
            ApiKey.revoked_at.is_(None),
            ApiKey.member_id.is_(None),
            ApiKey.scopes.contains(["workspace:admin"]),
        )
        return int((await self._session.execute(query)).scalar_one())

    async def _one(self, id: UUID, workspace_id: UUID, *, locked: bool) -> ApiKey:
        query = select(ApiKey).where(ApiKey.id == id, ApiKey.workspace_id == workspace_id)
        found = (await self._session.execute(query.with_for_update() if locked else query)).scalar_one_or_none()
        if found is None:
            raise NotFound(f"There is no API key {id}.")
        return found


def _found(workspace: Workspace | None, id: UUID) -> Workspace:
    if workspace is None:
        raise NotFound(f"There is no workspace {id}.")
    return workspace

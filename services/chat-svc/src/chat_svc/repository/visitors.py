"""Salts of visitor hashes, and budgets."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chat_svc.models import TokenUsage, VisitorSalt

_SALT = text("SELECT salt FROM visitor_salts WHERE day = :day")
_USED = text("SELECT tokens FROM token_usage WHERE bot_id = :bot AND day = :day")
_USE = text(
    "INSERT INTO token_usage AS known (bot_id, day, tokens) VALUES (:bot, :day, :tokens)"
    " ON CONFLICT (bot_id, day) DO UPDATE SET tokens = known.tokens + excluded.tokens"
)


class Visitors:
    """Salts and budgets."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def salt(self, day: date) -> bytes:
        """The day's salt, made by whoever needs it first."""
        found = (await self._session.execute(_SALT, {"day": day})).scalar_one_or_none()
        if found is None:
            row = {"day": day, "salt": secrets.token_bytes(32)}
            await self._session.execute(insert(VisitorSalt).values(row).on_conflict_do_nothing())
            found = (await self._session.execute(_SALT, {"day": day})).scalar_one()
        return bytes(found)

    async def forget_salts(self, before: date) -> None:
        """Delete the salts of earlier days."""
        await self._session.execute(delete(VisitorSalt).where(VisitorSalt.day < before))

    async def tokens_used(self, bot_id: UUID, day: date) -> int:
        """Model tokens the bot has used on that day."""
        row = {"bot": bot_id, "day": day}
        return int((await self._session.execute(_USED, row)).scalar_one_or_none() or 0)

    async def use_tokens(self, bot_id: UUID, day: date, tokens: int) -> None:
        """Add to what the bot has used."""
        await self._session.execute(_USE, {"bot": bot_id, "day": day, "tokens": tokens})

    async def forget_usage(self, before: date) -> None:
        """Delete the counts of earlier days."""
        await self._session.execute(delete(TokenUsage).where(TokenUsage.day < before))

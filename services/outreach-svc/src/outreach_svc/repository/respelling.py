"""Addresses that were kept as pages and people spelled them, brought into the one spelling that is compared."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from identity.address import comparable, hashed
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_KNOWN = text(
    "SELECT workspace_id, address FROM ("
    "SELECT workspace_id, email AS address FROM prospects UNION SELECT workspace_id, address FROM lawful_bases "
    "UNION SELECT workspace_id, recipient FROM messages) AS known "
    # all others were kept in lower case and had one spelling
    r"WHERE address ~ '@(.*\.)?xn--|[^\x01-\x7f]'"
)
_PROSPECTS = text(
    "UPDATE prospects SET email = :now, erasure_hash = :hash WHERE workspace_id = :workspace AND email = :before"
)
_OTHERS = (
    text("UPDATE lawful_bases SET address = :now WHERE workspace_id = :workspace AND address = :before"),
    text("UPDATE messages SET recipient = :now WHERE workspace_id = :workspace AND recipient = :before"),
)
_COPY = text(
    "INSERT INTO suppressions (workspace_id, address_hash, reason, since) "
    "SELECT workspace_id, :now, reason, since FROM suppressions "
    "WHERE workspace_id = :workspace AND address_hash = :before ON CONFLICT DO NOTHING"
)
_DROP = text("DELETE FROM suppressions WHERE workspace_id = :workspace AND address_hash = :before")


async def respell(session: AsyncSession, *, erasure_key: str, suppression_key: str) -> int:
    """Convert addresses and their hashes; returns how many addresses changed. Again changes nothing."""
    changed = 0
    for workspace_id, before in (await session.execute(_KNOWN)).all():
        now = comparable(before)
        if now == before:
            continue
        changed += 1
        values = {"workspace": workspace_id, "before": before, "now": now}
        await session.execute(_PROSPECTS, {**values, "hash": hashed(now, erasure_key)})
        for statement in _OTHERS:
            await session.execute(statement, values)
        await _move_suppression(session, workspace_id, before, now, suppression_key)
    return changed


async def _move_suppression(session: AsyncSession, workspace_id: UUID, before: str, now: str, key: str) -> None:
    as_it_stood = hmac.new(key.encode(), before.strip().lower().encode(), hashlib.sha256).hexdigest()
    values = {"workspace": workspace_id, "before": as_it_stood, "now": hashed(now, key)}
    await session.execute(_COPY, values)
    await session.execute(_DROP, values)

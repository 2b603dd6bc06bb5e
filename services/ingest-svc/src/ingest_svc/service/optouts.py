"""Sites whose companies want not to be read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from ingest_svc.domain.crawling import Barred
from ingest_svc.repository import Unit


def barred(transaction: Callable[[], AbstractAsyncContextManager[Unit]], workspace_id: UUID) -> Barred:
    """Tells of each address whether a workspace must leave it alone, as the opt-out list is at that moment."""

    async def refusal(url: str) -> str | None:
        async with transaction() as unit:
            return "opted_out" if await unit.replicas.opted_out(workspace_id, url) else None

    return refusal

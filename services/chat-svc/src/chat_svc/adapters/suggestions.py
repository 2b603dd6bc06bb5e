"""The titles of a bot's pages, remembered for a minute."""

from __future__ import annotations

from time import monotonic
from uuid import UUID

import structlog
from knowledge import KnowledgeIndex

log = structlog.get_logger(__name__)

KEEP_SECONDS = 60.0
MOST_BOTS = 1000


class Titles:
    """Page titles by bot; none while the index is away, since a greeting does not depend on them."""

    def __init__(self, index: KnowledgeIndex) -> None:
        self._index = index
        self._known: dict[UUID, tuple[float, tuple[str, ...]]] = {}

    async def of(self, bot_id: UUID) -> tuple[str, ...]:
        """The titles, in the order of the sources."""
        known = self._known.get(bot_id)
        if known is not None and known[0] > monotonic():
            return known[1]
        try:
            found = tuple(page.title for page in await self._index.titles(bot_id))
        except Exception as error:
            log.warning("page titles are not read", error=type(error).__name__)
            return ()
        if len(self._known) >= MOST_BOTS:
            self._known.clear()
        if found:
            self._known[bot_id] = (monotonic() + KEEP_SECONDS, found)
        return found

"""The titles of a bot's pages, remembered for a minute."""

from __future__ import annotations

import re
from time import monotonic
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from knowledge import KnowledgeIndex, PageTitle

from chat_svc.domain.subjects import Subjects

log = structlog.get_logger(__name__)

KEEP_SECONDS = 60.0
MOST_BOTS = 1000

_PASSING = re.compile(r"/(?:blog|news|aktuelles|neuigkeiten|presse|magazin|tag|category)/|\.pdf$", re.IGNORECASE)


def _lasting(page: PageTitle) -> bool:
    path = urlsplit(page.url).path
    return path not in ("", "/", "/index.html") and _PASSING.search(path) is None


def _depth(page: PageTitle) -> int:
    return urlsplit(page.url).path.rstrip("/").count("/")


class Titles:
    """What pages are about, by bot; nothing while the index is away, since a greeting does not depend on it."""

    def __init__(self, index: KnowledgeIndex) -> None:
        self._index = index
        self._known: dict[UUID, tuple[float, Subjects]] = {}

    async def of(self, bot_id: UUID) -> Subjects:
        """The titles of pages below the home page, upper pages first, and the questions; no posts and documents."""
        known = self._known.get(bot_id)
        if known is not None and known[0] > monotonic():
            return known[1]
        try:
            pages = await self._index.titles(bot_id)
        except Exception as error:
            log.warning("page titles are not read", error=type(error).__name__)
            return Subjects()
        lasting = sorted(filter(_lasting, pages), key=_depth)
        questions = dict.fromkeys(" ".join(one.split()) for page in lasting for one in page.questions)
        found = Subjects(tuple(page.title for page in lasting), tuple(questions))
        if len(self._known) >= MOST_BOTS:
            self._known.clear()
        if found.titles:
            self._known[bot_id] = (monotonic() + KEEP_SECONDS, found)
        return found

"""Looks out for the page that says who answers for a site, and for where it usually is when nothing leads to one."""

from __future__ import annotations

from ingest_svc.domain.frontier import Frontier
from ingest_svc.domain.page import PageContent
from ingest_svc.domain.wanted import tells_who, usual_addresses

AT_ONCE = 4
MORE_PAGES = 3
"""Pages that are read at usual addresses of imprints, beyond the limit."""


class Lookout:
    """One crawl's search for an imprint."""

    def __init__(self) -> None:
        self._found = False
        self._left: list[str] | None = None
        """Usual addresses that are still to be tried; None until it is known that they are needed."""

    def note(self, content: PageContent) -> None:
        """Take a page into account that was read."""
        self._found = self._found or tells_who(content)

    def adds_to(self, frontier: Frontier) -> bool:
        """Whether there are usual addresses to try, because no imprint was found; few at a time."""
        if self._found:
            return False
        if self._left is None:
            self._left = usual_addresses(frontier.start)
            frontier.max_pages += MORE_PAGES
        while self._left:
            few, self._left = self._left[:AT_ONCE], self._left[AT_ONCE:]
            if [url for url in few if frontier.add(url, depth=1, early=True)]:
                return True
        return False

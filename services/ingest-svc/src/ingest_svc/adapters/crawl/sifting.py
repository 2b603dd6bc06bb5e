"""Which of the pages that were read count as pages of their own."""

from __future__ import annotations

from ingest_svc.domain.duplicates import Duplicates
from ingest_svc.domain.page import PageContent
from ingest_svc.domain.urls import on_origin, same_site


class Sieve:
    """The pages of one crawl that were taken, and the verdict on further ones."""

    def __init__(self, start: str) -> None:
        self._start = start
        self._taken: set[str] = set()
        self._duplicates = Duplicates()

    def has(self, url: str) -> bool:
        """Whether a page with this address was taken."""
        return url in self._taken

    def original_of(self, content: PageContent) -> str | None:
        """The address the page names as the original (`rel=canonical`); None when it is itself or cannot be meant.

        Other sites' pages are not read, and not every page is the start page: systems that are set up badly say so.
        """
        named = content.canonical
        if named is None or not same_site(named, self._start):
            return None
        original = on_origin(named, self._start)
        return None if original in (on_origin(content.url, self._start), self._start) else original

    def verdict(self, content: PageContent) -> str:
        """`read`, `noindex`, `empty` or `duplicate`; a page that was `read` is remembered."""
        address = on_origin(content.url, self._start) if same_site(content.url, self._start) else content.url
        original = self.original_of(content)
        if content.noindex:
            return "noindex"
        if not content.text.strip() and not content.footer:
            return "empty"
        if address in self._taken or original in self._taken or self._duplicates.twin_of(content) is not None:
            return "duplicate"
        self._taken |= {address, original or address}
        return "read"

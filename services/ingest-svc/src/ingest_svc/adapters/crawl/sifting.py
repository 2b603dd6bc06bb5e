"""Which of the pages that were read count as pages of their own."""

from __future__ import annotations

from ingest_svc.domain.duplicates import Duplicates, Trace
from ingest_svc.domain.page import PageContent
from ingest_svc.domain.urls import on_origin, same_site


class Sieve:
    """The pages of one crawl that were taken, and the verdict on further ones."""

    def __init__(self, start: str) -> None:
        self._start = start
        self._taken: set[str] = set()
        self._traces: dict[str, Trace] = {}
        """Of the pages whose text was taken, by every address that led to it."""
        self._duplicates = Duplicates()

    def has(self, url: str) -> bool:
        """Whether a page with this address was taken."""
        return url in self._taken

    def original_of(self, content: PageContent) -> str | None:
        """The address the page names as the original (`rel=canonical`, RFC 6596); None when it is itself.

        Other sites' pages are not read, and not every page is the start page: systems that are set up badly say so.
        """
        named = content.canonical
        if named is None or not same_site(named, self._start):
            return None
        original = on_origin(named, self._start)
        return None if original in (on_origin(content.url, self._start), self._start) else original

    def verdict(self, content: PageContent, asked: str) -> str:
        """`read`, `noindex`, `empty` or `duplicate`; a page that was `read` is remembered.

        That a page names an original is believed when it repeats that page.
        """
        address = on_origin(content.url, self._start) if same_site(content.url, self._start) else content.url
        original = self.original_of(content)
        if content.noindex:
            return "noindex"
        if not content.text.strip() and not content.footer:
            return "empty"
        trace = self._traces.get(original) if original is not None else None
        if address in self._taken or (trace is not None and trace.is_repeated_by(content)):
            return "duplicate"
        self._traces[address] = self._traces[asked] = Trace.of(content)
        if self._duplicates.twin_of(content) is not None:
            return "duplicate"
        self._taken.add(address)
        return "read"

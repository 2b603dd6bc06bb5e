"""Keeps one or two limited processes that read pages, and replaces those that fail or are worn."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from math import ceil
from types import TracebackType
from typing import Any, Self

import structlog
from prometheus_client import Counter

from ingest_svc.adapters.reading.child import LENGTH
from ingest_svc.domain.html import MAX_HTML_CHARACTERS
from ingest_svc.domain.page import PageContent, Section

log = structlog.get_logger(__name__)

ENDED = Counter("page_reader_processes_ended_total", "Reading processes by why they ended", ["why"])
SECONDS = 10.0
START_SECONDS = 30.0
MEMORY_BYTES = 200_000_000
MAX_DOCUMENT_BYTES = 5_000_000
MAX_ANSWER_BYTES = 8_000_000
LARGE_DOCUMENT_BYTES = 500_000
"""A process that read more is ended: it keeps some fifty times as much memory, and the next page seldom needs it."""


class PageUnreadable(Exception):
    """`reason`: page_too_hard (memory or time ran out, or more came out than fits), or unreadable (a parser failed)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReaderUnavailable(Exception):
    """No process could be started, or the reader is closed. This says nothing about the page."""


class _Died(Exception):
    """A process ended, or spoke nonsense, over a page."""


class PageReader:
    """Reads HTML, so many pages at a time as there are `processes`; each is started when there is work for it.

    A process reads `pages` of them: its computing time is limited over its whole life. To be used as a context.
    """

    def __init__(
        self, *, processes: int = 2, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES, pages: int = 200
    ) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._pages = pages
        self._free = asyncio.Semaphore(processes)
        self._idle: list[_Child] = []
        self._alive: set[_Child] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        self._idle.clear()
        for child in list(self._alive):
            await self._end(child, "closed")

    async def read(
        self, html: str, url: str, *, robots_header: str = "", robot: str = "", encoding: str = "utf-8"
    ) -> tuple[PageContent, dict[str, str]]:
        """What a page says, and its twins in other languages. What is too long is cut.

        Raises `PageUnreadable` and `ReaderUnavailable`. Cancelled, it ends the process that was reading.
        """
        asked = json.dumps({"url": url, "robots_header": robots_header, "robot": robot, "encoding": encoding}).encode()
        async with self._free:
            document = html[:MAX_HTML_CHARACTERS].encode(errors="replace")[:MAX_DOCUMENT_BYTES]
            child = self._idle.pop() if self._idle else await self._start()
            used = child.pages > 0
            try:
                try:
                    answer = await self._ask(child, asked, document)
                except _Died:
                    # One that has read before may have died of that: a new one decides.
                    if not used:
                        raise
                    answer = await self._ask(await self._start(), asked, document)
            except (_Died, TimeoutError) as failure:
                log.warning("page too hard", url=url, bytes=len(document), why=type(failure).__name__)
                raise PageUnreadable("page_too_hard") from failure
        if "error" in answer:
            log.warning("page not readable", url=url, error=answer["error"])
            raise PageUnreadable("unreadable")
        return _content(answer["content"]), answer["alternates"]

    async def _start(self) -> _Child:
        if self._closed:
            raise ReaderUnavailable("closed")
        try:
            # Nothing of the service's settings, and thereby none of its keys, is in the environment.
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                "-m",
                "ingest_svc.adapters.reading.child",
                str(self._memory_bytes),
                str(ceil(self._seconds) + 1),
                str(self._pages),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env={},
            )
        except OSError as error:
            raise ReaderUnavailable("no process can be started") from error
        child = _Child(process)
        self._alive.add(child)
        ready = False
        try:
            async with asyncio.timeout(START_SECONDS):
                await child.receive()
            ready = True
        except (TimeoutError, _Died) as error:
            raise ReaderUnavailable("the process does not become ready") from error
        finally:
            if not ready:
                await self._end(child, "not_started")
        return child

    async def _ask(self, child: _Child, asked: bytes, document: bytes) -> Mapping[str, Any]:
        """The answer to one page; the process is kept for the next one, or ended. Raises `_Died`, `TimeoutError`."""
        why = "cancelled"
        try:
            async with asyncio.timeout(self._seconds):
                answer = await child.ask(asked, document)
            why = "worn" if child.pages >= self._pages or len(document) > LARGE_DOCUMENT_BYTES else ""
        except TimeoutError:
            why = "stalled"
            raise
        except _Died:
            why = "died"
            if self._closed:
                raise ReaderUnavailable("closed") from None
            raise
        finally:
            if why or self._closed:
                await self._end(child, why or "closed")
            else:
                self._idle.append(child)
        return answer

    async def _end(self, child: _Child, why: str) -> None:
        if child in self._alive:
            self._alive.discard(child)
            ENDED.labels(why).inc()
        await child.end()


class _Child:
    """One process."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a process without pipes")
        self._process = process
        self._to, self._from = process.stdin, process.stdout
        self.pages = 0
        """How many it was given to read."""

    async def ask(self, asked: bytes, document: bytes) -> Mapping[str, Any]:
        """The answer to one page. Raises `_Died`."""
        self.pages += 1
        try:
            for message in (asked, document):
                self._to.write(LENGTH.pack(len(message)))
                self._to.write(message)
            await self._to.drain()
        except ConnectionError as error:
            raise _Died from error
        return await self.receive()

    async def receive(self) -> Mapping[str, Any]:
        """The next message. Raises `_Died`."""
        try:
            length: int = LENGTH.unpack(await self._from.readexactly(LENGTH.size))[0]
            if length > MAX_ANSWER_BYTES:
                raise _Died
            answer: Mapping[str, Any] = json.loads(await self._from.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as error:
            raise _Died from error
        return answer

    async def end(self) -> None:
        """Kill it, whatever it does."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()


def _content(found: Mapping[str, Any]) -> PageContent:
    sections, footer = (
        tuple(Section(tuple(one["headings"]), one["text"], one["page"]) for one in found[name])
        for name in ("sections", "footer")
    )
    return PageContent(
        **{
            **found,
            "sections": sections,
            "footer": footer,
            "links": tuple(found["links"]),
            "telling": tuple(found["telling"]),
        }
    )

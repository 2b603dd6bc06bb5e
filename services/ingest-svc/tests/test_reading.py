"""The processes that read pages: what they may do, and what becomes of pages that are too much for them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader, PageUnreadable, ReaderUnavailable
from ingest_svc.domain.alternates import alternates
from ingest_svc.domain.crawling import CrawlFailed, CrawlLimits, Outcome
from ingest_svc.domain.html import read_page
from ingest_svc.texts import reason_text

BRANDT = Path(__file__).parents[3] / "tests/sites/brandt"
URL = "https://firma.example/seite"
STALLING = "<aside>Tel. 1" * 60_000
"""Each of the boxes is within all before it: work grows with the square of their number."""
SWELLING = "<font a=b><p>" * 150_000
"""The standard has each paragraph repeat all the open fonts."""


def children() -> list[int]:
    return [
        int(pid)
        for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        if b"ingest_svc.adapters.reading.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def limits_of(pid: int) -> dict[str, list[str]]:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[:2] for line in lines}


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def streams_of(pid: int) -> list[str]:
    return sorted(file.name for file in Path(f"/proc/{pid}/fd").iterdir())


async def some_child() -> int:
    for _ in range(500):
        if found := children():
            return found[0]
        await asyncio.sleep(0.01)
    raise AssertionError("no process was started")


async def test_a_page_is_read_as_it_would_be_here() -> None:
    async with PageReader(processes=1) as reader:
        assert not children(), "started only when there is work"
        for file in sorted(BRANDT.rglob("*.html")):
            html = file.read_text()
            assert await reader.read(html, URL) == (read_page(html, URL), alternates(html, URL)), file.name
        odd = "<main><p>\ud800 \0 😀 Grüße</p><a href='https://müller.example/ä'>x</a></main>"
        content, _ = await reader.read(odd, URL, robots_header="noindex")
        assert content.noindex
        assert "😀 Grüße" in content.text
        assert len(children()) == 1
    assert not children()


async def test_a_process_can_open_nothing_and_knows_no_settings() -> None:
    async with PageReader(memory_bytes=123_000_000) as reader:
        await reader.read("<p>x", URL)
        (pid,) = children()
        limits = limits_of(pid)
        assert limits["Max address space"] == ["123000000"] * 2
        assert limits["Max open files"] == ["3", "3"]
        for none in ("Max file size", "Max core file size", "Max processes"):
            assert limits[none] == ["0", "0"]
        assert int(limits["Max cpu time"][0]) < int(limits["Max cpu time"][1])
        assert streams_of(pid) == ["0", "1", "2"]
        assert environment_of(os.getpid()) != environment_of(pid) == b""


async def test_a_page_that_stalls_or_swells_is_too_hard_and_the_next_is_read() -> None:
    async with PageReader(processes=1, seconds=1) as reader:
        started = monotonic()
        with pytest.raises(PageUnreadable, match="page_too_hard"):
            await reader.read(STALLING, URL)
        assert monotonic() - started < 5
        assert not children()
        assert (await reader.read("<p>danach", URL))[0].text == "danach"
    async with PageReader(processes=1, memory_bytes=80_000_000) as reader:
        with pytest.raises(PageUnreadable, match="page_too_hard"):
            await reader.read(SWELLING, URL)
        assert (await reader.read("<p>danach", URL))[0].text == "danach"


async def test_a_stopped_process_is_replaced_and_an_ended_one_costs_no_page() -> None:
    async with PageReader(processes=1, seconds=0.5) as reader:
        await reader.read("<p>x", URL)
        (stopped,) = children()
        os.kill(stopped, signal.SIGSTOP)
        with pytest.raises(PageUnreadable, match="page_too_hard"):
            await reader.read("<p>y", URL)
        assert is_gone(stopped)
        await reader.read("<p>x", URL)
        (killed,) = children()
        os.kill(killed, signal.SIGKILL)
        assert (await reader.read("<p>danach", URL))[0].text == "danach"
        assert children() != [killed]


async def test_a_process_is_replaced_after_its_pages_and_after_a_large_one() -> None:
    async with PageReader(processes=1, pages=3) as reader:
        seen = []
        for _ in range(4):
            await reader.read("<p>x", URL)
            seen.append(children())
        assert seen[0] == seen[1] != seen[3]
        assert seen[2] == []
        await reader.read("<p>Wort und Satz.</p>" * 40_000, URL)
        assert not children()


async def test_there_are_never_more_processes_than_set() -> None:
    most = 0
    async with PageReader(processes=2) as reader:
        reading = [asyncio.create_task(reader.read("<p>Wort</p>" * 9_000, URL)) for _ in range(12)]
        while not all(task.done() for task in reading):
            most = max(most, len(children()))
            await asyncio.sleep(0.005)
        await asyncio.gather(*reading)
    assert most == 2


async def test_cancelling_and_closing_leave_no_process() -> None:
    reader = PageReader(processes=2)
    async with reader:
        reading = asyncio.create_task(reader.read(STALLING, URL))
        pid = await some_child()
        await asyncio.sleep(0.3)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert is_gone(pid)
        starting = asyncio.create_task(reader.read("<p>x", URL))
        await asyncio.sleep(0.02)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        assert not children()
        late = asyncio.create_task(reader.read(STALLING, URL))
        await asyncio.sleep(0.5)
    with pytest.raises(ReaderUnavailable):
        await late
    with pytest.raises(ReaderUnavailable):
        await reader.read("<p>x", URL)
    assert not children()


@pytest.mark.parametrize("program", ["/bin/false", "/bin/none-of-this-name"])
async def test_a_process_that_does_not_start_is_not_the_pages_fault(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    async with PageReader() as reader:
        with pytest.raises(ReaderUnavailable):
            await reader.read("<p>x", URL)
        assert not children()


_SERVICE = """
import asyncio, os
from pathlib import Path
from ingest_svc.adapters.reading.pool import PageReader
async def main():
    async with PageReader() as reader:
        await reader.read("<p>x", "https://firma.example/")
        print(Path(f"/proc/self/task/{os.getpid()}/children").read_text(), flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


def test_a_killed_service_leaves_no_process() -> None:
    with subprocess.Popen([sys.executable, "-c", _SERVICE], stdout=subprocess.PIPE) as service:
        try:
            assert service.stdout is not None
            pid = int(service.stdout.readline().split()[0])
            assert not is_gone(pid)
        finally:
            service.kill()
    end = monotonic() + 10
    while not is_gone(pid):
        assert monotonic() < end
        sleep(0.01)


async def test_a_page_that_is_too_hard_hurts_no_other_page_of_the_site(site: Any) -> None:
    links = "".join(f"<a href='/{name}'>x</a>" for name in ("a", "schwer", "b", "c"))
    site.html("/", f"<main><p>{'Willkommen in der Tischlerei. ' * 5}</p>{links}</main>")
    for name in "abc":
        site.html(f"/{name}", f"<main><p>{' '.join(f'{name}{number}' for number in range(60))}</p></main>")
    site.html("/schwer", STALLING)
    outcome = Outcome()
    client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[site.url.removeprefix("http://")])
    async with client, PageReader(seconds=1) as reader:
        crawler = Crawler(client, reader, PdfReader(), CrawlLimits())
        now = datetime(2026, 5, 1, tzinfo=UTC)
        pages = [page async for page in crawler.pages(site.url + "/", now=now, outcome=outcome)]
        with pytest.raises(CrawlFailed, match="page_too_hard"):
            await anext(crawler.pages(site.url + "/schwer", now=now))
    assert {page.asked.removeprefix(site.url) for page in pages} == {"/", "/a", "/b", "/c"}
    assert outcome.failed == {f"{site.url}/schwer": "page_too_hard"}
    assert "verschachtelt" in reason_text("page_too_hard", "de")
    assert "nested" in reason_text("page_too_hard", "en")

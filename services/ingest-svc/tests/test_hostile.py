"""Sites gone wrong: whatever a server does, the crawl ends in time, says why, and keeps what is readable."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import monotonic, process_time
from typing import Any

import pytest
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader
from ingest_svc.domain.crawling import CrawlFailed, CrawlLimits, Outcome, ReadPage
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import SitePage, extract_facts
from ingest_svc.domain.robots import Robots, directives_for
from ingest_svc.domain.sitemaps import MAX_URLS, read_sitemap

from tests.sites.hostile import BROKEN, BUSY_ANSWERS, GONE, HITS, MANY, READABLE, HostileSite, answer

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
MEMORY_BYTES = 320_000_000
"""The service's process and the one that reads for it: 292 MB, and 303 where a page takes longer than it may."""


@asynccontextmanager
async def crawling(site: HostileSite, *, seconds: float = 1.0, **limits: Any) -> AsyncIterator[Crawler]:
    client = GuardedClient(
        user_agent="EmpfangBot/1.0", allow_private=[site.url.removeprefix("http://")], total_seconds=seconds
    )
    async with client, PageReader() as pages:
        yield Crawler(client, pages, PdfReader(), CrawlLimits(**limits))


async def crawled(crawler: Crawler, site: HostileSite, outcome: Outcome) -> list[ReadPage]:
    return [page async for page in crawler.pages(site.url + "/", now=NOW, outcome=outcome)]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[dict[str, str]]:
    """The sites in a process of their own: what they cost is not the crawl's."""
    server = subprocess.Popen([sys.executable, "-m", "tests.sites.hostile"], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


async def test_every_trap_has_its_reason_and_what_is_readable_is_read(elsewhere: dict[str, str]) -> None:
    outcome, started = Outcome(), monotonic()
    url = elsewhere["traps"]
    client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[url.removeprefix("http://")], total_seconds=1)
    async with client, PageReader() as reader:
        crawler = Crawler(client, reader, PdfReader(), CrawlLimits(max_page_bytes=300_000, failing_in_a_row=50))
        pages = [page async for page in crawler.pages(url + "/", now=NOW, outcome=outcome)]
        sockets = client.guard.sockets
        asked = json.loads((await client.get(url + HITS, max_bytes=100_000)).body)
    failed = {address.removeprefix(url): reason for address, reason in outcome.failed.items()}
    gone = {address.removeprefix(url): reason for address, reason in outcome.gone.items()}
    texts = {page.asked.removeprefix(url): page.content.text for page in pages}
    print(f"{len(pages)} pages, {len(asked)} requests, {monotonic() - started:.1f} s")

    assert failed == BROKEN
    assert gone == GONE
    for path, words in READABLE.items():
        assert words in texts[path], path
    assert not any(character in text for text in texts.values() for character in "\0\ud800")
    assert len({path for path in asked if path.startswith("/winkel")}) <= 3  # the path that winds on
    assert len({path for path in asked if path.startswith("/kalender")}) <= 11
    assert asked.count("/preise") == 1  # sessions and tracking stripped
    assert asked.count("/") == 1
    assert sockets == len(asked)  # and none to the metadata service


async def test_a_busy_host_is_asked_more_slowly_and_then_read() -> None:
    outcome = Outcome()
    async with HostileSite("busy") as site, crawling(site) as crawler:
        pages = await crawled(crawler, site, outcome)
    assert (len(pages), outcome.failed) == (9, {})
    times = [at for at, path in site.hits if path.startswith("/seite")]
    assert max(later - earlier for earlier, later in pairwise(times)) >= 0.9
    after = times[BUSY_ANSWERS + 2 :]
    assert min(later - earlier for earlier, later in pairwise(after)) > 0.02


async def test_a_failing_site_is_left_alone_soon_and_a_slow_one_after_its_time() -> None:
    outcome = Outcome()
    async with HostileSite("failing") as site, crawling(site, failing_in_a_row=3) as crawler:
        pages = await crawled(crawler, site, outcome)
    assert (len(pages), outcome.stopped) == (2, "site_failing")
    assert len(site.hits) < 40

    outcome = Outcome()
    async with HostileSite("slow") as site, crawling(site, seconds=10, total_seconds=2) as crawler:
        started = monotonic()
        pages = await crawled(crawler, site, outcome)
    assert (len(pages), outcome.stopped) == (2, "time_limit")
    assert monotonic() - started < 3


async def test_a_start_page_that_never_comes_ends_the_crawl_in_time() -> None:
    async with HostileSite("slow") as site, crawling(site, seconds=10, total_seconds=0.5) as crawler:
        with pytest.raises(CrawlFailed, match="timeout"):
            await anext(crawler.pages(f"{site.url}/langsam", now=NOW))


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (answer(b"", status="404 Not Found"), None),
        (answer(b"", status="401 Unauthorized"), None),
        (answer(b"<html>not found</html>"), None),
        (answer(b"", "", "302 Found", "Location: /robots.txt"), None),
        (answer(b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "text/plain"), "robots_refused"),
        (answer(b"User-agent: *\nDisallow: /\n#" + b"x" * 900_000, "text/plain"), "robots_refused"),
        (answer(b"", status="500 Oops"), "robots_unavailable"),
        (answer(b"", "", "429 Slow down", "Retry-After: 3600"), "robots_unavailable"),
        (b"SSH-2.0-x\r\n", "robots_unavailable"),
    ],
)
async def test_robots_txt_is_understood_as_rfc_9309_says(robots: bytes, reason: str | None) -> None:
    async with HostileSite("failing") as site, crawling(site, max_pages=1) as crawler:
        site.robots = robots
        if reason is None:
            assert len(await crawled(crawler, site, Outcome())) == 1
            return
        with pytest.raises(CrawlFailed, match=reason):
            await crawled(crawler, site, Outcome())
    assert {path for _, path in site.hits} == {"/robots.txt"}


def test_a_robots_txt_of_many_agents_and_rules_costs_little() -> None:
    agents = "".join(f"User-agent: bot{number}\n" for number in range(9000))
    rules = "".join(f"Disallow: /{'*a' * 20}{number}\n" for number in range(9000))
    started = monotonic()
    robots = Robots.parse(agents + "User-agent: EmpfangBot\n" + rules + "Crawl-delay: 1e9\n", "EmpfangBot")
    assert robots.allows("http://a.example/" + "a" * 480)
    assert monotonic() - started < 1
    assert Robots.parse("User-agent: EmpfangBot\nCrawl-delay: 900", "EmpfangBot").delay == 5
    assert not Robots.parse("User-agent: A\nUser-agent: empfangbot\nDisallow: /x", "EmpfangBot").allows("http://a.b/x")


@pytest.mark.parametrize(
    ("header", "directives"),
    [
        ("noindex, nofollow", "noindex,nofollow"),
        ("otherbot: noindex, nofollow", ""),
        ("otherbot: noindex, EmpfangBot: nofollow", "nofollow"),
        ("unavailable_after: 25 Jun 2030 15:00:00 GMT", "unavailable_after: 25 jun 2030 15:00:00 gmt"),
    ],
)
def test_x_robots_tags_for_other_robots_are_none_of_ours(header: str, directives: str) -> None:
    assert directives_for(header, "EmpfangBot") == directives


def test_a_sitemap_of_a_hundred_thousand_gives_the_newest() -> None:
    entries = b"".join(
        b"<url><loc>https://a.example/%d</loc><lastmod>2026-01-%02d</lastmod></url>" % (number, 1 + number % 28)
        for number in range(MANY)
    )
    started = monotonic()
    sitemap = read_sitemap(b"<urlset>" + entries)
    assert monotonic() - started < 2
    assert len(sitemap.urls) == MAX_URLS
    assert {int(url.rsplit("/", 1)[1]) % 28 for url in sitemap.urls} <= {25, 26, 27}
    assert read_sitemap(b"https://a.example/a\nhttps://a.example/b\n").urls == [
        "https://a.example/a",
        "https://a.example/b",
    ]


_MEASURED = """
import asyncio, json, os, sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
import ingest_svc.__main__
from ingest_svc.adapters.allocation import return_large_blocks
from ingest_svc.domain.crawling import CrawlLimits, Outcome
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader

def resident(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)

def together():
    total = resident("self")
    for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        with suppress(OSError):  # it may have ended
            if b"\\0-m\\0" in Path(f"/proc/{pid}/cmdline").read_bytes():  # before that it shares this one's memory
                total += resident(pid)
    return total

def watch():
    while True:
        peaks[0] = max(peaks[0], together())
        sleep(0.01)

peaks = [0]

async def main(url):
    before, started, outcome, pages = together(), monotonic(), Outcome(), []
    Thread(target=watch, daemon=True).start()
    client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[url[7:]], total_seconds=2)
    async with client, PageReader() as reader:
        limits = CrawlLimits(max_pages=12, total_seconds=80, failing_in_a_row=50)
        crawler = Crawler(client, reader, PdfReader(), limits)
        async for page in crawler.pages(url + "/", now=datetime.now(UTC), outcome=outcome):
            pages.append(replace(page.content, links=()))
    took = round(monotonic() - started, 1)
    print(json.dumps([before, peaks[0], len(pages), took, sorted(set(outcome.failed.values())), outcome.stopped]))

return_large_blocks()
asyncio.run(main(sys.argv[1]))
"""


async def test_memory_with_all_processes_stays_bounded_where_everything_is_too_large(elsewhere: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _MEASURED, elsewhere["heavy"], stdout=asyncio.subprocess.PIPE
    )
    output, _ = await asyncio.wait_for(process.communicate(), 110)
    before, peak, pages, took, reasons, stopped = json.loads(output.splitlines()[-1])
    print(f"RSS {before / 1e6:.0f} MB -> {peak / 1e6:.0f} MB, {pages} pages in {took} s, {reasons}, stopped: {stopped}")
    assert pages >= 5, "the crawl must have got through the large ones"
    assert peak <= MEMORY_BYTES


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'a' * 200_000}</p>",
        f"<p>{'a@' * 80_000}</p>",
        f"<p>{'<br>'.join(['Torfweg 15', '54320 Beispielburg'] * 6000)}</p>",
        "".join(f"<h1>Firma {number} GmbH</h1>" for number in range(2000)),
        f"<p>{'<br>'.join(['Geschäftsführer'] * 10_000)}</p>",
    ],
    ids=["one-word", "at-signs", "addresses", "companies", "offices"],
)
def test_facts_of_a_page_that_is_made_to_take_long_are_looked_for_in_bounded_time(body: str) -> None:
    html = f"<html><head><title>Impressum</title></head><body>{body}</body></html>"
    content = read_page(html, "https://firma.example/impressum")
    before = process_time()

    extract_facts([SitePage(content, html)], {})

    assert process_time() - before < 10

"""The crawl of a site that is not always friendly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from ingest_svc.crawl import Crawler, CrawlFailed, CrawlLimits, Memory, Outcome, ReadPage, StoredPage
from ingest_svc.domain.page import PageContent
from ingest_svc.fetch import GuardedClient
from ingest_svc.pdf.reader import PdfReader

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def text(seed: str) -> str:
    return "<p>" + " ".join(f"{seed}{number}" for number in range(60)) + "</p>"


@pytest_asyncio.fixture
async def crawler(site: Any) -> AsyncIterator[Crawler]:
    pair = site.url.removeprefix("http://")
    async with GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[pair], total_seconds=5) as client:
        yield Crawler(client, PdfReader(), CrawlLimits(max_pages=20))


async def crawled(crawler: Crawler, site: Any, **options: Any) -> list[ReadPage]:
    return [page async for page in crawler.pages(site.url + "/", now=NOW, **options)]


async def test_refused_repeated_foreign_and_broken_pages_are_left_out(crawler: Crawler, site: Any) -> None:
    links = "".join(f'<a href="{to}">x</a>' for to in ("/a", "/a?utm_source=n", "/b", "/hidden", "/private/x", "/gone"))
    site.html("/", f"<main>{text('start')}{links}<a href='http://127.0.0.2:9/'>y</a></main>")
    site.html("/a", f"<main>{text('a')}</main>")
    site.html("/b", f"<main>{text('a')}</main>")
    site.html(
        "/hidden", f"<main>{text('h')}<a href='/after'>z</a></main>", headers={"X-Robots-Tag": "noindex, nofollow"}
    )
    site.html("/private/x", f"<main>{text('p')}</main>")
    site.pages["/robots.txt"] = lambda: web.Response(text="User-agent: EmpfangBot\nDisallow: /private/")
    outcome = Outcome()
    pages = await crawled(crawler, site, outcome=outcome)

    paths = [page.asked.removeprefix(site.url) for page in pages]
    assert paths in (["/", "/a"], ["/", "/b"])  # the same words: whichever came first
    assert outcome.failed == {}
    assert outcome.gone.pop(f"{site.url}/gone") == "http_404"
    assert outcome.gone.pop(f"{site.url}/hidden") == "noindex"
    assert list(outcome.gone.values()) == ["duplicate"]
    assert "/private/x" not in site.requests
    assert "/after" not in site.requests


async def test_a_site_that_refuses_robots_is_left_alone(crawler: Crawler, site: Any) -> None:
    site.html("/", f"<main>{text('x')}</main>")
    site.pages["/robots.txt"] = lambda: web.Response(text="User-agent: *\nDisallow: /")
    with pytest.raises(CrawlFailed, match="robots_refused"):
        await crawled(crawler, site)
    assert site.requests == ["/robots.txt"]


async def test_an_endless_site_ends_at_the_page_limit(crawler: Crawler, site: Any) -> None:
    links = "".join(f'<a href="/{chr(97 + one % 26)}{chr(97 + one // 26)}x">x</a>' for one in range(500))
    site.html("/", f"<main>{text('s')}{links}</main>")
    for one in range(500):
        site.html(f"/{chr(97 + one % 26)}{chr(97 + one // 26)}x", f"<main>{text(f'w{one}w')}{links}</main>")
    assert len(await crawled(crawler, site)) == 20


async def test_young_pages_are_not_asked_for_and_old_ones_conditionally(crawler: Crawler, site: Any) -> None:
    site.html("/", f"<main>{text('s')}</main>", headers={"ETag": '"1"'})
    first = (await crawled(crawler, site))[0]

    async def recall(url: str) -> PageContent:
        return first.content

    young = StoredPage(NOW - timedelta(minutes=1), first.etag)
    site.requests.clear()
    again = (await crawled(crawler, site, memory=Memory({first.asked: young}, recall)))[0]
    assert (again.fresh, "/" in site.requests) == (False, False)

    site.pages["/"] = lambda: web.Response(status=304)
    old = StoredPage(NOW - timedelta(days=2), first.etag)
    unchanged = (await crawled(crawler, site, memory=Memory({first.asked: old}, recall)))[0]
    assert (unchanged.fresh, unchanged.unchanged, unchanged.content) == (True, True, first.content)

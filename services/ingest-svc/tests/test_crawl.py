"""The crawl of a site that is not always friendly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.crawling import CrawlFailed, Memory, Outcome, ReadPage, StoredPage
from ingest_svc.domain.page import PageContent
from ingest_svc.domain.urls import is_endless, normalise

PRICE_LIST = Path(__file__).parents[3] / "tests/sites/brandt/dokumente/preisliste-2026.pdf"
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def text(seed: str) -> str:
    return "<p>" + " ".join(f"{seed}{number}" for number in range(60)) + "</p>"


async def test_refused_repeated_foreign_and_broken_pages_are_left_out(crawled: Any, site: Any) -> None:
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
    pages = await crawled(outcome=outcome)

    paths = [page.asked.removeprefix(site.url) for page in pages]
    assert paths in (["/", "/a"], ["/", "/b"])  # the same words: whichever came first
    assert outcome.failed == {}
    assert outcome.gone.pop(f"{site.url}/gone") == "http_404"
    assert outcome.gone.pop(f"{site.url}/hidden") == "noindex"
    assert list(outcome.gone.values()) == ["duplicate"]
    assert "/private/x" not in site.requests
    assert "/after" not in site.requests


async def test_a_site_that_refuses_robots_is_left_alone(crawled: Any, site: Any) -> None:
    site.html("/", f"<main>{text('x')}</main>")
    site.pages["/robots.txt"] = lambda: web.Response(text="User-agent: *\nDisallow: /")
    with pytest.raises(CrawlFailed, match="robots_refused"):
        await crawled()
    assert site.requests == ["/robots.txt"]


async def test_what_a_site_reserves_from_being_mined_is_left_alone(crawled: Any, site: Any) -> None:
    links = '<a href="/a">a</a><a href="/b">b</a><a href="/presse/c">c</a><a href="/presse/d">d</a>'
    site.html("/", f"<main>{text('x')}{links}</main>")
    site.html("/a", f"<head><meta name='tdm-reservation' content='1'></head><main>{text('a')}</main>")
    site.pages["/b"] = lambda: web.Response(
        text=f"<main>{text('b')}</main>", content_type="text/html", headers={"tdm-reservation": "1"}
    )
    site.html("/presse/c", f"<main>{text('c')}</main>")
    site.html("/presse/d", f"<head><meta name='tdm-reservation' content='0'></head><main>{text('d')}</main>")
    site.pages["/.well-known/tdmrep.json"] = lambda: web.json_response(
        [{"location": "/presse/*", "tdm-reservation": 1}]
    )
    outcome = Outcome()
    pages = await crawled(outcome=outcome)

    assert [page.asked.removeprefix(site.url) for page in pages] == ["/", "/presse/d"]
    assert {url.removeprefix(site.url) for url, why in outcome.gone.items() if why == "tdm_reserved"} == {
        "/a",
        "/b",
        "/presse/c",
    }


async def test_a_site_that_reserves_everything_gives_nothing(crawled: Any, site: Any) -> None:
    site.html("/", f"<main>{text('x')}</main>")
    site.pages["/robots.txt"] = lambda: web.Response(text="User-agent: *\nContent-Signal: ai-input=no\nAllow: /")

    with pytest.raises(CrawlFailed, match="tdm_reserved"):
        await crawled()


async def test_an_endless_site_ends_at_the_page_limit(crawled: Any, site: Any) -> None:
    links = "".join(f'<a href="/{chr(97 + one % 26)}{chr(97 + one // 26)}x">x</a>' for one in range(500))
    site.html("/", f"<main>{text('s')}{links}</main>")
    for one in range(500):
        site.html(f"/{chr(97 + one % 26)}{chr(97 + one // 26)}x", f"<main>{text(f'w{one}w')}{links}</main>")
    assert len(await crawled()) == 20


async def test_young_pages_are_not_asked_for_and_old_ones_conditionally(crawled: Any, site: Any) -> None:
    site.html("/", f"<main>{text('s')}</main>", headers={"ETag": '"1"'})
    first: ReadPage = (await crawled())[0]

    async def recall(url: str) -> PageContent:
        return first.content

    young = StoredPage(NOW - timedelta(minutes=1), first.etag)
    site.requests.clear()
    again = (await crawled(memory=Memory({first.asked: young}, recall)))[0]
    assert (again.fresh, "/" in site.requests) == (False, False)

    site.pages["/"] = lambda: web.Response(status=304)
    old = StoredPage(NOW - timedelta(days=2), first.etag)
    unchanged = (await crawled(memory=Memory({first.asked: old}, recall)))[0]
    assert (unchanged.fresh, unchanged.unchanged, unchanged.content) == (True, True, first.content)


async def test_twins_in_other_languages_are_read_only_when_wanted(crawled: Any, site: Any) -> None:
    head = '<link rel="alternate" hreflang="de-DE" href="/de/"><link rel="alternate" hreflang="en" href="/">'
    site.html("/", f"<main>{text('english')}<a href='/de/'>d</a><a href='/only'>o</a></main>", head=head)
    site.html("/de/", f"<main>{text('deutsch')}</main>", head=head)
    site.html("/only", f"<main>{text('only')}</main>")
    read = {page.asked.removeprefix(site.url) for page in await crawled()}
    assert read == {"/de/", "/only"}
    read = {page.asked.removeprefix(site.url) for page in await crawled(language=None)}
    assert read == {"/", "/de/", "/only"}


@pytest.mark.parametrize("kind", ["application/pdf", "application/octet-stream", "application/force-download"])
async def test_a_linked_pdf_is_read_whatever_stands_before_it(crawled: Any, site: Any, kind: str) -> None:
    site.html("/", f"<main>{text('start')}<a href='/laden.php?datei=7'>Liste</a></main>")
    body = b"Notice: Undefined index in /srv/laden.php\n" + PRICE_LIST.read_bytes()
    site.pages["/laden.php?datei=7"] = lambda: web.Response(body=body, content_type=kind)
    outcome = Outcome()
    pages = await crawled(outcome=outcome)
    assert [page.asked.removeprefix(site.url) for page in pages] == ["/", "/laden.php?datei=7"]
    assert outcome.failed == {}


async def test_a_page_yields_to_the_original_it_names_but_not_in_a_circle_or_to_the_start(
    crawled: Any, site: Any
) -> None:
    def named(to: str) -> str:
        return f'<link rel="canonical" href="{to}">'

    links = "".join(f'<a href="{to}">x</a>' for to in ("/druck", "/eins", "/zwei", "/alle", "/fremd", "/tot"))
    site.html("/", f"<main>{text('start')}{links}</main>", head=named("/"))
    site.html("/druck", f"<main>{text('artikel')} gedruckt</main>", head=named("/artikel"))
    site.html("/artikel", f"<main>{text('artikel')}</main>", head=named("/artikel"))
    site.html("/eins", f"<main>{text('kreis')}</main>", head=named("/zwei"))
    site.html("/zwei", f"<main>{text('kreis')}</main>", head=named("/eins"))
    site.html("/alle", f"<main>{text('alle')}</main>", head=named("/"))
    site.html("/fremd", f"<main>{text('fremd')}</main>", head=named("https://other.example/"))
    site.html("/tot", f"<main>{text('tot')}</main>", head=named("/gibt-es-nicht"))
    read = sorted(page.asked.removeprefix(site.url) for page in await crawled())
    assert read in (
        ["/", "/alle", "/artikel", "/eins", "/fremd", "/tot"],
        ["/", "/alle", "/artikel", "/fremd", "/tot", "/zwei"],
    )


@given(st.text(alphabet="abc/%2F.AZä?&=;# ", max_size=40))
def test_an_address_has_one_spelling(path: str) -> None:
    once = normalise(f"https://a.example/{path}")
    assert once is None or normalise(once) == once


@pytest.mark.parametrize(
    ("path", "endless"),
    [
        ("/a/b/a/b/", True),
        ("/x/x/x", True),
        ("/1/2/3/4/5/6/7/8/9/a/b/c/d", True),
        ("/a/b/a/c", False),
        ("/", False),
    ],
)
def test_paths_that_wind_on_are_known(path: str, endless: bool) -> None:
    assert is_endless(f"https://a.example{path}") == endless

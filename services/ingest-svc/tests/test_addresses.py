"""Addresses: one spelling of a host wherever it is written, and queries that are nobody's to change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader
from ingest_svc.domain.alternates import alternates
from ingest_svc.domain.crawling import CrawlLimits
from ingest_svc.domain.frontier import Frontier
from ingest_svc.domain.html import read_page
from ingest_svc.domain.urls import MAX_LENGTH, normalise, same_site, target

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HOST = "käserei-grün.example"
ASCII = "xn--kserei-grn-q5a01a.example"


@pytest.mark.parametrize(
    "query",
    [
        "seite=%DCber-uns",
        "impressum",
        "a=1&b",
        "b=2&a=1",
        "b=&a",
        "q=zwei%20w%f6rter+drei",
        "id=7;lang=de",
        "pfad=/de/start&name=M%FCller%26Sohn",
        "x=[1]|{2}",
        "a=100%",
        "a==b&&c",
    ],
)
def test_a_query_stays_as_it_stands(query: str) -> None:
    assert normalise(f"/index.php?{query}", "https://a.example/x") == f"https://a.example/index.php?{query}"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("\\kontakt", "https://a.example/kontakt"),
        ("..\\kontakt.html", "https://a.example/kontakt.html"),
        ("https:\\\\www.a.example\\kontakt", "https://www.a.example/kontakt"),
        ("kontakt?pfad=a\\b", "https://a.example/x/kontakt?pfad=a\\b"),
        ("https://a.example./kontakt", "https://a.example/kontakt"),
    ],
)
def test_a_link_is_read_as_browsers_read_it(link: str, address: str) -> None:
    assert normalise(link, "https://a.example/x/y") == address
    assert same_site(address, "https://a.example./")


@given(st.text(alphabet="abc=&%DC2F0+;/?:@!$()*,~-._'|[]{}", max_size=60))
def test_no_byte_of_a_query_changes(query: str) -> None:
    found = normalise(f"https://a.example/?{query}")
    assert found is None or found == f"https://a.example/{'?' if query else ''}{query}"


@given(st.text(max_size=80))
def test_spelling_an_address_twice_changes_nothing(text: str) -> None:
    once = normalise(text, "https://a.example/b/c?d")
    assert once is None or (normalise(once) == once and once.isascii() and len(once) <= MAX_LENGTH)


def test_only_what_follows_visitors_is_taken_out_of_a_query() -> None:
    assert normalise("https://a.example/?z=%E4&utm_source=b&gclid=1&y") == "https://a.example/?z=%E4&y"
    assert normalise("https://a.example/?utm_source=b") == "https://a.example/"
    assert normalise("https://a.example/?q=grüner käse#unten") == "https://a.example/?q=gr%C3%BCner%20k%C3%A4se"


def test_the_order_of_a_query_makes_no_second_page() -> None:
    frontier = Frontier("https://a.example/")
    assert frontier.add("https://a.example/suche?b=1&a=2", depth=1)
    assert not frontier.add("https://a.example/suche?a=2&b=1", depth=1)


@pytest.mark.parametrize("host", [HOST, ASCII, HOST.upper(), "k%C3%A4serei-gr%C3%BCn.example"])
def test_every_way_to_name_a_host_is_one_site(host: str) -> None:
    assert normalise(f"http://{host}/x") == f"http://{ASCII}/x"
    assert same_site(f"https://www.{host}/", f"http://{ASCII}/y")
    page = f'<link rel="canonical" href="http://{host}/k"><link rel="alternate" hreflang="de" href="http://{host}/d">'
    assert read_page(page, f"http://{ASCII}/").canonical == f"http://{ASCII}/k"
    assert alternates(page, f"http://{ASCII}/") == {"de": f"http://{ASCII}/d"}


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/a?q=%DC", "http://a.example/a?q=%DC"),
        ("/a?seite", "http://a.example/a?seite"),
        ("/käse?q=a b", "http://a.example/k%C3%A4se?q=a%20b"),
        ("/k\udce4se", "http://a.example/k%E4se"),
        (f"https://{HOST}/", f"https://{ASCII}/"),
        ("?b=2&a=1#unten", "http://a.example/alt?b=2&a=1"),
    ],
)
def test_a_redirect_is_followed_as_it_stands(location: str, leads_to: str) -> None:
    assert target(location, "http://a.example/alt?x=1") == leads_to


@asynccontextmanager
async def served(answer: Callable[[str, int], str]) -> AsyncIterator[tuple[int, list[str]]]:
    """A server that notes the paths it is asked for, byte for byte."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode("latin-1")
        asked.append(path)
        body = answer(path, port).encode()
        state = "200 OK" if body else "404 Not Found"
        head = f"HTTP/1.1 {state}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield port, asked


@pytest.mark.parametrize("start", [HOST, ASCII])
@pytest.mark.parametrize("opened", [HOST, ASCII])
async def test_a_site_is_read_whole_however_its_name_is_spelled(start: str, opened: str) -> None:
    def answer(path: str, port: int) -> str:
        unicode, ascii = f"http://{HOST}:{port}", f"http://{ASCII}:{port}"
        pages = {
            "/": f"<h1>Start</h1><p>Käse aus Rohmilch.</p><a href='{unicode}/theke'>x</a> <a href='{ascii}/hof'>y</a>",
            "/theke": f"<link rel=canonical href='{unicode}/theke'><h1>Theke</h1><p>Bergkäse kostet 2,40 Euro.</p>",
            "/hof": f"<link rel=canonical href='{ascii}/hof'><h1>Hof</h1><p>Vierzig Kühe stehen im Stall.</p>",
            "/keller": "<h1>Keller</h1><p>Hier reifen achthundert Laibe.</p>",
            "/robots.txt": f"Sitemap: {unicode}/karte.xml",
            "/karte.xml": f"<urlset><url><loc>{unicode}/keller</loc></url></urlset>",
        }
        return pages.get(path, "")

    async def lookup(*_: object) -> list[str]:
        return ["127.0.0.1"]

    async with served(answer) as (port, _):
        client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[f"{opened}:{port}"], lookup=lookup)
        async with client, PageReader(processes=1) as reader:
            crawler = Crawler(client, reader, PdfReader(), CrawlLimits())
            pages = [page async for page in crawler.pages(f"http://{start}:{port}/", now=NOW)]
    base = f"http://{ASCII}:{port}"
    assert {page.content.url for page in pages} == {f"{base}/{name}" for name in ("", "theke", "hof", "keller")}


@pytest.mark.parametrize(
    ("encoding", "sparte"), [("utf-8", "K%C3%A4se"), ("cp1252", "K%E4se"), ("koi8-r", "K&#228;se")]
)
def test_an_umlaut_in_a_query_is_meant_in_the_encoding_of_its_page(encoding: str, sparte: str) -> None:
    page = read_page("<a href='/käse?sparte=Käse'>x</a>", "https://a.example/", encoding=encoding)
    assert page.links == (f"https://a.example/k%C3%A4se?sparte={sparte.replace('#', '%23')}",)


async def test_a_latin_page_leads_on_in_latin(site: Any, crawled: Any) -> None:
    body = "<p>Käse aus Rohmilch.</p><a href='/?sparte=Käse'>x</a>".encode("latin-1")
    site.pages["/"] = lambda: web.Response(body=body, headers={"Content-Type": "text/html; charset=iso-8859-1"})
    await crawled()
    assert "/?sparte=K%E4se" in site.requests


async def test_a_server_is_asked_for_the_bytes_of_the_link() -> None:
    links = ("/?sparte=K%E4se", "/?impressum", "/?q=zwei%20W", "/?b=1&a=%2f")
    listed = "".join(f"<a href='{link}'>x</a>" for link in links)
    async with served(lambda path, _: f"<p>{path} {listed}</p>" if path not in ("/robots.txt",) else "") as (
        port,
        seen,
    ):
        client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[f"127.0.0.1:{port}"])
        async with client, PageReader(processes=1) as reader:
            crawler = Crawler(client, reader, PdfReader(), CrawlLimits(delay_seconds=0))
            _ = [page async for page in crawler.pages(f"http://127.0.0.1:{port}/", now=NOW)]
    assert set(links) <= set(seen)

"""Ways from a page to the next that are no links."""

from __future__ import annotations

from typing import Any

import pytest
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.domain.html import read_page
from ingest_svc.domain.links import header_links, refresh

URL = "https://mosterei.example/hof/"


@pytest.mark.parametrize(
    ("html", "leads_to"),
    [
        ("<meta http-equiv='Refresh' content='0; url=start.html'>", "/hof/start.html"),
        ("<meta http-equiv='refresh' content=\"3;URL='/start'\">", "/start"),
        ("<frameset cols='20%,*'><frame src='links.htm'><frame src='mitte.htm'></frameset>", "/hof/mitte.htm"),
        ("<p>Saft</p><iframe src='/preise.html'></iframe>", "/preise.html"),
        ("<img usemap='#k'><map name='k'><area shape='rect' coords='0,0,9,9' href='/most'></map>", "/most"),
        ("<object data='liste.pdf' type='application/pdf'></object>", "/hof/liste.pdf"),
        ("<link rel='next' href='/sorten?seite=2'>", "/sorten?seite=2"),
        ("<svg><a xlink:href='/karte'><text>Karte</text></a></svg>", "/karte"),
        ("<div onclick=\"window.location.href='/kelter'\">Kelter</div>", "/kelter"),
        ("<button onclick=\"location.assign('/kelter')\">Kelter</button>", "/kelter"),
        ('<script>if (top == self) { window.location = "/rahmen.html"; }</script>', "/rahmen.html"),
        (
            "<select onchange='location=this.value'><option value='/sorten/apfel'>Apfel</option></select>",
            "/sorten/apfel",
        ),
    ],
)
def test_a_page_leads_on(html: str, leads_to: str) -> None:
    assert f"https://mosterei.example{leads_to}" in read_page(html, URL).links


@pytest.mark.parametrize(
    "html",
    [
        "<meta http-equiv='refresh' content='60'>",
        "<link rel='stylesheet' href='/x'>",
        "<area href='/x' rel='nofollow'>",
        "<script>if (location.href == '/x') {}</script>",
        "<a href='mailto:saft@mosterei.example'>x</a>",
    ],
)
def test_what_is_no_way_on_is_none(html: str) -> None:
    assert read_page(html, URL).links == ()


def test_headers_lead_on_too() -> None:
    assert header_links('</a>; rel="canonical", </s?seite=2>; rel=next, <x.css>; rel=preload') == {
        "canonical": "/a",
        "next": "/s?seite=2",
    }
    assert refresh("5; url=/start") == ("/start",)
    assert refresh("5") == ()


async def test_frames_a_refresh_and_headers_are_followed_within_the_site(
    crawler: Crawler, site: Any, crawled: Any
) -> None:
    site.html("/", "", head='<meta http-equiv="refresh" content="0; url=/rahmen">')
    site.pages["/rahmen"] = site.raw("<html><frameset><frame src='/mitte'><frame src='http://127.0.0.2:9/'></frameset>")
    site.html("/mitte", "<h1>Most</h1><p>Süßmost aus alten Sorten.</p>", headers={"Refresh": "9; url=/ende"})
    site.html("/ende", "<h1>Ende</h1><p>Geöffnet bis zum Frost.</p>", headers={"Link": '</sorten>; rel="next"'})
    site.html("/sorten", "<h1>Sorten</h1><p>Gravensteiner und Finkenwerder.</p>")

    assert {page.asked.removeprefix(site.url) for page in await crawled()} == {"/mitte", "/ende", "/sorten"}


@pytest.mark.parametrize(
    ("body", "guessed"),
    [
        ("<div id='site-header'></div><p><a href='most.html'>Most</a></p>", ["/team.html", "/vorstand.html"]),
        ("<nav class='top'></nav><p><a href='/most'>Most</a></p>", ["/team", "/vorstand"]),
        ("<header><a href='most.html'>Most</a></header><div id='nav-toggle'></div>", []),
        ("<header>Mosterei</header><p><a href='most.html'>Most</a></p>", []),
    ],
)
def test_persons_are_looked_for_where_a_script_fills_the_header(body: str, guessed: list[str]) -> None:
    told = read_page(f"<body>{body}</body>", "https://mosterei.example/").telling
    assert [url.removeprefix("https://mosterei.example") for url in told][:2] == guessed
    assert read_page(f"<body>{body}</body>", URL).telling == ()

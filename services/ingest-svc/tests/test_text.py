"""Text of pages, chunks, addresses, duplicates, sitemaps: pure functions."""

from __future__ import annotations

import gzip

from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_svc.domain.duplicates import Duplicates
from ingest_svc.domain.frontier import MAX_OF_SHAPE, Frontier
from ingest_svc.domain.html import read_page
from ingest_svc.domain.language import detect_language
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.domain.sitemaps import read_sitemap
from ingest_svc.domain.urls import normalise, same_site, with_scheme

URL = "https://www.firma.example/a/"


def test_tables_lists_definitions_and_breaks_become_readable_lines() -> None:
    page = read_page(
        """<title>Preise | Firma</title><body><nav>Start Preise</nav><main><h1>Preise</h1><p>Alle Preise
        in  Euro.<br>Stand <b>2026</b>.</p><h2>Arbeit</h2><table><tr><th>Leistung</th><th>Preis</th></tr>
        <tr><td>Öl&shy;en</td><td>120&nbsp;€</td></tr></table><h2>Zeiten</h2><dl><dt>Montag:</dt><dd>8–12 Uhr</dd></dl>
        <ul><li>Mit <a href="/x">Anfahrt</a></li><li>Ohne Anfahrt</li></ul><script>alert(1)</script></main>
        <footer>Firma GmbH<br>Tel. 040 1234567</footer></body>""",
        URL,
    )
    assert page.title == "Preise"
    assert [(section.headings, section.text) for section in page.sections] == [
        (("Preise",), "Alle Preise in Euro.\nStand 2026."),
        (("Preise", "Arbeit"), "Leistung: Ölen | Preis: 120 €"),
        (("Preise", "Zeiten"), "Montag: 8–12 Uhr\n- Mit Anfahrt\n- Ohne Anfahrt"),
    ]
    assert [section.text for section in page.footer] == ["Firma GmbH\nTel. 040 1234567"]
    assert page.links == ("https://www.firma.example/x",)


def test_robots_meta_and_header_are_heard() -> None:
    page = read_page('<meta name="ROBOTS" content="noindex"><body>x</body>', URL, robots_header="nofollow")
    assert (page.noindex, page.nofollow) == (True, True)


@settings(max_examples=60)
@given(st.text(max_size=2000))
def test_any_text_is_read_as_html_without_failing(html: str) -> None:
    read_page(html, URL)


def test_deep_nesting_is_survived() -> None:
    page = read_page("<div>" * 5000 + "tief" + "</div>" * 5000 + "<p>flach</p>", URL)
    assert "flach" in page.text


def test_addresses_have_one_spelling() -> None:
    assert normalise("HTTP://Firma.example:80/a//b?utm_source=x&b=2&a=1#top") == "http://firma.example/a/b?b=2&a=1"
    assert normalise("/über uns", URL) == "https://www.firma.example/%C3%BCber%20uns"
    assert normalise("mailto:a@b.example") is None
    assert same_site("https://www.firma.example/", "http://firma.example/x")
    assert not same_site("https://shop.firma.example/", "https://firma.example/")
    assert with_scheme("www.firma.example") == "https://www.firma.example/"
    assert with_scheme("kein wort") is None


def test_a_calendar_and_a_filter_end() -> None:
    frontier = Frontier("https://firma.example/", max_pages=1000)
    taken = [frontier.add(f"https://firma.example/kalender/2026/{month}/{day}", depth=1)
             for month in range(1, 13) for day in range(1, 29)]  # fmt: skip
    assert sum(taken) == MAX_OF_SHAPE
    assert sum(frontier.add(f"https://firma.example/shop?farbe={one}", depth=1) for one in range(100)) == 10
    assert not frontier.add("https://andere.example/", depth=1)
    assert not frontier.add("https://firma.example/bild.jpg", depth=1)


def test_pages_that_say_the_same_are_folded() -> None:
    words = " ".join(f"wort{number}" for number in range(200))
    twins = Duplicates()
    assert twins.twin_of(PageContent("u1", "A", "de", (Section((), words),))) is None
    assert twins.twin_of(PageContent("u2", "B", "de", (Section((), words + " ende"),))) == "u1"
    assert twins.twin_of(PageContent("u3", "C", "de", (Section((), words[:600]),))) is None


def test_sitemaps_are_read_plain_compressed_and_as_index() -> None:
    plain = b"<urlset><url><loc>https://a.example/?a=1&amp;b=2</loc></url></urlset>"
    assert read_sitemap(gzip.compress(plain)) == (False, ["https://a.example/?a=1&b=2"])
    assert read_sitemap(b"<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>") == (True, ["x"])
    bomb = gzip.compress(b"<loc>" + b" " * 50_000_000)
    assert read_sitemap(bomb) == (False, [])


def test_language_is_told_by_its_words() -> None:
    assert detect_language("Wir sind für Sie da und beraten Sie gern.", "en") == "de"
    assert detect_language("We are here for you and the team is happy to help.", "de") == "en"
    assert detect_language("ABC 123", "en-GB") == "en"

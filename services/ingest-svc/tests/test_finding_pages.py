"""Pages that tell about a company: found where links hide them, read for facts only where they are not for indexes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.research import Researcher
from ingest_svc.domain.wanted import usual_addresses, wanted_by, wanted_path

NOW = datetime(2026, 5, 1, tzinfo=UTC)
IMPRINT = (
    "<h1>Impressum</h1><p>Radwerk Moor GmbH<br>Alte Mole 4<br>23999 Wellenau</p><p>Geschäftsführerin: Ylva Brandner</p>"
)
START = "<h1>Radwerk Moor</h1><p>Wir reparieren Fahrräder und bauen Laufräder nach Maß.</p>"


@pytest.fixture
def researcher(crawler: Crawler) -> Researcher:
    return Researcher(crawler, crawler._client)


async def test_a_page_that_asks_not_to_be_indexed_gives_facts_and_no_knowledge(
    researcher: Researcher, site: Any
) -> None:
    site.html("/", f'{START}<a href="/impressum" rel="nofollow">Impressum</a>', head="<title>Radwerk Moor</title>")
    site.html("/impressum", IMPRINT, head='<meta name="robots" content="noindex">')

    found = await researcher.research(f"{site.url}/", now=NOW)

    assert found.facts.address is not None
    assert found.facts.address.value == "Alte Mole 4, 23999 Wellenau"
    assert found.facts.facts_only == (f"{site.url}/impressum",)
    assert [page.content.url for page in found.pages] == [f"{site.url}/"]
    assert [page.content.url for page in found.for_facts_only] == [f"{site.url}/impressum"]


async def test_robots_txt_is_binding_for_facts_too(researcher: Researcher, site: Any) -> None:
    site.pages["/robots.txt"] = site.raw("User-agent: *\nDisallow: /impressum")
    site.html("/", f'{START}<a href="/impressum">Impressum</a>')
    site.html("/impressum", IMPRINT)

    found = await researcher.research(f"{site.url}/", now=NOW)

    assert found.facts.address is None
    assert "/impressum" not in site.requests


@pytest.mark.parametrize("path", ["/impressum.html", "/legal/impressum"])
async def test_an_imprint_that_nothing_links_to_is_looked_for_where_it_usually_is(
    researcher: Researcher, site: Any, path: str
) -> None:
    site.html("/", START)
    site.html(path, IMPRINT)

    found = await researcher.research(f"{site.url}/", now=NOW)

    assert [one.value for one in found.facts.managing_directors] == ["Ylva Brandner"]


async def test_usual_addresses_are_left_alone_where_an_imprint_was_found(researcher: Researcher, site: Any) -> None:
    site.html("/", f'{START}<a href="/p7">Impressum</a>')
    site.html("/p7", IMPRINT)

    await researcher.research(f"{site.url}/", now=NOW)

    assert not [path for path in site.requests if "impressum" in path]


async def test_a_knowledge_crawl_goes_on_without_such_pages(crawled: Any, site: Any) -> None:
    site.html("/", f'{START}<a href="/impressum">Impressum</a>')
    site.html("/impressum", IMPRINT, head='<meta name="robots" content="noindex">')

    assert [page.content.url for page in await crawled()] == [f"{site.url}/"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Impressum & Datenschutz", "imprint"),
        ("Anbieterkennzeichnung", "imprint"),
        ("Mentions légales", "imprint"),
        ("Wer wir sind", "team"),
        ("Praxisteam", "team"),
        ("Über uns", "about"),
        ("Sprechzeiten", "hours"),
        ("So finden Sie uns", "contact"),
        ("Leistungen", None),
        ("Steamreiniger", None),
    ],
)
def test_what_links_say_of_pages(text: str, kind: str | None) -> None:
    assert wanted_by(text) == kind


def test_the_last_telling_part_of_an_address_counts() -> None:
    assert wanted_path("/unternehmen/team/") == "team"
    assert wanted_path("/p/4711") is None
    assert "https://firma.example/de/impressum.html" in usual_addresses("https://firma.example/de/")

"""Addresses behind which there is no company's own site, or a broken one: a clear state, and no invented fact."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.research import Researcher
from ingest_svc.domain.crawling import CrawlFailed
from ingest_svc.domain.imprint import Facts
from ingest_svc.service.sources import checked_url
from servicekit.errors import Invalid

NOW = datetime(2026, 5, 1, tzinfo=UTC)
LIST = "".join(
    f"<div><h3>{name}</h3><p>{name} GmbH<br>{street} {number}<br>37999 Obernau</p></div>"
    for number, (name, street) in enumerate(
        [("Holz Quist", "Am Rain"), ("Dach Moor", "Hafenweg"), ("Ofen Lenz", "Torfweg"), ("Rad Roth", "Anger")], 1
    )
)
TWO = (
    "<p>Moor Hochbau GmbH<br>Am Rain 4<br>37999 Obernau<br>HRB 4711</p>"
    "<p>Moor Tiefbau GmbH<br>Am Rain 6<br>37999 Obernau<br>HRB 4712</p>"
)


@pytest.fixture
def researcher(crawler: Crawler) -> Researcher:
    return Researcher(crawler, crawler._client)


def told(facts: Facts) -> set[str]:
    """The fields that say something about the company."""
    aside = {"evidence", "facts_only", "language", "notice", "contradictions", "form_of_address", "primary_color"}
    return {field.name for field in fields(facts) if field.name not in aside and getattr(facts, field.name)}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<h1>laden.example</h1><p>Diese Domain steht zum Verkauf.</p>", "parked"),
        ('<form action="/login"><input name="user"><input type="password" name="pw"></form>', "login_wall"),
        ('<div id="root"></div><script src="/main.js"></script>', "needs_javascript"),
        (
            "<h1>Ihre Zustimmung</h1><p>Wir verwenden Cookies. Bitte einwilligen.</p><button>Alle akzeptieren</button>",
            "consent_wall",
        ),
        (f"<h1>Branchenverzeichnis Obernau</h1><main><p>4 Treffer in Ihrer Nähe</p>{LIST}</main>", "directory"),
    ],
)
async def test_what_is_no_companys_site_has_a_state_and_no_facts(
    researcher: Researcher, site: Any, body: str, reason: str
) -> None:
    site.pages["/"] = site.raw(
        f'<!DOCTYPE html><html lang="de"><head><title>x</title></head><body>{body}</body></html>'
    )
    with pytest.raises(CrawlFailed, match=reason):
        await researcher.research(f"{site.url}/", now=NOW)


async def test_a_company_that_lists_others_and_what_customers_say_is_no_directory(
    researcher: Researcher, site: Any
) -> None:
    site.html("/", f"<h1>Radwerk Moor</h1><main><h2>Bewertungen</h2><p>Gern wieder.</p><h2>Partner</h2>{LIST}</main>")
    await researcher.research(f"{site.url}/", now=NOW)


@pytest.mark.parametrize(
    ("language", "body", "notice"),
    [
        ("de", "<h1>Hier entsteht eine neue Website</h1><p>Bald wieder online.</p>", "coming_soon"),
        (
            "fr",
            "<h1>Bienvenue</h1><p>Nous fabriquons chaque matin du pain au levain dans notre four, avec la farine de "
            "nos voisins, et nous livrons les restaurants de la vallée.</p>",
            "foreign_language",
        ),
    ],
)
async def test_a_site_that_says_nothing_yet_or_in_another_language_is_told_so(
    researcher: Researcher, site: Any, language: str, body: str, notice: str
) -> None:
    site.pages["/"] = site.raw(
        f'<!DOCTYPE html><html lang="{language}"><head><title></title></head><body>{body}</body></html>'
    )
    found = await researcher.research(f"{site.url}/", now=NOW)
    assert found.facts.notice == notice
    assert told(found.facts) == set()


async def test_a_page_that_only_declares_another_language_is_read_as_it_is(researcher: Researcher, site: Any) -> None:
    site.pages["/"] = site.raw(
        '<!DOCTYPE html><html lang="fr"><body><p>Wir bauen Laufräder nach Maß und reparieren Fahrräder aller Marken, '
        "auch die, die nicht bei uns gekauft sind.</p></body></html>"
    )
    assert (await researcher.research(f"{site.url}/", now=NOW)).facts.notice is None


async def test_of_several_companies_in_an_imprint_none_is_taken_for_the_site(researcher: Researcher, site: Any) -> None:
    site.html("/", '<h1>Alles gebaut</h1><p>Wir bauen.</p><a href="/impressum">Impressum</a>')
    site.html("/impressum", f"<h1>Impressum</h1>{TWO}")
    facts = (await researcher.research(f"{site.url}/", now=NOW)).facts
    assert facts.notice == "several_companies"
    assert told(facts) & {"company_name", "legal_name", "register_entry", "address"} == set()


@pytest.mark.parametrize("status", [200, 404])
async def test_an_imprint_that_is_not_there_gives_nothing(researcher: Researcher, site: Any, status: int) -> None:
    missing = "<h1>Seite nicht gefunden</h1><p>Webhof GmbH<br>Am Rain 4<br>37999 Obernau</p>"
    site.html("/", '<h1>Radwerk Moor</h1><p>Wir reparieren.</p><a href="/impressum">Impressum</a>')
    site.pages["/impressum"] = lambda: web.Response(text=missing, status=status, content_type="text/html")
    facts = (await researcher.research(f"{site.url}/", now=NOW)).facts
    assert told(facts) & {"address", "legal_name", "legal_form", "managing_directors"} == set()


async def test_umlauts_survive_a_wrong_charset(researcher: Researcher, site: Any) -> None:
    page = (
        "<html lang='de'><head><title>Bäckerei Süßholz</title></head><body><h1>Bäckerei Süßholz</h1>"
        "<p>Bäckerei Süßholz<br>Mühlstraße 4<br>37999 Obernau</p></body></html>"
    )
    site.pages["/"] = lambda: web.Response(
        body=page.encode("cp1252"), headers={"Content-Type": "text/html; charset=utf-8"}
    )
    facts = (await researcher.research(f"{site.url}/", now=NOW)).facts
    assert facts.company_name is not None
    assert facts.address is not None
    assert (facts.company_name.value, facts.address.value) == ("Bäckerei Süßholz", "Mühlstraße 4, 37999 Obernau")


@pytest.mark.parametrize("target", ["https://www.facebook.com/moor", "https://www.gelbeseiten.de/"])
async def test_a_redirect_to_a_portal_is_not_followed(researcher: Researcher, site: Any, target: str) -> None:
    site.pages["/"] = lambda: web.Response(status=302, headers={"Location": target})
    with pytest.raises(CrawlFailed, match="portal"):
        await researcher.research(f"{site.url}/", now=NOW)


async def test_a_companys_page_on_a_portal_is_not_its_site(researcher: Researcher) -> None:
    with pytest.raises(CrawlFailed, match="portal"):
        await researcher.research("https://www.gelbeseiten.de/gsbiz/moor", now=NOW)


@pytest.mark.parametrize(
    "website",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost:1/",
    ],
)
async def test_an_address_inside_is_refused(researcher: Researcher, website: str) -> None:
    with pytest.raises(CrawlFailed, match="refused"):
        await researcher.research(website, now=NOW)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("moor.example", "https://moor.example/"),
        ("  www.moor.example/de ", "https://www.moor.example/de"),
        ("http://bäckerei.example", "http://xn--bckerei-5wa.example/"),
        ("MOOR.example:8443/#a", "https://moor.example:8443/"),
    ],
)
def test_addresses_as_people_type_them(typed: str, url: str) -> None:
    assert checked_url(typed) == url


@pytest.mark.parametrize("typed", ["", "moor", "javascript:alert(1)", "file:///etc/passwd", "zwei worte.example"])
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(Invalid):
        checked_url(typed)

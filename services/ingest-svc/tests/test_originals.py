"""Pages that say the same, and pages that only seem to: copies are folded, nothing else, and nothing without trace."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest
from aiohttp import web
from ingest_svc.domain.crawling import Outcome
from ingest_svc.domain.duplicates import Duplicates
from ingest_svc.domain.page import PageContent, Section

LONG = (
    "Wir liefern und montieren die Anlage, weisen Ihre Leute ein und bleiben auch danach für Sie erreichbar. Fehlt, "
    "bringen wir es am nächsten Tag, und was nicht passt, ändern wir gleich vor Ort in unserer rollenden Werkstatt. "
    "Im Herbst prüfen wir die Dichtungen, im Frühjahr die Lager, und auf Wunsch lernen wir Ihre neuen Leute wieder an. "
)


def page(url: str, text: str, *headings: str) -> PageContent:
    return PageContent(url, "T", "de", (Section(headings, text),))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"{LONG} Preis: 1.290 Euro.", f"{LONG} Preis: 1.390 Euro.", False),
        (f"Ansprechpartner: Jost Wiebe. {LONG}", f"Ansprechpartner: Jost Wendt. {LONG}", False),
        (f"Typ A{LONG}", f"Typ B{LONG}", False),
        (f"{LONG} Montag 8 Uhr, Dienstag 9 Uhr", f"{LONG} Montag 9 Uhr, Dienstag 8 Uhr", False),
        (f"Wir liefern auf Inseln. {LONG}", f"Wir liefern nicht auf Inseln. {LONG}", False),
        (f"{LONG} mehr", f"{LONG} weiter", True),
        (LONG, LONG.upper(), True),
        (LONG, LONG.replace(" ", "\n"), True),
    ],
)
def test_pages_that_differ_in_a_name_a_number_or_a_price_are_two(one: str, other: str, same: bool) -> None:
    twins = Duplicates()
    assert twins.twin_of(page("u1", one)) is None
    assert twins.twin_of(page("u2", other)) == ("u1" if same else None)


def test_pages_that_differ_in_their_heading_are_two() -> None:
    twins = Duplicates()
    assert twins.twin_of(page("u1", LONG, "Kran Elbe")) is None
    assert twins.twin_of(page("u2", LONG, "Kran Weser")) is None
    assert twins.twin_of(page("u3", LONG, "Kran Weser")) == "u2"


def named(to: str) -> str:
    return f'<link rel="canonical" href="{to}">'


OWN = {
    "/werk": "In unserem Werk stehen vier Pressen und eine Fräse.",
    "/lager": "Das Lager hat neunhundert Palettenplätze.",
    "/team": "Die Leitung hat Frau Brook, im Verkauf hilft Herr Wiebe.",
}


@pytest.mark.parametrize("original", ["/index.html", "/home", "/startseite/", "/fehlt", "/werk", "/verboten", "/"])
async def test_an_original_that_cannot_be_true_costs_no_page(site: Any, crawled: Any, original: str) -> None:
    start = "<h1>Start</h1><p>Stahlbau seit drei Generationen.</p>" + "".join(f"<a href='{to}'>x</a>" for to in OWN)
    for path in ("/", "/index.html", "/home", "/startseite/"):
        site.html(path, start, head=named(original))
    for path, text in OWN.items():
        site.html(path, f"<h1>{path[1:]}</h1><p>{text}</p>", head=named(original))
    site.pages["/robots.txt"] = lambda: web.Response(text="User-agent: *\nDisallow: /verboten")
    outcome = Outcome()

    read = "\n".join(one.content.text for one in await crawled(outcome=outcome))

    for text in ("Stahlbau seit drei", *OWN.values()):
        assert read.count(text) == 1
    assert outcome.stopped is None


async def test_the_start_under_another_address_is_nobodys_original(site: Any, crawled: Any) -> None:
    site.pages["/"] = lambda: web.Response(status=301, headers={"Location": "/de/"})
    links = "".join(f"<a href='/de{to}'>x</a>" for to in OWN)
    site.html("/de/", f"<h1>Start</h1><p>Stahlbau seit drei Generationen.</p>{links}", head=named("/"))
    for path, text in OWN.items():
        site.html(f"/de{path}", f"<p>{text}</p>", head=named("/"))

    assert len(await crawled()) == 1 + len(OWN)


async def test_a_copy_yields_to_its_original_and_leaves_a_trace(site: Any, crawled: Any) -> None:
    article = f"<p>{LONG}</p>"
    site.html(
        "/",
        "<p>Stahlbau.</p>"
        + "".join(f"<a href='{to}'>x</a>" for to in ("/druck", "/bremen", "/alt", "/liste?sortiert=1")),
    )
    site.html("/druck", f"{article}<p>zum ausdrucken</p>", head=named("/artikel"))
    site.html("/artikel", article, head=named("/artikel"))
    site.html("/bremen", f"<p>Für Bremen.</p>{article}", head=named("/artikel"))
    site.html("/alt", "<p>Träger HEB 200</p><p>Träger HEB 300</p>", head=named("/neu"))
    site.pages["/neu"] = lambda: web.Response(status=404)
    site.html("/liste?sortiert=1", "<p>Bolzen 2 Euro</p><p>Anker 9 Euro</p>", head=named("/liste"))
    site.html("/liste", "<p>Anker 9 Euro</p><p>Bolzen 2 Euro</p>")
    outcome = Outcome()

    read = {one.asked.removeprefix(site.url) for one in await crawled(outcome=outcome)}

    assert read == {"/", "/artikel", "/bremen", "/alt", "/liste"}
    assert {url.removeprefix(site.url): why for url, why in outcome.gone.items()} == {
        "/druck": "duplicate",
        "/liste?sortiert=1": "duplicate",
        "/neu": "http_404",
    }


async def test_a_page_that_waits_when_the_limit_is_reached_is_told(site: Any, crawled: Any) -> None:
    site.html("/", "<p>Stahlbau.</p>" + "".join(f"<a href='/s{chr(97 + n)}'>x</a>" for n in range(9)))
    for n in range(9):
        site.html(f"/s{chr(97 + n)}", f"<p>Seite {n} von vielen.</p>", head=named(f"/o{chr(97 + n)}"))
    outcome = Outcome()
    pages = await crawled(outcome=outcome, max_pages=5)
    assert len(pages) == 5
    assert outcome.stopped == "page_limit"


async def test_originals_in_a_circle_are_read_once(site: Any, crawled: Any) -> None:
    site.html("/", "<p>Stahlbau.</p><a href='/a'>x</a><a href='/b'>x</a><a href='/c'>x</a>")
    for one, following in ("ab", "bc", "ca"):
        site.html(f"/{one}", f"<p>{LONG}</p>", head=named(f"/{following}"))
    assert len(await crawled()) == 2


def test_a_word_without_end_costs_little() -> None:
    twins, started = Duplicates(), monotonic()
    assert twins.twin_of(page("u1", "x" * 400_000)) is None
    assert twins.twin_of(page("u2", "x" * 399_999 + "7")) is None
    assert monotonic() - started < 1

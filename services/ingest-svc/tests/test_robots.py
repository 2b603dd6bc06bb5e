"""What a site allows: judged by what its robots.txt says, and by the strictest of all declarations of a page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from ingest_svc.domain.html import read_page
from ingest_svc.domain.robots import Robots
from multidict import CIMultiDict

NOW = datetime(2026, 5, 1, tzinfo=UTC)
RULES = "User-agent: *\nDisallow: /intern/\n"
WORDS = "<p>Die Gerberei Lohmann gerbt Häute von Rind und Hirsch mit Eichenrinde und liefert ab dem dritten Stück.</p>"


@pytest.mark.parametrize(
    ("body", "kind", "obeyed"),
    [
        (RULES, "text/html", True),
        (RULES, "application/xhtml+xml", True),
        (RULES, "application/octet-stream", True),
        ("\ufeff" + RULES, "text/html", True),
        ("\n\n# Gerberei Lohmann\n" + RULES, "text/html", True),
        ("<br />\n<b>Warning</b>: session_start() in /srv/robots.php on line 3<br />\n" + RULES, "text/html", True),
        ("<!DOCTYPE html><html><body><pre>\n" + RULES + "</pre></body></html>", "text/plain", False),
        ("\n <!-- Fehlerseite -->\n<html><body>Nicht gefunden</body></html>", "text/plain", False),
        ("<h1>Seite nicht gefunden</h1>", "text/plain", False),
    ],
)
async def test_rules_are_known_by_what_stands_there(
    crawled: Any, site: Any, body: str, kind: str, obeyed: bool
) -> None:
    site.html("/", f"<main>{WORDS}<a href='/intern/preise'>x</a></main>")
    site.html("/intern/preise", f"<main>{WORDS} Einkaufspreise.</main>")
    site.pages["/robots.txt"] = lambda: web.Response(body=body.encode(), headers={"Content-Type": kind})

    await crawled()

    assert ("/intern/preise" not in site.requests) == obeyed


def test_the_group_for_this_robot_counts_before_the_general_one() -> None:
    robots = Robots.parse("User-agent: *\nDisallow: /\n\nUser-agent: EmpfangBot\nDisallow: /a\nAllow: /", "EmpfangBot")
    assert robots.allows("https://lohmann.example/b")
    assert not robots.allows("https://lohmann.example/a")


@pytest.mark.parametrize(
    "rule",
    ["Disallow: intern/", "disallow:intern", "Disallow: https://lohmann.example/intern/", "Disallow: */intern/"],
)
def test_a_path_that_is_not_written_from_the_root_is_a_rule_all_the_same(rule: str) -> None:
    robots = Robots.parse(f"User-agent: *\n{rule}\nAllow: https://lohmann.example\n", "EmpfangBot")
    assert not robots.allows("https://lohmann.example/intern/preise")
    assert robots.allows("https://lohmann.example/preise")


def test_all_groups_for_one_robot_count_together() -> None:
    rules = "User-agent: *\nDisallow: /a\n\nUser-agent: X\nDisallow: /\n\nUser-agent: *\nDisallow: /b"
    robots = Robots.parse(rules, "EmpfangBot")
    assert [robots.allows(f"https://lohmann.example/{path}") for path in "abc"] == [False, False, True]


@pytest.mark.parametrize(
    ("head", "header", "expected"),
    [
        ('<meta name="robots" content="index, follow"><meta name="robots" content="noindex">', "", (True, False)),
        ('<meta name="robots" content="all"><meta name="EmpfangBot" content="NOINDEX,nofollow">', "", (True, True)),
        ('<meta name="empfangbot" content="index"><meta name="robots" content="noindex">', "", (True, False)),
        ('<meta name="robots" content="index, follow">', "none", (True, True)),
        ('<meta name="otherbot" content="none">', "", (False, False)),
        ('<meta name="robots" content="max-snippet:20, noindexed">', "noarchive", (False, False)),
    ],
)
def test_the_strictest_declaration_of_a_page_counts(head: str, header: str, expected: tuple[bool, bool]) -> None:
    page = read_page(f"<head>{head}</head>{WORDS}", "https://a.example/", robots_header=header, robot="EmpfangBot")
    assert (page.noindex, page.nofollow) == expected


async def test_a_header_for_another_robot_does_not_swallow_the_next_header(crawled: Any, site: Any) -> None:
    headers = CIMultiDict([("X-Robots-Tag", "otherbot: noarchive"), ("X-Robots-Tag", "noindex")])
    site.html("/", f"<main>{WORDS}<a href='/a'>x</a></main>")
    site.pages["/a"] = lambda: web.Response(text=f"<p>Anders: {WORDS}", content_type="text/html", headers=headers)

    assert [page.asked for page in await crawled()] == [site.url + "/"]

"""Puts the findings of all pages together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from ingest_svc.domain.imprint import (
    company,
    contact,
    hours,
    industry,
    looks,
    register,
    structured,
    structured_hours,
    team,
)
from ingest_svc.domain.imprint.facts import Facts, Finding
from ingest_svc.domain.imprint.site import Line, SitePage, by_role

_SWISS = re.compile(r"\bCHE-\d{3}|\+41\b|\bSchweiz\b|\bCH-\d{4}\b")
_AUSTRIAN = re.compile(r"\bATU\d|\+43\b|\bÖsterreich\b|\bFN\s?\d{4,6}\s?[a-z]\b|\bA-\d{4}\b|Firmenbuch")


def extract_facts(pages: Sequence[SitePage], styles: Mapping[str, str]) -> Facts:
    """What the pages, the start page first, and their stylesheets say about the company."""
    facts = Facts()
    if not pages:
        return facts
    start = pages[0]
    facts.language = start.content.language
    found = list(pages)
    imprints = by_role(found, "imprint")
    telling = [*imprints, *by_role(found, "contact"), start]
    region = _region(telling)
    _identity(facts, telling, region)
    _officials(facts, imprints)
    facts.phone = _first(contact.find_phone(lines, page.content.url, region) for page, lines in _blocks(telling))
    facts.email = _first(contact.find_email(page, lines) for page, lines in _blocks(telling))
    _hours(facts, [*by_role(found, "hours", "contact"), start, *found])
    facts.social = contact.find_social([start, *telling])
    facts.logo = looks.find_logo(start)
    facts.primary_color, facts.secondary_color = looks.find_colors(start, styles)
    facts.industry = industry.find_industry(start)
    people = [person for page in by_role(found, "team", "contact", "about") for person in team.find_team(page, region)]
    facts.team = tuple({person.name: person for person in reversed(people)}.values())[::-1]
    _fill(facts, structured.find_structured(start, region))
    return facts


def _region(pages: Iterable[SitePage]) -> str:
    text = "\n".join(line.text for page in pages for line in (*page.lines, *page.frame))
    hosts = {(urlsplit(page.content.url).hostname or "").rsplit(".", 1)[-1] for page in pages}
    if _SWISS.search(text) or "ch" in hosts:
        return "CH"
    if _AUSTRIAN.search(text) or "at" in hosts:
        return "AT"
    return "DE"


def _blocks(pages: Iterable[SitePage]) -> Iterable[tuple[SitePage, tuple[Line, ...]]]:
    """Each page's content, then each page's contact blocks around it."""
    listed = list(pages)
    for page in listed:
        yield page, page.lines
    for page in listed:
        yield page, page.frame


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first sure finding, else the first one."""
    fallback: Finding | None = None
    for finding in findings:
        if finding is not None and finding.confidence >= 0.9:
            return finding
        fallback = fallback or finding
    return fallback


def _identity(facts: Facts, pages: Sequence[SitePage], region: str) -> None:
    for page, lines in _blocks(pages):
        block = company.find_block(lines, country=region)
        named = company.find_name(lines) if page.role == "imprint" or block is not None else None
        for name, value in company.findings(block, named, page.content.url).items():
            if getattr(facts, name) is None:
                setattr(facts, name, value)
        if facts.company_name is not None and facts.address is not None:
            return


def _officials(facts: Facts, imprints: Sequence[SitePage]) -> None:
    def look(find: Callable[[tuple[Line, ...], str], Any]) -> Any:
        return next((found for page in imprints if (found := find(page.lines, page.content.url))), None)

    facts.managing_directors = look(register.find_directors) or ()
    facts.register_entry = look(register.find_register)
    facts.vat_id = look(register.find_vat)


def _hours(facts: Facts, pages: Sequence[SitePage]) -> None:
    """What a page shows goes before what it says to machines, which nobody looks at when hours change."""
    shown = (hours.find_hours(lines, page.content.url) for page, lines in _blocks(pages))
    told = map(structured_hours.find_structured_hours, pages)
    found = next((one for one in chain(shown, told) if one is not None), None)
    if found is not None:
        facts.opening_hours, week = found
        facts.weekly_hours = dict(week)


def _fill(facts: Facts, more: Mapping[str, Finding]) -> None:
    """Take from the structured data what the visible pages left open."""
    for name, finding in more.items():
        if getattr(facts, name) is None:
            setattr(facts, name, finding)

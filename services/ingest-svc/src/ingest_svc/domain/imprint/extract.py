"""Puts the findings of all pages together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar
from urllib.parse import urlsplit

from ingest_svc.domain.imprint import (
    address_form,
    colors,
    contact,
    directors,
    hours,
    industry,
    logo,
    namesakes,
    owners,
    register,
    states,
    structured,
    structured_hours,
    team,
)
from ingest_svc.domain.imprint.described import companies_in, narrowed
from ingest_svc.domain.imprint.facts import Facts, Finding
from ingest_svc.domain.imprint.first_names import fold
from ingest_svc.domain.imprint.identity import Identity, country_of, identify, located
from ingest_svc.domain.imprint.legal_forms import OWNED
from ingest_svc.domain.imprint.lines import Line, stands_under_others, with_headings
from ingest_svc.domain.imprint.name_sources import from_start
from ingest_svc.domain.imprint.persons import has_title, turned
from ingest_svc.domain.imprint.roles import names_position
from ingest_svc.domain.imprint.site import SitePage, by_role, with_calls
from ingest_svc.domain.imprint.structured import Told

T = TypeVar("T")
HOME = "DE"
"""Where national telephone numbers are dialled when nothing tells the country."""


def extract_facts(pages: Sequence[SitePage], styles: Mapping[str, str]) -> Facts:
    """What the pages, the start page first, and their stylesheets say about the company."""
    facts = Facts()
    if not pages:
        return facts
    pages = with_calls([pages[0], *sorted(pages[1:], key=lambda page: _order(page, pages[0]))])
    start = next((page for page in pages[:3] if page.content.text.strip()), pages[0])
    facts.language = start.content.language
    found = [page for page in pages if not page.is_missing and (page.html or page.role == "imprint")]
    described = max((len(companies_in(page.imprint)) for page in found), default=0)
    if described > 1:
        called = [
            one.text for one in from_start(start, found) if one.source not in ("h1", "title") or len(one.text) < 50
        ]
        found = [narrowed(page, called) for page in found]
        start = next(page for page in found if page.url == start.url)
    imprints = [*by_role(found, "imprint"), *(page for page in found if page.role != "imprint" and page.imprint)]
    telling = list(dict.fromkeys([*imprints, *by_role(found, "contact"), start, *by_role(found, "about")]))
    country = country_of(telling)
    region = country or HOME
    hosts = [host for host in (urlsplit(start.url).hostname or "", *_named_hosts(start)) if host]
    _contact(facts, telling, region, hosts, sure=country is not None)
    mail = (facts.email.value, facts.email.value.rpartition("@")[2]) if facts.email is not None else ()
    who = identify(
        pages[0] if pages[0].html and pages[0].url != start.url else start,
        telling,
        found,
        country=country,
        hosts=[*hosts, *mail],
    )
    _identity(facts, who)
    told = structured.find_structured(start, region)
    _officials(facts, imprints, who, told)
    _fill(facts, told, start)
    if facts.company_name is None and facts.legal_name is None:
        facts.company_name = _sole_trader(facts, who, hosts)
    if facts.postal_address is not None:
        facts.postal_address = located(facts.postal_address, country)
    _hours(facts, [*by_role(found, "hours", "contact"), start, *found])
    facts.social = {**told.social, **contact.find_social([start, *telling])}
    name = facts.company_name or facts.legal_name
    facts.logo = facts.logo or logo.find_logo(start, name.value if name else None)
    facts.primary_color, facts.secondary_color = colors.find_colors(start, styles)
    facts.industry = industry.find_industry(start)
    facts.form_of_address = address_form.find_address_form(found)
    people = [person for page in _with_people(found, start) for person in team.find_team(page, region)]
    facts.team = team.merged(people)
    facts.managing_directors = _as_shown(facts.managing_directors, found) or owners.from_team(facts.team)
    if not facts.managing_directors and facts.company_name is not None and facts.legal_form is None:
        facts.managing_directors = namesakes.from_name(facts.company_name, facts.team, _told(found))
    if not facts.managing_directors and (facts.legal_form is None or facts.legal_form.value in (*OWNED, "e.V.")):
        notices = (owners.from_privacy(page.all_lines, page.url) for page in by_role(found, "privacy"))
        facts.managing_directors = next(filter(None, notices), ())
    facts.notice = states.notice_of(found, described)
    return facts


def _order(page: SitePage, start: SitePage) -> tuple[bool, int, str]:
    """Pages in the start page's language before others, those near the root first: a crawl gives them in any order."""
    return (page.content.language != start.content.language, page.url.rstrip("/").count("/"), page.url)


def _named_hosts(start: SitePage) -> list[str]:
    """The hosts that the start page names as its own: it may be shown from elsewhere."""
    nodes = start.tree.css('link[rel~="canonical" i][href], meta[property="og:url" i][content]')
    return [
        urlsplit(node.attributes.get("href") or node.attributes.get("content") or "").hostname or ""
        for node in nodes[:2]
    ]


def _blocks(pages: Iterable[SitePage]) -> Iterable[tuple[SitePage, tuple[Line, ...]]]:
    """Each page's lines that say who answers for it, then its content, then what stands around it."""
    listed = list(pages)
    for page in listed:
        if page.imprint:
            yield page, page.imprint
    for page in listed:
        yield page, page.lines
    for page in listed:
        yield page, page.frame


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first sure finding, else the surest."""
    best: Finding | None = None
    for finding in findings:
        if finding is not None and finding.confidence >= 0.85:
            return finding
        if finding is not None and (best is None or finding.confidence > best.confidence):
            best = finding
    return best


def _contact(facts: Facts, telling: Sequence[SitePage], region: str, hosts: Sequence[str], *, sure: bool) -> None:
    called = (contact.find_called(page, region) for page in telling)
    shown = (contact.find_phone(lines, page.url, region, sure=sure) for page, lines in _blocks(telling))
    facts.phone = _first(chain(shown, called))
    mails = [found for page, lines in _blocks(telling) if (found := contact.find_email(page, lines, hosts))]
    at_home = [one for one in mails if any(one.value.endswith(host.removeprefix("www.")) for host in hosts)]
    facts.email = _first(at_home or mails)


def _identity(facts: Facts, who: Identity) -> None:
    facts.company_name, facts.legal_name = who.names.company, who.names.legal
    facts.legal_form, facts.address, facts.postal_address = who.form, who.address, who.postal
    if who.names.others:
        facts.contradictions["company_name"] = who.names.others
    if who.elsewhere:
        facts.contradictions["address"] = who.elsewhere


def _officials(facts: Facts, imprints: Sequence[SitePage], who: Identity, told: Told) -> None:
    def look(find: Callable[[Sequence[Line], str], T | None]) -> T | None:
        return next((found for page in imprints if (found := find(page.imprint, page.url))), None)

    facts.managing_directors = look(directors.find_directors) or told.founders
    entity = who.names.legal or (who.names.company if facts.legal_form is not None else None)
    for above, url in who.owner_lines:
        if facts.managing_directors:
            break
        lines = next((page.imprint for page in imprints if page.url == url), ())
        facts.managing_directors = owners.find_owner(
            above,
            lines,
            url,
            company=facts.company_name.value if facts.company_name else None,
            entity=entity.value if entity else None,
        )
    facts.register_entry = look(register.find_register)
    facts.vat_id = look(register.find_vat)


def _as_shown(named: Sequence[Finding], pages: Sequence[SitePage]) -> tuple[Finding, ...]:
    """Names written surname first, as the pages write them elsewhere; those written so only stay as they are."""

    def shown(name: str) -> str:
        other = turned(name)
        lines = (line for page in pages for line in with_headings(page.all_lines)) if other else ()
        return other if other and any(other in line.text for line in lines) else name

    return tuple(replace(one, value=shown(one.value)) for one in named)


def _sole_trader(facts: Facts, who: Identity, hosts: Sequence[str]) -> Finding | None:
    """Who works under the own name: the one person of the imprint, whose surname the domain or mail address has, too.

    Such sites call themselves nothing. A title or a profession beside the name tells them from a private person's who
    lets a flat.
    """
    if len(facts.managing_directors) != 1:
        return None
    owner = facts.managing_directors[0]
    surname = fold(owner.value).split()[-1]
    places = [*hosts, facts.email.value if facts.email is not None else ""]
    beside = {text for above, _ in who.owner_lines if owner.quote in above for text in above}
    practises = has_title(owner.quote) or any(map(names_position, beside - {owner.quote}))
    borne_out = len(surname) > 2 and any(surname in fold(place) for place in places)
    return replace(owner, confidence=0.82) if borne_out and practises else None


def _fill(facts: Facts, told: Told, start: SitePage) -> None:
    """The data for machines go before what was guessed, and behind what the imprint shows; what differs is kept."""
    for name, stated in told.fields.items():
        shown: Finding | None = getattr(facts, name)
        chosen, other = (stated, shown) if shown is None or shown.confidence < stated.confidence else (shown, stated)
        setattr(facts, name, chosen)
        if chosen is stated and name == "address":
            facts.postal_address = told.address
        if other is not None and other.value != chosen.value and name != "logo":
            facts.contradictions[name] = (*facts.contradictions.get(name, ()), other)
    if facts.vat_id is None:
        facts.vat_id = register.find_vat(start.frame, start.url)


def _hours(facts: Facts, pages: Sequence[SitePage]) -> None:
    """Hours under a fitting title go before those for machines, which nobody looks at when hours change.

    Those for machines go before others that stand somewhere, if some page bears them out.
    """
    showing = [page for page in pages if page.role != "team"]
    parts = chain(((page.lines, page.url) for page in showing), ((page.frame, page.url) for page in showing))
    shown = [found for lines, url in parts if (found := hours.find_hours(lines, url)) is not None]
    told = [found for page in pages if (found := structured_hours.find_structured_hours(page)) is not None]
    titled = [one for one in shown if one[0].confidence >= hours.TITLED]
    borne_out = [one for one in told if any(one[1].days == other[1].days for other in shown)]
    found = next(iter([*titled, *borne_out, *shown, *told]), None)
    if found is not None:
        facts.opening_hours, week = found
        facts.weekly_hours, facts.by_appointment = dict(week.days), week.by_appointment


def _told(pages: Sequence[SitePage]) -> Iterator[Line]:
    """What the pages show, headings among it, but for what stands under one for others."""
    for page in pages:
        lines = with_headings(page.all_lines, page.trades)
        yield from (line for line in lines if not stands_under_others(line, page.trades))


def _with_people(pages: Sequence[SitePage], start: SitePage) -> list[SitePage]:
    """The pages that may show persons, those of the team first."""
    others = [page for page in pages if page.role == "other"]
    return list(dict.fromkeys([*by_role(pages, "team", "about", "contact"), start, *others]))

"""Where a page leads: links, and every other way on that a browser or visitor would take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from ingest_svc.domain.inline import clean
from ingest_svc.domain.urls import normalise
from ingest_svc.domain.wanted import usual_of_persons, wanted_by

MAX_LINKS = 2_000
MAX_SCRIPT_CHARACTERS = 20_000
MAX_TELLING = 20
_REFRESH = re.compile(r"\s{0,9}[\d.]{0,9}\s{0,9}[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s][^\"']*)", re.IGNORECASE)
_HEADERS = "header, nav, [id*=header i], [id*=nav i]"
_ENDING = re.compile(r"[^/?#]\.(html?|php)(?=[?#]|$)")
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s{0,9}=\s{0,9}[\"']([^\"'\s]{1,500})[\"']|"
    r"\b(?:location\.(?:replace|assign)|window\.open)\(\s{0,9}[\"']([^\"'\s]{1,500})[\"']"
)
_HEADER = re.compile(r"<([^<>]{1,500})>([^<]{0,500})")
_REL = re.compile(r"\brel\s*=\s*\"?([\w\s-]{1,100})", re.IGNORECASE)
_ONWARD = frozenset({"next", "prev", "start", "first", "last", "index", "contents", "chapter", "section", "up"})


def links_of(tree: LexborHTMLParser, base: str, encoding: str = "utf-8") -> tuple[str, ...]:
    """The addresses a page leads to, each once, at most `MAX_LINKS`: what it says is for no robot left out."""
    found: dict[str, None] = {}
    for address in _addresses(tree):
        link = normalise(address, base, encoding=encoding)
        if link:
            found[link] = None
        if len(found) >= MAX_LINKS:
            break
    return tuple(found)


def _addresses(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css('meta[http-equiv="refresh" i][content]'):
        yield from refresh(node.attributes["content"] or "")
    for node in tree.css("frame[src], iframe[src], embed[src], object[data]"):
        yield node.attributes.get("src") or node.attributes.get("data") or ""
    for node in tree.css("a[href], area[href], link[rel][href], a[xlink\\:href], [data-href]"):
        attributes = node.attributes
        rel = set((attributes.get("rel") or "").lower().split())
        if "nofollow" not in rel and (node.tag != "link" or rel & _ONWARD):
            yield attributes.get("href") or attributes.get("xlink:href") or attributes.get("data-href") or ""
    for node in tree.css("select[onchange] option[value]"):
        yield node.attributes["value"] or ""
    for node in tree.css("[onclick]"):
        yield from _locations(node.attributes["onclick"] or "")
    for node in tree.css("script:not([src])"):
        yield from _locations((node.text() or "")[:MAX_SCRIPT_CHARACTERS])


def telling_links(tree: LexborHTMLParser, base: str, encoding: str = "utf-8") -> tuple[str, ...]:
    """The addresses whose links say that they tell about the company, whatever the addresses themselves are called.

    Where a script fills the header its links cannot be read: then also where a site's persons usually are.
    `rel=nofollow` speaks of what a link says of its target to an index, not of reading it.
    """
    found: dict[str, None] = {}
    for node in tree.css("a[href], area[href], frame[src]"):
        attributes = node.attributes
        said = (
            clean(node.text()) or attributes.get("title") or attributes.get("aria-label") or attributes.get("alt") or ""
        )
        link = normalise(attributes.get("href") or attributes.get("src") or "", base, encoding=encoding)
        if link and (node.tag == "frame" or wanted_by(said)):
            found[link] = None
        if len(found) >= MAX_TELLING:
            break
    if _is_headed_by_script(tree):
        found |= dict.fromkeys(usual_of_persons(base, _ending_of(tree)))
    return tuple(found)


def _is_headed_by_script(tree: LexborHTMLParser) -> bool:
    """Whether a page's header is an empty place that a script fills, so that its links are nowhere in the page."""
    placed = [node for node in tree.css(_HEADERS) if not node.css("a[href], img") and not clean(node.text())]
    return bool(placed) and not tree.css("header a[href], nav a[href]")


def _ending_of(tree: LexborHTMLParser) -> str:
    """How the addresses end that a page links to: `.html`, or nothing."""
    matches = (_ENDING.search(node.attributes["href"] or "") for node in tree.css("a[href]"))
    return next((f".{match[1]}" for match in matches if match), "")


def _locations(script: str) -> Iterator[str]:
    for match in _LOCATION.finditer(script):
        yield match[1] or match[2]


def refresh(content: str) -> tuple[str, ...]:
    """Where a `Refresh` header or element leads (HTML standard, 4.2.5.3), if anywhere."""
    match = _REFRESH.match(content)
    return (match[1].strip(),) if match else ()


def header_links(header: str) -> dict[str, str]:
    """The addresses of a `Link` header by their relation (RFC 8288); the first of a relation counts."""
    found: dict[str, str] = {}
    for address, parameters in _HEADER.findall(header):
        rel = _REL.search(parameters)
        for name in rel[1].lower().split() if rel else ():
            if name == "canonical" or name in _ONWARD:
                found.setdefault(name, address)
    return found

"""The text of an HTML page: main content with its headings; tables, lists and contact blocks as readable lines."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest_svc.domain.clutter import Clutter
from ingest_svc.domain.frames import tells_contact
from ingest_svc.domain.inline import clean
from ingest_svc.domain.language import detect_language
from ingest_svc.domain.links import links_of, telling_links
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.domain.reader import Reader, tab_titles
from ingest_svc.domain.urls import normalise

MAX_HTML_CHARACTERS = 2_000_000
MIN_MAIN = 40
"""Characters that an element must have to be the page's main one."""
LOST = 0.15
"""Share of a page's text below which what was read of it cannot be all there is to read."""
_NO_TEXT = ["script", "style", "noscript", "template"]


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page, of a bounded size."""
    return LexborHTMLParser(html[:MAX_HTML_CHARACTERS])


def read_page(html: str, url: str, *, robots_header: str = "", robot: str = "", encoding: str = "utf-8") -> PageContent:
    """What an HTML page says and where it leads.

    `robots_header`: the directives of the answer's headers; `robot`: the name by which a page may speak to us alone;
    `encoding`: what the page was decoded from, in which its links' queries are meant.
    """
    tree = parse(html)
    base = _base(tree, url)
    robots = set(re.split(r"[,\s]+", f"{robots_header},{_robots_metas(tree, robot)}".lower()))
    links, canonical, title = links_of(tree, base, encoding), _canonical(tree, base), _title(tree)
    telling = telling_links(tree, base, encoding)
    root = tree.css_first("html")
    declared = root.attributes.get("lang") if root is not None else None
    tree.strip_tags(_NO_TEXT)
    body = tree.body
    sections, footer = _content(body, url) if body is not None else ((), ())
    return PageContent(
        url=url,
        title=title or (sections[0].headings[0] if sections and sections[0].headings else url),
        language=detect_language(" ".join(section.text for section in sections), declared or ""),
        sections=sections,
        footer=footer,
        links=links,
        telling=telling,
        canonical=canonical,
        noindex=not robots.isdisjoint(("noindex", "none")),
        nofollow=not robots.isdisjoint(("nofollow", "none")),
    )


def _content(body: LexborNode, url: str) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The sections of the main content, and the contact details around it.

    A page of which nearly nothing is left is read again, whole and taking little for clutter.
    """
    main = _main(body)
    tabs = tab_titles(body)
    sections = _sections(main, Clutter(body, url), tabs)
    footer = _footer(body, main)
    if _size(sections) < LOST * len(body.text()):
        more = _sections(body, Clutter(body, generous=True), tabs)
        if _size(sections) < LOST * (_size(more) - _size(footer)):
            sections = more
    return sections, footer


def _sections(node: LexborNode, clutter: Clutter, tabs: dict[str, str]) -> tuple[Section, ...]:
    reader = Reader(clutter, tabs)
    reader.read(node)
    return reader.sections()


def _size(sections: tuple[Section, ...]) -> int:
    return sum(len(section.text) for section in sections)


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    title = clean(node.text()) if node is not None else ""
    heading = tree.css_first("h1")
    first = clean(heading.text(separator=" ")) if heading is not None else ""
    # The page's own name, without the company's behind the separator, where the heading says as much.
    if first and len(first) <= 150 and (not title or first.lower() in title.lower()):
        return first
    return title[:300]


def _robots_metas(tree: LexborHTMLParser, robot: str) -> str:
    """What all elements for all robots and for this one say: together, so that the strictest counts."""
    names = {"robots", robot.lower()} - {""}
    metas = (node.attributes for node in tree.css("meta[name][content]"))
    return ",".join(meta["content"] or "" for meta in metas if (meta["name"] or "").strip().lower() in names)


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return normalise(node.attributes.get("href") or "", url) or url if node is not None else url


def _canonical(tree: LexborHTMLParser, base: str) -> str | None:
    """The address the page names as the original; None where it names more than one (RFC 6596 allows one)."""
    nodes = tree.css('link[rel~="canonical" i][href]')
    named = {normalise(node.attributes.get("href") or "", base) for node in nodes}
    return named.pop() if len(named) == 1 else None


def _main(body: LexborNode) -> LexborNode:
    for selector in ("main", '[role="main"]'):
        found = body.css_first(selector)
        if found is not None and len(clean(found.text())) >= MIN_MAIN:
            return found
    articles = body.css("article")
    if len(articles) == 1 and len(clean(articles[0].text())) > 0.5 * len(clean(body.text())):
        return articles[0]
    return body


def _footer(body: LexborNode, main: LexborNode) -> tuple[Section, ...]:
    nodes = body.css('footer, [role="contentinfo"], aside')
    sections: list[Section] = []
    for node in nodes:
        if _inside(node, main) and main.tag != "body":
            continue
        read = _sections(node, Clutter(node, keep_frame=True), {})
        sections += [section for section in read if tells_contact(section.text)]
    return tuple(sections)


def _inside(node: LexborNode, other: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None:
        if at.mem_id == other.mem_id:
            return True
        at = at.parent
    return False

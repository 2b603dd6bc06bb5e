"""The text of an HTML page: main content with its headings; tables, lists and contact blocks as readable lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest_svc.domain.frames import tells_contact
from ingest_svc.domain.language import detect_language
from ingest_svc.domain.links import links_of
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.domain.tables import is_data, table_rows
from ingest_svc.domain.urls import normalise

MAX_HTML_CHARACTERS = 2_000_000
MAX_TEXT_CHARACTERS = 400_000
MAX_DEPTH = 200

_DROPPED_TEXT = """
    script style noscript template svg canvas iframe object embed video audio form button select input textarea
    nav dialog map picture img head link meta
"""
_DROPPED = frozenset(_DROPPED_TEXT.split())
_INLINE_TEXT = """
    a abbr b bdi bdo cite code data dfn em font i ins kbd label mark q s samp small span strong sub sup time u
    var wbr tt big acronym nobr
"""
_INLINE = frozenset(_INLINE_TEXT.split())
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:cookie|consent|gdpr|dsgvo|breadcrumbs?|navi?|navbar|navigation|menu|menue|hauptmenu|skip|skiplink|"
    r"sr-only|visually-hidden|screen-reader|social|share|sharing|pagination|popup|modal|newsletter|sidebar-nav)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"(?:accordion|toggle|faq|tab|collapse|question|frage)\S*?(?:title|header|heading|head|question|frage|trigger|label)",
    re.IGNORECASE,
)
"""Classes of the titles in accordions that are made of plain boxes."""
LONGEST_TITLE = 160
_TRAIL = re.compile(
    r"(?:sie (?:sind|befinden sich) hier|you are here|zum inhalt springen|skip to content)\b", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u2009\u202f]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")


def clean(text: str) -> str:
    """One line: spaces folded, soft hyphens and zero-width characters gone."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page, of a bounded size."""
    return LexborHTMLParser(html[:MAX_HTML_CHARACTERS])


def read_page(html: str, url: str, *, robots_header: str = "", robot: str = "") -> PageContent:
    """What an HTML page says and where it leads.

    `robots_header`: the directives of the answer's headers; `robot`: the name by which a page may speak to us alone.
    """
    tree = parse(html)
    base = _base(tree, url)
    robots = set(re.split(r"[,\s]+", f"{robots_header},{_robots_metas(tree, robot)}".lower()))
    body = tree.body
    title = _title(tree)
    links = links_of(tree, base)
    if body is None:
        return PageContent(url=url, title=title, language="de", sections=(), links=links)
    canonical = _canonical(tree, base)
    main = _main(body)
    reader = _Reader()
    reader.read(main)
    sections = tuple(reader.sections())
    if not sections and main is not body:
        reader = _Reader()
        reader.read(body)
        sections = tuple(reader.sections())
    root = tree.css_first("html")
    declared = root.attributes.get("lang") if root is not None else None
    return PageContent(
        url=url,
        title=title or (sections[0].headings[0] if sections and sections[0].headings else url),
        language=detect_language(" ".join(section.text for section in sections), declared or ""),
        sections=sections,
        footer=_footer(body, main),
        links=links,
        canonical=canonical,
        noindex=not robots.isdisjoint(("noindex", "none")),
        nofollow=not robots.isdisjoint(("nofollow", "none")),
    )


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
    node = tree.css_first('link[rel="canonical" i][href]')
    return normalise(node.attributes.get("href") or "", base) if node is not None else None


def _main(body: LexborNode) -> LexborNode:
    for selector in ("main", '[role="main"]'):
        found = body.css_first(selector)
        if found is not None and len(clean(found.text())) >= 40:
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
        reader = _Reader(keep_frame=True)
        reader.read(node)
        sections += [section for section in reader.sections() if tells_contact(section.text)]
    return tuple(sections)


def _inside(node: LexborNode, other: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None:
        if at.mem_id == other.mem_id:
            return True
        at = at.parent
    return False


def _is_clutter(node: LexborNode, *, keep_frame: bool) -> bool:
    tag = node.tag or ""
    if tag in _DROPPED:
        return not _is_title(node, tag)
    attributes = node.attributes
    role = (attributes.get("role") or "").lower()
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or role in ("navigation", "search", "dialog"):
        return True
    if not keep_frame and (tag == "footer" or role in ("banner", "contentinfo")):
        return True
    if not keep_frame and tag == "header" and node.css_first("h1,h2,h3") is None:
        return True
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return False
    return bool(names.strip()) and tag not in ("body", "main", "article") and bool(_CLUTTER.search(names))


def _is_title(node: LexborNode, tag: str) -> bool:
    """Whether a box or button is the title of something that opens: by its role, its class, or being a question."""
    if tag not in ("div", "button", "p"):
        return False
    attributes = node.attributes
    if tag == "button":
        return "aria-expanded" in attributes and 0 < len(_flat_text(node)) <= LONGEST_TITLE
    named = bool(_TITLES.search(attributes.get("class") or "")) or (
        "aria-expanded" in attributes or "aria-controls" in attributes
    )
    if any(child.tag not in _INLINE and child.tag not in ("-text", "button") for child in node.iter(include_text=True)):
        return False
    text = _flat_text(node)
    return 0 < len(text) <= LONGEST_TITLE and (
        named or (text.endswith("?") and text.count("?") == 1 and "." not in text)
    )


def _bold_title(node: LexborNode) -> str:
    """The text of a paragraph that is bold throughout and short, as old pages write headings; else nothing."""
    text = _flat_text(node)
    if not 2 < len(text) <= 90 or text[-1] in ".,;:!" or "\n" in (node.text() or "").strip():
        return ""
    bold = clean("".join(part.text() or "" for part in node.css("b, strong")))
    return text if bold == text and node.css_first("br") is None else ""


@dataclass
class _Reader:
    """Walks a tree in reading order and collects lines under headings."""

    keep_frame: bool = False
    _path: list[tuple[int, str]] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _done: list[Section] = field(default_factory=list)
    _inline: list[str] = field(default_factory=list)
    _size: int = 0

    def read(self, node: LexborNode, depth: int = 0) -> None:
        """Take a node's content, block by block."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag in ("-text", "#text"):
                # A newline in the source is a space; only <br> breaks a line.
                self._inline.append(_SPACES.sub(" ", child.text_content or ""))
            elif tag.startswith(("-", "!", "_")) or depth > MAX_DEPTH or self._size > MAX_TEXT_CHARACTERS:
                continue
            elif tag == "br":
                self._inline.append("\n")
            elif not _is_clutter(child, keep_frame=self.keep_frame):
                self._element(child, tag, depth)
        if node.tag not in _INLINE:
            self._break()

    def _element(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag in _INLINE:
            self.read(node, depth + 1)
            return
        self._break()
        if tag in _HEADINGS:
            self._heading(_HEADINGS[tag], _flat_text(node))
        elif tag == "summary":
            self._heading(6, _flat_text(node))
        elif tag == "table" and is_data(node):
            for row in table_rows(node, _flat_text):
                self._line(row)
        elif _is_title(node, tag):
            self._heading(6, _flat_text(node))
        elif tag == "p" and (title := _bold_title(node)):
            self._heading(5, title)
        elif tag == "dl":
            self._definitions(node)
        elif tag == "li":
            before, path = len(self._lines), list(self._path)
            self.read(node, depth + 1)
            if len(self._lines) == before + 1 and self._path == path:
                self._lines[before] = f"- {self._lines[before]}"
        else:
            self.read(node, depth + 1)

    def _heading(self, level: int, text: str) -> None:
        if not text:
            return
        self._close()
        self._path = [(at, heading) for at, heading in self._path if at < level]
        self._path.append((level, text[:200]))

    def _definitions(self, node: LexborNode) -> None:
        term = ""
        values: list[str] = []
        for child in node.css("dt, dd"):
            text = _flat_text(child)
            if child.tag == "dt":
                self._definition(term, values)
                if text.endswith("?"):
                    self._heading(6, text)
                    text = ""
                term, values = text, []
            elif text:
                values.append(text)
        self._definition(term, values)

    def _definition(self, term: str, values: list[str]) -> None:
        if values:
            self._line(f"{term.rstrip(':')}: {', '.join(values)}" if term else ", ".join(values))

    def _break(self) -> None:
        text = "".join(self._inline)
        self._inline.clear()
        for line in text.split("\n"):
            self._line(clean(line))

    def _line(self, text: str) -> None:
        if text and not re.fullmatch(r"[\W_]+", text) and not _TRAIL.match(text):
            self._lines.append(text)
            self._size += len(text)

    def _close(self) -> None:
        self._break()
        if self._lines:
            self._done.append(Section(tuple(heading for _, heading in self._path), "\n".join(self._lines)))
            self._lines = []

    def sections(self) -> Iterator[Section]:
        """The sections read so far."""
        self._close()
        yield from self._done


def _flat_text(node: LexborNode) -> str:
    """A node's text on one line; inline elements join without a space, blocks and breaks with one."""
    parts: list[str] = []
    _collect(node, parts, 0)
    return clean("".join(parts))


def _collect(node: LexborNode, parts: list[str], depth: int) -> None:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag in ("-text", "#text"):
            parts.append(child.text_content or "")
        elif tag == "br":
            parts.append(" ")
        elif depth < MAX_DEPTH and tag not in ("script", "style", "svg", "template", "noscript"):
            if tag not in _INLINE:
                parts.append(" ")
            _collect(child, parts, depth + 1)
            if tag not in _INLINE:
                parts.append(" ")

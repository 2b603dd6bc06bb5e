"""Where a company's name may stand: title, headings, header, copyright line, data for machines, imprint."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from ingest_svc.domain.imprint.legal_forms import ends_with_legal_form, legal_form_of, up_to_legal_form
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.name_rules import cleaned, has_label, is_label
from ingest_svc.domain.imprint.persons import is_person
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.inline import clean, flat_text

Source = Literal[
    "entity",
    "label",
    "block",
    "footer",
    "structured",
    "site_name",
    "header",
    "copyright",
    "titles",
    "title",
    "h1",
    "welcome",
    "owner",
]
_FIRST_LINES = 60
"""Lines of a start page that may greet."""
_MANY_ALIKE = 3
"""Pages under one title that make it the site's and not the start page's, which may be met under two addresses."""
LONGEST_TEXT = 300
"""Characters of a title, heading or attribute that are looked at."""
_BETWEEN = re.compile(
    r"\s+[|–—·»«•/-]+\s+|\s*[|•·»]\s*|:\s+|\s+[-–—]|(?<=[a-zäöüß])[-–—]\s+(?!(?:und|oder|bzw\.)\s|&)|\s{2,}|,\s+|"
    r"\*{2,}|[✔✓★]"
)
_GREETING = re.compile(
    r"^(?:(?:ein )?herzlich(?:es)? )?(?:willkommen|welcome|servus|hallo)\s+(?:bei|beim|im|in der|in|auf der website|"
    r"auf der homepage|auf|zu|to)"
    r"\s+(?:(?:der|dem|den|die|das|unserer?|unserem|our|the)\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)
_HOME_WORD = re.compile(
    r"^(?:home|start|startseite|willkommen|zur startseite|logo)\b[\s:|–-]*|[\s:|–-]*\b(?:logo|startseite|home)$",
    re.IGNORECASE,
)
_LOGO_WORD = re.compile(
    r"\b(?:das |firmen|unser )?-?logo(?:s|grafik)?\b(?:\s(?:der|des|von|vom|für))?|^bild von|"
    r"zur(?:ück zur)? startseite|\bhomepage\b|^link zu",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|&copy;|\(c\)|copyright)\s*(?:©|\(c\)|by|von|copyright)?\s*(?:\d{4}(?:\s*[-–—/]\s*(?:\d{2,4}|"
    r"heute))?)?\s*(?:by|von|–|-|\||,)?\s*"
    r"(?P<name>[^|·•©\n]{3,90})",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"[\s,.;|–-]*\b(?:alle rechte|all rights|impressum|datenschutz|design|webdesign|made|erstellt|powered|"
    r"realisiert|umsetzung|cookie|agb|kontakt)\b.*$|"
    r"[\s,–-]*\d{4}(?:\s*[-–]\s*\d{2,4})?\s*\.?$|(?<=[^\W_]{4})(?<!\bdent)\.\s.*$",
    re.IGNORECASE,
)
_BRAND = re.compile(r"(?:^|[\s_-])(?:logo|brand|site-?title|site-?name|sitename|firmenname|blog-?title)", re.IGNORECASE)
_PHRASE = re.compile(
    r"(?:\b(?:die|der|von|durch|ist|by|Firma|Fa\.)\s+)(?P<name>(?:(?:[A-ZÄÖÜ0-9][\w&.'’-]*|&|und|für|am|im|der|"
    r"des)\s+){1,8}?"
    r"(?:GmbH(?: & Co\. KG)?|AG|KG|UG(?: \(haftungsbeschränkt\))?|GbR|OHG|e\.\s?K\.|e\.\s?V\.|eG|PartG mbB|"
    r"e\.\s?U\.|OG))(?![\w])"
)
_OWNER_LABEL = re.compile(r"^\s*inh(?:\.|aber(?:in)?)\s*:?\s+", re.IGNORECASE)
_OWNER = re.compile(r"^(?:\w+-)?(?:inhaber(?:in)?|inh\.)\s*:?\s+(?P<name>[^,|(]{5,60})$", re.IGNORECASE)
_PIECES = re.compile(r"\s+[·•|–—/-]\s+|,\s+|\s*[·•|]\s*|;\s*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be the company's name, and the words it was taken from."""

    text: str
    source: Source
    url: str
    quote: str


def from_start(start: SitePage, pages: Sequence[SitePage]) -> Iterator[Candidate]:
    """How the site calls itself: on its start page, in the titles that its pages share, in its copyright lines."""
    url = start.url
    for selector in (
        'meta[property="og:site_name" i]',
        'meta[name="application-name" i]',
        'meta[name="apple-mobile-web-app-title" i]',
    ):
        for node in start.tree.css(selector)[:1]:
            text = clean(node.attributes.get("content") or "")[:LONGEST_TEXT]
            yield Candidate(cleaned(text), "site_name", url, text)
    yield from _titled(pages, url)
    for node in start.tree.css("h1")[:3]:
        text = flat_text(node)[:LONGEST_TEXT]
        for part in dict.fromkeys([cleaned(text), *_parts(text)]):
            yield Candidate(part, "h1", url, text)
    yield from _headed(pages, url)
    yield from _welcomed(start)
    yield from _header(start)
    for page in pages[:4]:
        for line in page.all_lines:
            if (match := _COPYRIGHT.search(line.text)) and len(line.text) < 250:
                name = _RIGHTS.sub("", match["name"])
                for part in dict.fromkeys([cleaned(name), cleaned(_PIECES.split(name)[0])]):
                    yield Candidate(part, "copyright", page.url, line.text)


def _titled(pages: Sequence[SitePage], url: str) -> Iterator[Candidate]:
    """Parts of the start page's title, and those that titles of several pages share.

    One title that most pages have names the site, too: nobody wrote others.
    """
    titles = [_title(page) for page in pages]
    shared = Counter(part.casefold() for title in set(titles) for part in set(_parts(title)))
    common, count = Counter(titles).most_common(1)[0]
    if count >= _MANY_ALIKE and count * 2 > len(titles):
        shared.update(part.casefold() for part in set(_parts(common)))
    for part in _parts(titles[0]):
        yield Candidate(part, "title", url, titles[0])
    for title in titles:
        for part in _parts(title):
            if shared[part.casefold()] > 1:
                yield Candidate(part, "titles", url, title)


def _headed(pages: Sequence[SitePage], url: str) -> Iterator[Candidate]:
    """Headings that several pages begin with: they name the site."""
    heads = [cleaned(flat_text(node)[:LONGEST_TEXT]) for page in pages for node in page.tree.css("h1")[:1]]
    for head, count in Counter(head.casefold() for head in heads).items():
        if count > 1:
            yield from (Candidate(one, "header", url, one) for one in heads if one.casefold() == head)


def from_items(page: SitePage, items: Iterable[dict[str, Any]]) -> Iterator[Candidate]:
    """Names in the data for machines."""
    for item in items:
        for key in ("legalName", "name", "alternateName"):
            value = item.get(key)
            if isinstance(value, str):
                named = clean(value)[:LONGEST_TEXT]
                yield Candidate(cleaned(named), "structured", page.url, named)


def from_imprint(page: SitePage, lines: Sequence[Line]) -> Iterator[Candidate]:
    """Names with a legal form, and behind labels, among the lines that say who answers for the site."""
    for at, line in enumerate(lines):
        if not line.own or len(line.text) > 400 or line.text.count(" | ") > 1:  # rows of a list of others
            continue
        if has_label(line.text):
            pieces = _PIECES.split(cleaned(line.text))
            yield Candidate(cleaned(pieces[0]) if pieces else "", "label", page.url, line.text)
        elif is_label(line.text) and at + 1 < len(lines) and lines[at + 1].own:
            yield Candidate(cleaned(lines[at + 1].text), "label", page.url, f"{line.text}\n{lines[at + 1].text}")
        yield from entities_in(line, page.url)
        if (owner := _OWNER.match(line.text)) and is_person(owner["name"]):
            yield Candidate(owner["name"].strip(), "owner", page.url, line.text)


def entities_in(line: Line, url: str) -> Iterator[Candidate]:
    """Companies that a line names by their legal form."""
    whole = cleaned(line.text)
    if len(whole) <= 90 and ends_with_legal_form(whole) and not has_label(whole):
        yield Candidate(whole, "entity", url, line.text)
    for piece in _PIECES.split(line.text):
        if _OWNER_LABEL.match(piece):  # who owns the company is not what it is called
            continue
        name = cleaned(piece)
        if legal_form_of(name) and name != whole:
            yield Candidate(name, "entity", url, line.text)
        if (formed := up_to_legal_form(name)) and formed != name:
            yield Candidate(formed, "entity", url, line.text)
    for match in _PHRASE.finditer(line.text):
        yield Candidate(cleaned(match["name"]), "entity", url, line.text)


def _title(page: SitePage) -> str:
    node = page.tree.css_first("title")
    return clean(node.text())[:LONGEST_TEXT] if node is not None else ""


def _parts(title: str) -> list[str]:
    """A title, and what stands between its separators; what greets or leads home is cut off."""
    pieces = [title, *_BETWEEN.split(title), re.split(r",\s+", title)[0]]
    found: dict[str, None] = {}
    for piece in pieces:
        text = _HOME_WORD.sub("", piece.strip())
        greeted = _GREETING.match(text)
        for name in (greeted["name"] if greeted else text, re.sub(r"\s+(?:in|aus|bei)\s+[A-ZÄÖÜ][\w. -]+$", "", text)):
            if name := cleaned(name):
                found[name] = None
    return list(found)


def _welcomed(page: SitePage) -> Iterator[Candidate]:
    nodes = [flat_text(node) for node in page.tree.css("h1, h2, h3, p, strong, b")[:25]]
    for text in dict.fromkeys([*nodes, *(line.text for line in page.all_lines[:_FIRST_LINES])]):
        if len(text) < 120 and (match := _GREETING.match(text)):
            yield Candidate(
                cleaned(re.split(r"[!.,–]\s|\s[–-]\s", match["name"])[0].rstrip("!. ")), "welcome", page.url, text
            )


def _header(page: SitePage) -> Iterator[Candidate]:
    """The link to the start page in the header, its picture's text, and what is called logo or brand."""
    nodes: list[LexborNode] = []
    for link in page.tree.css("a[href]")[:12]:
        if _leads_home(link.attributes.get("href") or "", page.url):
            nodes.append(link)
    for node in page.tree.css(
        "header img[alt], [class*=logo i], [class*=brand i], [id*=logo i], [class*=site-title i], [class*=site-name i]"
    )[:12]:
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        inside = node.tag == "img" or _BRAND.search(names)
        if inside and not _about_others(node):
            nodes.append(node)
    for node in page.tree.css("img[alt]")[:1]:
        nodes.append(node)
    seen: set[str] = set()
    for node in nodes:
        for text in _texts(node):
            name = cleaned(_HOME_WORD.sub("", _LOGO_WORD.sub(" ", text)).strip())
            if name and name not in seen and len(seen) < 12:
                seen.add(name)
                yield Candidate(name, "header", page.url, text)


def _texts(node: LexborNode) -> Iterator[str]:
    own = flat_text(node)
    if own and len(own) <= 90:
        yield own
    for one in [node, *node.css("img, svg title")[:3]]:
        attributes = one.attributes
        for name in ("alt", "title", "aria-label"):
            if text := clean(attributes.get(name) or "")[:LONGEST_TEXT]:
                yield text
        if one.tag == "title":
            yield clean(one.text())[:LONGEST_TEXT]


def _leads_home(href: str, url: str) -> bool:
    parts, own = urlsplit(href.strip()), urlsplit(url)
    if parts.netloc and parts.netloc != own.netloc:
        return False
    path = parts.path.lower()
    return not parts.query and (
        path in ("/", "./", "index.html", "/index.html", "index.php", "/index.php", "index.htm", "/de/", "/home", "/de")
        or (bool(parts.netloc) and path == own.path.lower())
    )


def _about_others(node: LexborNode) -> bool:
    at: LexborNode | None = node
    for _ in range(6):
        if at is None or at.tag in ("body", "header"):
            return False
        names = f"{at.attributes.get('class') or ''} {at.attributes.get('id') or ''}".lower()
        if re.search(
            r"partner|kunden|client|customer|sponsor|referen|testimonial|stimme|footer|carousel|slider", names
        ):
            return True
        at = at.parent
    return False

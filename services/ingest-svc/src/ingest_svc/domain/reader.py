"""Walks the tree of a page in reading order and makes of it lines under headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, takewhile

from selectolax.lexbor import LexborNode

from ingest_svc.domain.clutter import HEADINGS, Clutter, is_title
from ingest_svc.domain.inline import INLINE, MAX_DEPTH, TEXT, Inline, clean, flat_text
from ingest_svc.domain.kickers import LONGEST, kicker_of
from ingest_svc.domain.page import Section
from ingest_svc.domain.tables import is_data, table_rows

MAX_TEXT_CHARACTERS = 400_000
LONGEST_HEADING = 200
HALF = 0.5
"""How far below the heading above it an accordion's title stands: above all headings that come inside."""
FURTHEST_TITLE = 8
MOST_TITLES = 40
"""Elements around an accordion's title in which the heading above it is looked for, and headings of each."""
BOLD, OPENER = 5, 6
"""Levels of headings that are none by their element: bold paragraphs, and titles of what opens."""
_TRAIL = re.compile(
    r"(?:sie (?:sind|befinden sich) hier|you are here|zum inhalt springen|skip to content)\b", re.IGNORECASE
)
_PARTS = frozenset({"section", "article", "main", "body"})
_NO_TEXT = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d{1,2}\W*")


@dataclass(slots=True)
class _Heading:
    level: float
    text: str
    kicker: str = ""
    """What stands above it and belongs to it."""
    used: bool = False
    """Whether there is text under it."""

    @property
    def whole(self) -> str:
        """The heading with its kicker; a question stays as it is asked."""
        says_more = self.kicker and not _NUMBER.fullmatch(self.kicker) and self.kicker.lower() not in self.text.lower()
        return f"{self.kicker} · {self.text}" if says_more and not self.text.endswith("?") else self.text


class Reader:
    """Collects lines under headings. A heading with nothing below it says something itself and is a line."""

    def __init__(self, clutter: Clutter, tabs: dict[str, str]) -> None:
        self._clutter = clutter
        self._tabs = tabs
        """The titles of panels by their ids."""
        self._path: list[_Heading] = []
        self._lines: list[str] = []
        self._done: list[tuple[tuple[str, ...], list[str]]] = []
        self._inline = Inline()
        self._size = 0

    def read(self, node: LexborNode, depth: int = 0) -> None:
        """Take a node's content, block by block."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag in TEXT:
                self._inline.text(child.text_content or "")
            elif tag.startswith(("-", "!", "_")) or depth > MAX_DEPTH or self._size > MAX_TEXT_CHARACTERS:
                continue
            elif tag == "br":
                self._inline.line_break()
            elif tag == "wbr":
                continue
            elif self._clutter.drops(child, tag):
                if tag in ("img", "svg", "picture", "input", "select", "button", "a"):
                    self._inline.gap()
            elif tag in INLINE:
                self._inline.element(child, tag, lambda inner: self.read(inner, depth + 1))
            else:
                self._block(child, tag, depth)
        if node.tag not in INLINE:
            self._break()

    def _block(self, node: LexborNode, tag: str, depth: int) -> None:
        self._break()
        if tag in HEADINGS:
            self._heading(self._level_of(node, int(tag[1])), flat_text(node), self._kicker(node))
        elif tag == "summary":
            self._heading(OPENER, flat_text(node))
        elif tag == "table" and is_data(node):
            for row in table_rows(node, flat_text):
                self._line(row)
        elif is_title(node, tag):
            self._heading(OPENER, flat_text(node))
        elif tag == "p" and (title := _bold_title(node)):
            self._heading(BOLD, title)
        elif tag == "dl":
            self._definitions(node)
        elif tag == "li":
            self._item(node, depth)
        else:
            if self._tabs:
                self._panel(node)
            self.read(node, depth + 1)

    def _item(self, node: LexborNode, depth: int) -> None:
        before, path = len(self._lines), list(self._path)
        self.read(node, depth + 1)
        if len(self._lines) == before + 1 and self._path == path:
            self._lines[before] = f"- {self._lines[before]}"

    def _panel(self, node: LexborNode) -> None:
        """The title of the tab that opens this panel, unless the panel has headings of its own."""
        title = self._tabs.get(node.attributes.get("id") or "")
        stands = bool(self._path) and self._path[-1].text == title
        if title and not stands and node.css_first("h1,h2,h3,h4,h5,h6") is None:
            self._heading(OPENER, title)

    def _heading(self, level: float, text: str, kicker: str = "") -> None:
        if not text:
            return
        self._close()
        self._leave(level)
        self._path.append(_Heading(level, text[:LONGEST_HEADING], kicker))

    def _kicker(self, node: LexborNode) -> str:
        """The line read last, taken back, when it stands above this heading and belongs to it."""
        stands = bool(self._lines) and len(self._lines[-1]) <= LONGEST and self._lines[-1] == kicker_of(node)
        return self._lines.pop() if stands else ""

    def _level_of(self, node: LexborNode, rank: int) -> float:
        """The level of a heading. What opens something stands below the heading of its card or part of the page.

        A widespread framework gives the titles of all accordions one rank, wherever they stand.
        """
        if not opens(node):
            return rank
        above = {one.text: one.level for one in takewhile(lambda one: one.level % 1 == 0, self._path)}
        around = node.parent
        for _ in range(FURTHEST_TITLE):
            if around is None or around.tag in _PARTS:
                return rank
            near = islice(around.css("h1, h2, h3, h4, h5, h6"), MOST_TITLES)
            texts = (flat_text(one) for one in near if not opens(one))
            found = next((above[text] for text in texts if text in above), None)
            if found is not None:
                return max(rank, found + HALF)
            around = around.parent
        return rank

    def _leave(self, level: float) -> None:
        """Close headings of this level and below."""
        while self._path and self._path[-1].level >= level:
            last = self._path.pop()
            if not last.used:
                self._line(last.whole)
                self._close()

    def _definitions(self, node: LexborNode) -> None:
        term = ""
        values: list[str] = []
        for child in node.css("dt, dd"):
            text = flat_text(child)
            if child.tag == "dt":
                self._definition(term, values)
                if text.endswith("?"):
                    self._heading(OPENER, text)
                    text = ""
                term, values = text, []
            elif text:
                values.append(text)
        self._definition(term, values)

    def _definition(self, term: str, values: list[str]) -> None:
        if values:
            self._line(f"{term.rstrip(':')}: {', '.join(values)}" if term else ", ".join(values))
        else:
            self._line(term)

    def _break(self) -> None:
        for line in self._inline.lines():
            self._line(line)

    def _line(self, text: str) -> None:
        if text and not _NO_TEXT.fullmatch(text) and not _TRAIL.match(text):
            self._lines.append(text)
            self._size += len(text)

    def _close(self) -> None:
        self._break()
        if not self._lines:
            return
        for heading in self._path:
            heading.used = True
        headings = tuple(heading.whole for heading in self._path)
        if self._done and self._done[-1][0] == headings:
            self._done[-1][1].extend(self._lines)
        else:
            self._done.append((headings, self._lines))
        self._lines = []

    def sections(self) -> tuple[Section, ...]:
        """All that was read; nothing can be read after."""
        self._close()
        self._leave(0)
        return tuple(Section(headings, "\n".join(lines)) for headings, lines in self._done)


def opens(node: LexborNode) -> bool:
    """Whether a heading is the title of something that opens and closes."""
    return node.css_first("button[aria-expanded], [data-bs-toggle=collapse], [data-toggle=collapse]") is not None


def tab_titles(body: LexborNode) -> dict[str, str]:
    """The titles of tabs by the ids of the panels that they open (ARIA, `aria-controls`; or a link to the panel)."""
    found: dict[str, str] = {}
    for tab in body.css('[role="tab"], [data-toggle="tab"], [data-bs-toggle="tab"]'):
        inner = tab if tab.tag == "a" else tab.css_first("a[href]")
        link = (inner.attributes.get("href") or "") if inner is not None else ""
        attributes = tab.attributes
        panel = (
            attributes.get("aria-controls") or attributes.get("data-bs-target") or attributes.get("data-target") or link
        )
        if panel := panel.removeprefix("#"):
            found[panel] = flat_text(tab)
    return found


def _bold_title(node: LexborNode) -> str:
    """The text of a paragraph that is bold throughout and short, as old pages write headings; else nothing."""
    text = flat_text(node)
    if not 2 < len(text) <= 90 or text[-1] in ".,;:!" or "\n" in (node.text() or "").strip():
        return ""
    bold = clean("".join(part.text() or "" for part in node.css("b, strong")))
    return text if bold == text and node.css_first("br") is None else ""

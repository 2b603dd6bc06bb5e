"""Text of a PDF's pages as sections: headings by size, running headers gone, hyphenation undone, tables as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from statistics import median

from ingest_svc.domain.hyphens import HYPHENS, continued
from ingest_svc.domain.page import Section
from ingest_svc.domain.pdf_layout import Fragment, Line, lines_of, reading_order
from ingest_svc.domain.pdf_tables import Table, table_at

MARGIN = 0.12
"""Share of the page's height, above and below, in which running headers and footers stand."""
MOST_RUNNING = 0.5
LARGER = 1.12
"""Size of a heading over that of the text at least; headings of bold text need no other size."""
SAME_SIZE = 1.04
LONGEST_HEADING = 140
LONGEST_BOLD = 90
MOST_HEADING_LINES = 3
"""Bold text over more lines is a paragraph."""
HEADING_GAP = 1.6
PARAGRAPH_GAP = 1.45
"""Distance of two lines over the usual one from which a paragraph ends."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:seite|page|s\.)?\s*[-–|]?\s*\d{1,4}\s*(?:(?:[-–/|]|von|of)\s*\d{0,4})?", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•‣▪◦●■–—*·]|-(?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as it was found: pieces of text and the height, in points."""

    fragments: tuple[Fragment, ...]
    height: float


def pdf_sections(pages: Sequence[PdfPage]) -> list[Section]:
    """The text of all pages in reading order; a section never spans pages, so that each has a page number."""
    found = [lines_of(page.fragments) for page in pages]
    running = _running(pages, found)
    bare = [
        [line for line in lines if not (_in_margin(line, page) and _is_running(line, running, len(pages)))]
        for page, lines in zip(pages, found, strict=True)
    ]
    reader = _Reader(_Style.of([line for lines in bare for line in lines]))
    for number, lines in enumerate(bare, start=1):
        reader.page(number, reading_order(lines))
    return reader.finished()


def first_heading(sections: Sequence[Section]) -> str | None:
    """The first heading, which is the title when the file names none."""
    return next((section.headings[0] for section in sections if section.headings), None)


def _in_margin(line: Line, page: PdfPage) -> bool:
    return not MARGIN * page.height < line.bottom < (1 - MARGIN) * page.height


Marked = tuple[str, int]
"""A line's text without page numbers, and its height on the page."""


def _running(pages: Sequence[PdfPage], found: Sequence[Sequence[Line]]) -> frozenset[Marked]:
    """Lines in the margins that pages share at the same height; headers of even and odd pages may differ.

    None when it would be most of the text: pages that say the same on purpose.
    """
    if len(pages) < 2:
        return frozenset()
    seen: Counter[Marked] = Counter()
    for page, lines in zip(pages, found, strict=True):
        seen.update({_marked(line) for line in lines if _in_margin(line, page)})
    running = frozenset(one for one, count in seen.items() if count >= max(2, 0.4 * len(pages)))
    everything = sum(len(line.text) for lines in found for line in lines)
    taken = sum(len(line.text) for lines in found for line in lines if _marked(line) in running)
    return running if taken <= MOST_RUNNING * everything else frozenset()


def _is_running(line: Line, running: frozenset[Marked], pages: int) -> bool:
    return _marked(line) in running or (pages > 1 and _PAGE_NUMBER.fullmatch(line.text.strip()) is not None)


def _marked(line: Line) -> Marked:
    """Numbers are left out where there are few: rows of a table hold more than a page number."""
    text = line.text.strip().lower()
    return _DIGITS.sub("#", text) if len(_DIGITS.findall(text)) <= 2 else text, round(line.bottom / 10)


@dataclass(frozen=True, slots=True)
class _Style:
    """What is usual in the document: the size of its text, the distance of its lines, the sizes of its headings."""

    body: float
    leading: float
    sizes: tuple[float, ...]
    mostly_bold: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Style:
        characters: Counter[float] = Counter()
        bold = 0
        for line in lines:
            characters[round(line.size, 1)] += len(line.text)
            bold += len(line.text) if line.bold else 0
        body = max(characters, key=lambda size: characters[size], default=10.0)
        steps = [
            after.bottom - before.bottom
            for before, after in pairwise(lines)
            if 0.7 * body < after.bottom - before.bottom < 2.2 * body
        ]
        larger: list[float] = []
        for size in sorted((size for size in characters if size >= LARGER * body), reverse=True):
            if not larger or size * SAME_SIZE < larger[-1]:
                larger.append(size)
        mostly = bold > 0.5 * max(1, characters.total())
        return cls(body, median(steps) if steps else 1.2 * body, tuple(larger), mostly)

    def rank(self, line: Line) -> int | None:
        """The level of a heading, 0 the largest; None for text."""
        text = line.text.strip()
        if len(line.fragments) > 1 or len(text) > LONGEST_HEADING or not any(map(str.isalpha, text)):
            return None
        if line.size >= LARGER * self.body:
            return next((n for n, size in enumerate(self.sizes) if line.size * SAME_SIZE >= size), len(self.sizes) - 1)
        bold = line.bold and not self.mostly_bold and line.size >= 0.95 * self.body
        if bold and len(text) <= LONGEST_BOLD and text[-1] not in ".,;" and not _BULLET.match(text):
            return len(self.sizes)
        return None


@dataclass(slots=True)
class _Heading:
    rank: int
    text: str
    page: int
    used: bool = False
    """Whether there is text under it."""


@dataclass
class _Reader:
    """Takes the lines of one page after the other and puts them under their headings."""

    style: _Style
    sections: list[Section] = field(default_factory=list)
    path: list[_Heading] = field(default_factory=list)
    table: Table | None = None
    """The table that ended last, with no more than a heading or a line since."""

    def page(self, number: int, lines: Sequence[Line]) -> None:
        text: list[str] = []
        held: list[Line] = []
        at = 0
        while at < len(lines):
            if heading := self._heading(lines, at):
                text += self._paragraphs(held)
                self._close(text, number)
                held, text = [], []
                self._enter(*heading[0], number)
                at += heading[1]
            elif table := table_at(lines, at, self.table):
                text += self._paragraphs(held)
                held = []
                text += table[0].rows
                at += table[1]
                self.table = table[0]
            else:
                held.append(lines[at])
                at += 1
                if len(held) > 1:  # one line may head a group of rows
                    self.table = None
        text += self._paragraphs(held)
        self._close(text, number)

    def _heading(self, lines: Sequence[Line], at: int) -> tuple[tuple[int, str], int] | None:
        """The rank and text of the heading that begins here, and the lines it takes."""
        rank = self.style.rank(lines[at])
        if rank is None:
            return None
        end = at + 1
        while (
            end < len(lines)
            and self.style.rank(lines[end]) == rank
            and 0 < lines[end].bottom - lines[end - 1].bottom <= HEADING_GAP * lines[end].size
        ):
            end += 1
        by_size = lines[at].size >= LARGER * self.style.body
        if not by_size and end - at > MOST_HEADING_LINES:
            return None
        return (rank, _joined([line.text.strip() for line in lines[at:end]])), end - at

    def _enter(self, rank: int, text: str, number: int) -> None:
        self._leave(rank)
        self.path.append(_Heading(rank, text, number))

    def _leave(self, rank: int) -> None:
        """Close headings of this rank and below; one without text under it becomes text itself."""
        while self.path and self.path[-1].rank >= rank:
            last = self.path.pop()
            if not last.used:
                self._close([last.text], last.page)

    def _close(self, text: Sequence[str], number: int) -> None:
        if text:
            for heading in self.path:
                heading.used = True
            self.sections.append(Section(tuple(one.text for one in self.path), "\n".join(text), number))

    def finished(self) -> list[Section]:
        """All sections."""
        self._leave(0)
        return self.sections

    def _paragraphs(self, held: Sequence[Line]) -> list[str]:
        return [_joined(paragraph) for paragraph in self._grouped(held) if any(paragraph)]

    def _grouped(self, held: Sequence[Line]) -> Iterator[list[str]]:
        group: list[str] = []
        before: Line | None = None
        for line in held:
            if before is not None and self._breaks(before, line):
                yield group
                group = []
            group.append(line.text.strip())
            before = line
        if group:
            yield group

    def _breaks(self, before: Line, line: Line) -> bool:
        """Whether a paragraph ends between two lines: a gap, a bullet, or room that the next word would have had."""
        if before.text.rstrip().endswith(HYPHENS) and line.text.strip()[:1].isalpha():
            return False
        if _BULLET.match(line.text.strip()):
            return True
        gap = line.bottom - before.bottom
        if gap > PARAGRAPH_GAP * self.style.leading or gap < 0:
            return gap > 0 or before.text.rstrip().endswith((".", "!", "?", ":"))
        first = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
        room = len(first) * (line.right - line.left) / max(1, len(line.text)) + 0.3 * line.size
        return before.right + room <= before.edge - 1


def _joined(lines: Sequence[str]) -> str:
    """Lines of a paragraph as one, words divided at a line's end made whole."""
    text = reduce(continued, lines, "")
    return _BULLET.sub("- ", text, count=1) if text[:1] in "•‣▪◦●■·" else text

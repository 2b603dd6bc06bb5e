"""The limited process: a PDF on standard input, JSON on standard output. Of the service it imports only pure layout."""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from servicekit.work.limits import limit

from ingest_svc.domain.pdf_layout import Fragment, shifted
from ingest_svc.domain.pdf_text import PdfPage, first_heading, pdf_sections

MEMORY_BYTES = 700 * 1024 * 1024
CPU_SECONDS = 60
MAX_CHARACTERS = 5_000_000
MAX_PAGE_CHARACTERS = 100_000
"""More on one page is no page to read."""
MIN_CHARACTERS_PER_PAGE = 15
"""Fewer on average, beside pictures, means pictures of text: a scan."""
GENERATED_GAP, SPACED_GAP = 0.8, 2.2
"""Gap in heights of the text that separates fragments: without a space in the file, and with one (justified text)."""
BOLD_WEIGHT = 600
LINE_END_HYPHENS = "\x02\ufffe"
"""What the library makes of a hyphen at the end of a line."""


def main() -> None:
    """Read one PDF; the answer is `{"state": "ok", "title", "sections", "pages", "total"}` or another state."""
    max_pages = int(sys.argv[1])
    limit(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    json.dump(read(sys.stdin.buffer.read(), max_pages), sys.stdout)


def read(data: bytes, max_pages: int) -> dict[str, object]:
    """What the first pages of a PDF say, as sections `[headings, text, page]`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"state": "encrypted_pdf" if "password" in str(error).lower() else "broken_pdf"}
    total = len(document)
    pages: list[PdfPage] = []
    size = pictures = 0
    for number in range(min(total, max_pages)):
        try:
            page = document[number]
            fragments = tuple(fragments_of(page))
            height = page.get_height()
            characters = sum(len(fragment.text) for fragment in fragments)
            if characters < MIN_CHARACTERS_PER_PAGE:
                pictures += any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
            page.close()
        except pypdfium2.PdfiumError:
            fragments, height, characters = (), 800.0, 0
        size += characters
        if size > MAX_CHARACTERS:
            break
        pages.append(PdfPage(fragments, height))
    if size < MIN_CHARACTERS_PER_PAGE * max(1, len(pages)):
        return {"state": "scanned_pdf" if pictures else "empty"}
    sections = pdf_sections(pages)
    named = str(document.get_metadata_dict().get("Title", "")).strip()
    return {
        "state": "ok",
        "title": named if _is_title(named) else first_heading(sections) or "",
        "sections": [[one.headings, one.text, one.page] for one in sections],
        "pages": len(pages),
        "total": total,
    }


def _is_title(named: str) -> bool:
    """Whether a title was given by a person: word processors put file names there."""
    lower = named.lower()
    return bool(named) and not lower.startswith(("microsoft ", "untitled", "unbenannt")) and "." not in lower[-5:]


def fragments_of(page: pypdfium2.PdfPage) -> Iterator[Fragment]:
    """The pieces of text of a page in the order of the file, measured from the upper left corner as it is shown."""
    text = page.get_textpage()
    width, height = page.get_size()
    turn = page.get_rotation()
    box = pdfium.FS_RECTF()
    piece = _Piece()
    for at in range(min(text.count_chars(), MAX_PAGE_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        character = chr(code) if 0 < code < sys.maxunicode and not 0xD800 <= code <= 0xDFFF else " "
        if character in "\r\n":
            continue
        character = "-" if character in LINE_END_HYPHENS else character
        if character.isspace():
            piece.spaced = piece.spaced or not pdfium.FPDFText_IsGenerated(text, at)
            piece.gap = True
            continue
        pdfium.FPDFText_GetLooseCharBox(text, at, box)
        place = _shown((box.left, box.bottom, box.right, box.top), turn, width, height)
        if piece.text and not piece.joins(place, character):
            yield piece.fragment(_is_bold(text, piece.first))
            piece = _Piece()
        piece.add(character, place, at)
    if piece.text:
        yield piece.fragment(_is_bold(text, piece.first))


Place = tuple[float, float, float, float]
"""Left, top, right, bottom, from the upper left corner."""


def _shown(box: tuple[float, float, float, float], turn: int, width: float, height: float) -> Place:
    """A box of the page's own coordinates as it stands on the page that is shown, which may be turned."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom, left, top, right
    if turn == 180:
        return width - right, bottom, width - left, top
    if turn == 270:
        return width - top, height - right, width - bottom, height - left
    return left, height - top, right, height - bottom


class _Piece:
    """A fragment while its characters come in."""

    def __init__(self) -> None:
        self.text = ""
        self.gap = self.spaced = False
        self.first = 0
        self.left = self.right = self.bottom = self.size = 0.0

    def joins(self, place: Place, character: str) -> bool:
        """Whether a character goes on on this line, not too far away and in the same size.

        A figure that is raised or lowered ever so little does not: it would lengthen a number.
        """
        left, top, _, bottom = place
        size = bottom - top
        if (character.isdigit() or self.text[-1].isdigit()) and (
            shifted(size, bottom, self.size, self.bottom) or shifted(self.size, self.bottom, size, bottom)
        ):
            return False
        if abs(bottom - self.bottom) > 0.3 * self.size or not 0.6 < size / max(self.size, 0.1) < 1.7:
            return False
        widest = (SPACED_GAP if self.spaced else GENERATED_GAP) * self.size
        return -0.5 * self.size < left - self.right < widest

    def add(self, character: str, place: Place, at: int) -> None:
        """Take one more character, with a space before it when there was one."""
        left, top, right, bottom = place
        if not self.text:
            self.left, self.bottom, self.size, self.first = left, bottom, max(bottom - top, 0.1), at
        elif self.gap:
            self.text += " "
        self.text += character
        self.right = right
        self.gap = self.spaced = False

    def fragment(self, bold: bool) -> Fragment:
        """The finished fragment."""
        return Fragment(self.text, self.left, self.right, self.bottom, self.size, bold)


def _is_bold(text: pypdfium2.PdfTextPage, at: int) -> bool:
    """Whether the font of a character is bold, by its weight or its name."""
    if pdfium.FPDFText_GetFontWeight(text, at) >= BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, at, name, len(name), flags)
    return 0 < length <= len(name) and any(mark in name.value.lower() for mark in (b"bold", b"black", b"heavy"))


if __name__ == "__main__":
    main()

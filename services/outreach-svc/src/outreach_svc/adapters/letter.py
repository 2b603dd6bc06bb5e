"""The printable letter: DIN 5008 form B, with the demo's address as a QR code."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date

import segno
from fpdf import FPDF
from wording import long_day

from outreach_svc.domain.composing import Draft, Sender
from outreach_svc.texts import say

_LEFT, _RIGHT, _WIDTH = 25.0, 20.0, 165.0
_BOTTOM = 28.0


@dataclass(frozen=True, slots=True)
class Addressee:
    """Lines of the address field, at most six, without empty ones."""

    lines: tuple[str, ...]


class _Page(FPDF):
    def __init__(self, sender: Sender, language: str) -> None:
        super().__init__(format="A4", unit="mm")
        self._sender, self._language = sender, language
        self.core_fonts_encoding = "cp1252"  # the PDF's own WinAnsi encoding: German letters, quotes, dashes, euro
        self.set_margins(_LEFT, 20, _RIGHT)
        self.set_auto_page_break(True, _BOTTOM)

    def header(self) -> None:
        self.set_draw_color(150)
        self.set_line_width(0.1)
        for mark, length in ((105.0, 4.0), (148.5, 6.0), (210.0, 4.0)):  # fold, hole, fold
            self.line(4, mark, 4 + length, mark)
        if self.page_no() > 1:
            self.set_y(20)
            self.set_font("helvetica", size=9)
            self.cell(_WIDTH, 5, say("letter.page", self._language, page=self.page_no()), align="R")
            self.set_y(32)

    def footer(self) -> None:
        self.set_y(-20)
        self.set_font("helvetica", size=8)
        self.set_text_color(90)
        sender = self._sender
        phone = say("letter.phone", self._language, phone=sender.phone) if sender.phone else ""
        self.cell(
            _WIDTH, 4, printable(" · ".join(line for line in sender.lines())), align="C", new_x="LEFT", new_y="NEXT"
        )
        contact = " · ".join(part for part in (phone, sender.email, sender.website) if part)
        self.cell(_WIDTH, 4, printable(contact), align="C")
        self.set_text_color(0)


def printable(content: str) -> str:
    """The text in the letters of the PDF's core fonts (Windows-1252); anything else becomes a question mark."""
    return content.replace("\u202f", " ").encode("cp1252", "replace").decode("cp1252")


def letter(
    draft: Draft, *, to: Addressee, sender: Sender, demo_link: str, on: date, closing: str, language: str
) -> bytes:
    """The letter as a PDF. `closing` stands small at the end: where the address is from and how to object."""
    pdf = _Page(sender, language)
    pdf.set_title(printable(draft.subject))
    pdf.set_author(printable(sender.shown))
    pdf.add_page()
    pdf.set_font("helvetica", size=7)
    pdf.set_xy(_LEFT, 57.7)
    pdf.cell(80, 4, printable(" · ".join(sender.lines())))
    pdf.set_font("helvetica", size=10.5)
    for at, line in enumerate(to.lines[:6]):
        pdf.set_xy(_LEFT, 62.7 + at * 4.6)
        pdf.cell(80, 4.6, printable(line))
    pdf.set_font("helvetica", size=10)
    for at, line in enumerate([*sender.lines(), sender.phone or "", sender.email]):
        pdf.set_xy(125, 50 + at * 4.6)
        pdf.cell(65, 4.6, printable(line))
    pdf.set_xy(125, 82)
    pdf.cell(65, 4.6, printable(long_day(on, language)))
    pdf.set_xy(_LEFT, 103.5)
    pdf.set_font("helvetica", style="B", size=11)
    pdf.multi_cell(_WIDTH, 5.2, printable(draft.subject), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(5)
    pdf.set_font("helvetica", size=10.5)
    for paragraph in re.split(r"\n\s*\n", draft.body):
        pdf.multi_cell(_WIDTH, 4.9, _bulleted(paragraph), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2.4)
    _code(pdf, demo_link, language)
    pdf.set_font("helvetica", size=8)
    pdf.set_text_color(90)
    pdf.multi_cell(_WIDTH, 3.8, printable(closing), align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _bulleted(paragraph: str) -> str:
    lines = (f"\u2022 {line[2:]}" if line.startswith("- ") else line for line in paragraph.splitlines())
    return printable("\n".join(lines))


def _code(pdf: FPDF, demo_link: str, language: str) -> None:
    side = 22.0
    if pdf.get_y() + side + 13 > 297 - _BOTTOM:
        pdf.add_page()
    image = io.BytesIO()
    segno.make(demo_link, error="m", micro=False).save(image, kind="png", scale=8, border=2)
    top = pdf.get_y() + 2
    pdf.image(image, x=_LEFT, y=top, w=side, h=side)
    pdf.set_xy(_LEFT + side + 4, top + 6)
    pdf.set_font("helvetica", size=9)
    pdf.multi_cell(_WIDTH - side - 4, 4.4, printable(say("letter.qr", language)), align="L")
    pdf.set_xy(_LEFT, top + side + 3)

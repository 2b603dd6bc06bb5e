"""PDFs with a known layout, made here and read in the limited process."""

import asyncio
import io
import resource
import time
import zlib
from collections.abc import Callable

import pytest
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_svc.adapters.pdf.reader import PdfReader, PdfUnreadable
from ingest_svc.domain.filetypes import is_pdf
from ingest_svc.domain.page import PageContent
from ingest_svc.domain.pdf_layout import Fragment
from ingest_svc.domain.pdf_text import PdfPage, pdf_sections
from PIL import Image

LEFT = "Die linke Spalte erzählt, wie unsere Werkstatt arbeitet und welches Holz wir im eigenen Lager trocknen lassen. "
RIGHT = "Die rechte Spalte handelt dagegen von Preisen und davon, dass wir jede Änderung vorher schriftlich nennen. "


class Made(FPDF):
    """A document with a running header and page numbers."""

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(
            0, 6, f"Brandt GmbH · Handbuch · Kapitel {1 + self.page_no() // 3}", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, f"Seite {self.page_no()} von 3", align="C")

    def heading(self, text: str, size: int) -> None:
        self.set_font("Helvetica", "B", size)
        self.cell(0, size * 0.6, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def text_block(self, text: str, width: float = 0) -> None:
        self.set_font("Helvetica", size=11)
        self.multi_cell(width, 5.5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


class Bare(Made):
    """The same without a frame."""

    def header(self) -> None: ...

    def footer(self) -> None: ...


def written(fill: Callable[[Made], None], pages: int = 1, kind: type[Made] = Made) -> bytes:
    pdf = kind(format="A4")
    for _ in range(pages):
        pdf.add_page()
        fill(pdf)
    return bytes(pdf.output())


async def read(data: bytes, **options: int) -> PageContent:
    return await PdfReader(**options).read(data, "https://firma.example/dokumente/hand_buch.pdf")


def lines_of(content: PageContent) -> list[str]:
    return [line for section in content.sections for line in section.text.split("\n")]


async def test_headings_make_a_path_and_headers_and_page_numbers_are_gone() -> None:
    def fill(pdf: Made) -> None:
        if pdf.page_no() == 1:
            pdf.heading("Pflegehandbuch", 22)
        pdf.ln(20)
        pdf.heading("Oberflächen", 15)
        pdf.text_block("Geölte Tische reiben Sie einmal im Jahr ein. " * 4)
        pdf.heading("Flecken entfernen", 11)
        pdf.text_block("Rotwein tupfen Sie sofort mit kaltem Wasser ab.")

    content = await read(written(fill, pages=3))
    assert content.title == "Pflegehandbuch"
    assert content.language == "de"
    assert [(section.headings, section.page) for section in content.sections][:2] == [
        (("Pflegehandbuch", "Oberflächen"), 1),
        (("Pflegehandbuch", "Oberflächen", "Flecken entfernen"), 1),
    ]
    assert {section.page for section in content.sections} == {1, 2, 3}
    text = content.text
    assert "Seite 1 von 3" not in text
    assert "Kapitel" not in text
    assert "Geölte Tische reiben Sie einmal im Jahr ein. Geölte Tische" in text


async def test_two_columns_are_read_one_after_the_other_between_lines_that_span_both() -> None:
    def fill(pdf: Made) -> None:
        pdf.heading("Über uns", 18)
        pdf.text_block("Dieser Absatz geht über die ganze Breite der Seite und steht vor den Spalten, die ihm folgen.")
        pdf.ln(3)
        top = pdf.get_y()
        pdf.text_block(LEFT * 4, 85)
        pdf.set_xy(110, top)
        pdf.set_font("Helvetica", size=11)
        pdf.multi_cell(85, 5.5, RIGHT * 4)

    text = (await read(written(fill))).text
    assert text.index("ganze Breite") < text.index("linke Spalte") < text.index("rechte Spalte")
    assert text.count("im eigenen Lager trocknen lassen. Die linke Spalte") >= 2
    assert text.rindex("linke Spalte") < text.index("rechte Spalte")


async def test_tables_become_rows_with_their_header_on_the_next_page_too() -> None:
    def fill(pdf: Made) -> None:
        pdf.heading("Preise", 16)
        pdf.set_font("Helvetica", "B", 10)
        for name, width in (("Modell", 50), ("Förderhöhe", 40), ("Preis", 40)):
            pdf.cell(width, 7, name)
        pdf.ln(7)
        pdf.set_font("Helvetica", size=10)
        for number in range(60):
            for value, width in ((f"NK {number}-200", 50), (f"{30 + number} m", 40), (f"{1000 + number} Euro", 40)):
                pdf.cell(width, 7, value)
            pdf.ln(7)

    content = await read(written(fill))
    rows = lines_of(content)
    assert "Modell: NK 0-200 | Förderhöhe: 30 m | Preis: 1000 Euro" in rows
    assert "Modell: NK 59-200 | Förderhöhe: 89 m | Preis: 1059 Euro" in rows
    assert sum(row.startswith("Modell: NK") for row in rows) == 60
    assert max(section.page or 0 for section in content.sections) == 2


async def test_a_cell_of_several_lines_stays_with_its_row_and_pairs_read_as_pairs() -> None:
    def fill(pdf: Made) -> None:
        pdf.set_font("Helvetica", size=10)
        for name, value in (("Gewicht", "395 kg"), ("Maße", "60 x 118 cm,\nmit Sockel 60 x 124 cm"), ("Farbe", "Grau")):
            top = pdf.get_y()
            pdf.cell(60, 5, name)
            pdf.multi_cell(80, 4, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            pdf.set_y(max(pdf.get_y(), top + 5) + 4)

    assert lines_of(await read(written(fill, kind=Bare))) == [
        "Gewicht: 395 kg",
        "Maße: 60 x 118 cm, mit Sockel 60 x 124 cm",
        "Farbe: Grau",
    ]


async def test_divided_words_are_made_whole_and_short_lines_stay_lines() -> None:
    def fill(pdf: Made) -> None:
        pdf.set_font("Helvetica", size=11)
        for line in (
            "Unsere Montagepauschale enthält die Anlieferung bis in den zweiten Stock und die Entsor-",
            "gung der Verpackung. Für E-",
            "Mails gilt das nicht.",
            "",
            "Tischlerei Brandt GmbH",
            "Hobelweg 14",
            "22767 Hamburg",
            "• Eiche",
            "• Esche",
        ):
            pdf.cell(0, 6, line.replace("•", "-"), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    lines = lines_of(await read(written(fill, kind=Bare)))
    assert "Entsorgung der Verpackung. Für E-Mails gilt das nicht." in lines[0]
    assert lines[1:] == ["Tischlerei Brandt GmbH", "Hobelweg 14", "22767 Hamburg", "- Eiche", "- Esche"]


async def test_encrypted_broken_scanned_and_empty_have_a_state_each() -> None:
    locked = Made(format="A4")
    locked.add_page()
    locked.text_block("Geheim")
    locked.set_encryption(owner_password="chef", user_password="kunde")
    scan = FPDF(format="A4")
    scan.add_page()
    picture = io.BytesIO()
    Image.effect_noise((300, 400), 50).save(picture, "PNG")
    scan.image(picture, x=10, y=10, w=180)
    blank = FPDF(format="A4")
    blank.add_page()
    for data, reason in (
        (bytes(locked.output()), "encrypted_pdf"),
        (b"%PDF-1.7 and then nothing", "broken_pdf"),
        (bytes(scan.output()), "scanned_pdf"),
        (bytes(blank.output()), "empty"),
    ):
        with pytest.raises(PdfUnreadable, match=reason):
            await read(data)


IN_FRONT = [
    b"",
    b"\xef\xbb\xbf",
    b"\r\n\r\n",
    b"\xff\xfe",
    b"<br />\n<b>Notice</b>:  Undefined index: datei in <b>/srv/laden.php</b> on line <b>41</b><br />\n",
    b"Deprecated: Function utf8_encode() is deprecated in /srv/laden.php on line 7\n" * 12,
    b"x" * 1019,
]


@pytest.mark.parametrize("before", IN_FRONT, ids=len)
async def test_a_pdf_behind_other_bytes_is_known_and_read(before: bytes) -> None:
    data = before + written(lambda pdf: pdf.text_block("Ein Laib Bergkäse wiegt sechs Kilogramm."), kind=Bare)
    assert is_pdf(data)
    assert (await read(data)).text == "Ein Laib Bergkäse wiegt sechs Kilogramm."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x" * 1024 + b"%PDF-1.7",
        b"%PNG-1.7",
        b"<!DOCTYPE html><title>Was ist %PDF-1.7?</title>",
        b"\xef\xbb\xbf<html><p>%PDF-1.7</p></html>",
        b"<?xml version='1.0'?><a>%PDF-1.7</a>",
    ],
)
def test_what_only_speaks_of_a_pdf_is_none(data: bytes) -> None:
    assert not is_pdf(data)


def bomb(size: int) -> bytes:
    """A valid PDF of a few hundred kilobytes whose page expands to `size` bytes."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    stream = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % table)


async def test_a_bomb_ends_in_a_state_and_costs_this_process_nothing() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PdfUnreadable, match=r"pdf_too_hard|empty|broken_pdf"):
        await read(bomb(1 << 30))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


async def test_many_pages_are_cut_and_it_is_said() -> None:
    pdf = FPDF(format="A4")
    pdf.set_font("Helvetica", size=11)
    for number in range(40):
        pdf.add_page()
        pdf.cell(0, 6, f"Auf Blatt {number} steht etwas Eigenes über Holz.")
    content = await read(bytes(pdf.output()), max_pages=25)
    assert content.cut
    assert {section.page for section in content.sections} == set(range(1, 26))


async def test_three_hundred_pages_are_read_within_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    def fill(pdf: Made) -> None:
        pdf.heading(f"Abschnitt {pdf.page_no()}", 14)
        pdf.text_block((LEFT + RIGHT) * 10)

    data = await asyncio.to_thread(written, fill, 300)
    began = time.perf_counter()
    content = await read(data)
    took = time.perf_counter() - began
    with capsys.disabled():
        print(f" 300 pages, {len(content.text):,} characters: {took:.1f} s", end="")
    assert len({section.page for section in content.sections}) == 300
    assert took < 30


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            Fragment,
            st.text(alphabet="abcÄ 1-•", min_size=1, max_size=30),
            st.floats(0, 500),
            st.floats(500, 600),
            st.floats(0, 800),
            st.floats(1, 40),
            st.booleans(),
        ),
        max_size=25,
    )
)
def test_any_layout_is_read_without_losing_a_word(fragments: list[Fragment]) -> None:
    sections = pdf_sections([PdfPage(tuple(fragments), 842.0)])
    said = " ".join(" ".join((*section.headings, section.text)) for section in sections)
    assert {character for one in fragments for character in one.text if character in "abcÄ1"} <= set(said)

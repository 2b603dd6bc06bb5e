"""PDFs whose figures are raised or lowered, and whose tables are aligned on the right or have groups of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from fpdf import FPDF
from ingest_svc.adapters.pdf.reader import PdfReader


def blank(size: int = 11) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_font("Helvetica", size=size)
    pdf.add_page()
    return pdf


async def lines_of(pdf: FPDF) -> list[str]:
    content = await PdfReader().read(bytes(pdf.output()), "https://mosterei.example/liste.pdf")
    return [line for section in content.sections for line in section.text.split("\n")]


def write(pdf: FPDF, marked: str) -> None:
    """Write a line in which `^…^` is raised and `_…_` lowered."""
    for part in re.split(r"(\^[^^]+\^|_[^_]+_)", marked):
        pdf.char_vpos = {"^": "SUP", "_": "SUB"}.get(part[:1], "LINE")
        pdf.write(7, part.strip("^_") if part[:1] in ("^", "_") else part)
    pdf.char_vpos = "LINE"
    pdf.ln(7)


@pytest.mark.parametrize("size", [9, 11, 16])
@pytest.mark.parametrize("lift", [0.2, 0.4])
async def test_a_sentence_with_raised_and_lowered_figures_stays_one_line(size: int, lift: float) -> None:
    pdf = blank(size)
    pdf.sup_lift = lift
    write(pdf, "Ein Kasten kostet 14,90^2^ Euro")
    write(pdf, "und fasst 12 dm^3^, also 10^4^ ml.")
    write(pdf, "Ohne CO_2_, mit H_2_O.")
    pdf.ln(30)
    write(pdf, "^2^ zuzüglich Pfand")

    assert " ".join(await lines_of(pdf)) == (
        "Ein Kasten kostet 14,90 ² Euro und fasst 12 dm³, also 10⁴ ml. Ohne CO2, mit H2O. ² zuzüglich Pfand"
    )


async def test_marks_in_a_table_make_no_columns() -> None:
    pdf = blank()
    for name, price in (("Most", "3,20^1^ Euro"), ("Cidre", "11,00^*)^ Euro"), ("Essig", "6,40 Euro")):
        pdf.cell(70, 7, name)
        write(pdf, price)
    assert await lines_of(pdf) == ["Most: 3,20 ¹ Euro", "Cidre: 11,00*) Euro", "Essig: 6,40 Euro"]


def table(pdf: FPDF, widths: Sequence[int], aligns: str, rows: Sequence[str], *, bold: bool = False) -> None:
    pdf.set_font("Helvetica", "B" if bold else "", 11)
    for row in rows:
        for width, align, text in zip(widths, aligns, row.split("|"), strict=True):
            pdf.cell(width, 7, text, align=align)
        pdf.ln(7)


async def test_figures_on_the_right_belong_to_the_name_on_the_left_of_their_column() -> None:
    pdf = blank()
    table(pdf, (60, 40, 40), "LLL", ["Ware|Menge|Preis"], bold=True)
    table(pdf, (60, 40, 40), "LRR", ["Most|1.000|9,00", "Cidre|5|1.290,00", "Essig aus alten Sorten|25|12,00"])
    assert await lines_of(pdf) == [
        "Ware: Most | Menge: 1.000 | Preis: 9,00",
        "Ware: Cidre | Menge: 5 | Preis: 1.290,00",
        "Ware: Essig aus alten Sorten | Menge: 25 | Preis: 12,00",
    ]


async def test_empty_cells_stay_empty() -> None:
    pdf = blank()
    table(pdf, (60, 40, 40), "LRR", ["Ware|Kasten|Fass"], bold=True)
    table(pdf, (60, 40, 40), "LRR", ["Most||90,00", "Cidre|38,00|", "Essig|41,00|120,00"])
    assert await lines_of(pdf) == ["Ware: Most | Fass: 90,00", "Ware: Cidre | Kasten: 38,00",
                                   "Ware: Essig | Kasten: 41,00 | Fass: 120,00"]  # fmt: skip


@pytest.mark.parametrize("style", ["B", ""])
async def test_a_row_that_heads_a_group_leaves_the_header(style: str) -> None:
    pdf = blank()
    table(pdf, (60, 40, 40), "LRR", ["Ware|Kasten|Fass"], bold=True)
    table(pdf, (60, 40, 40), "LRR", ["Most|31,00|90,00", "Saft|28,00|85,00"])
    pdf.set_font("Helvetica", style, 11)
    pdf.cell(140, 7, "Vergorenes", new_x="LMARGIN", new_y="NEXT")
    table(pdf, (60, 40, 40), "LRR", ["Cidre|38,00|1.110,00", "Essig|41,00|120,00"])
    lines = await lines_of(pdf)
    assert "Ware: Most | Kasten: 31,00 | Fass: 90,00" in lines
    assert "Ware: Cidre | Kasten: 38,00 | Fass: 1.110,00" in lines
    assert "Ware: Essig | Kasten: 41,00 | Fass: 120,00" in lines


async def test_text_between_two_tables_ends_the_first_ones_header() -> None:
    pdf = blank()
    table(pdf, (60, 40, 40), "LRR", ["Ware|Kasten|Fass"], bold=True)
    table(pdf, (60, 40, 40), "LRR", ["Most|31,00|90,00", "Saft|28,00|85,00"])
    pdf.ln(10)
    pdf.multi_cell(
        0, 6, "Unsere Mosterei hat im Herbst geöffnet, und zwar so lange, bis der letzte Apfel gepresst ist. " * 3
    )
    pdf.ln(10)
    table(pdf, (60, 40, 40), "LRR", ["Montag|8,00|12,00", "Freitag|9,00|17,00"])
    assert "Montag | 8,00 | 12,00" in await lines_of(pdf)


async def test_right_aligned_columns_go_on_over_a_page() -> None:
    pdf = blank()
    table(pdf, (60, 40, 40), "LRR", ["Ware|Kasten|Fass"], bold=True)
    table(pdf, (60, 40, 40), "LRR", [f"Sorte {n}|{n * 10},00|{n * 20},00" for n in range(1, 36)])
    table(pdf, (60, 40, 40), "LRR", [f"Sorte {n}|{n},00|{n * 2},00" for n in range(36, 50)])
    lines = await lines_of(pdf)
    assert [line for line in lines if not line.startswith("Ware: Sorte")] == []
    assert lines[-1] == "Ware: Sorte 49 | Kasten: 49,00 | Fass: 98,00"


async def test_the_dots_that_lead_to_a_price_are_not_read_out() -> None:
    pdf = blank()
    for name, price in (("Apfelsaft", "1,90"), ("Quittensaft, naturtrüb", "2,40"), ("Most", "2,10")):
        pdf.cell(120, 7, f"{name} " + ". " * 12)
        pdf.cell(30, 7, price, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(20)
    pdf.cell(0, 7, "Versand nach Österreich ............ 9,80 Euro")

    text = "\n".join(await lines_of(pdf))

    assert ". ." not in text
    assert ".." not in text
    assert re.search(r"Quittensaft, naturtrüb\W{1,3}2,40", text)
    assert "Versand nach Österreich 9,80 Euro" in text

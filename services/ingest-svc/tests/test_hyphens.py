"""Hyphens at the ends of lines: which divide a word and which belong to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.hyphens import continued
from ingest_svc.domain.pdf_layout import Fragment
from ingest_svc.domain.pdf_text import PdfPage, pdf_sections

CASES = [
    ("Wir schleifen alle Holz-", "böden staubfrei.", "Wir schleifen alle Holzböden staubfrei."),
    ("Ein-", "und Ausbau", "Ein- und Ausbau"),
    ("Tages-", "oder Wochenmiete", "Tages- oder Wochenmiete"),
    ("Öl-", "bzw. Gasheizung", "Öl- bzw. Gasheizung"),
    ("Innen-", "sowie Außenputz", "Innen- sowie Außenputz"),
    ("Privat-", "wie Geschäftskunden", "Privat- wie Geschäftskunden"),
    ("sowohl Miet-", "als auch Kaufgeräte", "sowohl Miet- als auch Kaufgeräte"),
    ("zwei-", "bis dreimal", "zwei- bis dreimal"),
    ("Rund-", "u. Flachstahl", "Rund- u. Flachstahl"),
    ("Groß-", "& Einzelhandel", "Groß- & Einzelhandel"),
    ("Boden-", "ausgleich", "Bodenausgleich"),
    ("Grundier-", "underarbeiten", "Grundierunderarbeiten"),
    ("CO2-", "neutral", "CO2-neutral"),
    ("H₂-", "fähig", "H₂-fähig"),
    ("100%-", "ige", "100%-ige"),
    ("24-", "stündig", "24-stündig"),
    ("PVC-", "freie", "PVC-freie"),
    ("U-", "förmig", "U-förmig"),
    ("Kfz-", "technik", "Kfz-technik"),
    ("Lkw-", "wäsche", "Lkw-wäsche"),
    ("Vor-", "resp. Nachteile", "Vor- resp. Nachteile"),
    ("nicht Miet-", "sondern Kaufgeräte", "nicht Miet- sondern Kaufgeräte"),
    ("x-", "fach", "x-fach"),
    ("Nord-", "Ost", "Nord-Ost"),
    ("Typ A-", "12", "Typ A-12"),
    ("Ver\u00ad", "unden", "Verunden"),
    ("Hof\u2010", "laden", "Hofladen"),
    ("Montag -", "freitags", "Montag - freitags"),
    ("der Betrieb", "öffnet", "der Betrieb öffnet"),
    ("Sanitär-/", "heizungsbau", "Sanitär-/heizungsbau"),
]


@pytest.mark.parametrize(("line", "following", "whole"), CASES)
def test_a_hyphen_at_the_end_of_a_line(line: str, following: str, whole: str) -> None:
    assert continued(line, following) == whole


@given(st.text(alphabet="aBä-1 \u00ad/", max_size=8), st.text(alphabet="aBä-1 u", max_size=8))
def test_joining_loses_nothing_but_the_hyphen(text: str, line: str) -> None:
    def bare(some: str) -> str:
        return "".join(one for one in some if one not in "-\u00ad ")

    assert bare(continued(text, line)) == bare(text + line)


def test_cells_and_paragraphs_of_a_pdf_are_joined_alike() -> None:
    def cell(text: str, left: float, bottom: float) -> Fragment:
        return Fragment(text, left, left + 5 * len(text), bottom, 10)

    rows = [
        cell("Paket 1", 50, 100), cell("Fenster-", 200, 100), cell("90 €", 400, 100),
        cell("und Türdichtung", 200, 112),
        cell("Paket 2", 50, 130), cell("Glas-", 200, 130), cell("120 €", 400, 130),
        cell("reinigung", 200, 142),
        cell("Wir bieten Rollladen-", 50, 220),
        cell("sowie Markisenbau an.", 50, 232),
    ]  # fmt: skip
    text = "\n".join(section.text for section in pdf_sections([PdfPage(tuple(rows), 842)]))
    assert "Paket 1 | Fenster- und Türdichtung | 90 €" in text
    assert "Paket 2 | Glasreinigung | 120 €" in text
    assert "Wir bieten Rollladen- sowie Markisenbau an." in text

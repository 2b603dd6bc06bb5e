"""Draws the price list (PDF) and the logo (PNG) of the sample site; run once, the results are committed.

python tests/sites/brandt/make_price_list.py
"""

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent
BROWN, GREEN = (122, 74, 33), (47, 107, 90)

SECTIONS: list[tuple[str, str, list[tuple[str, str]]]] = [
    (
        "Küchen",
        "Alle Preise mit Einbau in Hamburg, ohne Elektrogeräte, einschließlich Mehrwertsteuer.",
        [
            ("Küchenzeile Eiche, 3 Meter", "ab 9.800 Euro"),
            ("Küche mit Insel", "22.000 bis 38.000 Euro"),
            ("Arbeitsplatte Eiche massiv, je Meter", "390 Euro"),
            ("Arbeitsplatte Linoleum, je Meter", "310 Euro"),
            ("Apothekerauszug, 30 cm", "680 Euro"),
            ("Abbau und Entsorgung der alten Küche", "350 Euro"),
        ],
    ),
    (
        "Möbel",
        "Sondermaße berechnen wir ohne Aufschlag.",
        [
            ("Einbauschrank mit Schiebetüren, je Meter", "ab 1.450 Euro"),
            ("Bücherregal Esche, je Quadratmeter", "ab 520 Euro"),
            ("Esstisch Eiche, 200 x 95 cm", "2.350 Euro"),
            ("Sitzbank passend zum Tisch", "ab 890 Euro"),
            ("Bett Alster, Esche, 180 x 200 cm", "ab 1.980 Euro"),
            ("Schreibtisch mit Höhenverstellung", "ab 1.690 Euro"),
        ],
    ),
    (
        "Türen, Fenster und Einbruchschutz",
        "Das Aufmaß ist in Hamburg kostenlos.",
        [
            ("Haustür RC 2, Eiche", "ab 4.900 Euro"),
            ("Haustür RC 3, Eiche", "ab 6.300 Euro"),
            ("Innentür mit Zarge", "ab 890 Euro"),
            ("Holzfenster 120 x 140 cm", "ab 1.280 Euro"),
            ("Insektenschutzgitter nach Maß", "ab 140 Euro"),
            ("Panzerriegel mit Einbau", "ab 450 Euro"),
        ],
    ),
    (
        "Treppen und Dienstleistungen",
        "Preise für Treppen gelten für 14 Stufen.",
        [
            ("Wangentreppe", "ab 6.900 Euro"),
            ("Faltwerktreppe", "ab 11.500 Euro"),
            ("Renovierung mit Eichenstufen", "rund 3.400 Euro"),
            ("Reparatur, Mindestpauschale", "95 Euro"),
            ("Anfahrt außerhalb Hamburgs, je Kilometer", "0,80 Euro"),
            ("Notdienstpauschale", "140 Euro"),
        ],
    ),
]


def price_list(target: Path) -> None:
    """Two pages of prices under headings, with a running header and page numbers."""
    pdf = FPDF(format="A4")
    pdf.set_title("Preisliste 2026")
    pdf.set_author("Tischlerei Brandt GmbH")
    pdf.set_lang("de")
    pdf.set_creation_date(datetime(2026, 1, 5, tzinfo=UTC))
    for number, part in enumerate((SECTIONS[:2], SECTIONS[2:]), start=1):
        pdf.add_page()
        pdf.set_text_color(120, 120, 120)
        pdf.set_font("Helvetica", size=9)
        pdf.cell(0, 6, "Tischlerei Brandt GmbH · Preisliste 2026", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if number == 1:
            pdf.set_text_color(*BROWN)
            pdf.set_font("Helvetica", "B", 20)
            pdf.cell(0, 16, "Preisliste 2026", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            pdf.set_text_color(0, 0, 0)
            pdf.set_font("Helvetica", size=11)
            pdf.multi_cell(
                0,
                6,
                "Gültig vom 1. Januar bis zum 31. Dezember 2026. Alle Preise sind Bruttopreise mit 19 Prozent "
                "Mehrwertsteuer. Angebote sind zwei Monate lang bindend.",
                new_x=XPos.LMARGIN,
                new_y=YPos.NEXT,
            )
        for title, note, rows in part:
            pdf.ln(6)
            pdf.set_text_color(*GREEN)
            pdf.set_font("Helvetica", "B", 14)
            pdf.cell(0, 9, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            pdf.set_text_color(0, 0, 0)
            pdf.set_font("Helvetica", size=10)
            pdf.cell(0, 7, note, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            for name, price in rows:
                pdf.cell(120, 8, name, border="B")
                pdf.cell(60, 8, price, border="B", align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.set_y(-25)
        pdf.set_text_color(120, 120, 120)
        pdf.set_font("Helvetica", size=9)
        pdf.cell(0, 6, f"Seite {number} von 2", align="C")
    pdf.output(str(target))


def logo(target: Path) -> None:
    """A dovetail joint in the two colours of the company, drawn large and scaled down."""
    image = Image.new("RGBA", (1280, 512), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((16, 16, 496, 496), radius=72, fill=BROWN)
    draw.polygon([(150, 130), (362, 130), (312, 256), (200, 256)], fill=(255, 255, 255))
    draw.polygon([(200, 256), (312, 256), (362, 382), (150, 382)], fill=GREEN)
    draw.text((550, 120), "Brandt", fill=BROWN, font_size=190)
    draw.text((556, 330), "Tischlerei seit 1968", fill=GREEN, font_size=72)
    image.resize((320, 128), Image.Resampling.LANCZOS).save(target, optimize=True)


if __name__ == "__main__":
    price_list(FOLDER / "dokumente" / "preisliste-2026.pdf")
    logo(FOLDER / "assets" / "logo.png")

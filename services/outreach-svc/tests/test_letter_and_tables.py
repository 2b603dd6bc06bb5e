import io
from datetime import date

import openpyxl
import pypdfium2
import pytest
from outreach_svc.adapters.letter import Addressee, letter
from outreach_svc.adapters.tables import TableInvalid, read_table
from outreach_svc.domain.composing import Draft, Sender

SENDER = Sender("Mara Lindner", "Agentur Lindner GmbH", "Marktplatz 4", "80331", "München", email="m@lindner.example")


def test_the_letter_prints_german_letters_and_keeps_to_the_address_window() -> None:
    pdf = letter(
        Draft("Für Sie: „Küchen“ – ab 5.000 €", "Grüße\n\n- größer\n- schöner 漢"),
        to=Addressee(("Tischlerei Brandt GmbH", "Lärchenweg 3", "80331 München")),
        sender=SENDER,
        demo_link="http://localhost:8080/bot/1?token=2",
        on=date(2026, 3, 2),
        closing="Widerspruch genügt.",
        language="de",
    )

    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    everything = page.get_text_bounded()
    millimetre = 72 / 25.4
    window = page.get_text_bounded(
        left=20 * millimetre, right=105 * millimetre, bottom=(297 - 90) * millimetre, top=(297 - 45) * millimetre
    )
    document.close()
    assert "„Küchen“ – ab 5.000 €" in everything
    assert "2. März 2026" in everything
    assert "Lärchenweg 3" in window
    assert "Küchen" not in window


@pytest.mark.parametrize(
    "content",
    [
        "website;Firma\nhttps://a.example;Bäcker A\n\nb.example;\n".encode("cp1252"),
        "\ufeffWebseite,company\nhttps://a.example,Bäcker A\nb.example,\n".encode(),
    ],
)
def test_csv_is_read_with_the_usual_variations(content: bytes) -> None:
    assert read_table(content) == [
        {"website": "https://a.example", "company_name": "Bäcker A"},
        {"website": "b.example"},
    ]


def test_an_excel_workbook_is_read() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Firma", "Internetseite"])
    book.active.append(["A GmbH", "https://a.example"])
    out = io.BytesIO()
    book.save(out)

    assert read_table(out.getvalue()) == [{"company_name": "A GmbH", "website": "https://a.example"}]


@pytest.mark.parametrize(
    "content", [b"", b"name\nA", b"website\n", b"PK\x03\x04 nonsense", b"website\n" + b"a.b\n" * 501]
)
def test_what_is_no_table_of_prospects_is_refused(content: bytes) -> None:
    with pytest.raises(TableInvalid):
        read_table(content)

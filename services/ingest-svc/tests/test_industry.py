"""The trade that a start page names, and none where it names none."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import SitePage
from ingest_svc.domain.imprint.industry import find_industry


@pytest.mark.parametrize(
    ("title", "heading", "industry"),
    [
        ("Garage Hofer AG", "Occasionen, Wohnmobile & Transporter mieten", "Kfz-Werkstatt"),
        ("Tierarztpraxis am Deich", "Willkommen", "Tierarztpraxis"),
        ("Gemeinschaftspraxis Dr. Lind", "Ihre Hausärzte", "Arztpraxis"),
        ("Gemeinschaftspraxis Lohmann", "Praxis für Zahnheilkunde", "Zahnarztpraxis"),
        ("Malerfachbetrieb Sandner", "Trockenbau und Fassaden", "Malerbetrieb"),
        ("Willkommen", "Förderverein der Grundschule Auental e. V.", "Verein"),
        ("Spedition Kranz", "Transporte in ganz Europa", "Logistik"),
        ("Hundepensionat Luna", "Ferien für Vierbeiner", None),
        ("Herzlich willkommen", "Schön, dass Sie da sind", None),
    ],
)
def test_the_trade_is_what_the_title_names_first(title: str, heading: str, industry: str | None) -> None:
    html = f"<html lang=de><head><title>{title}</title></head><body><h1>{heading}</h1></body></html>"

    found = find_industry(SitePage(read_page(html, "https://a.example/"), html))

    assert (found.value if found else None) == industry

"""What a template left on a page is no knowledge."""

from __future__ import annotations

import pytest
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.domain.placeholders import own_text, without_placeholders


@pytest.mark.parametrize(
    "line",
    [
        "Lorem ipsum dolor sit amet, consetetur sadipscing elitr.",
        "Sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.",
        "Telefon: 0123 / XXXXXX",
        "+49 (0) XXX / XXX",
        "Musterstraße 12, 12345 Musterstadt",
        "Inhaber: [Vorname Nachname]",
        "[USt-IdNr. eintragen]",
        "[Name der zuständigen Kammer]",
        "{{ item.name }} {{ item.price | number:2 }} €",
        "{% for dish in dishes %}",
        "Hallo ${user.name}",
        "Anna: Platzhalter!",
        "Hier steht Ihr Text.",
        "Nächster Termin: [wird ergänzt]",
        "[Foto]",
        "- [Anzahl]",
        "[Kurze Geschichte des Vereins, z. B.: Seit [Jahr] singen wir gemeinsam.]",
    ],
)
def test_what_a_template_left(line: str) -> None:
    assert own_text(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "Wir fertigen Muster nach Ihrer Zeichnung.",
        "Musterküchen stehen in der Ausstellung.",
        "Kapitel XXX: Die Gründung",
        "Größe XXXL auf Anfrage",
        "Zahlen Sie mit Visa [1]",
        "Name: Anna Berg",
        "[Fotos: Stadtarchiv]",
        "Frau Berg, 030 1234, [E-Mail geschützt]",
        "In dubio pro reo: im Zweifel für den Angeklagten.",
        "Et in Arcadia ego",
        "Platzhalter für Ihr Namensschild aus Messing, 12 Euro",
        "",
    ],
)
def test_what_a_company_wrote(line: str) -> None:
    assert own_text(line) == line


def test_filler_goes_and_what_stands_before_it_stays() -> None:
    assert own_text("Massagen: Lorem ipsum dolor sit amet, consectetur adipiscing elit.") == "Massagen:"


def test_what_is_to_follow_goes_and_what_stands_beside_it_stays() -> None:
    assert own_text("Chorleitung [Name folgt] · chor@verein.example") == "Chorleitung · chor@verein.example"
    assert own_text("Rund [Anzahl] Sängerinnen und Sänger") == "Rund Sängerinnen und Sänger"


def test_sections_of_nothing_else_go_with_their_headings() -> None:
    page = PageContent(
        url="/",
        title="Karte",
        language="de",
        sections=(
            Section(("Karte", "{{category}}"), "{{dish}}\n{{price}} €"),
            Section(("Karte", "{{category}}"), "Auch zum Mitnehmen."),
            Section(("Preise", "Koch · [Name folgt]"), "Tagesgericht 9 Euro"),
        ),
        footer=(Section((), "Straße 1, 12345 Musterstadt"),),
    )
    (bare,) = without_placeholders([page])
    assert bare.sections == (
        Section(("Karte",), "Auch zum Mitnehmen."),
        Section(("Preise", "Koch"), "Tagesgericht 9 Euro"),
    )
    assert bare.footer == ()

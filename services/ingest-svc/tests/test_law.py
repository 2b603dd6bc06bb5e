"""Which pages and sections are law, and what is only called so."""

from __future__ import annotations

from uuid import uuid4

import pytest
from ingest_svc.domain.law import Law
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.models import Source
from ingest_svc.service.sources import chunks_of, digest_of

SITE = "https://firma.example"
NOTICE = (
    "Verantwortlich für die Datenverarbeitung ist die Beispiel GmbH. Beim Besuch unserer Website speichert der Server "
    "die IP-Adresse in Server-Logfiles. Rechtsgrundlage ist Art. 6 Abs. 1 lit. f DSGVO, unser berechtigtes Interesse.",
    "Sie haben das Recht auf Auskunft, Berichtigung und Löschung Ihrer personenbezogenen Daten und können sich bei der "
    "Aufsichtsbehörde beschweren. Eine Einwilligung können Sie jederzeit widerrufen.",
    "Unsere Website verwendet Cookies. In den Einstellungen des Browsers können Sie diese ablehnen. Daten aus dem "
    "Kontaktformular werden nach sechs Monaten gelöscht.",
)


def page(path: str, title: str, *sections: tuple[tuple[str, ...], str]) -> PageContent:
    return PageContent(
        url=f"{SITE}{path}",
        title=title,
        language="de",
        sections=tuple(Section(headings, text) for headings, text in sections),
    )


def notice(path: str, title: str, *above: str) -> PageContent:
    heads = ("Verantwortliche Stelle", "Ihre Rechte", "Cookies")
    return page(path, title, *(((*above, head), text) for head, text in zip(heads, NOTICE, strict=True)))


@pytest.mark.parametrize(
    ("path", "title", "above"),
    [
        ("/datenschutz/", "Firma", ()),
        ("/Datenschutzerkl%C3%A4rung.html", "Firma", ()),
        ("/privacy-policy", "Firma", ()),
        ("/seite-7", "Datenschutzerklärung | Beispiel GmbH", ()),
        ("/seite-7", "Rechtliches", ("Hinweise zum Datenschutz",)),
        ("/cookie-richtlinie", "Firma", ()),
        ("/p?id=12", "Wichtiges", ()),
    ],
)
def test_a_privacy_notice_is_known_by_its_name_and_wording(path: str, title: str, above: tuple[str, ...]) -> None:
    found = notice(path, title, *above)
    assert {Law.of(found).subject(section.headings) for section in found.sections} == {"privacy"}


@pytest.mark.parametrize(
    "found",
    [
        page(
            "/leistungen/datenschutz/",
            "Datenschutz | Kanzlei Beispiel",
            (("Datenschutz",), "Wir stellen Ihren externen Datenschutzbeauftragten, ab 190 Euro im Monat."),
            (("Datenschutz", "Ablauf"), "Zuerst sehen wir uns Ihren Betrieb an, dann schulen wir Ihr Team."),
        ),
        page("/faq", "Häufige Fragen", (("Datenschutz",), "Ihre Zeichnungen löschen wir auf Wunsch.")),
        page("/kontakt", "Kontakt", ((), "Unser Kontaktformular nutzt keine Cookies und kein Analytics.")),
        page("/blog/cookies", "Unsere besten Cookies", (("Cookies",), "Backen Sie mit 200 g Butter und 300 g Mehl.")),
    ],
)
def test_what_only_speaks_of_it_is_none(found: PageContent) -> None:
    assert {Law.of(found).subject(section.headings) for section in found.sections} == {""}


def test_an_imprint_is_marked_and_what_it_excludes_liability_for() -> None:
    found = page(
        "/impressum",
        "Impressum",
        (("Impressum",), "Beispiel GmbH, Registergericht Hamburg, HRB 1234, USt-IdNr. DE123456789"),
        (("Impressum", "Haftung für Links"), "Unser Angebot enthält Links zu externen Websites Dritter."),
        (("Impressum", "Urheberrecht"), "Die Inhalte unterliegen dem deutschen Urheberrecht."),
        (("Impressum", "Datenschutzerklärung"), NOTICE[0]),
        (("Impressum", "Datenschutzerklärung", "Ihre Rechte"), NOTICE[1]),
    )
    law = Law.of(found)
    assert [law.subject(section.headings) for section in found.sections] == [
        "imprint",
        "disclaimer",
        "disclaimer",
        "privacy",
        "privacy",
    ]


def test_terms_are_terms() -> None:
    found = page("/agb.html", "AGB", (("Zahlung",), "Bei Zahlung binnen zehn Tagen 2 Prozent Skonto."))
    assert Law.of(found).subject(("Zahlung",)) == "terms"


def test_chunks_carry_it_and_keep_their_identity() -> None:
    source = Source(id=uuid4(), bot_id=uuid4(), workspace_id=uuid4(), kind="url", url=SITE, title="")
    home = page("/", "Firma", (("Tischlerei",), "Wir bauen Küchen und Treppen nach Maß, seit 1987 in Hamburg."))
    [plain, *law] = chunks_of(source, [home, notice("/datenschutz", "Datenschutz")])
    assert plain.subject == ""
    assert {chunk.subject for chunk in law} == {"privacy"}
    assert digest_of([plain]) == digest_of(chunks_of(source, [home]))

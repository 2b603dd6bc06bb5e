"""Buttons and links that lead on are no knowledge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.invitations import claims_rights, invites, without_invitations
from ingest_svc.domain.page import PageContent, Section


def page(number: int, *texts: str) -> PageContent:
    sections = tuple(Section(("Seite", str(number)), text, None) for text in texts)
    return PageContent(url=f"/{number}", title="Seite", language="de", sections=sections)


@pytest.mark.parametrize(
    "line",
    [
        "Mehr erfahren",
        "Mehr erfahren »",
        "Weiterlesen …",
        "Jetzt unverbindlich Angebot anfordern!",
        "Termin online buchen",
        "Jetzt Termin vereinbaren",
        "Rückruf anfordern",
        "Zum Kontaktformular",
        "→ Zu den Leistungen",
        "Alle Beiträge anzeigen",
        "Hier klicken",
        "Nach oben",
        "Jetzt anrufen",
        "Read more",
        "Contact us",
    ],
)
def test_what_only_invites_to_click(line: str) -> None:
    assert invites(line)


@pytest.mark.parametrize(
    "line",
    [
        "Termine vereinbaren Sie bitte telefonisch unter 030 1234.",
        "Termine nach Vereinbarung",
        "Das Angebot ist kostenlos.",
        "Zum 1. März suchen wir einen Gesellen.",
        "Zum Frühstück gibt es hausgemachte Marmelade und Brot vom Bäcker.",
        "Bewerbungen nehmen wir bis Ende Februar an.",
        "Mehrwertsteuer",
        "Druckerei",
        "Mehr als 40 Jahre Erfahrung",
        "Alle Kassen",
        "Weiterbildung",
        "",
    ],
)
def test_what_says_something(line: str) -> None:
    assert not invites(line)


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("© 2026 Hofladen Berger | Impressum · Datenschutz", True),
        ("(c) Hofladen Berger", True),
        ("Copyright 2019–2026 Hofladen Berger. Alle Rechte vorbehalten.", True),
        ("© 2026 Hofladen Berger, Tel. 0345 67890", False),
        ("© Hofladen Berger, hof@berger.example", False),
        ("Fotos: © Ina Berger", False),
        ("Das Copyright aller Bilder liegt beim Hofladen.", False),
    ],
)
def test_a_claim_of_copyright_answers_nothing(line: str, claims: bool) -> None:
    assert claims_rights(line) is claims


def test_claims_go_from_the_footer_too() -> None:
    footer = Section((), "Am Hof 3, 06108 Halle\n© 2026 Hofladen Berger\nImpressum", None)
    [found] = without_invitations([PageContent(url="/", title="Hof", language="de", sections=(), footer=(footer,))])
    assert [part.text for part in found.footer] == ["Am Hof 3, 06108 Halle\nImpressum"]


def test_what_stands_beside_a_button_on_several_pages_goes_with_it() -> None:
    box = "Schildern Sie uns Ihr Vorhaben in drei Sätzen.\nJetzt anfragen"
    pages = [page(number, f"Inhalt {number} sagt etwas.", box) for number in range(3)]
    pages.append(page(9, "Wir bauen Öfen.\nMehr erfahren\nSeit 1950."))

    found = without_invitations(pages)
    assert [one.text for one in found] == [
        "Inhalt 0 sagt etwas.",
        "Inhalt 1 sagt etwas.",
        "Inhalt 2 sagt etwas.",
        "Wir bauen Öfen.\nSeit 1950.",
    ]


@given(st.lists(st.text(max_size=60), max_size=8))
def test_nothing_is_made_up_and_no_sentence_is_lost(lines: list[str]) -> None:
    sentence = "Der Ofen kostet 4.900 Euro und wird in acht Wochen geliefert."
    [found] = without_invitations([page(1, "\n".join([*lines, sentence]))])

    assert sentence in found.text
    assert set(found.text.split("\n")) <= set("\n".join([*lines, sentence]).split("\n"))

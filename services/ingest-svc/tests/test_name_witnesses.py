"""What speaks for a name, what does not, and what makes one sure."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import Facts, SitePage, extract_facts
from ingest_svc.domain.imprint.name_rules import cannot_name, cleaned
from ingest_svc.domain.imprint.name_sources import from_start
from ingest_svc.domain.imprint.persons import is_person_or_couple

ADDRESS = "Am Anger 6<br>37999 Obernau"


def facts_of(*pages: tuple[str, str, str]) -> Facts:
    """The facts of pages given as path, title and body."""

    def page(path: str, title: str, body: str) -> SitePage:
        url = f"http://192.0.2.7{path}"
        html = f'<html lang="de"><head><title>{title}</title></head><body>{body}</body></html>'
        return SitePage(read_page(html, url), html)

    return extract_facts([page(*one) for one in pages], {})


def named(facts: Facts) -> tuple[str, float] | None:
    return (facts.company_name.value, facts.company_name.confidence) if facts.company_name else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("🚒 Löschzug Obernau 🚒", "Löschzug Obernau"),
        ("➜ Hofladen Lenz", "Hofladen Lenz"),
        ("☎️ Hofladen Lenz ⭐⭐", "Hofladen Lenz"),
        ("I ❤ Obernau", "I ❤ Obernau"),
    ],
)
def test_pictures_around_a_name_are_decoration(text: str, name: str) -> None:
    assert cleaned(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Copyright 2026 Gut Quist GmbH & Co. KG", "Gut Quist GmbH & Co. KG"),
        ("Copyright © 2019–2026 Turnkreis Obernau e.V.", "Turnkreis Obernau e.V."),
        ("Copyright: Jugendblasorchester Obernau", "Jugendblasorchester Obernau"),
        ("Copyrighting Lenz", "Copyrighting Lenz"),
    ],
)
def test_the_word_copyright_is_no_part_of_a_name(text: str, name: str) -> None:
    assert cleaned(text) == name


@pytest.mark.parametrize(
    "text",
    ["Medieninhaberin & Diensteanbieterin", "Notwendige und rechtliche Informationen", "Anbieter dieser Webseite"],
)
def test_a_label_of_several_words_is_no_name(text: str) -> None:
    assert cannot_name(text)


@pytest.mark.parametrize("text", ["Inhaltlich GmbH & Partner", "Webseite Lenz", "Offenlegung Obernau"])
def test_a_word_of_a_label_may_stand_in_a_name(text: str) -> None:
    assert not cannot_name(text)


@pytest.mark.parametrize(
    ("titles", "shared"),
    [
        (["Kegelfreunde Unterau"] * 3, {"Kegelfreunde Unterau"}),
        (["Kegelfreunde Unterau"] * 2, set()),  # the start page under two addresses
        (["Kegelfreunde Unterau", "Start", "Bahnen", "Termine"], set()),
        (["Start – Kegelfreunde Unterau", "Termine – Kegelfreunde Unterau"], {"Kegelfreunde Unterau"}),
    ],
)
def test_a_title_that_most_pages_have_is_the_sites(titles: list[str], shared: set[str]) -> None:
    html = [f"<html><head><title>{title}</title></head><body><p>Gut Holz.</p></body></html>" for title in titles]
    pages = [SitePage(read_page(one, f"http://192.0.2.7/{at}"), one) for at, one in enumerate(html)]
    assert {one.text for one in from_start(pages[0], pages) if one.source == "titles"} == shared


@pytest.mark.parametrize(
    ("text", "couple"), [("Carla und Udo Lenz", True), ("Udo Lenz", True), ("Lenz und Söhne", False), ("Lenz", False)]
)
def test_a_couple_is_no_company(text: str, couple: bool) -> None:
    assert is_person_or_couple(text) is couple


def test_a_couple_in_the_address_gives_way_to_the_company_in_the_titles() -> None:
    title = "Praxis für Ergotherapie Lenz"
    imprint = f"<h1>Impressum</h1><p>Carla und Udo Lenz<br>{ADDRESS}</p><p>info@ergo.lenz.example</p>"
    facts = facts_of(
        ("/", title, "<p>Schön, dass Sie da sind.</p>"),
        ("/kontakt", title, f"<p>Carla und Udo Lenz<br>{ADDRESS}</p>"),
        ("/impressum", title, imprint),
    )
    assert facts.company_name is None or facts.company_name.value == title


def test_a_mailbox_speaks_for_a_company() -> None:
    pages = [
        ("/", "Psychologische Praxis Nora Feldhaus", "<p>Schön, dass Sie da sind.</p>"),
        ("/praxis", "Räume", "<p>Zwei Zimmer mit Blick ins Grüne.</p>"),
    ]
    telling = "<p>Sie erreichen mich unter nora.feldhaus@post.example</p>"
    silent = "<p>Sie erreichen mich unter info@post.example</p>"
    assert named(facts_of(*pages, ("/kontakt", "Kontakt", silent))) is None
    found = named(facts_of(*pages, ("/kontakt", "Kontakt", telling)))
    assert found is not None
    assert found[0] == "Psychologische Praxis Nora Feldhaus"


def test_a_mailbox_speaks_for_no_person() -> None:
    body = f"<h1>Impressum</h1><p>Uta Lenz<br>{ADDRESS}</p><p>uta.lenz@post.example</p>"
    facts = facts_of(("/", "Start", "<p>Schön, dass Sie da sind.</p>"), ("/impressum", "Impressum", body))
    assert facts.company_name is None or facts.company_name.confidence < 0.9


def test_only_what_stands_where_nothing_but_names_do_is_sure() -> None:
    name = "Saunadorf Obernau"
    head = f'<header><a class="logo" href="/">{name}</a></header>'
    welcome = f"{head}<h1>{name}</h1><h2>Willkommen im {name}</h2>"
    other = ("/preise", f"Preise – {name}", f"{head}<p>Der Tag kostet nichts.</p>")
    unsettled = named(facts_of(("/", f"{name} – Schwitzen", welcome), other))
    assert unsettled is not None
    assert unsettled[0] == name
    assert unsettled[1] < 0.9
    stated = facts_of(("/", f"{name} – Schwitzen", f"{welcome}<footer><p>© 2026 {name}</p></footer>"), other)
    assert named(stated) is not None
    assert stated.company_name is not None
    assert stated.company_name.confidence >= 0.9


def test_a_surname_that_a_header_sets_apart_is_not_the_whole_name() -> None:
    head = '<header><a href="/" class="brand">Nora <span class="logo">Feldhaus</span></a></header>'
    foot = "<footer><p>© 2026 Nora Feldhaus</p></footer>"
    facts = facts_of(
        ("/", "Nora Feldhaus – Rednerin", f"{head}<h1>Reden, die bleiben</h1>{foot}"),
        ("/anlass", "Anlässe – Nora Feldhaus", f"{head}<p>Hochzeit und Jubiläum.</p>{foot}"),
        ("/impressum", "Impressum – Nora Feldhaus", f"{head}<p>Nora Feldhaus<br>{ADDRESS}</p>{foot}"),
    )
    assert facts.company_name is not None
    assert facts.company_name.value == "Nora Feldhaus"


def test_a_surname_that_most_places_say_is_a_company() -> None:
    head = '<header><a href="/" class="logo">Feldhaus</a></header>'
    facts = facts_of(
        ("/", "Feldhaus | Möbel", f"{head}<h1>Feldhaus</h1><footer><p>© 2026 Feldhaus</p></footer>"),
        ("/tische", "Tische | Feldhaus", f"{head}<p>Aus Eiche.</p>"),
        ("/impressum", "Impressum | Feldhaus", f"{head}<p>Nora Feldhaus<br>{ADDRESS}</p>"),
    )
    assert facts.company_name is not None
    assert facts.company_name.value == "Feldhaus"

"""Lists of persons: where their positions stand, whom they show, and which lists are about others."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import Facts, SitePage, extract_facts

PEOPLE = [("Uta Lenz", "Präsidentin"), ("Kai Brodersen", "Kassier"), ("Ada Moor", "Schriftführerin")]


def facts_of(path: str, body: str, *, name: str = "Hundefreunde Obernau", title: str = "Hundefreunde") -> Facts:
    def page(path: str, title: str, body: str) -> SitePage:
        url = f"https://hundefreunde.example{path}"
        html = f'<html lang="de"><head><title>{title}</title></head><body>{body}</body></html>'
        return SitePage(read_page(html, url), html)

    start = page("/", name, f'<header><a href="/">{name}</a></header><h1>{name}</h1><p>Schön, dass Sie da sind.</p>')
    return extract_facts([start, page(path, title, f"<main><h1>{title}</h1>{body}</main>")], {})


def shown(path: str, body: str, title: str = "Hundefreunde") -> list[tuple[str, str]]:
    return [(one.name, one.position) for one in facts_of(path, body, title=title).team]


def directors(facts: Facts) -> list[str]:
    return [one.value for one in facts.managing_directors]


@pytest.mark.parametrize(
    "form",
    [
        "<div><p>{role}</p><h3>{name}</h3><p>post@hundefreunde.example</p></div>",
        "<p>{role}</p><h3>{name}</h3><p>Allgemeine Anfragen zur Organisation</p>",
        "<div><h3>{name}</h3><p>{role}</p><p>Seit langem dabei und immer zu erreichen.</p></div>",
        "<p>{role}</p><p>{name}</p><p>Sächsische Akademie</p>",
        "<p>{role}: {name}, Obernau</p>",
    ],
    ids=["above, mail below", "above, words below", "below", "above, employer below", "before, town behind"],
)
def test_each_has_the_position_that_the_form_of_the_list_gives(form: str) -> None:
    body = "<h2>Unser Vorstand</h2>" + "".join(form.format(name=name, role=role) for name, role in PEOPLE)
    assert shown("/mehr", body) == PEOPLE


def test_persons_with_positions_are_shown_under_any_heading() -> None:
    cards = "".join(f"<div><h3>{name}</h3><p>{role}</p></div>" for name, role in PEOPLE)
    assert shown("/mehr", f"<h2>Gründungsmitglieder</h2>{cards}") == PEOPLE
    rows = "".join(f"<p>{role}: {name}</p>" for name, role in PEOPLE)
    assert shown("/mehr", f"<h2>Wer was macht</h2>{rows}") == PEOPLE


@pytest.mark.parametrize(
    ("path", "heading", "entry"),
    [
        ("/stimmen", "Was unsere Kunden sagen", "<h3>{name}</h3><p>Leiterin einer Schule</p><p>„Klasse Beratung.“</p>"),
        ("/mehr", "Was man so hört", "<h3>{name}</h3><p>Leiterin einer Schule</p><p>„Klasse Beratung.“</p>"),
        ("/mehr", "Was man so hört", "<p>{name}</p><p>Patientin und Trainerin</p>"),
        ("/chronik", "Von damals", "<p>Vorsitzender: {name}</p>"),
        ("/turniere", "Wer gewonnen hat", "<p>{name} (Jugend)</p>"),
        ("/mehr", "Partner und Sponsoren", "<p>{name}, Bäckermeister</p>"),
    ],
)
def test_lists_of_others_show_nobody(path: str, heading: str, entry: str) -> None:
    body = f"<h2>{heading}</h2>" + "".join(entry.format(name=name) for name, _ in PEOPLE)
    assert shown(path, body) == []


def test_a_squad_is_no_team_but_its_trainer_is() -> None:
    players = "".join(f"<li>{name}</li>" for name, _ in PEOPLE)
    body = f"<p>Trainer: Jens Roth</p><h2>Kader</h2><ul>{players}</ul>"
    assert shown("/team", body) == [("Jens Roth", "Trainer")]


@pytest.mark.parametrize("label", ["Zum Vorstand gehören:", "Unser Vorstand:", "Der Vorstand besteht aus:"])
def test_a_label_says_what_those_below_it_are(label: str) -> None:
    facts = facts_of("/ueber-uns", f"<p>{label}</p><p>Dr. Uta Lenz, Ulm</p><p>Kai Brodersen, Obernau</p>")
    assert [(one.name, one.position) for one in facts.team] == [("Uta Lenz", "Vorstand"), ("Kai Brodersen", "Vorstand")]
    assert directors(facts) == ["Uta Lenz", "Kai Brodersen"]


def test_a_town_behind_a_name_is_no_position() -> None:
    body = (
        "<h2>Vorstand</h2><p>Kassier: Uta Lenz, Ulm</p><h2>Beisitzer</h2><p>Kai Brodersen, Ulm</p><p>Ada Moor, Ulm</p>"
    )
    assert shown("/vorstand", body) == [
        ("Uta Lenz", "Kassier"),
        ("Kai Brodersen", "Beisitzer"),
        ("Ada Moor", "Beisitzer"),
    ]


def test_among_persons_with_positions_a_first_name_need_not_be_known() -> None:
    people = [*PEOPLE, ("Xavola Erdenklee", "Projektleitung")]
    body = "".join(f"<h3>{name}</h3><p>{role}</p>" for name, role in people)
    assert shown("/ueber-uns", body) == people


def test_who_presides_over_a_part_presides_over_a_part() -> None:
    people = [("Uta Lenz", "Vorsitzende"), ("Kai Brodersen", "Vorsitzender des Beirats"), ("Ada Moor", "Jugendobfrau")]
    facts = facts_of("/vorstand", "".join(f"<h3>{name}</h3><p>{role}</p>" for name, role in people))
    assert directors(facts) == ["Uta Lenz"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Obfrau: MR Dr. Uta Lenz", "Uta Lenz"),
        ("Obfrau: Kpt. Dipl.-Ing. Uta Lenz", "Uta Lenz"),
        ("Obfrau: Dr.*in Uta Lenz", "Uta Lenz"),
        ("Obfrau: dr. Uta Lenz", "Uta Lenz"),
    ],
)
def test_titles_are_no_part_of_a_name(written: str, name: str) -> None:
    assert shown("/vorstand", f"<h2>Vorstand</h2><p>{written}</p>") == [(name, "Obfrau")]


@pytest.mark.parametrize(
    "text", ["Mein Einzugsgebiet", "Previous Next", "Kulturverein Obernau", "Aktivenbeitrag Erwachsene"]
)
def test_what_is_written_like_a_name_may_be_none(text: str) -> None:
    assert shown("/ueber-uns", f"<h2>Unser Team</h2><h3>{text}</h3><p>Beratung vor Ort</p>") == []


@pytest.mark.parametrize("place", ["Ulmer Str. 13 A", "Name *"])
def test_neither_a_street_nor_the_field_of_a_form_is_a_position(place: str) -> None:
    body = f"<h2>Ansprechpartner</h2><p>Uta Lenz</p><p>{place}</p>"
    assert shown("/kontakt", body) == [("Uta Lenz", "Ansprechpartner")]


@pytest.mark.parametrize(
    ("notice", "names"),
    [
        (
            "<p>Verantwortlich für die Datenverarbeitung ist:</p><p>Hundefreunde Obernau</p><p>Uta Lenz</p>",
            ["Uta Lenz"],
        ),
        (
            "<p>Verantwortliche im Sinne der DSGVO sind:</p><p>Uta Lenz</p><p>Kai Brodersen</p><p>Am Anger 6</p>",
            ["Uta Lenz", "Kai Brodersen"],
        ),
        ("<p>Verantwortlich:</p><p>Hundefreunde</p><p>Datenschutzbeauftragte</p><p>Uta Lenz</p>", []),
        ("<p>Verantwortlich:</p><p>Max Mustermann</p>", []),
    ],
)
def test_a_privacy_notice_may_say_who_answers_where_nothing_else_does(notice: str, names: list[str]) -> None:
    facts = facts_of("/datenschutz", notice, title="Datenschutz")
    assert directors(facts) == names
    assert facts.team == ()


def test_a_salutation_makes_a_name_sure() -> None:
    people = [("Frau Xavola Erdenklee", "Schreinermeisterin"), ("Herr Uwe Erdenklee", "Geselle")]
    body = "".join(f"<p>{name}</p><p>{role}</p>" for name, role in people)
    expected = [("Xavola Erdenklee", "Schreinermeisterin"), ("Uwe Erdenklee", "Geselle")]
    assert shown("/ueber-uns", f"<h2>Wir</h2>{body}") == expected


def test_headings_of_a_team_need_no_positions() -> None:
    cards = "".join(f"<h3>{name}</h3><p>{name} leitet bei uns das Training am Montag.</p>" for name, _ in PEOPLE)
    assert [name for name, _ in shown("/training", f"<h2>Unser Trainerteam</h2>{cards}")] == [
        name for name, _ in PEOPLE
    ]


def test_the_next_label_ends_what_the_one_before_said() -> None:
    listed = [("Aktuarin", "Uta Lenz"), ("Präsidentin", "Ada Moor"), ("Anlässe", "Ina Roth")]
    body = "<h2>Wer was macht</h2>" + "".join(f"<p>{label}:</p><p>{name}</p>" for label, name in listed)
    assert shown("/ueber-uns", body)[:2] == [("Uta Lenz", "Aktuarin"), ("Ada Moor", "Präsidentin")]
    assert ("Ina Roth", "Präsidentin") not in shown("/ueber-uns", body)


def test_what_somebody_offers_is_no_part_of_the_name() -> None:
    assert shown("/team", "<p>Uta Lenz TCM</p><p>Therapie</p>") == []


def test_a_heading_may_say_what_all_below_it_are() -> None:
    towns = "".join(f"<h3>{name}</h3><p>Obernau</p>" for name, _ in PEOPLE)
    assert shown("/mehr", f"<h2>Hebammen</h2>{towns}") == [(name, "Hebammen") for name, _ in PEOPLE]

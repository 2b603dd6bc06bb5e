"""Names, addresses and numbers that imprints give in ways of their own."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import Facts, SitePage, extract_facts
from ingest_svc.domain.imprint.name_rules import cannot_name


def facts_of(imprint: str, *, start: str = "<p>Schön, dass Sie da sind.</p>", title: str = "Start") -> Facts:
    def page(path: str, called: str, body: str) -> SitePage:
        url = f"https://obernau.example{path}"
        html = f'<html lang="de"><head><title>{called}</title></head><body>{body}</body></html>'
        return SitePage(read_page(html, url), html)

    return extract_facts([page("/", title, start), page("/impressum", "Impressum", f"<h1>Impressum</h1>{imprint}")], {})


@pytest.mark.parametrize("office", ["1. Schützenmeister", "2. Vorsitzende", "1. Stellv. Kassenwart", "1. Vorstand"])
def test_an_office_is_no_name(office: str) -> None:
    assert cannot_name(office)
    facts = facts_of(f"<p>Uta Lenz<br>{office}<br>Am Anger 6<br>37999 Obernau</p>")
    assert facts.company_name is None or facts.company_name.value != office


@pytest.mark.parametrize("name", ["1. Skiclub Kleinheim", "1. Schützenmeisterverein Kleinheim", "1. TC Kleinheim e.V."])
def test_a_club_that_was_the_first_has_a_name(name: str) -> None:
    assert not cannot_name(name)


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ("Tischlerei Lenz<br>8999 Kleinheim, Am Anger 6/2", "Am Anger 6/2, 8999 Kleinheim"),
        ("Tischlerei Lenz<br>Werk: A-8999 Kleinheim, Lange Gasse 3-7/1/1b", "Lange Gasse 3-7/1/1b, 8999 Kleinheim"),
        ("Tischlerei Lenz<br>Am Anger 6<br>8999 Kleinheim, Haus 2", "Am Anger 6, 8999 Kleinheim"),
        ("Tischlerei Lenz<br>Straße des 17. Juni 135<br>37999 Obernau", "Straße des 17. Juni 135, 37999 Obernau"),
        ("Tischlerei Lenz<br>Straße der Jugend 12a<br>37999 Obernau", "Straße der Jugend 12a, 37999 Obernau"),
        ("Tischlerei Lenz<br>Straße: Am Anger 6<br>37999 Obernau", "Am Anger 6, 37999 Obernau"),
        ("Tischlerei Lenz, Am Anger 6 in 37999 Obernau", "Am Anger 6, 37999 Obernau"),
        ("Tischlerei Lenz<br>37999 Obernau<br>Am Anger 6", "Am Anger 6, 37999 Obernau"),
        ("Tischlerei Lenz<br>Am Anger 6b-d<br>37999 Obernau", "Am Anger 6b-d, 37999 Obernau"),
        ("Postfach 12<br>37998 Obernau<br>Am Anger 6<br>37999 Obernau", "Am Anger 6, 37999 Obernau"),
        ("Tischlerei Lenz<br>8999 Kleinheim, Telefon 0676 2345678", None),
        ("Ergebnisse<br>2000 Meter, Platz 1", None),
        ("Gegründet wurde der Betrieb 1998 Lenz, Am Anger 6", None),
    ],
)
def test_a_street_may_stand_behind_the_town(lines: str, address: str | None) -> None:
    facts = facts_of(f"<p>{lines}</p>")
    assert (facts.address.value if facts.address else None) == address


@pytest.mark.parametrize("label", ["Tel./Fax:", "Telefon/Telefax:", "Telefon und Fax", "Tel. + Fax", "Fax/Tel.:"])
def test_a_number_for_calls_and_faxes_is_a_telephone(label: str) -> None:
    facts = facts_of(f"<p>Tischlerei Lenz<br>Am Anger 6<br>37999 Obernau<br>{label} 05551 98765</p>")
    assert facts.phone is not None
    assert facts.phone.value == "+49555198765"


@pytest.mark.parametrize("label", ["Fax:", "Telefax", "Tel. 05551 98766, Fax:"])
def test_a_number_for_faxes_alone_is_none(label: str) -> None:
    facts = facts_of(f"<p>Tischlerei Lenz<br>Am Anger 6<br>37999 Obernau<br>{label} 05551 98765</p>")
    assert facts.phone is None or facts.phone.value == "+49555198766"


def test_a_director_may_be_called_in_any_latin_letters() -> None:
    facts = facts_of("<p>Lenz GmbH<br>Am Anger 6<br>37999 Obernau</p><p>Geschäftsführer: Nguyễn Văn An</p>")
    assert [one.value for one in facts.managing_directors] == ["Nguyễn Văn An"]


def test_a_mobile_number_of_the_country_goes_before_an_office_abroad() -> None:
    facts = facts_of(
        "<p>Tischlerei Lenz<br>Am Anger 6<br>8999 Kleinheim<br>Österreich</p>"
        "<p>Tel AT / WhatsApp: +43 676 2345678<br>Tel HU: +36 70 234 5678</p>"
    )
    assert facts.phone is not None
    assert facts.phone.value == "+436762345678"


def test_a_surname_that_is_a_trade_tells_the_company_in_its_titles() -> None:
    facts = facts_of(
        "<p>Verantwortlich für den Inhalt:</p><p>Zimmerei und Holzbau<br>Inhaber: Otto Metzger<br>"
        "Am Anger 6<br>8999 Kleinheim</p>",
        start='<header><img src="logo.png" alt="Zimmerei und Holzbau Metzger"></header><h1>Ihr Spezialist</h1>',
        title="Holzbau Metzger | Start",
    )
    assert facts.company_name is not None
    assert facts.company_name.value == "Holzbau Metzger"


def week_of(body: str) -> dict[str, list[str]]:
    facts = facts_of("<p>Praxis Lenz<br>Am Anger 6<br>37999 Obernau</p>", start=body)
    return {day[:2]: [f"{one.opens}-{one.closes}" for one in spans] for day, spans in facts.weekly_hours.items()}


@pytest.mark.parametrize(
    "title", ["Sprechzeiten (ohne Termin)", "Akutsprechstunde", "Offene Sprechstunde", "Telefonsprechzeiten"]
)
def test_hours_for_some_are_not_the_opening_hours(title: str) -> None:
    some = f"<h2>{title}</h2><p>Montag bis Freitag: 11:00 – 12:00 Uhr</p>"
    assert week_of(some) == {}
    whole = week_of(f"{some}<h2>Sprechzeiten</h2><p>Montag bis Freitag: 8:00 – 16:00 Uhr</p>")
    assert whole["mo"] == ["08:00-16:00"]


def test_hours_cut_in_two_by_a_line_of_others_are_not_known() -> None:
    morning, afternoon = "Mo - Fr 08:30 - 12:30 Uhr", "Mo und Do 14:00 - 17:30 Uhr"
    assert len(week_of(f"<h2>Öffnungszeiten</h2><p>{morning}<br>{afternoon}</p>")) == 5
    assert week_of(f"<h2>Öffnungszeiten</h2><p>{morning}<br>Nur mit Termin, bitte!</p><p>{afternoon}</p>") == {}

"""Who leads a company or owns it, and who only works there or made its site."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import Facts, SitePage, extract_facts
from ingest_svc.domain.imprint.persons import bare_name, is_person, may_be_surnamed

PLACE = "Am Anger 6<br>37999 Obernau"


def page(path: str, title: str, body: str) -> SitePage:
    url = f"https://salzgrotte.example{path}"
    html = f'<html lang="de"><head><title>{title}</title></head><body>{body}</body></html>'
    return SitePage(read_page(html, url), html)


def facts_of(imprint: str, *others: SitePage, name: str = "Salzgrotte") -> Facts:
    start = page("/", name, f'<header><a href="/">{name}</a></header><h1>{name}</h1><p>Schön, dass Sie da sind.</p>')
    imprints = [page("/impressum", "Impressum", f"<main><h1>Impressum</h1>{imprint}</main>")] if imprint else []
    return extract_facts([start, *imprints, *others], {})


def directors_of(facts: Facts) -> list[str]:
    return [one.value for one in facts.managing_directors]


@pytest.mark.parametrize(
    ("imprint", "names"),
    [
        # offices with the paragraph of the law between label and name
        (
            f"<p>Turnkreis Obernau e.V.<br>{PLACE}</p><p>Vertretungsberechtigter Vorstand gemäß § 26 BGB: "
            "Uta Lenz und Kai Brodersen</p>",
            ["Uta Lenz", "Kai Brodersen"],
        ),
        (
            f"<p>Turnkreis Obernau e.V.<br>{PLACE}</p><p>vertr. d. d. Vorstand Uta Lenz</p>",
            ["Uta Lenz"],
        ),
        # a list that goes on below its first line
        (
            f"<p>Salzgrotte GmbH<br>{PLACE}</p><p>Geschäftsführer: Uta Lenz<br>Kai Brodersen<br>Kammer: IHK Ulm</p>",
            ["Uta Lenz", "Kai Brodersen"],
        ),
        ("<table><tr><td>Vertreten durch</td><td>Uta Lenz<br>Kai Brodersen</td></tr></table>",
         ["Uta Lenz", "Kai Brodersen"]),
        # partners on one line, a profession before a name that no list holds, a brand with the owner's surname
        (f"<p>Salzgrotte<br>Dr. Uta Lenz und Dr. Kai Brodersen<br>{PLACE}</p>", ["Uta Lenz", "Kai Brodersen"]),
        (f"<p>Betreiber<br>Ärztin Xaviola Salzgrotte<br>Salzgrotte<br>{PLACE}</p>", ["Xaviola Salzgrotte"]),
        (f"<p>Uta Lenz<br>Schlosserei Lenz<br>{PLACE}</p>", ["Uta Lenz"]),
        # degrees before a second name, a sentence, and a supervisory board on the same line
        (
            f"<p>Salzgrotte GmbH<br>{PLACE}</p><p>Geschäftsführung: Dipl.-Ing. Uta Lenz (Vorsitz), Dipl.-Kfm. Jens Roth"
            "</p>",
            ["Uta Lenz", "Jens Roth"],
        ),
        (
            f"<p>Turnkreis Obernau e.V.<br>{PLACE}</p><p>Der Vorstand besteht aus: Uta Lenz (Vorsitzende), Jens Roth "
            "(Stellvertreter) und Ada Moor (Kassenwartin).</p>",
            ["Uta Lenz", "Jens Roth", "Ada Moor"],
        ),
        (
            f"<p>Salzgrotte AG<br>{PLACE}</p><p>Mitglieder des Vorstands: Uta Lenz, Jens Roth. Vorsitzende des "
            "Aufsichtsrats: Ada Moor</p>",
            ["Uta Lenz", "Jens Roth"],
        ),
        (f"<p>Salzgrotte, Inh.: Uta Lenz e.K.<br>{PLACE}</p>", ["Uta Lenz"]),
        # owners in the address: the sole one, the partners, one whose first name no list holds
        (f"<p>Salzgrotte GbR<br>Uta Lenz und Kai Brodersen<br>{PLACE}</p>", ["Uta Lenz", "Kai Brodersen"]),
        (f"<p>Salzgrotte<br>Uta Lenz<br>Elowin Hartog-Lenz<br>{PLACE}</p>", ["Uta Lenz", "Elowin Hartog-Lenz"]),
        (f"<p>Uta Lenz e.U.<br>{PLACE}</p>", ["Uta Lenz"]),
        (f"<p>Salzgrotte Uta Lenz<br>{PLACE}</p>", ["Uta Lenz"]),
        (f"<p>Psychologische Praxis Uta Lenz<br>{PLACE}</p>", ["Uta Lenz"]),
        (f"<p>Uta Quist Heilpraktikerin<br>{PLACE}</p>", ["Uta Quist"]),
        (f"<p>Uta Quist Coaching<br>{PLACE}</p>", ["Uta Quist"]),
        (f"<p>Salzgrotte<br>Uta und Kai Quist<br>{PLACE}</p>", ["Uta Quist", "Kai Quist"]),
        (f"<p>Salzgrotte GmbH<br>{PLACE}</p><p>Geschäftsführer: Uta &amp; Kai Quist</p>", ["Uta Quist", "Kai Quist"]),
        (f"<p>Salzgrotte<br>{PLACE}</p><p>Inhaber: Ada und Jens Werner</p>", ["Ada Werner", "Jens Werner"]),
    ],
)  # fmt: skip
def test_who_answers_for_a_company_by_its_imprint(imprint: str, names: list[str]) -> None:
    assert directors_of(facts_of(imprint)) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Der Verein wird durch den Vorsitzenden Kai Brodersen und die 2. Vorsitzende Uta Lenz vertreten.",
         ["Kai Brodersen", "Uta Lenz"]),
        ("Vorstand im Sinne des § 26 BGB sind Kai Brodersen und Uta Moor. Sie vertreten den Verein gemeinsam.",
         ["Kai Brodersen", "Uta Moor"]),
        ("Turnkreis Obernau, c/o Kai Brodersen, 1. Vorsitzender", ["Kai Brodersen"]),
        ("Tel. 0551 4711123 Geschäftsführer: Mag. Karl Heinz Roth Amtsgericht Obernau HRB 4711", ["Karl Heinz Roth"]),
        ("Geschäftsführer und verantwortlich für den Inhalt: Uta Moor", ["Uta Moor"]),
        ("Geschäftsführerin der Salzgrotte GmbH ist Uta Moor.", ["Uta Moor"]),
        ("Aufsichtsratsvorsitzender Kai Brodersen", []),
        ("Vorsitzender des Aufsichtsrats: Kai Brodersen", []),
        ("Der Vorstand dankt Kai Brodersen", []),
        ("Geschäftsführung Moderne Ausstattung", []),
    ],
)  # fmt: skip
def test_who_holds_an_office_in_a_sentence(sentence: str, names: list[str]) -> None:
    facts = facts_of(f"<p>Turnkreis Obernau e.V.<br>{PLACE}</p><p>{sentence}</p>")
    assert directors_of(facts) == names


@pytest.mark.parametrize("name", ["Lenz Fotografie", "Druckerei Lenz", "Webdesign Lenz", "Werbeagentur Lenz"])
def test_a_trade_that_others_do_for_most_companies_may_be_the_companys_own(name: str) -> None:
    facts = facts_of(f"<p>{name}<br>Uta Lenz<br>{PLACE}<br>Tel. 0551 4711123</p>", name=name)
    assert facts.address is not None
    assert facts.phone is not None
    assert directors_of(facts) == ["Uta Lenz"]
    others = f"<p>Salzgrotte<br>{PLACE}</p><p>{name}<br>Uta Lenz<br>Hafenweg 3<br>37998 Unterau<br>Tel. 0552 99887</p>"
    facts = facts_of(others)
    assert facts.address is not None
    assert (facts.address.value, facts.phone, directors_of(facts)) == ("Am Anger 6, 37999 Obernau", None, [])


@pytest.mark.parametrize(
    "imprint",
    [
        f"<p>Webmaster dieser Seiten ist<br>Uta Lenz<br>{PLACE}</p>",
        f"<p>Salzgrotte GmbH<br>Uta Lenz<br>{PLACE}</p>",  # a legal person's address names whom to ask for, too
    ],
)
def test_who_stands_in_an_address_is_no_owner_where_it_is_not_said(imprint: str) -> None:
    assert directors_of(facts_of(imprint)) == []


def team(*cards: tuple[str, str]) -> SitePage:
    shown = "".join(f'<div class="card"><h3>{name}</h3><p>{position}</p></div>' for name, position in cards)
    return page("/team", "Unser Team", f"<main><h1>Unser Team</h1>{shown}</main>")


def test_who_leads_by_the_position_on_the_page_of_the_team() -> None:
    facts = facts_of(
        "", team(("Uta Lenz", "Inhaberin"), ("Kai Brodersen", "Büro der Geschäftsführung"), ("Jens Roth", "Technik"))
    )
    assert [(one.value, one.url) for one in facts.managing_directors] == [
        ("Uta Lenz", "https://salzgrotte.example/team")
    ]
    assert all(one.confidence < 0.9 for one in facts.managing_directors)


def test_several_in_the_chair_lead_departments_and_an_imprint_goes_first() -> None:
    cards = (("Uta Lenz", "Vorsitzende"), ("Kai Brodersen", "Vorsitzender"), ("Jens Roth", "2. Vorsitzender"))
    assert directors_of(facts_of("", team(*cards))) == []
    stated = f"<p>Turnkreis Obernau e.V.<br>{PLACE}</p><p>Vertreten durch: Ada Moor</p>"
    assert directors_of(facts_of(stated, team(("Uta Lenz", "Geschäftsführerin")))) == ["Ada Moor"]


def people_on(body: str) -> list[tuple[str, str]]:
    facts = facts_of("", page("/team", "Unser Team", f"<main><h1>Unser Team</h1>{body}</main>"))
    return [(one.name, one.position) for one in facts.team]


def test_positions_above_their_names_stay_with_them() -> None:
    assert people_on(
        "<p>Kassierin</p><p>Uta Lenz</p><p>Schriftführer</p><p>Kai Brodersen</p><p>Jugendleiter</p><p>Jens Roth</p>"
    ) == [("Uta Lenz", "Kassierin"), ("Kai Brodersen", "Schriftführer"), ("Jens Roth", "Jugendleiter")]


def test_several_who_share_a_position_each_have_it() -> None:
    assert people_on("<p>Beisitzer: Uta Lenz, Kai Brodersen und Jens Roth</p>") == [
        ("Uta Lenz", "Beisitzer"),
        ("Kai Brodersen", "Beisitzer"),
        ("Jens Roth", "Beisitzer"),
    ]


def test_a_couple_in_a_heading_shares_the_position_below_it() -> None:
    shown = "<h3>Uta Lenz und Jens Roth</h3><p>Jugendleitung</p><h3>Kai Brodersen</h3><p>Kassenwart</p>"
    assert people_on(shown) == [
        ("Uta Lenz", "Jugendleitung"),
        ("Jens Roth", "Jugendleitung"),
        ("Kai Brodersen", "Kassenwart"),
    ]


def test_a_position_in_a_small_line_above_a_name_that_is_a_heading_is_its_bearers() -> None:
    shown = "<div><span>Inhaberin</span><h3>Uta Lenz</h3><p>Sie führt das Haus, seit es Räder gibt.</p></div>"
    assert people_on(shown) == [("Uta Lenz", "Inhaberin")]


def test_a_person_who_is_quoted_as_well_is_read_from_the_card() -> None:
    quoted = "<blockquote><p>„Räder sind mein Leben.“</p><cite>Uta Lenz</cite></blockquote>"
    card = '<article><img src="uta.jpg"><h3>Dr. med vet. Uta Lenz DDS</h3><p>Studium in Ulm</p></article>'
    start = page("/", "Praxis", f"<h1>Praxis</h1>{quoted}<h2>Unser Team</h2>{card}<p>Uta Lenz</p>")
    assert [one.name for one in extract_facts([start], {}).team] == ["Uta Lenz"]


def test_persons_listed_beside_a_person_are_no_position() -> None:
    assert people_on('<p><img src="fest.jpg"> Uta Lenz, Jens Roth, Kai Brodersen</p>') == []


def test_what_friends_say_between_a_first_name_and_a_surname_or_behind_them_is_left_out() -> None:
    shown = '<p>Uta „Uti“ Lenz - Obfrau</p><p>Mag. Kai Brodersen "Broder" - Stellv. Obmann</p>'
    assert people_on(shown) == [("Uta Lenz", "Obfrau"), ("Kai Brodersen", "Stellv. Obmann")]


def test_kin_of_somebody_in_a_list_are_persons_without_a_known_first_name() -> None:
    shown = "<p>Uta Quist</p><p>Kai Quist</p><p>Xaviola Lenz-Quist</p>"
    assert people_on(shown) == [("Uta Quist", ""), ("Kai Quist", ""), ("Xaviola Lenz-Quist", "")]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Unsere Tierärztinnen", ["Uta Lenz", "Kai Brodersen"]),
        ("Ansprechpartner", ["Uta Lenz", "Kai Brodersen"]),
        ("Unsere Kunden", []),
        ("Rezensionen", []),
    ],
)
def test_who_is_listed_on_the_start_page_under_what_they_are(heading: str, names: list[str]) -> None:
    start = page(
        "/", "Praxis", f"<h1>Praxis</h1><h3>{heading}</h3><ul><li>Dr. Uta Lenz</li><li>Kai Brodersen</li></ul>"
    )
    assert [one.name for one in extract_facts([start], {}).team] == names


def test_who_held_a_position_once_is_not_of_the_team() -> None:
    assert people_on(
        "<p>Kassierin: Uta Lenz</p><p>Ehemaliger Schriftführer: Kai Brodersen</p><p>Jugendleiter: Jens Roth</p>"
    ) == [("Uta Lenz", "Kassierin"), ("Jens Roth", "Jugendleiter")]


@pytest.mark.parametrize("text", ["Mehmet Aydin", "Arben Krasniqi", "Thuy Nguyen", "Karin Berg", "Otto Zimmer"])
def test_names_from_elsewhere_and_surnames_that_are_words(text: str) -> None:
    assert is_person(text)


@pytest.mark.parametrize(
    "text", ["Moderne Ausstattung", "Biologische Verfahren", "Wurzelkanalbehandlung Endodontie", "Herzliche Begleitung"]
)
def test_two_nouns_are_nobody_where_no_list_knows_the_first_name(text: str) -> None:
    assert not may_be_surnamed(text)
    assert may_be_surnamed("Elowin Hartog")


@pytest.mark.parametrize(
    ("below", "mail", "name"),
    [
        ("Geigenbaumeisterin", "uta.lenz", "Uta Lenz"),
        ("Geigenbaumeisterin", "werkstatt", None),  # nothing else bears the name
        ("Hinterhaus", "uta.lenz", None),  # no profession: who lets a flat is not what it is called
    ],
)
def test_who_works_under_the_own_name_is_called_so(below: str, mail: str, name: str | None) -> None:
    start = page("/", "Gut gestimmt", "<h1>Hören, wie es klingen kann</h1><p>Ich komme gern zu Ihnen.</p>")
    imprint = f"<h1>Impressum</h1><p>Uta Lenz<br>{below}<br>{PLACE}</p><p>Mail: {mail}@post.example</p>"
    facts = extract_facts([start, page("/impressum", "Impressum", imprint)], {})
    assert (facts.company_name.value if facts.company_name else None) == name


@pytest.mark.parametrize(
    ("name", "told", "owners"),
    [
        # a trade and a whole name
        ("Schreinerei Uta Quist", "Wir bauen Möbel.", ["Uta Quist"]),
        ("Uta Quist Kundenschreinerei", "Wir bauen Möbel.", ["Uta Quist"]),
        ("Hebamme Xaviola Quist", "Guten Tag, ich bin Xaviola Quist, Hebamme in Obernau.", ["Xaviola Quist"]),
        ("Hebamme Xaviola Quist", "Willkommen!", []),
        ("Uta Quist", "Uta Quist, Logopädin (M.Sc.)", ["Uta Quist"]),
        ("Uta Quist", "Willkommen!", []),
        # what may be called by people long dead
        ("Gymnasium Uta Quist", "Uta Quist", []),
        ("Musikschule Uta Quist", "Mein Name ist Uta Quist.", ["Uta Quist"]),
        # the surname of one who is shown, or of two who are named together
        ("Podologie Quist", "© 2026 Uta Quist. Alle Rechte vorbehalten.", ["Uta Quist"]),
        ("Podologie Quist-Lenz", "Uta Quist-Lenz, Podologin", ["Uta Quist-Lenz"]),
        ("Ferienwohnung Quist", "Wir sind Uta und Kai Quist aus Obernau.", ["Uta Quist", "Kai Quist"]),
        ("Podologie Quist", "Uta Quist</p><p>Kai Quist", []),
        ("Podologie Quist", "Uta Quist, eine zufriedene Kundin", []),
        ("Podologie Quist", "Uta Lenz", []),
        # a sentence about who bears the name, and one about who had it before
        ("Podologie Quist", "Seit 1997 behandelt Uta Quist in Obernau Füße aller Art.", ["Uta Quist"]),
        ("Podologie Quist", "Uta Quist hat die Praxis gegründet und später an uns übergeben.", []),
        ("Schlosserei Quist", "Schlossermeister Kai Quist", ["Kai Quist"]),
    ],
)
def test_a_company_is_theirs_by_whom_it_is_called(name: str, told: str, owners: list[str]) -> None:
    about = page("/wir", "Wir", f"<main><h1>Willkommen</h1><p>{told}</p></main>")
    assert directors_of(facts_of("", about, name=name)) == owners


def test_who_only_works_there_owns_nothing_by_the_surname() -> None:
    cards = team(("Uta Quist", "Auszubildende"), ("Kai Brodersen", "Empfang"))
    assert directors_of(facts_of("", cards, name="Salon Quist")) == []


def test_a_company_under_two_labels_is_one() -> None:
    facts = facts_of(
        f"<dl><dt>Vereinsname</dt><dd>Turnkreis Obernau e.V.</dd><dt>Anschrift</dt><dd>{PLACE}</dd></dl>"
        "<h2>Vorstand</h2><dl><dt>Vorsitzende</dt><dd>Uta Lenz</dd><dt>Schatzmeister</dt><dd>Kai Brodersen</dd></dl>"
        "<h2>Für den Inhalt</h2><dl><dt>Anschrift</dt><dd>Turnkreis Obernau e.V.<br>Hoher Kamp Winkel 6<br>"
        "37999 Obernau</dd></dl>",
        name="Turnkreis Obernau e.V.",
    )
    assert directors_of(facts) == ["Uta Lenz", "Kai Brodersen"]


@pytest.mark.parametrize(
    "officers",
    [
        "Geschäftsführerin Uta Lenz<br>Kai Brodersen (Prokurist)",
        "Geschäftsführung:<br>Uta Lenz<br>Kai Brodersen (Prokura)",
    ],
)
def test_who_holds_a_power_of_attorney_below_a_director_is_none(officers: str) -> None:
    assert directors_of(facts_of(f"<p>Salzgrotte GmbH<br>{PLACE}</p><p>{officers}</p>")) == ["Uta Lenz"]


def test_a_position_in_a_heading_under_the_name_goes_with_it() -> None:
    assert people_on(
        "<h3>Uta Lenz</h3><h4>1. Kassierin</h4><p>Am Anger 6</p><h3>Kai Brodersen</h3><h4>Jugendleiter</h4>"
        "<p>Am Anger 9</p><h3>Jens Roth</h3><p>Beisitzer</p>"
    ) == [("Uta Lenz", "1. Kassierin"), ("Kai Brodersen", "Jugendleiter"), ("Jens Roth", "Beisitzer")]


def test_ranks_of_officials_before_names_are_positions() -> None:
    shown = "<h2>Amtsrat Jens Roth</h2><h2>Oberinspektorin Uta Lenz</h2><h2>Auszubildender Kai Brodersen</h2>"
    assert people_on(shown) == [
        ("Jens Roth", "Amtsrat"),
        ("Uta Lenz", "Oberinspektorin"),
        ("Kai Brodersen", "Auszubildender"),
    ]


@pytest.mark.parametrize("office", ["Geschäfstführer", "Geschäftführerin", "Geschäfsführung", "Geschaeftsfuehrer"])
def test_an_office_that_is_misspelt_is_one(office: str) -> None:
    assert directors_of(facts_of(f"<p>Salzgrotte GmbH<br>{PLACE}</p><h3>{office}</h3><p>Uta Lenz</p>")) == ["Uta Lenz"]


def test_an_abbreviated_deputy_is_a_position() -> None:
    board = "Uta Lenz (Vorsitzende) | Kai Brodersen (Stellv. Vorsitzender) | Jens Roth (Kassenwart)"
    assert people_on(f"<p>{board}</p>") == [
        ("Uta Lenz", "Vorsitzende"),
        ("Kai Brodersen", "Stellv. Vorsitzender"),
        ("Jens Roth", "Kassenwart"),
    ]


def test_a_surname_that_stands_first_is_put_behind_where_the_pages_do_so() -> None:
    imprint = f"<p>Turnkreis Obernau e.V.<br>{PLACE}</p><h3>Vertreten durch:</h3><p>Brodersen Kai</p>"
    assert directors_of(facts_of(imprint, team(("Kai Brodersen", "Vorsitzender")))) == ["Kai Brodersen"]
    assert directors_of(facts_of(imprint)) == ["Brodersen Kai"]


@pytest.mark.parametrize(
    ("name", "owners"),
    [
        ("Hausarztpraxis Dr.med.U.Quist", ["Uta Quist"]),
        ("Praxis Dr. Quist", ["Uta Quist"]),
        ("Praxis Dr. A. Quist", []),
        ("Praxis Quist", ["Uta Quist"]),
        ("Praxis Dr. Roth", []),
    ],
)
def test_a_practice_called_by_a_surname_is_theirs_who_alone_bears_it(name: str, owners: list[str]) -> None:
    cards = (("Uta Quist", "Fachärztin"), ("Kai Roth", "Empfang"), ("Ada Roth", "Empfang"))
    assert directors_of(facts_of("", team(*cards), name=name)) == owners


BOARD = [("1. Vorsitzende", "Uta Lenz"), ("2. Vorsitzender", "Kai Brodersen"), ("Kassenwart", "Jens Roth"),
         ("Geschäftsführer", "Xavol Erdenklee")]  # fmt: skip


def team_of(body: str) -> list[tuple[str, str]]:
    facts = facts_of("", page("/verein", "Unser Verein", f"<main><h1>Unser Verein</h1>{body}</main>"), name="Turnkreis")
    return [(one.name, one.position) for one in facts.team]


def test_positions_above_their_names_do_not_slip_to_the_names_before() -> None:
    board = "".join(f"<div><p>{role}</p><p>{name}</p></div>" for role, name in BOARD)
    years = "<h2>Unsere Geschichte</h2>" + "".join(
        f"<p>{name}</p><p>Kassierer von 19{70 + at} an</p>" for at, name in enumerate(["Eva Moor", "Otto Moor"])
    )
    assert team_of(f"<h2>Der Vorstand</h2>{board}{years}")[:4] == [(name, role) for role, name in BOARD]


def test_names_above_their_positions_keep_them() -> None:
    board = "".join(f"<div><p>{name}</p><p>{role}</p></div>" for role, name in BOARD[:3])
    assert team_of(f"<h2>Der Vorstand</h2>{board}") == [(name, role) for role, name in BOARD[:3]]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("LENZ Uta", "Uta Lenz"),
        ("MOOR-LENZ Uta", "Uta Moor-Lenz"),
        ("UTA LENZ", "Uta Lenz"),
        ("Uta LENZ", "Uta Lenz"),
        ("Uta Lenz *", "Uta Lenz"),
        ("Uta Lenz²", "Uta Lenz"),
    ],
)
def test_a_surname_in_capitals_and_a_footnote_mark(written: str, name: str) -> None:
    assert bare_name(written) == name
    assert is_person(written)


@pytest.mark.parametrize("former", ["Ehemalige Vorstände", "Verstorbene Mitglieder des Vorstands"])
def test_who_stands_under_a_heading_of_former_times_holds_no_office(former: str) -> None:
    today = "<h2>Der Vorstand</h2><h3>Uta Lenz</h3><p>Vorsitzende</p><h3>Kai Brodersen</h3><p>Kassenwart</p>"
    before = f"<h2>{former}</h2><h3>Jens Roth</h3><p>Vorsitzender</p><h3>Eva Moor</h3><p>Kassenwartin</p>"
    assert [name for name, _ in team_of(f"{today}{before}")] == ["Uta Lenz", "Kai Brodersen"]


def test_who_is_marked_with_a_cross_is_dead() -> None:
    board = "<h2>Der Vorstand</h2><p>Vorsitzende</p><p>Uta Lenz</p><p>Ehrenvorsitzender</p><p>Jens Roth †</p>"
    assert [name for name, _ in team_of(board)] == ["Uta Lenz"]


def shown_on(path: str, body: str) -> list[tuple[str, str]]:
    facts = facts_of("", page(path, "Salzgrotte", f"<main>{body}</main>"))
    return [(one.name, one.position) for one in facts.team]


def test_neither_a_course_nor_a_heading_beside_a_number_is_a_person() -> None:
    body = (
        "<h1>Kontakt</h1><h2>Kostenfreies Gespräch</h2><p>Anruf: 0731 5550012</p><h2>Uta Lenz</h2><p>Empfang</p>"
        "<h2>Uta Methode Ausbildung</h2><p>Kurs</p>"
    )
    assert shown_on("/kontakt", body) == [("Uta Lenz", "Empfang")]


def test_under_the_board_a_first_name_need_not_be_known() -> None:
    body = "<h2>Unser Vorstand</h2><p>Uta Lenz</p><p>Vorsitzende</p><p>Xavola Erdenklee</p><p>Kassenprüferin</p>"
    assert shown_on("/mehr", body) == [("Uta Lenz", "Vorsitzende"), ("Xavola Erdenklee", "Kassenprüferin")]


@pytest.mark.parametrize(
    "form", ["<p>{name}, {role}</p>", "<h3>{name}</h3><h4>{role}</h4>"], ids=["beside the name", "in a heading below"]
)
def test_in_a_position_that_others_have_a_first_name_need_not_be_known(form: str) -> None:
    people = [("Uta Lenz", "Fachangestellte"), ("Xavola Erdenklee", "Fachangestellte"), ("Gute Laune", "Musik")]
    body = "<h1>Unser Team</h1>" + "".join(form.format(name=name, role=role) for name, role in people)
    assert shown_on("/team", body) == people[:2]


def test_a_small_line_above_a_heading_may_say_that_the_team_follows() -> None:
    body = (
        "<h1>Haare</h1><p>Unser Team</p><h2>Wer uns ausmacht</h2><p>Inhaberin & Friseurin</p><h3>Uta Lenz</h3>"
        "<p>Sie führt den Salon seit vielen Jahren.</p><p>Stimmen</p><h2>Was man sagt</h2><p>Kai Brodersen</p>"
    )
    assert shown_on("/mehr", body) == [("Uta Lenz", "Inhaberin & Friseurin")]


def test_letters_in_place_of_a_picture_are_no_position() -> None:
    cards = "".join(
        f"<div><p>{letters}</p><p>Trainer</p><p>{name}</p></div>"
        for letters, name in (("UL", "Uta Lenz"), ("KB", "Kai Brodersen"), ("JR", "Jens Roth"))
    )
    found = shown_on("/team", f"<h1>Trainerteam</h1>{cards}")
    assert [position for _, position in found] == ["Trainer"] * 3


def test_a_card_with_a_position_and_a_number_shows_a_person_anywhere() -> None:
    body = (
        "<h1>Sprechen Sie mit uns</h1><h3>Uta Lenz</h3><p>Büro</p><p>0731 5550012</p>"
        "<h3>Kai Brodersen</h3><p>Er kam 1993 zu uns.</p>"
    )
    assert shown_on("/mehr", body) == [("Uta Lenz", "Büro")]

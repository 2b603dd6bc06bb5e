"""Pages as they are found on the web: layout tables, bold headings, accordions made of boxes, a frame around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.frames import MIN_PAGES, without_frames
from ingest_svc.domain.html import read_page
from ingest_svc.domain.page import PageContent, Section


def sections(body: str) -> list[tuple[tuple[str, ...], list[str]]]:
    page = read_page(f"<html><body>{body}</body></html>", "https://firma.example/x")
    return [(section.headings, section.text.split("\n")) for section in page.sections]


def test_a_data_table_inside_a_layout_table_keeps_its_headers() -> None:
    found = sections(
        """<table><tr><td><a href="/">Start</a></td><td><h1>Pumpen</h1>
        <table><tr><th>Typ</th><th>Förderhöhe</th></tr><tr><td>NK 32</td><td>36 m</td></tr>
        <tr><td>NK 40</td><td>54 m</td></tr></table></td></tr></table>"""
    )

    assert found[-1] == (("Pumpen",), ["Typ: NK 32 | Förderhöhe: 36 m", "Typ: NK 40 | Förderhöhe: 54 m"])


def test_spans_are_resolved_and_a_cell_over_all_columns_stands_alone() -> None:
    [(_, lines)] = sections(
        """<table><tr><td><b>Vertrag</b></td><td><b>Leistung</b></td><td><b>Preis</b></td></tr>
        <tr><td colspan="3">Für kleine Anlagen</td></tr>
        <tr><td rowspan="2">Basis</td><td>Inspektion</td><td rowspan="2">240 €</td></tr>
        <tr><td>Bericht</td></tr></table>"""
    )

    assert lines == [
        "Für kleine Anlagen",
        "Vertrag: Basis | Leistung: Inspektion | Preis: 240 €",
        "Vertrag: Basis | Leistung: Bericht | Preis: 240 €",
    ]


def test_two_columns_without_headers_are_names_and_values() -> None:
    [(_, lines)] = sections(
        "<table><tr><td>Gewicht:</td><td>12 kg</td></tr><tr><td>Breite</td><td>1 m</td></tr></table>"
    )

    assert lines == ["Gewicht: 12 kg", "Breite: 1 m"]


def test_a_short_bold_paragraph_is_a_heading_and_a_bold_sentence_is_not() -> None:
    found = sections(
        "<h1>Service</h1><p><b>Ersatzteile</b></p><p>Ab Lager.</p><p><strong>Bitte rufen Sie vorher an.</strong></p>"
    )

    assert found == [(("Service", "Ersatzteile"), ["Ab Lager.", "Bitte rufen Sie vorher an."])]


@pytest.mark.parametrize(
    "question",
    [
        "<div>Wie lange dauert die Montage?</div>",
        '<div class="x-accordion-title">Montage</div>',
        '<button aria-expanded="false">Montage</button>',
        '<div aria-controls="a1">Montage</div>',
        "<p>Wie lange dauert die Montage?</p>",
    ],
)
def test_what_opens_something_is_a_heading(question: str) -> None:
    [(headings, lines)] = sections(f"<h1>Fragen</h1><div>{question}<div><p>Einen Tag.</p></div></div>")

    assert headings[0] == "Fragen"
    assert "Montage" in headings[1]
    assert lines == ["Einen Tag."]


def test_other_buttons_and_questions_in_running_text_are_no_headings() -> None:
    found = sections("<h1>A</h1><button>Senden</button><p>Noch Fragen? Rufen Sie an.</p><ul><li>Passt das?</li></ul>")

    assert found == [(("A",), ["Noch Fragen? Rufen Sie an.", "- Passt das?"])]


def page(number: int, *lines: str) -> PageContent:
    return PageContent(f"https://firma.example/{number}", f"S{number}", "de", (Section(("H",), "\n".join(lines)),))


def test_the_frame_stays_once_and_no_page_loses_what_is_its_own() -> None:
    pages = [page(n, "Jetzt anfragen", f"Inhalt {n}", "Telefon 040 123, 20095 Hamburg") for n in range(MIN_PAGES)]

    texts = [part.text for found in without_frames(pages) for part in found.sections]

    assert texts == [
        "Jetzt anfragen\nInhalt 0\nTelefon 040 123, 20095 Hamburg",
        *[f"Inhalt {n}" for n in range(1, MIN_PAGES)],
    ]


@pytest.mark.parametrize(
    ("name", "headings", "before", "after"),
    [
        ("kontakt", ("Kontakt", "Telefon"), [], ["Fax: 0341 55002"]),
        ("so-finden-sie-uns", ("Wir", "Rufen Sie an: Telefon"), [], []),
        ("Kontakt", ("Schreiben Sie uns",), ["Oder am Apparat:"], []),
        ("oeffnungszeiten", ("Öffnungszeiten",), [], ["Sonntag geschlossen"]),
        ("wir", ("Wir", "Werkstatt", "Büro"), [], ["Zimmer 4"]),
    ],
)
def test_a_shared_line_stays_on_the_page_it_belongs_to(
    name: str, headings: tuple[str, ...], before: list[str], after: list[str]
) -> None:
    shared = "0341 55001"
    pages = [page(n, f"Inhalt {n}", shared) for n in range(5)]
    home = PageContent(
        f"https://firma.example/{name}", "T", "de", (Section(headings, "\n".join([*before, shared, *after])),)
    )

    *others, kept = without_frames([*pages, home])

    assert kept == home
    assert all(shared not in found.text for found in others)


def test_few_pages_show_no_frame() -> None:
    pages = [page(n, "Jetzt anfragen", f"Inhalt {n}") for n in range(MIN_PAGES - 1)]
    assert without_frames(pages) == pages


LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1, max_size=4, unique=True)


@given(st.lists(LINES, min_size=1, max_size=9))
def test_what_stands_on_one_page_only_is_never_lost(texts: list[list[str]]) -> None:
    pages = [page(n, *lines, f"eigen {n}") for n, lines in enumerate(texts)]

    cleared = without_frames(pages)
    assert {line for one in pages for line in one.text.split("\n")} == {
        line for one in cleared for line in one.text.split("\n")
    }
    for before, after in zip(pages, cleared, strict=True):
        assert before.url == after.url
        kept = [line for part in after.sections for line in part.text.split("\n")]
        assert f"eigen {before.url.rsplit('/')[-1]}" in kept
        assert [line for line in before.sections[0].text.split("\n") if line in kept] == kept


def accordion(*items: tuple[str, str]) -> str:
    """As a widespread framework documents it: all titles are second-rank headings."""
    return "".join(
        '<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed"'
        f' data-bs-toggle="collapse" aria-expanded="false">{title}</button></h2>'
        f'<div class="accordion-collapse collapse"><div class="accordion-body">{body}</div></div></div>'
        for title, body in items
    )


def test_titles_of_accordions_stand_below_the_heading_of_their_card() -> None:
    def card(name: str, field: str, items: str) -> str:
        body = accordion(("Schwerpunkte", f"<ul>{items}</ul>"))
        return f'<div class="card"><h5>{name}</h5><h6>{field}</h6><div class="accordion">{body}</div></div>'

    found = sections(
        "<h1>Team</h1>"
        + card("Dr. Ute Moor", "Kleintiere", "<li>Augenheilkunde</li>")
        + card("Jan Feld", "Pferde", "<li>Zahnbehandlung</li>")
    )
    assert (("Team", "Dr. Ute Moor", "Schwerpunkte"), ["- Augenheilkunde"]) in found
    assert (("Team", "Jan Feld", "Schwerpunkte"), ["- Zahnbehandlung"]) in found


def test_titles_of_accordions_stand_below_the_heading_of_their_group() -> None:
    def group(name: str, *items: tuple[str, str]) -> str:
        return f'<div><h3>{name}</h3><div class="accordion">{accordion(*items)}</div></div>'

    found = sections(
        "<h1>Fragen</h1>"
        + group(
            "Versand",
            ("Wie lange dauert es?", "<p>Drei Tage.</p><h4>Ausland</h4><p>Eine Woche.</p>"),
            ("Was kostet es?", "<p>4,90 Euro.</p>"),
        )
        + group("Zahlung", ("Womit kann ich zahlen?", "<p>Mit Karte.</p>"))
    )
    assert found == [
        (("Fragen", "Versand", "Wie lange dauert es?"), ["Drei Tage."]),
        (("Fragen", "Versand", "Wie lange dauert es?", "Ausland"), ["Eine Woche."]),
        (("Fragen", "Versand", "Was kostet es?"), ["4,90 Euro."]),
        (("Fragen", "Zahlung", "Womit kann ich zahlen?"), ["Mit Karte."]),
    ]


def test_titles_of_accordions_keep_their_rank_in_a_part_without_a_heading() -> None:
    found = sections(
        "<main><section><h2>Anfahrt</h2><h3>Parken</h3><p>Im Hof.</p></section>"
        f"<section>{accordion(('Haben Sie offen?', '<p>Ja.</p>'))}</section></main>"
    )
    assert found == [(("Anfahrt", "Parken"), ["Im Hof."]), (("Haben Sie offen?",), ["Ja."])]


def test_a_title_by_its_look_is_apart_from_the_sentence_behind_it() -> None:
    found = sections(
        "<ul><li><strong>1921</strong>Gründung der Weberei.</li><li><b>Heute</b>Gewebt wird von Hand.</li></ul>"
        "<p><span class='satz'>Zweiter Teil</span>Die Kette wird gespannt.</p><p><b>Garn</b>Haus Lindner</p>"
    )
    assert found == [
        (
            (),
            [
                "- 1921 Gründung der Weberei.",
                "- Heute Gewebt wird von Hand.",
                "Zweiter Teil Die Kette wird gespannt.",
                "GarnHaus Lindner",
            ],
        )
    ]


def test_the_words_of_icon_fonts_are_no_text() -> None:
    found = sections(
        "<ul><li><i class='material-icons tiny'>done</i>Lohnabrechnung</li>"
        "<li><span class='material-symbols-outlined'>phone</span> 0123 45678</li></ul>"
    )
    assert found == [((), ["- Lohnabrechnung", "- 0123 45678"])]

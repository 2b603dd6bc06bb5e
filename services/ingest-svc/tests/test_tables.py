"""Tables of pages as rows that can be quoted alone: a value has its own column's name and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.html import read_page


def rows(table: str) -> list[str]:
    return read_page(f"<body><p>x</p>{table}</body>", "https://a.example/").text.split("\n")[1:]


def table(*lines: str) -> str:
    """A table from lines such as `#Typ|Preis`: `#` makes a cell `th`, `*` makes it bold."""

    def cell(text: str) -> str:
        if text.startswith("#"):
            return f"<th>{text[1:]}</th>"
        return f"<td><b>{text[1:]}</b></td>" if text.startswith("*") else f"<td>{text}</td>"

    return "<table>" + "".join(f"<tr>{''.join(map(cell, line.split('|')))}</tr>" for line in lines) + "</table>"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # labels without a value
        (["#Rückgabe|", "#Miete|35 € am Tag", "#Kaution|200 €"], ["Rückgabe", "Miete: 35 € am Tag", "Kaution: 200 €"]),
        (["*Rückgabe|&nbsp;", "*Miete|35 €"], ["Rückgabe", "Miete: 35 €"]),
        (["#Rückgabe:||", "#Miete|35 €|30 €"], ["Rückgabe:", "Miete: 35 € | 30 €"]),
        (["Rückgabe|", "Miete|35 €"], ["Rückgabe", "Miete: 35 €"]),
        (["#Gerät|#Tag|#Woche", "Walze||", "Kran|20 €|9 €"], ["Gerät: Walze", "Gerät: Kran | Tag: 20 € | Woche: 9 €"]),
        (["#Gerät|#Tag|#Woche", "Walze||240 €"], ["Gerät: Walze | Woche: 240 €"]),
        (["#Gerät|#Tag|#Woche", "Walze|60 €"], ["Gerät: Walze | Tag: 60 €"]),
        # headers
        (["|#Basis|#Plus", "#Laufzeit|12 Monate|12 Monate"], ["Laufzeit | Basis: 12 Monate | Plus: 12 Monate"]),
        (["*Gerät|*Tag", "Walze|60 €", "*Summe|*60 €"], ["Gerät: Walze | Tag: 60 €", "Gerät: Summe | Tag: 60 €"]),
        (["#Basis|#Plus", "12 Monate|12 Monate"], ["Basis: 12 Monate | Plus: 12 Monate"]),
        (["#Gewicht|#80 kg", "#Breite|#1 m"], ["Gewicht: 80 kg", "Breite: 1 m"]),
        (["#Jahr|#2025|#2026", "Tage|210|204"], ["Jahr: Tage | 2025: 210 | 2026: 204"]),
        (["#Gerät|#Tag|", "Walze|60 €|anfragen"], ["Gerät: Walze | Tag: 60 € | anfragen"]),
        (["#Typ|#Tag", "Kran|60 €", "#Teil|#Stück", "Gurt|4 €"], ["Typ: Kran | Tag: 60 €", "Teil: Gurt | Stück: 4 €"]),
        (["#Gerät|#Tag"], ["Gerät | Tag"]),
        # equal cells, pairs
        (["12 Monate|12 Monate|12 Monate"], ["12 Monate | 12 Monate | 12 Monate"]),
        (["Montag|geschlossen|geschlossen"], ["Montag | geschlossen | geschlossen"]),
        (["#Gewicht|80 kg|#Breite|1 m", "#Höhe|3 m||"], ["Gewicht: 80 kg | Breite: 1 m", "Höhe: 3 m"]),
        (["*Preis|*35 €", "Kaution|200 €"], ["Preis: 35 €", "Kaution: 200 €"]),
    ],
)  # fmt: skip
def test_rows_are_tied_to_their_own_labels(lines: list[str], expected: list[str]) -> None:
    assert rows(table(*lines)) == expected


def test_a_row_over_all_columns_heads_a_group_and_leaves_the_header() -> None:
    assert rows(
        """<table><caption>Mietpark</caption><thead><tr><td>Gerät</td><td>Tag</td><td>Woche</td></tr></thead>
        <tr><th colspan="3">Verdichtung</th></tr><tr><td>Walze</td><td>60 €</td><td>240 €</td></tr>
        <tr><td colspan="9">Heben</td></tr><tr><td>Minikran</td><td colspan="2">auf Anfrage</td></tr>
        <tr><th>Alle</th><td>frei Haus</td><td>frei Haus</td></tr></table>"""
    ) == [
        "Mietpark",
        "Verdichtung",
        "Gerät: Walze | Tag: 60 € | Woche: 240 €",
        "Heben",
        "Gerät: Minikran | Tag: auf Anfrage | Woche: auf Anfrage",
        "Gerät: Alle | Tag: frei Haus | Woche: frei Haus",
    ]


def test_headers_in_two_rows_are_one() -> None:
    assert rows(
        """<table><tr><th rowspan="2">Gerät</th><th colspan="2">Miete</th></tr><tr><th>Tag</th><th>Woche</th></tr>
        <tr><td>Walze</td><td>60 €</td><td>240 €</td></tr></table>"""
    ) == ["Gerät: Walze | Miete Tag: 60 € | Miete Woche: 240 €"]


def test_a_label_over_several_rows_counts_in_each() -> None:
    assert rows(
        """<table><tr><th rowspan="2">Walze</th><th>Tag</th><td>60 €</td></tr>
        <tr><th>Woche</th><td>240 €</td></tr></table>"""
    ) == ["Walze | Tag: 60 €", "Walze | Woche: 240 €"]


def test_a_label_without_a_number_of_rows_counts_in_all_that_follow() -> None:
    found = rows(
        """<table><tr><th>Walze</th><th>Zeit</th><th>Miete</th></tr><tr><td rowspan="0">Groß</td><td>Tag</td>
        <td>60 €</td></tr><tr><td>Woche</td><td>240 €</td></tr></table>"""
    )
    assert found[1] == "Walze: Groß | Zeit: Woche | Miete: 240 €"


def test_a_picture_alone_in_its_cell_says_what_it_shows() -> None:
    cell = '<td><img src="a.png" alt="{}"></td>'
    body = f"<tr><td>Anlieferung</td>{cell.format('nein')}{cell.format('ja')}</tr>"
    assert rows(f"<table><tr><th></th><th>Klein</th><th>Groß</th></tr>{body}</table>") == [
        "Anlieferung | Klein: nein | Groß: ja"
    ]


CELLS = st.sampled_from(["", "#a", "#b", "*c", "d", "e", "1", "2 €"])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_no_value_of_a_table_is_lost(grid: list[list[str]]) -> None:
    text = " ".join(rows(table(*("|".join(line) for line in grid))))
    assert all(cell in text for line in grid for cell in line if not cell.startswith(("#", "*")))


@given(st.lists(st.sampled_from(["", "1 €", "2 €", "3 €"]), min_size=2, max_size=5))
def test_a_value_is_named_by_its_own_column(values: list[str]) -> None:
    names = [f"Spalte {number}" for number in range(len(values))]
    [line] = rows(table("|".join(f"#{name}" for name in names), "|".join(values))) or [""]
    expected = [f"{name}: {value}" for name, value in zip(names, values, strict=True) if value]
    assert line == (" | ".join(expected) or " | ".join(names))

"""German opening hours as pages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openinghours import OpeningHours, parse_german

EIGHT_TO_FIVE = [("08:00", "17:00")]


def read(text: str) -> dict[str, list[tuple[str, str]]] | None:
    found = parse_german(text)
    if found is None:
        return None
    return {day[:2]: [(i["opens"], i["closes"]) for i in spans] for day, spans in found.weekly.items()}


def days(names: str, *spans: tuple[str, str]) -> dict[str, list[tuple[str, str]]]:
    return {name: list(spans) for name in names.split()}


WEEK = "mo tu we th fr"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo–Fr 8–12 und 13–17 Uhr", days(WEEK, ("08:00", "12:00"), ("13:00", "17:00"))),
        ("Montag bis Freitag: 08:00 - 17:00 Uhr", days(WEEK, *EIGHT_TO_FIVE)),
        (
            "Montag bis Donnerstag: 07:30 - 16:30 Uhr, Freitag 7.30-14 Uhr",
            {**days("mo tu we th", ("07:30", "16:30")), **days("fr", ("07:30", "14:00"))},
        ),
        ("Mo. - Fr. 9.00 Uhr bis 18.00 Uhr, Sa. 9.00 bis 13.00 Uhr",
         {**days(WEEK, ("09:00", "18:00")), **days("sa", ("09:00", "13:00"))}),
        ("Mo, Mi und Fr von 8 bis 17 Uhr", days("mo we fr", *EIGHT_TO_FIVE)),
        ("Montag | 08:00–12:00 | 13:00–17:00\nDienstag | 08:00–12:00\nSonntag | geschlossen",
         {"mo": [("08:00", "12:00"), ("13:00", "17:00")], "tu": [("08:00", "12:00")], "su": []}),
        ("Mo-Fr: 8-17 Uhr, Sa nach Vereinbarung, Sonntag geschlossen", {**days(WEEK, *EIGHT_TO_FIVE), "su": []}),
        ("Täglich 17:00–24:00 Uhr, Montag Ruhetag", {**days("tu we th fr sa su", ("17:00", "24:00")), "mo": []}),
        ("Freitags und samstags 18–2 Uhr", days("fr sa", ("18:00", "02:00"))),
        (
            "Mo-Fr 8-12 Uhr, Mo und Do 14-18 Uhr",
            {**days("mo th", ("08:00", "12:00"), ("14:00", "18:00")), **days("tu we fr", ("08:00", "12:00"))},
        ),
        ("Mensa 11-14 Uhr. Büro Mo-Fr 8-17 Uhr", days(WEEK, *EIGHT_TO_FIVE)),
        ("Werktags von 7 bis 16 Uhr", days(WEEK, ("07:00", "16:00"))),
    ],
)  # fmt: skip
def test_pages(text: str, expected: dict[str, list[tuple[str, str]]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rufen Sie uns an: 089 12 34 56",
        "Am Montag, 12.05.2026, findet ein Workshop statt",
        "Wir freuen uns auf Sie",
        "also 8-10 Mitarbeiter, so 8 bis 10 Leute",
        "Villa Rosa: 8–17 Uhr",
        "Sonntag geschlossen",
        "Die Preise liegen zwischen 8 und 17 Euro",
        "",
    ],
)
def test_what_is_no_opening_hours(text: str) -> None:
    assert parse_german(text) is None


def test_the_quote_is_what_was_read() -> None:
    found = parse_german("Unser Büro:\n  Mo–Fr 8–17 Uhr \n Wir freuen uns.")
    assert found is not None
    assert found.quote == "Mo–Fr 8–17 Uhr"


@given(st.text(alphabet="MoDiFr 0123456789:.–-,|Uhrbis\n", max_size=80))
def test_whatever_is_read_is_valid(text: str) -> None:
    found = parse_german(text)
    if found is not None:
        try:
            OpeningHours.parse({"weekly": found.weekly})
        except ValueError as error:
            assert "overlap" in str(error)

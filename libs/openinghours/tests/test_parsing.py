"""German opening hours as pages write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openinghours import OpeningHours, format_week, parse_german
from openinghours.hours import WEEKDAYS

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
        # English days, as templates leave them
        ("Mon-Fri 7:00 - 18:00", days(WEEK, ("07:00", "18:00"))),
        ("Monday – Thursday: 9–17\nSat closed", days("mo tu we th", ("09:00", "17:00")) | days("sa")),
        ("Mon 9 am - 5 pm", None),
        ("Mo–Fr 8–12 und 13–17 Uhr", days(WEEK, ("08:00", "12:00"), ("13:00", "17:00"))),
        ("Montag bis Freitag: 08:00 - 17:00 Uhr", days(WEEK, *EIGHT_TO_FIVE)),
        (
            "Montag bis Donnerstag: 07:30 - 16:30 Uhr, Freitag 7.30-14 Uhr",
            {**days("mo tu we th", ("07:30", "16:30")), **days("fr", ("07:30", "14:00"))},
        ),
        ("Mo. - Fr. 9.00 Uhr bis 18.00 Uhr, Sa. 9.00 bis 13.00 Uhr",
         {**days(WEEK, ("09:00", "18:00")), **days("sa", ("09:00", "13:00"))}),
        ("Mo, Mi und Fr von 8 bis 17 Uhr", days("mo we fr", *EIGHT_TO_FIVE)),
        ("In der Woche 8-17 Uhr", days(WEEK, *EIGHT_TO_FIVE)),
        ("Unter der Woche 8-17 Uhr", days(WEEK, *EIGHT_TO_FIVE)),
        ("An allen Werktagen 8-17 Uhr", days(WEEK, *EIGHT_TO_FIVE)),
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
    ("text", "agreed", "unknown"),
    [
        ("Mo-Fr 8-17 Uhr\nSa: nach Vereinbarung", {"saturday"}, set()),
        ("Mi nur auf Anfrage, Do 13-18 Uhr", {"wednesday"}, set()),
        ("Mo geschlossen (nach Absprache), Di 9-12 Uhr", {"monday"}, set()),
        ("Mo-Fr 8-12 Uhr und nach Vereinbarung", set(), set()),
        ("Mo-Fr 8-12 Uhr\nNach Vereinbarung auch samstags und sonntags", {"saturday", "sunday"}, set()),
        ("Mo-Fr 8-12 Uhr und nach Vereinbarung\nSa 9-12 Uhr", set(), set()),
        ("Mo-Do 8-17 Uhr\nFr: auf Wunsch\nSa: auf Anruf", {"friday", "saturday"}, set()),
        # what is said beside it makes the day uncertain
        ("Mo nachmittags nach Vereinbarung, Di 8-12 Uhr", set(), {"monday"}),
        ("Sa 9-12 Uhr\nMo-Fr 8-12 Uhr\nSamstag nach Vereinbarung", set(), {"saturday"}),
        ("Mo 8-12 Uhr nur nach Vereinbarung, Di 8-12 Uhr", set(), {"monday"}),
    ],
)
def test_days_by_appointment(text: str, agreed: set[str], unknown: set[str]) -> None:
    found = parse_german(text)
    assert found is not None
    assert found.by_appointment == agreed
    assert found.unknown == unknown
    assert not (agreed | unknown) & found.weekly.keys()


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


TIMES = st.integers(5 * 4, 24 * 4).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
"""Quarters of an hour that a working day may begin or end at."""
DAYS = st.lists(TIMES, max_size=6, unique=True).map(
    lambda times: list(zip(sorted(times)[::2], sorted(times)[1::2], strict=False))
)
WEEKS = st.lists(DAYS, min_size=7, max_size=7).filter(any)
NAMES = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
BETWEEN = [" und ", " u. ", " & ", " + ", " / ", " | ", ", ", "; ", " sowie ", "\n", " Uhr und von ", " Uhr\n"]


@example([[], [], [], [], [], [("05:00", "09:00")], []], " und ", " – ", " ", ". ", True)
@given(
    WEEKS,
    st.sampled_from(BETWEEN),
    st.sampled_from(["-", " – ", " bis ", " Uhr bis "]),
    st.sampled_from([" ", ": ", "s ", "\n", " | ", " von "]),
    st.sampled_from(["\n", ", ", ". ", "; ", " | "]),
    st.booleans(),
)
def test_a_week_that_is_written_down_is_read_again(
    week: list[list[tuple[str, str]]], between: str, to: str, after_day: str, after: str, whole: bool
) -> None:
    def written(clock: str) -> str:
        hour, minute = clock.split(":")
        return str(int(hour)) if whole and minute == "00" else f"{hour}.{minute}"

    def said(spans: list[tuple[str, str]]) -> str:
        return between.join(f"{written(one)}{to}{written(other)}" for one, other in spans) or "geschlossen"

    text = after.join(f"{name}{after_day}{said(spans)}" for name, spans in zip(NAMES, week, strict=True))

    assert read(text) == dict(zip(["mo", "tu", "we", "th", "fr", "sa", "su"], week, strict=True))


@given(WEEKS)
def test_our_own_wording_is_read_again(week: list[list[tuple[str, str]]]) -> None:
    weekly = {
        day: [{"opens": one, "closes": other} for one, other in spans]
        for day, spans in zip(WEEKDAYS, week, strict=True)
    }
    found = parse_german("\n".join(format_week(OpeningHours.parse({"weekly": weekly}))))

    assert found is not None
    assert (found.weekly, found.unknown) == (weekly, frozenset())


VOCABULARY = """
    Mo Di-Fr Samstag So täglich werktags Feiertage 8 12 13.30 8:00–12:00 24 Uhr - bis und , ; : ( ) | ab von außer
    geschlossen Ruhetag nachmittags durchgehend n.V. nur Küche Büro Sommer 24.12. 2026 Pause oder zwischen Tel. 0421
    Team . 🙂
"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n"])


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_whatever_is_read_is_a_valid_week_or_unknown(text: str) -> None:
    found = parse_german(text)
    if found is not None:
        OpeningHours.parse({"weekly": found.weekly})
        assert not found.weekly.keys() & found.unknown
        assert found.quote in " ".join(text.split())


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_days_beside_a_word_that_nobody_knows_are_never_known(text: str) -> None:
    found = parse_german(f"Mo-Di zirka {text}")
    assert found is None or not {"monday", "tuesday"} & found.weekly.keys()

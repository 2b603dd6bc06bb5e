"""Hours as German businesses write them, each labelled with the week that a reader takes from it.

`labelled/held_out.txt` was written with `seen.txt`, before the grammar, and looked at only after it; `everyday.txt` by
somebody who did not know the grammar, and mended after.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openinghours import parse_german
from openinghours.hours import WEEKDAYS

FOLDER = Path(__file__).parent / "labelled"
SHORT = ("mo", "di", "mi", "do", "fr", "sa", "so")
Week = dict[str, list[str] | None]
"""Weekday to `HH:MM-HH:MM`; None is unknown, nothing is closed, and a day that is not mentioned is absent."""
AGREED = ["by appointment"]


def labels(name: str) -> list[tuple[str, Week | None]]:
    """A text, `=> mo-fr 08:00-12:00 14:00-18:00; fr nv; sa zu; so ?` (or `=> none`), and a blank line."""
    blocks = (FOLDER / f"{name}.txt").read_text().strip().split("\n\n")
    return [(text, week_of(expected)) for text, _, expected in (block.rpartition("\n=> ") for block in blocks)]


def week_of(expected: str) -> Week | None:
    if expected == "none":
        return None
    if expected == "?":
        return dict.fromkeys(WEEKDAYS)
    week: Week = {}
    for part in expected.split("; "):
        days, *said = part.split()
        value: list[str] | None = None if said == ["?"] else [] if said == ["zu"] else said
        value = AGREED if said == ["nv"] else value
        for one in days.split(","):
            first, _, last = one.partition("-")
            for number in range(SHORT.index(first), SHORT.index(last or first) + 1):
                week[WEEKDAYS[number]] = value
    return week


def parsed(text: str) -> Week | None:
    found = parse_german(text)
    if found is None:
        return None
    known: Week = {day: [f"{s['opens']}-{s['closes']}" for s in spans] for day, spans in found.weekly.items()}
    return {**known, **dict.fromkeys(found.by_appointment, AGREED), **dict.fromkeys(found.unknown)}


def verdict(text: str, week: Week | None) -> str:
    """`right`, `unknown` (less than the text says, never anything else) or `wrong`; to leave a day out is wrong too."""
    found = parsed(text)
    if found == week:
        return "right"
    if found is None:
        return "unknown"
    expected = week or {}
    told = all(found[day] is None or (day in expected and found[day] == expected[day]) for day in found)
    return "unknown" if told and expected.keys() <= found.keys() else "wrong"


@pytest.mark.parametrize(("name", "right"), [("seen", 0.95), ("held_out", 0.8), ("everyday", 0.85)])
def test_nothing_is_read_wrongly(name: str, right: float) -> None:
    verdicts = {text: verdict(text, week) for text, week in labels(name)}
    figures = Counter(verdicts.values())

    assert [text for text, said in verdicts.items() if said == "wrong"] == []
    assert figures["right"] / figures.total() >= right, figures

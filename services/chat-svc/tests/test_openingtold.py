"""When it is open, as pages say it."""

from __future__ import annotations

from uuid import UUID

import pytest
from chat_svc.domain.openingtold import MOST_LINES, opening_lines, that_tell_hours
from chat_svc.domain.quoting import quote_hours
from hypothesis import given
from hypothesis import strategies as st
from knowledge import Chunk, Components, Passage


def passage(text: str, heading: str = "") -> Passage:
    id = UUID(int=7)
    under = (heading,) if heading else ()
    chunk = Chunk.make(
        bot_id=id, source_id=id, url="/", title="Mühle", text=text, position=len(text), heading_path=under
    )
    return Passage(chunk=chunk, score=1.0, components=Components(dense=0.9, lexical=1.0))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Mo-Fr 9-12 Uhr\nSa 10 bis 13 Uhr\nHofladen", ["Mo-Fr 9-12 Uhr", "Sa 10 bis 13 Uhr"]),
        ("Dienstag\n14:00 – 18:00\nKegeln", ["Dienstag", "14:00 – 18:00"]),
        ("Montag Ruhetag. Durchgehend warme Küche.", ["Montag Ruhetag."]),
        ("24.05.2026 Pfingstmontag ab 11:00 Uhr Grillen", []),
        ("Wir mahlen Korn.\nAm Sonntag ist Mühlentag.", []),
    ],
)
def test_lines_with_days_and_times(text: str, lines: list[str]) -> None:
    assert opening_lines(text) == lines


def test_what_calls_itself_hours_goes_before_a_timetable() -> None:
    course = passage("Montag 18:00 Kegeln\nDienstag 19:00 Skat\nMittwoch 20:00 Chor")
    hours = passage("Montag bis Freitag 9 bis 12 Uhr", "Öffnungszeiten")
    other = passage("Am Sonntag um 10:30 Uhr ist Andacht.")

    assert that_tell_hours([course, other, hours]) == [hours, course]
    assert quote_hours(hours).text == "Öffnungszeiten\nMontag bis Freitag 9 bis 12 Uhr [1]"


@given(st.lists(st.sampled_from(["Mo 9-12 Uhr", "Samstag", "10:00", "Korn und Mehl", "1.5.2026 zu", ""]), max_size=30))
def test_lines_are_lines_of_the_text(lines: list[str]) -> None:
    found = opening_lines("\n".join(lines))
    assert set(found) <= set(lines)
    assert len(found) <= MOST_LINES

"""Which day a question means, and what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from chat_svc.domain.smalltalk import apart, asks_for_hours
from chat_svc.domain.when import says_closed, when_of
from chat_svc.service import hours
from contracts.bots import BotConfiguration, Interval, OpeningHours, SpecialDay
from hypothesis import given
from hypothesis import strategies as st

WEEK = {
    **{
        day: (Interval(opens="08:00", closes="12:30"), Interval(opens="13:30", closes="17:00"))
        for day in ("monday", "tuesday", "wednesday", "friday")
    },
    "thursday": (Interval(opens="08:00", closes="19:00"),),
    "saturday": (Interval(opens="10:00", closes="13:00"),),
}
CONFIGURED = BotConfiguration(
    name="Brandt",
    opening_hours=OpeningHours(
        weekly=WEEK,
        holidays="DE-HH",
        special_days=(SpecialDay(date=date(2026, 12, 11), intervals=(), note="Inventur"),),
    ),
)
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)


def told(question: str, now: datetime = SATURDAY) -> str:
    return hours.answer(CONFIGURED, now, "de", hours.meant(CONFIGURED, now, question))


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("Haben Sie am 24. Dezember offen?", ["2026-12-24"]),
        ("Haben Sie am 24.12. offen?", ["2026-12-24"]),
        ("Wann haben Sie morgen geöffnet?", ["2026-11-29"]),
        ("Ist übermorgen jemand da?", ["2026-11-30"]),
        ("Habt ihr Samstag auf?", ["2026-11-28"]),
        ("Habt ihr über die Feiertage offen?", ["2026-12-25", "2026-12-26", "2027-01-01"]),
        ("Haben Sie Heiligabend geöffnet?", ["2026-12-24"]),
        ("Habt ihr am Wochenende offen?", ["2026-11-28", "2026-11-29"]),
        ("Wie sind die Öffnungszeiten am 1. Mai?", ["2027-05-01"]),
        ("Habt ihr am Morgen offen?", []),
        ("Hattet ihr heute Morgen offen?", ["2026-11-28"]),
        ("Wann haben Sie geöffnet?", []),
    ],
)
def test_days_that_are_meant(question: str, days: list[str]) -> None:
    found = hours.meant(CONFIGURED, SATURDAY, question)
    assert [day.isoformat() for day in found.days] == days


def test_a_day_by_appointment_is_neither_open_nor_closed() -> None:
    agreed = OpeningHours(weekly={"monday": WEEK["monday"]}, by_appointment=("sunday",))
    own = CONFIGURED.model_copy(update={"opening_hours": agreed})
    told = hours.answer(own, SATURDAY, "de", hours.meant(own, SATURDAY, "Haben Sie morgen offen?"))
    assert told.startswith("Morgen, Sonntag, 29. November: nach Vereinbarung.\nWieder geöffnet: Montag")
    assert "So nach Vereinbarung" in hours.answer(own, SATURDAY, "de")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "Wann haben Sie morgen geöffnet?",
            "Morgen, Sonntag, 29. November: geschlossen.\nWieder geöffnet: Montag, 30. November, 8:00 Uhr.",
        ),
        ("Habt ihr am Donnerstag auf?", "Donnerstag, 3. Dezember: 8:00–19:00 Uhr geöffnet."),
        ("Habt ihr am Donnerstag nach 18 Uhr auf?", "Ja. Donnerstag, 3. Dezember: 8:00–19:00 Uhr geöffnet."),
        (
            "Haben Sie am Montag um 13 Uhr offen?",
            "Nein. Übermorgen, Montag, 30. November: 8:00–12:30 und 13:30–17:00 Uhr geöffnet.",
        ),
        (
            "Seid ihr am 11. Dezember da?",
            "Freitag, 11. Dezember: geschlossen (Inventur).\nWieder geöffnet: Samstag, 12. Dezember, 10:00 Uhr.",
        ),
        (
            "Haben Sie am 25.12. auf?",
            "Freitag, 25. Dezember: geschlossen (Erster Weihnachtstag).\n"
            "Wieder geöffnet: Montag, 28. Dezember, 8:00 Uhr.",
        ),
        ("Habt ihr Freitagnachmittag auf?", "Ja. Freitag, 4. Dezember: 8:00–12:30 und 13:30–17:00 Uhr geöffnet."),
        ("Haben Sie samstagnachmittags offen?", "Nein. Heute, Samstag, 28. November: 10:00–13:00 Uhr geöffnet."),
        ("Ist am Mittwochabend jemand da?", "Nein. Mittwoch, 2. Dezember: 8:00–12:30 und 13:30–17:00 Uhr geöffnet."),
        ("Habt ihr Freitag morgen auf?", "Freitag, 4. Dezember: 8:00–12:30 und 13:30–17:00 Uhr geöffnet."),
        ("Are you open on Saturday morning?", "Ja. Heute, Samstag, 28. November: 10:00–13:00 Uhr geöffnet."),
        ("Kann ich nach 18 Uhr noch vorbeikommen?", "Um diese Zeit haben wir geöffnet:\nDonnerstag 8:00–19:00"),
    ],
)
def test_what_is_said_of_them(question: str, answer: str) -> None:
    assert asks_for_hours(question)
    assert told(question) == answer


def test_the_week_is_told_when_no_day_is_meant() -> None:
    assert told("Wann haben Sie geöffnet?").splitlines()[:3] == [
        "Ja, gerade ist geöffnet. Geöffnet bis 13:00.",
        "",
        "Die Öffnungszeiten:",
    ]


def test_it_is_said_once_that_it_is_closed() -> None:
    sunday = datetime(2026, 11, 29, 11, 0, tzinfo=UTC)
    assert told("Wann haben Sie geöffnet?", sunday).splitlines()[0] == "Gerade: Geschlossen, öffnet Mo um 8:00."


CLOSURE = "Vom 24. Dezember bis zum 6. Januar sowie in der ersten Augustwoche ist der Betrieb geschlossen."


@pytest.mark.parametrize(
    ("sentence", "day", "closed"),
    [
        (CLOSURE, date(2026, 12, 24), True),
        (CLOSURE, date(2027, 1, 6), True),
        (CLOSURE, date(2026, 12, 23), False),
        (CLOSURE, date(2027, 1, 7), False),
        ("Betriebsferien: 1.8. bis 15.8.2026", date(2026, 8, 15), True),
        ("Betriebsferien: 1.8. bis 15.8.2026", date(2027, 8, 15), False),
        ("Am 31. Dezember bleibt das Büro geschlossen.", date(2026, 12, 31), True),
        ("Vom 24. Dezember bis zum 6. Januar gibt es Glühwein.", date(2026, 12, 24), False),
    ],
)
def test_pages_may_say_that_it_is_closed(sentence: str, day: date, closed: bool) -> None:
    assert says_closed(sentence, day) is closed


@given(st.text(max_size=120), st.dates(date(2020, 2, 28), date(2032, 12, 31)))
def test_any_text_on_any_day_is_read(text: Any, today: date) -> None:
    found = when_of(text, today, hours.hours_of(CONFIGURED))
    assert all(isinstance(day, date) for day in found.days)
    says_closed(text + " geschlossen", today)


@pytest.mark.parametrize(
    ("message", "rest", "about_hours"),
    [
        (
            "Wann habt ihr morgen offen und was kostet eine Küche?",
            "was kostet eine Küche?",
            "Wann habt ihr morgen offen",
        ),
        ("Was kostet das Aufmaß? Und haben Sie samstags auf?", "Was kostet das Aufmaß?", "Und haben Sie samstags auf?"),
        ("Haben Sie am 24. Dezember offen?", "Haben Sie am 24. Dezember offen?", ""),
        ("Haben Sie am Montag und Dienstag offen?", "Haben Sie am Montag und Dienstag offen?", ""),
        ("Was kostet eine Küche und wie lange dauert sie?", "Was kostet eine Küche und wie lange dauert sie?", ""),
    ],
)
def test_two_questions_in_one(message: str, rest: str, about_hours: str) -> None:
    assert apart(message) == (rest, about_hours)

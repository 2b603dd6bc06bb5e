"""Which day a question means, and what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from chat_svc.domain.closures import says_closed
from chat_svc.domain.smalltalk import apart, asks_for_hours
from chat_svc.domain.when import when_of
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
        ("Seid ihr am zweiten Feiertag da?", ["2026-12-26"]),
        ("Habt ihr im neuen Jahr wieder auf?", [f"2027-01-0{day}" for day in range(1, 8)]),
        ("habt ihr zwischen den jahren offen", [f"2026-12-{day}" for day in range(27, 31)]),
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


WEDNESDAY = datetime(2027, 3, 10, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        # weekdays and distances
        ("Haben Sie nächsten Mittwoch offen?", ["03-17"]),
        ("Haben Sie Mittwoch offen?", ["03-10"]),
        ("Habt ihr Freitag nächste Woche auf?", ["03-19"]),
        ("Haben Sie nächste Woche offen?", [f"03-{day}" for day in range(15, 22)]),
        ("Habt ihr übernächsten Samstag auf?", ["03-20"]),
        ("Seid ihr Samstag in einer Woche da?", ["03-20"]),
        ("Haben Sie in drei Tagen offen?", ["03-13"]),
        ("Haben Sie Montag bis Mittwoch offen?", ["03-15", "03-16", "03-17"]),
        # the weekday of a date is no day of its own
        ("Haben Sie am Montag, den 22. März offen?", ["03-22"]),
        ("Habt ihr Samstag, 24.4. auf?", ["04-24"]),
        # lists and ranges share their month
        ("Haben Sie am 24. und 31. Dezember offen?", ["12-24", "12-31"]),
        ("Haben Sie vom 24. bis 26. Dezember offen?", ["12-24", "12-25", "12-26"]),
        ("Habt ihr 24.-26.12. auf?", ["12-24", "12-25", "12-26"]),
        ("Habt ihr am ersten Mai auf?", ["05-01"]),
        ("Are you open on March 15th?", ["03-15"]),
        # feasts, public holidays in this state or not
        ("Haben Sie über Ostern geöffnet?", ["03-26", "03-27", "03-28", "03-29"]),
        ("Haben Sie an Gründonnerstag offen?", ["03-25"]),
        ("Habt ihr Karsamstag auf?", ["03-27"]),
        ("Haben Sie an Christi Himmelfahrt geöffnet?", ["05-06"]),
        ("Habt ihr Pfingsten offen?", ["05-16", "05-17"]),
        ("Haben Sie an Fronleichnam geöffnet?", ["05-27"]),
        ("Haben Sie an Mariä Himmelfahrt geöffnet?", ["08-15"]),
        ("Haben Sie am Buß- und Bettag offen?", ["11-17"]),
        ("Haben Sie am zweiten Weihnachtsfeiertag auf?", ["12-26"]),
        ("Habt ihr am 1. Weihnachtstag auf?", ["12-25"]),
        ("Habt ihr am 2. Advent auf?", ["12-05"]),
        ("Haben Sie zwischen den Jahren geöffnet?", ["12-27", "12-28", "12-29", "12-30"]),
        ("Are you open on Good Friday?", ["03-26"]),
        ("Haben Sie nach Ostern wieder offen?", []),
        ("Haben Sie am Stephanstag offen?", ["12-26"]),
    ],
)
def test_days_as_visitors_name_them(question: str, days: list[str]) -> None:
    assert asks_for_hours(question)
    found = hours.meant(CONFIGURED, WEDNESDAY, question)
    assert [f"{day:%m-%d}" for day in found.days] == days


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Haben Sie heute um 18 Uhr 30 offen?", (18 * 60 + 30, "um")),
        ("Habt ihr bis halb sieben auf?", (18 * 60 + 30, "bis")),
        ("Habt ihr heute um 7 Uhr abends auf?", (19 * 60, "um")),
        ("Haben Sie noch bis um 19 Uhr auf?", (19 * 60, "bis")),
        ("Haben Sie um 12 noch offen?", (12 * 60, "um")),
        ("Habt ihr ab 7 Uhr offen?", (7 * 60, "um")),
        ("Habt ihr mittags offen?", (12 * 60 + 30, "um")),
        ("Haben Sie zwischen 12 und 14 Uhr offen?", (12 * 60, "um")),
        ("Haben Sie am 24.12. offen?", (None, "")),
        ("Haben Sie am 24. und 31. Dezember bis 12:30 offen?", (12 * 60 + 30, "bis")),
    ],
)
def test_times_as_visitors_name_them(question: str, meant: tuple[int | None, str]) -> None:
    found = hours.meant(CONFIGURED, WEDNESDAY, question)
    assert (found.minute, found.sense) == meant


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
        ("Zwischen dem 24.12. und dem 6.1. haben wir geschlossen.", date(2026, 12, 29), True),
        ("Am 24., 25. und 26. Dezember geschlossen.", date(2026, 12, 24), True),
        ("Am 24. und 31. Dezember geschlossen.", date(2026, 12, 24), True),
        ("Am 24. und 31. Dezember geschlossen.", date(2026, 12, 28), False),
        ("Heiligabend und Silvester geschlossen.", date(2026, 12, 31), True),
        ("Über Weihnachten bleibt die Praxis zu.", date(2026, 12, 25), True),
        ("Sommerpause vom 12. Juli bis 1. August", date(2027, 7, 20), True),
        ("Vom 12.07.27 bis 30.07.27 geschlossen", date(2027, 7, 20), True),
        ("Vom 12.07.27 bis 30.07.27 geschlossen", date(2028, 7, 20), False),
        ("Betriebsferien vom 24.12.2026 bis 6.1.2027", date(2027, 1, 5), True),
        ("Betriebsferien vom 24.12.2026 bis 6.1.2027", date(2027, 12, 28), False),
        ("Im August haben wir geschlossen.", date(2027, 8, 10), True),
        ("Im August haben wir montags geschlossen.", date(2027, 8, 10), False),
        ("Noch bis zum 6. Januar geschlossen", date(2027, 1, 4), True),
        ("Ab dem 7. Januar sind wir nach den Betriebsferien wieder da.", date(2027, 1, 7), False),
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


@pytest.mark.parametrize(
    "message",
    [
        "habt ihr sonntag auf",
        "hobts es am samstag offen",
        "koennt ihr sagen wann ihr offen habt",
        "naechsten samstag offen?",
        "gibts bei euch eine mittagspause",
    ],
)
def test_hours_are_asked_for_in_dialect_and_without_umlauts(message: str) -> None:
    assert asks_for_hours(message)

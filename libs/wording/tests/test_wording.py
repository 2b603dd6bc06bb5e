"""One way to word things: complete in both languages, with numbers, dates and plurals as each writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import wording
from wording import Catalogue

CATALOGUE = Catalogue(
    {"talks": "{count} Gespräche", "talks.one": "Ein Gespräch", "at": "am {at}", "mean": "{value} Minuten"},
    {"talks": "{count} conversations", "talks.one": "One conversation", "at": "on {at}", "mean": "{value} minutes"},
)


@pytest.mark.parametrize(
    ("de", "en", "named"),
    [({"a": "x"}, {}, "a"), ({"a": "{x}"}, {"a": "{y}"}, "a"), ({"a": "{x} {y}"}, {"a": "{x}"}, "a")],
)
def test_a_catalogue_that_is_not_complete_in_both_languages_is_refused(
    de: dict[str, str], en: dict[str, str], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        Catalogue(de, en)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (CATALOGUE.say("talks", "de", count=1), "Ein Gespräch"),
        (CATALOGUE.say("talks", "de", count=0), "0 Gespräche"),
        (CATALOGUE.say("talks", "en", count=2), "2 conversations"),
        (CATALOGUE.say("mean", "de", value=2.5), "2,5 Minuten"),
        (CATALOGUE.say("mean", "en", value=2.0), "2 minutes"),
        (CATALOGUE.say("at", "de", at=datetime(2026, 7, 1, 10, 5, tzinfo=UTC)), "am 1. Juli 2026 um 12:05 Uhr"),
        (CATALOGUE.say("at", "en", at=datetime(2026, 1, 1, 10, 5, tzinfo=UTC)), "on 1 January 2026 at 11:05"),
        (wording.number(1234567.891, "de", 2), "1.234.567,89"),
        (wording.number(-3, "en"), "-3"),
        (wording.share(0.1234, "de"), "12,3\u00a0%"),
        (wording.share(None, "en"), "–"),
        (wording.long_day(date(2027, 3, 3), "de"), "3. März 2027"),
        (wording.long_day(date(2027, 3, 3), "en"), "3 March 2027"),
        (wording.day(date(2027, 3, 3), "de"), "03.03.2027"),
        (wording.weekday(6, "de"), "Sonntag"),
        (wording.month(3, "de"), "März"),
    ],
)
def test_values_are_written_as_the_language_does(said: str, expected: str) -> None:
    assert said == expected


def test_an_id_that_is_not_there_is_a_defect() -> None:
    with pytest.raises(KeyError):
        CATALOGUE.say("silence", "de")

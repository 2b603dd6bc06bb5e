"""The catalogues say the same in both languages, and numbers and times are written as their readers write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from console import formats
from console.texts import CATALOGUE, LANGUAGES

SOURCE = Path(__file__).parents[1] / "src" / "console"


def test_every_message_that_is_asked_for_exists() -> None:
    asked = set()
    for file in SOURCE.rglob("*.py"):
        asked |= set(re.findall(r'\bsay\(\s*"([\w.-]+)"', file.read_text()))
    assert asked - CATALOGUE.ids == set()
    assert len(asked) > 200


def test_no_message_says_itself_twice() -> None:
    doubled = {
        (language, name)
        for language in LANGUAGES
        for name, words in CATALOGUE.texts(language).items()
        if len(words) > 12 and words[: len(words) // 2].strip() == words[len(words) // 2 :].strip()
    }
    assert doubled == set()


def test_one_of_something_has_its_own_words() -> None:
    assert CATALOGUE.say("start.drafts", "de", count=1).startswith("Ein Entwurf wartet")
    assert CATALOGUE.say("start.drafts", "de", count="200+").startswith("200+ Entwürfe")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.number(1234.5, "de", 1), "1.234,5"),
        (formats.number(1234.5, "en", 1), "1,234.5"),
        (formats.number(None, "de"), "–"),
        (formats.share(0.125, "de", 1), "12,5\u00a0%"),
        (formats.share(0.5, "en"), "50%"),
        (formats.duration(3.04, "de"), "3,0 s"),
        (formats.duration(185, "de"), "3:05 min"),
        (formats.duration(7800, "en"), "2:10 h"),
        (formats.duration(744 * 3600, "de"), "31 Tage"),
        (formats.duration(744 * 3600, "en"), "31 days"),
        (formats.moment("2026-07-01T22:30:00Z", "de", "Europe/Berlin"), "02.07.2026, 00:30"),
        (formats.moment("2026-07-01T22:30:00Z", "en", "Europe/London"), "1 July 2026, 23:30"),
        (formats.slot("2026-11-27T08:00:00+01:00", "de", "Europe/Berlin"), "Freitag, 27.11.2026, 08:00"),
        (formats.moment("2026-07-01T22:30:00Z", "de", "Nowhere/Land"), "02.07.2026, 00:30"),
    ],
)
def test_numbers_and_times_are_written_as_people_write_them(written: str, expected: str) -> None:
    assert written == expected


def test_texts_of_others_are_never_markup() -> None:
    assert formats.plain("![x](http://evil.example) **a** <b>") == (
        "\\!\\[x\\]\\(http\\://evil\\.example\\) \\*\\*a\\*\\* \\<b\\>"
    )

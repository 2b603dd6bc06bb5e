"""What people read: texts in German and English, filled in as each language writes numbers and dates.

Babel knows the forms (Unicode CLDR); German comes first, and is what any other language falls back to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from string import Formatter
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, get_month_names
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
_LOCALES = {"de": Locale("de", "DE"), "en": Locale("en", "GB")}
ZONE = "Europe/Berlin"
"""In which moments are written that come without a zone of their reader's."""
MISSING = "–"
"""Stands where nothing was counted."""


def locale_of(language: str) -> Locale:
    """The forms of a language."""
    return _LOCALES["en" if language == "en" else "de"]


class Catalogue:
    """Texts by id. `say` is how a service words everything.

    A text about a number of things may have a form for one of them, its id followed by `.one`.
    """

    def __init__(self, de: Mapping[str, str], en: Mapping[str, str]) -> None:
        """Raises `ValueError` for a text, or a value in one, that only one of the languages has."""
        if de.keys() != en.keys():
            raise ValueError(f"in one language only: {', '.join(sorted(de.keys() ^ en.keys()))}")
        if uneven := [id for id in de if placeholders(de[id]) != placeholders(en[id])]:
            raise ValueError(f"filled in with other values: {', '.join(uneven)}")
        self._texts: dict[str, Mapping[str, str]] = {"de": de, "en": en}

    @property
    def ids(self) -> frozenset[str]:
        """The id of every text."""
        return frozenset(self._texts["de"])

    def texts(self, language: str) -> Mapping[str, str]:
        """All texts of a language by id, not filled in."""
        return self._texts[language]

    def say(self, id: str, language: str, /, **values: object) -> str:
        """The text with this id. Floats and moments are written as the language does; `count` chooses one or many.

        Raises `KeyError` for an id that is not there, and for a value that is missing: both are defects.
        """
        texts = self._texts["en" if language == "en" else "de"]
        count = values.get("count")
        if isinstance(count, int) and locale_of(language).plural_form(count) == "one":
            id = f"{id}.one" if f"{id}.one" in texts else id
        shown = {name: _shown(value, language) for name, value in values.items()}
        return texts[id].format(**shown)

    def knows(self, id: str) -> bool:
        """Whether there is such a text."""
        return id in self._texts["de"]


def placeholders(text: str) -> set[str]:
    """The names of the values that a text is filled in with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _shown(value: object, language: str) -> object:
    if isinstance(value, float):
        return number(value, language, 1 if value % 1 else 0)
    return moment(value, language, ZONE) if isinstance(value, datetime) else value


def number(value: float, language: str, decimals: int = 0) -> str:
    """`1.234,5` in German, `1,234.5` in English; always with so many decimals."""
    form = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=form, locale=locale_of(language)))


def share(value: float | None, language: str, decimals: int = 1) -> str:
    """A part of 1 as `12,3 %` in German, `12.3%` in English; a dash for None."""
    if value is None:
        return MISSING
    blank = "\u00a0" if language != "en" else ""
    form = "#,##0" + ("." + "0" * decimals if decimals else "") + f"{blank}%"
    return str(format_percent(value, format=form, locale=locale_of(language)))


def day(value: date, language: str) -> str:
    """A date as `03.03.2027`, `03/03/2027`: short, with the year in full."""
    form = "dd.MM.yyyy" if language != "en" else "dd/MM/yyyy"
    return str(format_date(value, format=form, locale=locale_of(language)))


def long_day(value: date, language: str) -> str:
    """A date in words: `3. März 2027`, `3 March 2027`."""
    return str(format_date(value, format="long", locale=locale_of(language)))


def day_and_month(value: date, language: str) -> str:
    """`3. März`, `3 March`."""
    return str(format_date(value, format="d. MMMM" if language != "en" else "d MMMM", locale=locale_of(language)))


def days(count: int, language: str) -> str:
    """A length of time: `31 Tage`, `1 day`."""
    return str(format_unit(count, "duration-day", locale=locale_of(language)))


def weekday(number: int, language: str) -> str:
    """The name of a weekday, 0 being Monday."""
    return str(get_day_names("wide", context="stand-alone", locale=locale_of(language))[number])


def short_weekday(number: int, language: str) -> str:
    """The name of a weekday in short, 0 being Monday: `Mo`, `Mon`."""
    return str(get_day_names("abbreviated", context="stand-alone", locale=locale_of(language))[number])


def month(number: int, language: str) -> str:
    """The name of a month, 1 being January."""
    return str(get_month_names("wide", context="stand-alone", locale=locale_of(language))[number])


def clock(at: datetime, language: str) -> str:
    """The time of day, in the moment's own zone: `14:05 Uhr`, `14:05`."""
    shown = str(format_time(at.timetz(), format="HH:mm", locale=locale_of(language)))
    return f"{shown} Uhr" if language != "en" else shown


def moment(at: datetime, language: str, zone: str) -> str:
    """Day and time in a zone: `3. März 2027 um 14:05 Uhr`, `3 March 2027 at 14:05`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{long_day(local, language)} {'um' if language != 'en' else 'at'} {clock(local, language)}"

"""Telephone numbers: kept in E.164, read as they are dialled in a country, shown as people there write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import phonenumbers
from babel import Locale
from babel.core import get_global

HOME = "DE"
"""Where a number without country code is dialled when no country is named."""

_NAMED_IN = ("de", "en", "fr", "it")
"""Languages in which a country may be named; the Unicode CLDR has the names."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TITLES = re.compile(
    r"^(?:die|the|la)?(?:bundesrepublik|(?:federal)?republi[ck](?:of)?|furstentum|fuerstentum|principalityof)"
    r"|^(?:die|the)(?=.{4})"
)
_SHORT = {
    "d": "DE",
    "brd": "DE",
    "a": "AT",
    "fl": "LI",
    "holland": "NL",
    "usa": "US",
    "england": "GB",
    "grossbritannien": "GB",
    "greatbritain": "GB",
    "tschechischerepublik": "CZ",
    "czechrepublic": "CZ",
    "turkey": "TR",
}
"""What CLDR has no name for and people write all the same."""


class NoPhoneNumber(ValueError):
    """A text that is no telephone number. The message is for whoever typed it and does not repeat it."""


def parse(text: str, country: str = "") -> str:
    """The number in E.164 (`+498912345678`, ITU-T). Raises `NoPhoneNumber`.

    `country` says how a number without country code is dialled: an ISO 3166 code or a name, as `region_of` reads it.
    Without a country it is Germany's; of a country that nobody knows only numbers with `+` or `00` can be read, because
    any guess would be somebody else's number.
    """
    region = region_of(country) if country.strip() else HOME
    try:
        number = phonenumbers.parse(text if region else re.sub(r"^\s*00", "+", text), region)
    except phonenumbers.NumberParseException as error:
        if region is None and error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise NoPhoneNumber("must begin with + and a country code, because the country is not known") from error
        raise NoPhoneNumber("must be a telephone number such as 089 1234567 or +49 89 1234567") from error
    if not phonenumbers.is_possible_number(number):
        raise NoPhoneNumber("must be a telephone number such as 089 1234567 or +49 89 1234567")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_assigned(e164: str) -> bool:
    """Whether a number that `parse` gave is in a range its country has given out; `parse` asks for its length only."""
    return phonenumbers.is_valid_number(phonenumbers.parse(e164))


def prefix_of(region: str) -> str:
    """The country code of an ISO 3166 region with its plus sign (`+49`); a plus sign alone for one nobody knows."""
    code = phonenumbers.country_code_for_region(region)
    return f"+{code}" if code else "+"


def national(e164: str) -> str:
    """A number that `parse` gave, as people of its country write it: `089 12345678`."""
    number = phonenumbers.parse(e164)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))


def region_of(country: str) -> str | None:
    """The ISO 3166-1 code of a country that is given by code (`AT`, `AUT`) or by name, None for one nobody knows.

    Names count in German, English, French and Italian, in any case, with or without accents: `Österreich`,
    `OESTERREICH`, `Austria`, `Autriche`, `die Schweiz`, `Republik Österreich`.
    """
    code = country.strip().upper()
    if code in phonenumbers.SUPPORTED_REGIONS:
        return code
    known, name = _regions(), _folded(country)
    return known.get(name) or known.get(_TITLES.sub("", name))


@cache
def _regions() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in _NAMED_IN:
        for code, name in Locale(language).territories.items():
            if code in phonenumbers.SUPPORTED_REGIONS:
                found.setdefault(_folded(name), code)
                found.setdefault(_folded(name.lower().translate(_UMLAUTS)), code)
    for alias, codes in get_global("territory_aliases").items():
        if len(codes) == 1 and codes[0] in phonenumbers.SUPPORTED_REGIONS:
            found.setdefault(_folded(alias), codes[0])
    return {**found, **_SHORT}


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in apart if character.isalnum())

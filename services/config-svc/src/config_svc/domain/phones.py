"""Telephone numbers: stored in E.164, shown as people of the country write them."""

from __future__ import annotations

import phonenumbers

_REGIONS = {
    "deutschland": "DE",
    "germany": "DE",
    "österreich": "AT",
    "austria": "AT",
    "schweiz": "CH",
    "switzerland": "CH",
    "liechtenstein": "LI",
    "luxemburg": "LU",
    "luxembourg": "LU",
}


def region_of(country: str) -> str:
    """The region in whose national format numbers are read; Germany when the country says nothing."""
    name = country.strip()
    if len(name) == 2 and name.upper() in phonenumbers.SUPPORTED_REGIONS:
        return name.upper()
    return _REGIONS.get(name.lower(), "DE")


def to_e164(text: str, *, country: str = "DE") -> str:
    """A number in E.164 (`+498912345678`), read as dialled in `country`. Raises `ValueError`."""
    try:
        number = phonenumbers.parse(text, region_of(country))
    except phonenumbers.NumberParseException as error:
        raise ValueError("must be a telephone number such as 089 1234567 or +49 89 1234567") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("must be a telephone number such as 089 1234567 or +49 89 1234567")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown(e164: str) -> str:
    """A stored number in its country's national format."""
    number = phonenumbers.parse(e164)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))

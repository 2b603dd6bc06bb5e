"""VAT identification numbers of EU countries, and whether their check digits are right.

Structures and check digits as the tax administrations publish them (VIES, "VAT identification number structure").
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SHAPES = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}", "DE": r"[1-9]\d{8}",
    "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}", "ES": r"[A-Z\d]\d{7}[A-Z\d]", "FI": r"\d{8}",
    "FR": r"[A-Z\d]{2}\d{9}", "HR": r"\d{11}", "HU": r"\d{8}", "IE": r"\d[A-Z\d+*]\d{5}[A-Z]{1,2}", "IT": r"\d{11}",
    "LT": r"\d{9}(?:\d{3})?",
    "LU": r"\d{8}", "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "PL": r"\d{10}", "PT": r"\d{9}",
    "RO": r"\d{2,10}", "SE": r"\d{12}", "SI": r"\d{8}", "SK": r"\d{10}",
}  # fmt: skip
_WRITTEN = re.compile(
    r"(?<![A-Z\d])(?P<land>"
    + "|".join(_SHAPES)
    + r")[\s.:-]?(?P<rest>U?[\s.]?[A-Z\d](?:[\s./-]?[A-Z\d]){7,13})(?![A-Z\d])"
)


def vat_ids_in(text: str) -> list[str]:
    """The texts that are shaped like VAT ids, without spaces, dots and slashes."""
    found = []
    for match in _WRITTEN.finditer(text):
        pieces = re.split(r"(?=[\s./-])", match["rest"])
        while pieces:
            number = re.sub(r"[\s./-]", "", "".join(pieces))
            if re.fullmatch(_SHAPES[match["land"]], number):
                found.append(match["land"] + number)
                break
            pieces.pop()
    return found


def is_valid(vat_id: str) -> bool:
    """Whether the check digit is right; of countries whose rule is not known here the shape decides."""
    land, number = vat_id[:2], vat_id[2:]
    if land not in _SHAPES or not re.fullmatch(_SHAPES[land], number):
        return False
    check = _CHECKS.get(land)
    return check is None or check(number)


def swiss_uid_is_valid(digits: str) -> bool:
    """Whether the nine digits of a Swiss UID end with the right one (Federal Statistical Office: modulo 11)."""
    weights = (5, 4, 3, 2, 7, 6, 5, 4)
    return len(digits) == 9 and int(digits[8]) == (11 - _weighted(digits[:8], weights) % 11) % 11


def _weighted(number: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def _iso_7064(number: str) -> bool:
    """ISO 7064, modulo 11, 10."""
    product = 10
    for digit in number[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(number[-1])


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _austrian(number: str) -> bool:
    total = 0
    for place, digit in enumerate(number[1:8]):
        value = int(digit) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return (10 - (total + 4) % 10) % 10 == int(number[8])


def _modulo_11(weights: tuple[int, ...], *, ten: int | None = 0) -> Callable[[str], bool]:
    """A last digit that makes the weighted sum divisible by 11; `ten` is written where 10 would be."""

    def check(number: str) -> bool:
        digit = (11 - _weighted(number, weights) % 11) % 11
        return (ten if digit == 10 else digit) == int(number[len(weights)])

    return check


def _remainder_11(weights: tuple[int, ...]) -> Callable[[str], bool]:
    def check(number: str) -> bool:
        return _weighted(number, weights) % 11 % 10 == int(number[len(weights)])

    return check


def _french(number: str) -> bool:
    key, siren = number[:2], number[2:]
    return not key.isdigit() or int(key) == (12 + 3 * (int(siren) % 97)) % 97


_CHECKS: dict[str, Callable[[str], bool]] = {
    "AT": _austrian,
    "BE": lambda number: 97 - int(number[:8]) % 97 == int(number[8:]),
    "DE": _iso_7064,
    "DK": lambda number: _weighted(number, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0,
    "EL": lambda number: _weighted(number, (256, 128, 64, 32, 16, 8, 4, 2)) % 11 % 10 == int(number[8]),
    "FI": _modulo_11((7, 9, 10, 5, 8, 4, 2), ten=None),
    "FR": _french,
    "HR": _iso_7064,
    "HU": lambda number: (10 - _weighted(number, (9, 7, 3, 1, 9, 7, 3)) % 10) % 10 == int(number[7]),
    "IT": _luhn,
    "LU": lambda number: int(number[:6]) % 89 == int(number[6:]),
    "NL": lambda number: _weighted(number, (9, 8, 7, 6, 5, 4, 3, 2)) % 11 == int(number[8]) or _dutch_97(number),
    "PL": lambda number: _weighted(number, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(number[9]),
    "PT": _modulo_11((9, 8, 7, 6, 5, 4, 3, 2), ten=0),
    "SE": lambda number: _luhn(number[:10]),
    "SI": _modulo_11((8, 7, 6, 5, 4, 3, 2), ten=0),
    "SK": lambda number: int(number) % 11 == 0,
}


def _dutch_97(number: str) -> bool:
    """The numbers given to sole traders since 2020: ISO 7064, modulo 97, over `NL` and all characters."""
    digits = "".join(str(ord(one) - 55) if one.isalpha() else one for one in f"NL{number}")
    return int(digits) % 97 == 1

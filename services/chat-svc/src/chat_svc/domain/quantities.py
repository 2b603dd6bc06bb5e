"""Numbers as texts mean them: a value with its unit, in one notation, so that `8 Wochen` is not `8 Tage`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    **{
        word: number
        for number, word in enumerate(
            "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "  # noqa: SIM905
            "achtzehn neunzehn zwanzig".split(),
            2,
        )
    },
    **{word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)},  # noqa: SIM905
    "dreißig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "hundert": 100,
    "twelve": 12,
    "zweimal": 2,
    "dreimal": 3,
    "once": 1,
    "twice": 2,
    "zweifach": 2,
    "zweifache": 2,
    "doppelt": 2,
    "dreifach": 3,
    "dreifache": 3,
    "vierfach": 4,
}
_UNITS = {
    "euro": "€ euro euros eur",
    "franken": "chf franken fr sfr",
    "percent": "% prozent percent",
    "second": "s sek sekunde sekunden second seconds",
    "minute": "min minute minuten minutes",
    "hour": "h std stunde stunden hour hours",
    "day": "tag tage tagen tages day days",
    "workday": "werktag werktage werktagen arbeitstag arbeitstage arbeitstagen",
    "week": "woche wochen week weeks",
    "month": "monat monate monaten monats month months",
    "year": "jahr jahre jahren jahres year years",
    "clock": "uhr o'clock am pm",
    "km": "km kilometer kilometern kilometers",
    "m": "m meter metern meters",
    "cm": "cm zentimeter zentimetern",
    "mm": "mm millimeter millimetern",
    "sqm": "m² qm quadratmeter quadratmetern",
    "flow": "m³/h m³",
    "kg": "kg kilogramm kilo",
    "kw": "kw kilowatt",
    "kwh": "kwh kilowattstunde kilowattstunden",
    "kwp": "kwp",
    "watt": "w watt",
    "volt": "v volt",
    "bar": "bar",
    "degree": "° °c grad",
    "decibel": "db db(a) dezibel",
    "cent": "cent ct",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 365.25 / 12 * 86_400,
    "year": 365.25 * 86_400,
}
_NUMBER = r"\d{1,3}(?:[.'’ ]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,:]\d+)?"
_WORD_NUMBER = "|".join(sorted(_WORDS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<before>€\s?|CHF\s?)?(?<![\w.,])(?P<number>[-−+]?(?:{_NUMBER})|(?:{_WORD_NUMBER})(?!\w))"
    r"(?P<even>,[-–—]{1,2}|[.][-–—]{1,2}(?!\d))?"
    r"(?P<unit>(?:\s|-)?(?:[^\W\d_]+(?:³/h|²|\(A\))?|%|€|°\s?C?))?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?P<half>(?:um )?die hälfte|halbiert|um die hälfte|half)\b|\b(?P<quarter>(?:um )?ein viertel|a quarter)\b"
    r"|\b(?:einen? )?halbe[nrs]? (?P<unit>[^\W\d_]+)",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:an|in|innerhalb|binnen|nach) eine(?:m|r|s)? (?P<unit>tag|tages|woche|monat|monats|jahr|jahres|stunde)\b"
    r"|\bwithin (?:a|one) (?P<unit2>day|week|month|year)\b",
    re.IGNORECASE,
)
_APPROXIMATELY = re.compile(
    r"\b(?:rund|etwa|circa|ca\.?|ungefähr|knapp|gut|about|around|roughly|approximately)\W*$", re.I
)
_RANGE = re.compile(r"^\s*(?:bis|und|–|-|to|and|bzw\.?|oder)\s*$", re.IGNORECASE)
NEAR = 0.1
"""How far an approximate value may lie from what the page says."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit: one of the known ones, else the word behind it in lower case, empty when none."""

    value: float
    unit: str
    about: bool = False
    """Said with *rund* or *etwa*."""

    def matches(self, other: Quantity) -> bool:
        """Whether a page that says `other` says this: the same, or about the same when this is only about so much."""
        if self.comparable(other):
            mine, theirs = _plain(self), _plain(other)
            return abs(mine - theirs) <= (NEAR * abs(theirs) if self.about else 1e-6 * max(1.0, abs(theirs)))
        return self.value == other.value and not (self.known and other.known)

    @property
    def known(self) -> bool:
        """Whether the unit is one that can be compared."""
        return self.unit in _UNITS

    def comparable(self, other: Quantity) -> bool:
        """Whether both measure the same: two durations, two prices, two counts of the same thing."""
        if self.unit == other.unit:
            return True
        return self.unit in _SECONDS and other.unit in _SECONDS


def _plain(quantity: Quantity) -> float:
    return quantity.value * _SECONDS.get(quantity.unit, 1.0)


def quantities(text: str) -> list[Quantity]:
    """Every number of a text, in order; in a range both have the unit that stands behind it."""
    found: list[Quantity] = []
    matches = list(_QUANTITY.finditer(text))
    units: list[str] = []
    for at, match in enumerate(matches):
        unit = _unit_of(match)
        after = matches[at + 1] if at + 1 < len(matches) else None
        if not unit or unit in ("bis", "und", "to", "and", "mal", "x", "oder"):
            between = text[max(match.end("number"), match.end("even")) : after.start()] if after else ""
            unit = _unit_of(after) if after and (_RANGE.match(between) or "mal" in between) else ""
        units.append(unit)
    for match, unit in zip(matches, units, strict=True):
        about = _APPROXIMATELY.search(text[: match.start()]) is not None
        found.append(Quantity(_value(match.group("number")), unit, about))
    for match in _ONE.finditer(text):
        found.append(Quantity(1.0, _UNIT[(match.group("unit") or match.group("unit2")).lower()]))
    for match in _PART.finditer(text):
        if match.group("unit"):
            found.append(Quantity(0.5, _UNIT.get(match.group("unit").lower(), "")))
        else:
            found.append(Quantity(50.0 if match.group("half") else 25.0, "percent"))
    return found


def is_number(word: str) -> bool:
    """Whether a lower-case word is a number."""
    return word in _WORDS


def is_unit(word: str) -> bool:
    """Whether a lower-case word is a unit."""
    return word in _UNIT


def _unit_of(match: re.Match[str]) -> str:
    if match.group("before"):
        return "euro" if "€" in match.group("before") else "franken"
    word = (match.group("unit") or "").strip(" -").lower().replace(" ", "")
    if ":" in match.group("number"):
        return "clock"
    if word not in _UNIT and (match.group("even") or "").startswith(","):
        return "euro"  # 44,– is money, whatever stands behind it
    return _UNIT.get(word, word)


def _value(number: str) -> float:
    word = number.lower()
    if word in _WORDS:
        return float(_WORDS[word])
    number = number.replace("−", "-")
    if ":" in number:
        hours, minutes = number.split(":", 1)
        return float(hours) + float(re.sub(r"\D.*", "", minutes) or 0) / 60
    if re.fullmatch(r"[-+]?\d{1,3}(?:[.'’ ]\d{3})+(?:,\d+)?", number):
        number = re.sub(r"[.'’ ]", "", number)
    return float(number.replace(",", "."))

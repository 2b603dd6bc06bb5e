"""What kind of thing a question asks for, so that an answer without it can be told from one with it."""

from __future__ import annotations

import re
from collections.abc import Callable

from chat_svc.domain.places import read
from chat_svc.domain.staff import asks_for_lead, names_lead

_MONEY = ("euro", "franken", "cent")
_OF_PRICES = re.compile(
    r"preis|kost|gebühr|anfrage|angebot|tarif|beitrag|honorar|pauschal|gratis|umsonst|krankenkasse|price|cost|fee|free",
    re.IGNORECASE,
)
_DURATIONS = ("minute", "hour", "day", "workday", "week", "month", "year")
_KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(
            r"\b(?:was|wie ?viel|wieviel)\b[^?]*\b(?:kosten|kostet|zahle[n]?|verlang\w*|nehmt|nehmen sie)\b"
            r"|\bwie teuer\b|\b(?:preis|kosten)\b[^?]*\?|\bhow much\b|\bwhat does\b[^?]*\bcost\b",
            re.IGNORECASE,
        ),
        _MONEY,
    ),
    (
        re.compile(r"\bwie (?:lange|schnell)\b|\blieferzeit\b|\bhow (?:long|fast|soon)\b", re.IGNORECASE),
        _DURATIONS,
    ),
)


_WHO = re.compile(r"\b(?:wer|wen|wem|who|whom)\b|\bansprechp\w+|\bzuständig\b", re.IGNORECASE)


_IN_CHARGE = re.compile(
    r"^\W*(?:und |also )?(?:wer|an wen|who|mit wem|bei wem)\b.*\b(?:zuständig|verantwortlich|kümmer\w*|betreu\w*|berät"
    r"|beraten|ansprechpartner\w*|ansprechperson|wende\w*|macht|machen|plant|leitet|sprechen|reden|handles"
    r"|responsible|in charge|talk|contact)\b|\bansprech(?:partner\w*|person)\b.*\bfür\b",
    re.IGNORECASE,
)


def asks_who(question: str) -> bool:
    """Whether a question asks who of the company has to do with something."""
    return _IN_CHARGE.search(question) is not None


def _names_somebody(text: str) -> bool:
    return bool(read(text).names)


def lacks_price(question: str, text: str) -> bool:
    """Whether a price is asked for, and a text neither names one nor speaks of prices at all."""
    return _kind(question) is _MONEY and not holds_what_is_asked(question, text) and not _OF_PRICES.search(text)


def holds_what_is_asked(question: str, text: str) -> bool:
    """Whether a text has a price, a duration or a name where that is asked for; other questions pass."""
    wanted = expected(question)
    return wanted is None or wanted(text)


def _kind(question: str) -> tuple[str, ...] | None:
    return next((units for pattern, units in _KINDS if pattern.search(question)), None)


def expected(question: str) -> Callable[[str], bool] | None:
    """What tells whether a text holds the kind of thing that is asked for; None when that cannot be told."""
    units = _kind(question)
    if units is None:
        if asks_for_lead(question):
            return names_lead
        return _names_somebody if _WHO.search(question) else None

    def holds(text: str) -> bool:
        words = read(text)
        return any(quantity.unit in units for quantity in words.quantities) or ("euro" in units and words.free)

    return holds

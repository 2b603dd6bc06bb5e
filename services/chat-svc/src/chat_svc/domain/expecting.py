"""What kind of thing a question asks for, so that an answer without it can be told from one with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from knowledge import Chunk, sentences
from knowledge.analysis import is_english, light, stem, tokens
from knowledge.naming import EVERYDAY, PART, presence

from chat_svc.domain.places import read
from chat_svc.domain.staff import asks_for_lead, names_lead

_MONEY = ("euro", "franken", "cent")
_OF_PRICES = re.compile(
    r"preis|kost|gebühr|prozent|\d ?%|percent|anfrage|tarif|beitrag|honorar|pauschal|gratis|umsonst|krankenkasse"
    r"|price|cost|fee|free|offerte"
    r"|(?:individuell|unverbindlich|persönlich)\w* angebot"
    r"|angebot (?:an|ein)\b|angebot (?:\w+ )?(?:anfordern|einholen|erstellen|machen|schicken|bekommen|erhalten)",
    re.IGNORECASE,
)
_DURATIONS = ("minute", "hour", "day", "workday", "week", "month", "year")
_KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(
            r"\b(?:was|wie ?viel|wieviel)\b[^?]*\b(?:kosten|kostet|kosts?|zahl(?:e|en|t)|verlang\w*|nehmt|nehmen sie)\b"
            r"|\bwie teuer\b|\b(?:preis|kosten)\b[^?]*\?|\bhow much\b|\bwhat does\b[^?]*\bcost\b",
            re.IGNORECASE,
        ),
        _MONEY,
    ),
    (
        re.compile(
            r"\bwie (?:lange|lang(?! ist| sind)|schnell)\b|\blieferzeit\b|\bhow (?:long|fast|soon)\b", re.IGNORECASE
        ),
        _DURATIONS,
    ),
)
_TIMES = re.compile(
    r"\d{1,2}[:.]\d{2}(?!\d)|\b\d{1,2} ?(?:uhr|h)\b|\b(?:1[0-2]|[1-9]) ?(?:am|pm|o['’]clock)\b"
    r"|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|feiertag|werktag|wochentag)(?:s"
    r"|e|en)?\b"
    r"|\btäglich\b|\b(?:mo|di|mi|do|fr|sa|so)\b\.?\s?[-–—,:/&]"
    r"|\b(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\b|\d{1,2}\.\d{1,2}\."
    r"|\b(?:1[89]|20)\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bdaily\b",
    re.IGNORECASE,
)
"""A time of day, a weekday, a month, a date or a year."""
_YEARS = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\bjahr(?:e|en|zehnt\w*|hundert\w*)?\b|\byears?\b", re.IGNORECASE)
_NUMBERS = re.compile(
    r"\d|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|(?:zehn|zig|hundert|tausend)\b|\b(?:dozen|hundreds?|thousands?)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b[Ww]ie ?viele (?:[a-zäöüß]+e[nr]? )??([^\W\d_]{4,})"
    r"|\b[Ww]ie (?:viel|hoch (?:ist|sind|war|waren|liegt)\b[^?]*?) ([A-ZÄÖÜ]\w{3,})"
)
"""Of what a number is asked for."""
NAMED_FROM = 2 * PART
"""Presence of a noun from which a text names it: itself, or both parts of a compound."""
_SOME = re.compile(r"\b(?:mehrere|einige|wenige)\b|(?:zig|hundert|tausend)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ])")
_REACHED = re.compile(r"@[\w.-]+\.\w|(?<![\d.,])\+?[\d(][\d /()-]{6,}\d|\((?:at|ät)\)", re.IGNORECASE)
"""A number to call or an address to write to."""
_AGE = re.compile(
    r"\bwie alt (?:ist|sind)\b|\bseit wann (?:gibt|besteht|existiert)\w*|\bwie lange (?:gibt es|besteht)"
    r"|\b(?:wann|in welchem jahr)\b.*\b(?:gegründet|gebaut|erbaut|eröffnet|entstanden)\b|\bgründungsjahr\b"
    r"|\bhow old is\b|\bwhen\b.*\b(?:founded|built|established)\b",
    re.IGNORECASE,
)
_TOLD_BY: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (_AGE, _YEARS),
    (
        re.compile(
            r"^\W*(?:und |ab |bis |von |seit |since )?(?:wann|when)\b|\bum wie ?viel uhr\b|\bwhat time\b", re.IGNORECASE
        ),
        _TIMES,
    ),
    (
        re.compile(
            r"\bwie (?:viele|groß|hoch|weit|lang|breit|tief|schwer)\b|\bhow (?:many|big|large|high|far|wide|deep)\b",
            re.IGNORECASE,
        ),
        _NUMBERS,
    ),
    (
        re.compile(
            r"\bwie (?:erreiche?t?|kontaktiere?t?) (?:ich|man|wir)\b|\btelefonnummer\b|\bdurchwahl\b"
            r"|\b(?:e-?mail|mail)-?adresse\b|\bwo rufe? ich\b|\bwo(?:hin)? (?:schreibe|rufe|maile) ich\b"
            r"|\bhow (?:do|can) i (?:reach|contact|call)\b|\bphone number\b",
            re.IGNORECASE,
        ),
        _REACHED,
    ),
)
"""What a question asks for, and what tells a text that has it."""

_WHO = re.compile(r"\b(?:wer|wen|wem|who|whom)\b|\bansprechp\w+|\bzuständig\b", re.IGNORECASE)


_IN_CHARGE = re.compile(
    r"^\W*(?:und |also )?(?:wer|an wen|who|mit wem|bei wem)\b.*\b(?:zuständig|verantwortlich|kümmer\w*|betreu\w*|berät"
    r"|beraten|ansprechpartner\w*|ansprechperson|wende\w*|macht|machen|plant|leitet|sprechen|reden|handles"
    r"|responsible|in charge|talk|contact)\b|\bansprech(?:partner\w*|person)\b.*\bfür\b",
    re.IGNORECASE,
)


def asks_age(question: str) -> bool:
    """Whether a question asks since when there is something, such as the company itself."""
    return _AGE.search(question) is not None


def asks_who(question: str) -> bool:
    """Whether a question asks who of the company has to do with something."""
    return _IN_CHARGE.search(question) is not None


def _names_somebody(text: str) -> bool:
    return bool(read(text).names)


def lacks_price(question: str, text: str) -> bool:
    """Whether a price is asked for, and a text neither names one nor speaks of prices at all."""
    return _kind(question) is _MONEY and not holds_what_is_asked(question, text) and not _OF_PRICES.search(text)


def holds_what_is_asked(question: str, text: str) -> bool:
    """Whether a text has a price, a duration or a name where that is asked for; other questions pass.

    When and how somebody is reached may be said without a time or number, so that an answer is not judged by those.
    """
    wanted = _amount_or_person(question)
    return wanted is None or wanted(text)


def _kind(question: str) -> tuple[str, ...] | None:
    return next((units for pattern, units in _KINDS if pattern.search(question)), None)


def expected(question: str) -> Callable[[str], bool] | None:
    """What tells whether a text holds the kind of thing that is asked for; None when that cannot be told."""
    wanted = _amount_or_person(question)
    if wanted is not None:
        return wanted
    there = next((there for asked, there in _TOLD_BY if asked.search(question)), None)
    return None if there is None else lambda text: there.search(text) is not None


def expected_above(question: str) -> Callable[[str], bool] | None:
    """What tells whether a heading has what is asked for: for somebody of the company, the name over a profile."""
    return _names_somebody if _WHO.search(question) else expected(question)


def _amount_or_person(question: str) -> Callable[[str], bool] | None:
    units = _kind(question)
    if units is None:
        if asks_for_lead(question):
            return names_lead
        return _names_somebody if _WHO.search(question) else None

    return lambda text: _holds(text, units) or (units is _MONEY and read(text).free)


def amount_in(question: str) -> Callable[[str], bool] | None:
    """What tells whether a text has an amount where one is asked for; what is free may be something else."""
    units = _kind(question)
    return None if units is None else lambda text: _holds(text, units)


def _holds(text: str, units: tuple[str, ...]) -> bool:
    return any(quantity.unit in units for quantity in read(text).quantities)


def tells_number(question: str, chunks: Iterable[Chunk]) -> bool:
    """Whether one of the chunks has a number of the thing whose number is asked for; other questions pass.

    *Wie viele Mitglieder habt ihr?* is not answered by a passage about members with a year in it: the number has to
    stand in a sentence with the thing, or below a heading that names it.
    """
    asked = _COUNTED.search(question)
    thing = (asked[1] or asked[2]).lower() if asked is not None else ""
    if asked is None or stem(thing) in EVERYDAY or is_english(question):
        return True
    has_number = _has_count if asked[1] else _has_number
    return any(
        has_number(_YEAR.sub("", part)) and _is_of(thing, "\n".join([*chunk.heading_path[-1:], part]))
        for chunk in chunks
        for part in [*chunk.heading_path[-1:], *sentences(chunk.text)]
    )


def _has_number(text: str) -> bool:
    return _NUMBERS.search(text) is not None


def _has_count(text: str) -> bool:
    """Whether a text has a number of something that is no measure: *zwölf Plätze*, not *zwölf Wochen*."""
    return _SOME.search(text) is not None or any(not quantity.known for quantity in read(text).quantities)


def _is_of(thing: str, text: str) -> bool:
    """Whether a text names a thing, another word for it, or a kind of it; not what only begins with its name."""
    bare = light(thing)
    words = [word for word in tokens(text) if light(word).endswith(bare) or bare not in light(word)]
    return any(light(word).endswith(bare) for word in words) or presence(thing, " ".join(words)) >= NAMED_FROM

"""What pages say of days on which it is closed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from chat_svc.domain.dates import WEEKDAYS, dates_in, months_in, with_numbers, without_dates
from chat_svc.domain.feasts import feasts, without_feasts

_CLOSES = re.compile(
    r"geschlossen|\w*schließzeit|\w*schließtag|betriebs(?:ferien|urlaub|ruhe)|urlaub|(?:haben|ist|bleibt) (?:wir |das "
    r"\w+ |der \w+ |die \w+ )?(?:ebenfalls )?zu\b|(?:sommer|winter|weihnachts|praxis|betriebs)pause|ferien|ruhetag"
    r"|keine (?:sprechstunde|sprechzeit|ordination)|closed",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:noch )?bis (?:(?:zum|einschließlich|einschl\.|inkl\.) )*$", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:ab (?:dem |den )?|(?:geöffnet|offen|open):? (?:vom |von |am )?)$", re.IGNORECASE)
_LONGEST = timedelta(days=31)
"""How long it may have been closed when only the end is told."""


def says_closed(sentence: str, day: date) -> bool:
    """Whether a sentence of a page says that it is closed on a day: by dates, a month or a feast that hold it.

    It is quoted as it stands, so that one that says more of that day, such as shorter hours, does no harm.
    """
    if not _CLOSES.search(sentence):
        return False
    if any(day in days for days in feasts(sentence, day.year)):
        return True
    text = with_numbers(without_feasts(sentence))
    found = dates_in(text)
    for one in found:
        before = text[: one.start]
        if _OPENS.search(before):
            continue
        if one.hold(day) or (one.first == one.last and _UNTIL.search(before) and one.hold_soon(day, _LONGEST)):
            return True
    weekdays = [name for name in WEEKDAYS if name in sentence.lower()]
    named = not weekdays or WEEKDAYS[day.weekday()] in weekdays
    return named and day.month in months_in(without_dates(text))

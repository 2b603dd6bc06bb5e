"""Opening hours: the lines that state them, and the week that these give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from openinghours import WEEKDAYS, WeeklyHours, parse_german

from ingest_svc.domain.imprint.facts import Finding, Hours, Week
from ingest_svc.domain.imprint.lines import Line

_DAY = (
    r"(?<![^\W\d_])(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|sonn-(?=\s*(?:und|u\.|&))|werktags"
    r"|täglich|tgl\.|wochenende|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|(?-i:Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    r"|M[oO]|D[iIoO]|M[iI]|F[rR]|S[aAoO]))(?![a-zäöüß])"
)
_NAMES_DAY = re.compile(_DAY, re.IGNORECASE)
_ONLY_DAYS = re.compile(rf"(?:{_DAY}|(?:und|u|bis|feiertage?)\b|[\s.:,;&+/|–—-])+", re.IGNORECASE)
ARRANGED = (
    r"\b(?:nach|auf|per) (?:\w+ )?(?:(?:termin)?vereinbarung|absprache|anfrage|anmeldung|anruf|wunsch)\b|\bn\.\s?v\."
)
"""How a day is open by appointment."""
_TIME = re.compile(
    rf"\d{{1,2}}(?:[:.]\d{{2}})?\s*(?:uhr|h\b|[-–—]|bis)|\b(?:geschlossen|closed|ruhetage?)\b|{ARRANGED}",
    re.IGNORECASE,
)
_ONLY_TIMES = re.compile(
    rf"(?:[\d\s:.,;|/&+·•–—-]|uhr|h\b|bis|von|und|u\.|geschlossen|ruhetag|closed|durchgehend|durchgängig|nur\b|"
    rf"{ARRANGED})+",
    re.IGNORECASE,
)
_TITLE = re.compile(r"öffnungszeit|geschäftszeit|bürozeit|sprech(?:zeit|stunde)|opening hours|geöffnet", re.IGNORECASE)
_FOR_SOME = re.compile(
    r"\bohne (?:termin|voranmeldung|anmeldung)\b|akut\w*sprech|offene sprech|notfall\w*sprech|infekt\w*sprech|"
    r"tele(?:fon|fonische)\w*[ -]?sprech|telefonzeit|blutabnahme",
    re.IGNORECASE,
)
"""What says that hours are those of a part only: who comes without an appointment, who calls."""
_NUMBER = re.compile(r"\d{3,}[\s/-]\d{2,}")
"""A telephone number among what looks like times."""
_PHONE = re.compile(rf"\b(?:tel|fon|telefon\w*|anruf\w*|hotline|erreichbar\w*)\b|{_NUMBER.pattern}", re.IGNORECASE)
_SPLIT_SPAN = re.compile(r"(\d{1,2}[:.]\d{2})\s*\|\s*([-–—]|bis)\s*\|\s*(?=\d{1,2}[:.]\d{2})")
"""Two times and the dash between them in cells of their own."""
_EDGE = re.compile(
    r"(?:von|ab|bis|beginn|ende|start|öffnet|schließt|geöffnet (?:von|bis)|from|to)\s*:\s*", re.IGNORECASE
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?: Uhr)?")
"""Times in columns of their own, one where the day begins and one where it ends."""
_HALF_CLOSED = re.compile(
    r"(?<=\d)((?:\s*Uhr)?)\s*\|\s*(?:geschlossen|[-–—])\s*$|(?<=\|)\s*(?:geschlossen|[-–—])\s*\|(?=\s*\d)",
    re.IGNORECASE,
)
"""The cell of one half of a day that is open in the other."""
_KITCHEN = re.compile(r"(?:warme )?küche (?:\w+ )?bis \d", re.IGNORECASE)
"""What stands between an inn's hours and is none of them."""
_SO = re.compile(r"\bSo(?=\s(?!und\b|bis\b|ab\b|von\b|geschlossen|zu\b)[a-zäöü])")
"""The word, where it is no Sunday: `So finden Sie uns`."""
TITLED = 0.9
"""Confidence of hours that stand under or behind a word for them."""
_LONGEST_LINE = 200
_LONGEST_LABEL = 60
_MOST_LINES = 40


def find_hours(lines: Sequence[Line], url: str) -> tuple[Finding, Week] | None:
    """The first lines that state opening hours, and the hours by weekday; days that they call closed are empty.

    The week is given only when every day that the lines speak of is understood: to a bot, a day left out is closed.
    """
    first: tuple[Finding, Week] | None = None
    titles: list[tuple[Finding, Week]] = []
    lines = [replace(line, text=_joined(line.text)) if " | " in line.text else line for line in lines]
    for run in _runs(lines):
        if any(map(_FOR_SOME.search, run[0].headings)):
            continue
        text = "\n".join(_worded(run))
        stated = (line for line in _worded(run) if not _KITCHEN.match(line))
        found = parse_german("\n".join([*_above(lines, run[0]), *stated]))
        titled = bool(_TITLE.search(run[0].heading) or _TITLE.search(text))
        if not _believed(found, text, titled=titled, several=len(run) > 1) or (
            not titled and _is_by_phone(lines, run[0])
        ):
            continue
        week = week_of(found)
        if titled and first is not None:
            return first
        if titled:
            titles.append((Finding(text, url, text, TITLED), week))
            continue
        if titles:
            continue
        if first is not None and first[1] != week:
            return first[0], Week()  # of several places or things, and nothing says which
        first = first or (Finding(text, url, text, 0.8), week)
    return _of_the_whole(titles) if titles else first


def _of_the_whole(titles: Sequence[tuple[Finding, Week]]) -> tuple[Finding, Week]:
    """The first hours that a title names; no week where a title names others as well.

    They are those of `… Büro` and `… Lager`, or of one place, cut in two by a line that says something else.
    """
    finding, week = titles[0]
    return finding, Week() if any(other and other != week for _, other in titles[1:]) else week


def _joined(row: str) -> str:
    """A row of a table with the spans whole that its cells cut up."""
    day, *cells = row.split(" | ")
    times = [_EDGE.sub("", cell) for cell in cells]
    if len(times) > 1 and len(times) % 2 == 0 and _NAMES_DAY.search(day) and all(map(_CLOCK.fullmatch, times)):
        return " | ".join(
            [day, *(f"{opens} – {closes}" for opens, closes in zip(times[::2], times[1::2], strict=True))]
        )
    return _HALF_CLOSED.sub(r"\1", _SPLIT_SPAN.sub(r"\1 \2 ", row))


def _is_by_phone(lines: Sequence[Line], first: Line) -> bool:
    """Whether the line directly above, of one paragraph, is a telephone number: somebody answers it at these hours."""
    at = next(at for at, line in enumerate(lines) if line is first)
    return at > 0 and lines[at - 1].paragraph == first.paragraph > 0 and bool(_PHONE.search(lines[at - 1].text))


def _believed(found: WeeklyHours | None, text: str, *, titled: bool, several: bool) -> bool:
    """Under a fitting title any hours count; elsewhere only a week that is understood, as no list of events is."""
    if found is None:
        return titled and re.search(r"(?-i:[MTWFS][a-z]+day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", text) is not None
    return titled or (bool(found.weekly) and (several or not found.unknown))


def week_of(found: WeeklyHours | None) -> Week:
    """What a text says of a week; an empty one where a day of it could not be understood."""
    if found is None or found.unknown:
        return Week()
    days = {day: tuple(Hours(span["opens"], span["closes"]) for span in spans) for day, spans in found.weekly.items()}
    return Week(days, tuple(day for day in WEEKDAYS if day in found.by_appointment))


def _runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines that belong together: they begin with a day and its times.

    A heading may be the day, and one line between may say what the next are about.
    """
    at = 0
    while at < len(lines):
        if not _begins(lines, at):
            at += 1
            continue
        end = at + 1
        while end < len(lines) and end - at < _MOST_LINES:
            if _goes_on(lines, end):
                end += 1
            elif end + 1 < len(lines) and _is_label(lines[end], lines[at]) and _goes_on(lines, end + 1):
                end += 2
            else:
                break
        yield lines[at:end]
        at = end


def _above(lines: Sequence[Line], first: Line) -> Iterator[str]:
    """What stands above and may say that these are the hours of summer, or of the kitchen."""
    if not _names_only_days(first.heading) and not _SO.search(first.heading):
        yield first.heading
    at = next(at for at, line in enumerate(lines) if line is first)
    if at and _is_label(lines[at - 1], first):
        yield lines[at - 1].text


def _begins(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    day = _ONLY_DAYS.fullmatch(line.text) or _ONLY_DAYS.fullmatch(line.heading)
    if day and _NAMES_DAY.search(day.group()):
        return bool(_ONLY_TIMES.fullmatch(line.text) or _TIME.match(following) or _NAMES_DAY.search(line.heading))
    return _states(line)


def _states(line: Line) -> bool:
    short = bool(line.text) and len(line.text) < _LONGEST_LINE
    return short and bool(_NAMES_DAY.search(line.text) and _TIME.search(line.text))


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    line, before = lines[at], lines[at - 1]
    if line.heading != before.heading and not (_names_only_days(line.heading) and line.text):
        return False
    times = _ONLY_TIMES.fullmatch(line.text) and not _NUMBER.search(line.text)
    return _states(line) or _names_only_days(line.text) or bool(times or _KITCHEN.match(line.text))


def _names_only_days(text: str) -> bool:
    return bool(_ONLY_DAYS.fullmatch(text) and _NAMES_DAY.search(text))


def _is_label(line: Line, other: Line) -> bool:
    named = 0 < len(line.text) <= _LONGEST_LABEL and not re.search(r"\d|[.!?]$", line.text)
    return named and line.heading == other.heading


def _worded(run: Sequence[Line]) -> Iterator[str]:
    """The lines, with the headings that are days in their place."""
    heading = ""
    for line in run:
        if line.heading != heading and _names_only_days(line.heading):
            yield line.heading
        heading = line.heading
        yield line.text

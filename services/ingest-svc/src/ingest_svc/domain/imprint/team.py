"""The persons a company shows: cards, tables, captions, headings and lists of its team, board and contact pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest_svc.domain.imprint.cards import Card, Cards
from ingest_svc.domain.imprint.contact import emails_in, phones_in
from ingest_svc.domain.imprint.entries import Entry, beside, is_former, several_in, tidy, together
from ingest_svc.domain.imprint.facts import Person
from ingest_svc.domain.imprint.first_names import fold, is_first_name
from ingest_svc.domain.imprint.lines import Line, stands_under_others
from ingest_svc.domain.imprint.persons import (
    bare_name,
    is_person,
    is_shaped,
    is_title_and_surname,
    may_be_surnamed,
    split_role,
    title_role,
)
from ingest_svc.domain.imprint.places import TEAM_HEADING, Places, opens, shows_team
from ingest_svc.domain.imprint.roles import is_position, names_position
from ingest_svc.domain.imprint.site import SitePage

MAX_PERSONS = 40
_NEAR = 8
"""Paragraphs between a position and its name."""
LONGEST_LINE = 120
"""Characters of a line that is a name with its position."""
_REACH = re.compile(r"\s*(?:(?:E-?)?Mail|Telefon|Tel\.?|Profil|Vita|Kontakt|Mehr|\+?\d[\d\s/-]{4,})\b.*$")


def find_team(page: SitePage, region: str) -> tuple[Person, ...]:
    """The persons of one page, each with the words of its card.

    A name counts under a heading of persons or on a page of them, beside a position, a way to reach its bearer, a
    picture, or other names in the same form.
    """
    if not page.html:
        return ()
    who_answers = {id(line) for line in page.imprint}
    lines = [
        line for line in page.all_lines if id(line) not in who_answers and not stands_under_others(line, page.trades)
    ]
    places = Places(page, lines, region)
    entries = list(_entries(page, lines, places))
    entries += _in_their_position(lines, places, entries)
    _make_kin_sure(entries)
    listed = Counter(lines[entry.at].headings for entry in entries if entry.sure and _are_named(lines[entry.at]))
    cards = Cards(page, {entry.name: entry.quote.split("\n")[0] for entry in reversed(entries)})
    found: dict[str, Person] = {}
    for entry in entries:
        card = cards.of(entry.name)
        if entry.name in found or card.is_about_others:
            continue
        person = _person(page, entry, card, region)
        if is_former(person.position):
            continue
        alone = not (person.position or person.email or person.phone or person.image_url)
        among = (page.role == "team" and len(entries) >= 3) or listed[lines[entry.at].headings] > 1
        if alone and not (entry.sure and among):
            continue
        if not entry.sure and not names_position(person.position):
            continue
        found[entry.name] = person
        if len(found) >= MAX_PERSONS:
            break
    return tuple(found.values())


def _in_their_position(lines: Sequence[Line], places: Places, entries: Sequence[Entry]) -> Iterator[Entry]:
    """Who stands beside a position that others have, too, who surely are persons: no list holds every first name."""
    held = {fold(entry.role) for entry in entries if entry.sure and entry.role}
    for at, line in enumerate(lines):
        before, comma, behind = line.text.partition(", ")
        headed = [(line.heading, line.text)] if opens(lines, at) else []
        for name, role in [*headed, (before, behind if comma else "")]:
            unlisted = is_shaped(name) and may_be_surnamed(name) and not (is_person(name) or names_position(name))
            alike = fold(tidy(role).split(",")[0]) in held
            if unlisted and alike and line.own and places.hold(line):
                yield Entry(bare_name(name), tidy(role), f"{name}\n{role}", at, False)


def _make_kin_sure(entries: Sequence[Entry]) -> None:
    """Who stands among others and bears the surname of one of them is a person, though no list holds the first name.

    Nor is one of them what another does.
    """
    names = {entry.name for entry in entries}
    surnames = {piece for entry in entries if entry.sure for piece in fold(entry.name.split()[-1]).split("-")}
    for entry in entries:
        if not entry.sure and not surnames.isdisjoint(fold(entry.name.split()[-1]).split("-")):
            entry.sure = True
        if entry.role in names:
            entry.role = ""


def _are_named(line: Line) -> bool:
    """Whether a line stands alone under a heading that says what those named below it are: `Unsere Ärztinnen`."""
    return is_person(line.text) and TEAM_HEADING.search(line.heading) is not None and names_position(line.heading)


def merged(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each person once: as the page shows them that tells most, with what only others tell."""
    found: dict[str, Person] = {}
    for person in people:
        known = found.get(person.name)
        if known is None:
            found[person.name] = person
            continue
        best, other = (person, known) if person.confidence > known.confidence else (known, person)
        found[person.name] = replace(
            best,
            position=best.position or other.position,
            email=best.email or other.email,
            phone=best.phone or other.phone,
            image_url=best.image_url or other.image_url,
        )
    return tuple(found.values())[:MAX_PERSONS]


def _entries(page: SitePage, lines: Sequence[Line], places: Places) -> Iterator[Entry]:
    turned_lists = _stand_above(lines)
    for at, line in enumerate(lines):
        if not places.hold(line) or any(map(is_former, line.headings)):
            continue
        above_first = line.headings in turned_lists
        strict = page.role != "team" and not shows_team(line.heading)
        if line.own and (several := list(several_in(line.text, at, strict=strict))):
            yield from several
        elif line.own and (named := together(line.text)) and (role := _role_near(lines, at, at, above_first)):
            yield from (Entry(name, role, line.text, at, True) for name in named)
        elif opens(lines, at) and (named := together(line.heading)) and (role := _role_of_heading(lines, at)):
            yield from (Entry(name, role, f"{line.heading}\n{line.text}", at, True) for name in named)
        elif (entry := _split_name(lines, at)) is not None or (
            entry := _single(lines, at, page, above_first)
        ) is not None:
            yield entry


def _split_name(lines: Sequence[Line], at: int) -> Entry | None:
    """A first name and a surname on two lines of the same sort."""
    if at + 1 >= len(lines):
        return None
    first, following = lines[at].text.strip(), lines[at + 1]
    if not lines[at].title or not first:
        return None
    headed = not following.title and following.headings != lines[at].headings
    last = following.heading if headed else following.text
    whole = f"{first} {last}"
    short = len(first.split()) <= 2 and 0 < len(last.split()) <= 2 and len(whole) < 40
    if (
        not short
        or not is_person(whole)
        or (is_person(first) and not headed)
        or names_position(last)
        or is_first_name(last.split()[0])
    ):
        return None
    role = following.text if headed and is_position(following.text) else ""
    return Entry(bare_name(whole), tidy(role), f"{first}\n{last}", at, True)


def _stand_above(lines: Sequence[Line]) -> set[tuple[str, ...]]:
    """The headings under which positions stand above their names: of a list in turns, what it begins with."""
    lists: dict[tuple[str, ...], list[tuple[bool, bool]]] = {}
    for at, line in enumerate(lines):
        if is_person(line.text) and not line.title:
            above = at > 0 and _names_role(lines, at, at - 1)
            below = at + 1 < len(lines) and _names_role(lines, at, at + 1)
            lists.setdefault(line.headings, []).append((above, below))

    def in_turns(names: Sequence[tuple[bool, bool]]) -> bool:
        above, below = (sum(column) for column in zip(*names, strict=True))
        return above > below > 0 or (above == below > 1 and names[0][0])

    return {headings for headings, names in lists.items() if in_turns(names)}


def _names_role(lines: Sequence[Line], name: int, at: int) -> bool:
    text = lines[at].text
    near = abs(lines[at].paragraph - lines[name].paragraph) <= _NEAR and lines[at].headings == lines[name].headings
    return near and len(text) < 60 and names_position(text) and not _names_somebody(text)


def _single(lines: Sequence[Line], at: int, page: SitePage, above_first: bool) -> Entry | None:
    """A line, or the heading of a line, that is one name; the position stands near it."""
    line = lines[at]
    headed = opens(lines, at) and line.headings and (not line.title or is_person(line.heading))
    if headed and (entry := _two_headings(lines, at)) is not None:
        return entry
    for text in ([line.heading] if headed else []) + [line.text]:
        if len(text) > LONGEST_LINE:
            continue
        is_heading = text == line.heading
        place = at - 1 if is_heading else at
        if split := split_role(_REACH.sub("", text)):
            return Entry(bare_name(split[0]), tidy(split[1]), text, at, True)
        if is_person(text):
            role = _role_of_heading(lines, at) if is_heading else _role_near(lines, at, at, above_first)
            if not role and names_position(line.heading) and not is_heading and not TEAM_HEADING.search(line.heading):
                role = tidy(line.heading)
            role = role or title_role(text)
            return Entry(bare_name(text), role, text, at, True)
        if is_heading and (entry := beside(text, text, at, strict=True)) is not None:
            return entry
        known = is_heading or not is_person(line.heading)
        shaped = is_shaped(text) and may_be_surnamed(text) and not names_position(text)
        if shaped and above_first and not is_heading and at > 0 and _names_role(lines, at, at - 1):
            return Entry(bare_name(text), tidy(lines[at - 1].text), text, at, True)
        of_team = page.role in ("team", "contact") or any(map(shows_team, line.headings))
        if known and of_team and shaped:
            role = line.text if is_heading else _next_line(lines, place)
            return Entry(bare_name(text), tidy(role) if names_position(role) else "", text, at, False)
    return None


def _two_headings(lines: Sequence[Line], at: int) -> Entry | None:
    """A name and a position that are headings one under the other, with an address or a number below."""
    line = lines[at]
    if len(line.headings) < 2 or (at and lines[at - 1].headings[: len(line.headings) - 1] == line.headings[:-1]):
        return None
    name, role = line.headings[-2:]
    if not is_person(name) or not names_position(role) or _names_somebody(role):
        return None
    return Entry(bare_name(name), tidy(role), f"{name}\n{role}", at, True)


def _role_of_heading(lines: Sequence[Line], at: int) -> str:
    """The position of somebody whose name is a heading: the first line under it, else one directly above."""
    if _is_role(lines[at].text):
        return tidy(lines[at].text)
    above = lines[at - 1] if at else None
    if above is None or not names_position(above.text) or _names_somebody(above.text):
        return ""
    free = not any(map(_names_somebody, above.headings[-1:])) and len(above.text) < 60
    return tidy(above.text) if above.title or (free and _belongs(lines, at - 1, at)) else ""


def _role_near(lines: Sequence[Line], at: int, first: int, above_first: bool) -> str:
    """The position of a name: on the line below it, else on the one above that is no one else's; or `above_first`."""
    if above_first and first > 0 and _names_role(lines, first, first - 1):
        return tidy(lines[first - 1].text)
    below = _next_line(lines, at)
    if _is_role(below) and _belongs(lines, at, at + 1):
        return tidy(below)
    above = lines[first - 1] if first > 0 else None
    if above is not None and names_position(above.text) and not _names_somebody(above.text) and len(above.text) < 60:
        taken = first > 1 and (
            is_person(lines[first - 2].text)
            or is_title_and_surname(lines[first - 2].text)
            or any(map(_names_somebody, above.headings[-1:]))
        )
        if not taken and above.paragraph >= lines[max(first, 0)].paragraph - 3:
            return tidy(above.text)
    return ""


def _is_role(text: str) -> bool:
    return is_position(text) and not _names_somebody(text)


def _belongs(lines: Sequence[Line], name: int, role: int) -> bool:
    """Whether a line stands with a name: in its paragraph or the next ones, under no other heading."""
    if name < 0:
        return True
    return lines[role].paragraph - lines[name].paragraph <= 6


def _next_line(lines: Sequence[Line], at: int) -> str:
    return lines[at + 1].text if at + 1 < len(lines) else ""


def _names_somebody(text: str) -> bool:
    return is_person(text) or is_title_and_surname(text) or bool(together(text))


def _person(page: SitePage, entry: Entry, card: Card, region: str) -> Person:
    text = card.text if card.text else entry.quote
    email = next(iter(card.emails), None) or next(emails_in(text), None)
    phone = next(iter(phones_in(f"{text} {' '.join(card.called)}", region)), None)
    role = entry.role or card.position(entry.name)
    quote = (card.quote or entry.quote)[:400]
    confidence = (0.95 if role and (email or phone) else 0.9 if names_position(role) else 0.8) - (
        0 if entry.sure else 0.1
    )
    return Person(entry.name, page.url, quote, role, email, phone, card.image, round(confidence, 2))

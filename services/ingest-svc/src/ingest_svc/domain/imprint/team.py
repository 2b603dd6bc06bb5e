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
from ingest_svc.domain.imprint.lines import Line, opens, stands_under_others
from ingest_svc.domain.imprint.persons import (
    bare_name,
    halves,
    is_person,
    is_shaped,
    may_be_surnamed,
    split_role,
    title_role,
)
from ingest_svc.domain.imprint.places import TEAM_HEADING, Places, shows_team
from ingest_svc.domain.imprint.posts import Posts, names_somebody
from ingest_svc.domain.imprint.roles import is_position, names_position
from ingest_svc.domain.imprint.site import SitePage

MAX_PERSONS = 40
SEVERAL = 3
"""Persons who are a team though nothing but their names is told."""
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
    of_team = sum(entry.sure and _is_below_team(lines[entry.at]) for entry in entries)
    cards = Cards(page, {entry.name: entry.quote.split("\n")[0] for entry in reversed(entries)})
    found: dict[str, Person] = {}
    for entry in entries:
        card, line = cards.of(entry.name), lines[entry.at]
        if entry.name in found or card.is_about_others:
            continue
        person = _person(page, entry, card, region)
        if is_former(person.position):
            continue
        if places.only_lists(line) and not (entry.sure and names_position(person.position)):
            continue
        alone = not (person.position or person.email or person.phone or person.image_url)
        listed_with = of_team if entry.sure and _is_below_team(line) else len(entries) if page.role == "team" else 0
        among = listed_with >= SEVERAL or listed[line.headings] > 1
        if not (person.email or names_position(person.position)) and places.shows_others(line):
            continue
        if alone and not (entry.sure and among):
            continue
        if not entry.sure and not names_position(person.position):
            continue
        found[entry.name] = person
        if len(found) >= MAX_PERSONS:
            break
    return tuple(one for name, one in found.items() if found.keys().isdisjoint(halves(name) or ()))


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
        if entry.role in names or entry.name in entry.role:
            entry.role = ""


def _is_below_team(line: Line) -> bool:
    """Whether a heading above the one of a line shows a team, so that its own heading may be a member."""
    return any(map(shows_team, line.headings[:-1]))


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
    posts = Posts(lines)
    for at, line in enumerate(lines):
        if not places.hold(line) or any(map(is_former, line.headings)):
            continue
        strict = page.role != "team" and not shows_team(line.heading) and not posts.labels[at]
        if line.own and (several := list(several_in(line.text, at, strict=strict))):
            yield from (_labelled(entry, posts) for entry in several)
        elif line.own and (named := together(line.text)) and (role := posts.near(at)):
            yield from (Entry(name, role, line.text, at, True) for name in named)
        elif opens(lines, at) and (named := together(line.heading)) and (role := posts.of_heading(at)):
            yield from (Entry(name, role, f"{line.heading}\n{line.text}", at, True) for name in named)
        elif (entry := _split_name(lines, at)) is not None:
            yield entry
        elif (entry := _single(lines, at, page, posts)) is not None:
            yield _labelled(entry, posts)


def _labelled(entry: Entry, posts: Posts) -> Entry:
    """An entry with the label of its list, where what stands beside the name is no position (`Uta Orth, Ulm`)."""
    if not names_position(entry.role):
        label = posts.of_all(entry.at) if entry.headed else posts.labels[entry.at]
        entry.role = label or entry.role
    return entry


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


def _single(lines: Sequence[Line], at: int, page: SitePage, posts: Posts) -> Entry | None:
    """A line, or the heading of a line, that is one name; the position stands near it."""
    line = lines[at]
    headed = opens(lines, at) and line.headings and (not line.title or is_person(line.heading))
    if headed and (entry := _two_headings(lines, at)) is not None:
        return entry
    for text in ([line.heading] if headed else []) + [line.text]:
        if len(text) > LONGEST_LINE:
            continue
        is_heading = text == line.heading
        if split := split_role(_REACH.sub("", text)):
            return Entry(bare_name(split[0]), tidy(split[1]), text, at, True)
        if is_person(text):
            role = posts.of_heading(at) if is_heading else posts.near(at)
            if not role and names_position(line.heading) and not is_heading and not TEAM_HEADING.search(line.heading):
                role = tidy(line.heading)
            return Entry(bare_name(text), role or title_role(text), text, at, True, is_heading)
        if is_heading and (entry := beside(text, text, at, strict=True)) is not None:
            return entry
        known = is_heading or not is_person(line.heading)
        shaped = is_shaped(text) and may_be_surnamed(text) and not names_position(text)
        if shaped and not is_heading and posts.stand_above(at):
            return Entry(bare_name(text), tidy(lines[at - 1].text), text, at, True)
        of_team = page.role in ("team", "contact") or any(map(shows_team, line.headings)) or posts.are_listed(at)
        if known and of_team and shaped:
            role = line.text if is_heading else posts.below(at)
            return Entry(bare_name(text), tidy(role) if names_position(role) else "", text, at, False)
    return None


def _two_headings(lines: Sequence[Line], at: int) -> Entry | None:
    """A name and a position that are headings one under the other, with an address or a number below."""
    line = lines[at]
    if len(line.headings) < 2 or (at and lines[at - 1].headings[: len(line.headings) - 1] == line.headings[:-1]):
        return None
    name, role = line.headings[-2:]
    if not is_person(name) or not names_position(role) or names_somebody(role):
        return None
    return Entry(bare_name(name), tidy(role), f"{name}\n{role}", at, True)


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

"""Which of a company's people a question is for, by their tasks and names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from knowledge.analysis import compound_parts, content_words, light, stem

SHORTEST = 4
"""Letters that a word must share with the beginning of another to be about the same."""
NAMED, TASK, ROLE, USUAL = 8, 4, 2, 1
"""What it counts for a person to be called by name, to have the task, the position, or one that usually fits."""
_PLAIN = str.maketrans("äöü", "aou")
_USUAL = {
    "price": "vertrieb verkauf beratung angebot sales kundenberatung",
    "offer": "vertrieb verkauf beratung angebot sales kundenberatung",
    "demo": "vertrieb verkauf beratung sales ausstellung",
    "product": "vertrieb verkauf beratung sales",
    "technical": "technik technisch montage konstruktion werkstatt meister engineering support",
}


class Person(Protocol):
    """Somebody who can be reached, as far as it matters for what."""

    @property
    def name(self) -> str: ...
    @property
    def position(self) -> str: ...
    @property
    def specialization(self) -> str: ...
    @property
    def display_order(self) -> int: ...


P = TypeVar("P", bound=Person)


def in_order_of_fit(
    persons: Iterable[P], texts: Sequence[str], topics: Iterable[str] = (), company: str = ""
) -> list[P]:
    """All persons, the fitting one first, otherwise as they are configured.

    `texts` are what the visitor said, newest first: an earlier one counts only where no later one tells persons apart.
    Words of the company's name tell nothing.
    """
    ordered = sorted(persons, key=lambda person: person.display_order)
    usual = [word for topic in topics for word in _USUAL.get(topic, "").split()]
    known = frozenset(map(light, content_words(company))) if company else frozenset()
    for text in texts:
        words = [word for word in content_words(text) if light(word) not in known]
        points = [_points(person, words, ()) for person in ordered]
        if any(points):
            return _ranked(ordered, points)
    return _ranked(ordered, [_points(person, (), usual) for person in ordered])


def in_charge(persons: Iterable[P], question: str, company: str = "") -> P | None:
    """The one person whose task or position a question is about; None when it is nobody's, or more than one's."""
    known = frozenset(map(light, content_words(company))) if company else frozenset()
    words = [word for word in content_words(question) if light(word) not in known]
    pointed = sorted(((_points(person, words, ()), person) for person in persons), key=lambda pair: -pair[0])
    if not pointed or pointed[0][0] < ROLE or (len(pointed) > 1 and pointed[1][0] == pointed[0][0]):
        return None
    return pointed[0][1]


def has_role(person: Person, word: str) -> bool:
    """Whether a person's position is what a word names: *Ärzte* of somebody who is *Fachärztin*."""
    wanted = light(word).translate(_PLAIN)
    return len(wanted) >= SHORTEST and any(
        wanted in other.translate(_PLAIN) or _about(word, other) for other in content_words(person.position)
    )


def _ranked(persons: Sequence[P], points: Sequence[int]) -> list[P]:
    ranked = sorted(zip(points, persons, strict=True), key=lambda pair: -pair[0])
    return [person for _, person in ranked]


def _points(person: Person, words: Sequence[str], usual: Sequence[str]) -> int:
    task, role = content_words(person.specialization), content_words(person.position)
    names = {word for word in content_words(person.name) if len(word) >= SHORTEST}
    points = NAMED * len(names & set(words))
    points += TASK * sum(any(_about(word, other) for other in task) for word in words)
    points += ROLE * sum(any(_about(word, other) for other in role) for word in words)
    return points + USUAL * any(_about(word, other) for word in usual for other in (*task, *role))


def _about(word: str, other: str) -> bool:
    """Whether two words are the same in some form, or one is a part of the other: *Holztreppe*, *Treppenbau*."""
    if stem(word) == stem(other):
        return True
    one, two = light(word), light(other)
    short, long = sorted((one, two), key=len)
    if len(short) >= SHORTEST and len(long) - len(short) >= 3 and long.startswith(short):
        return True
    parts = {*compound_parts(word, {two})[-1:], *compound_parts(other, {one})[-1:]}
    return stem(other) in parts or stem(word) in parts

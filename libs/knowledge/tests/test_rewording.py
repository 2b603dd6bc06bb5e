"""A question that is unclear is asked once more in the site's words."""

from collections.abc import Collection, Sequence
from uuid import uuid4

import pytest
from knowledge import Chunk, Components, Look, Passage, look_again
from knowledge.analysis import stem
from knowledge.rewording import reworded

BOT, SOURCE = uuid4(), uuid4()
STAIRS = "Meine Stiege quietscht, was kann man tun?"


def stems(words: str) -> set[str]:
    return {stem(word) for word in words.split()}


def found(text: str) -> Sequence[Passage]:
    chunk = Chunk.make(bot_id=BOT, source_id=SOURCE, url="https://x.example/", title="X", text=text, position=0)
    return (Passage(chunk=chunk, score=1.0, components=Components(dense=None, lexical=1.0)),)


@pytest.mark.parametrize(
    ("question", "site", "expected"),
    [
        (STAIRS, "treppe stufe", "Meine Treppe quietscht, was kann man tun?"),
        ("kann man die stiege retten", "treppe", "kann man die treppe retten"),
        (STAIRS, "stiege treppe", STAIRS),
        (STAIRS, "küche", STAIRS),
        ("Wo ist der Aufzug?", "lift", "Wo ist der Lift?"),
        ("Haben Sie einen Kasten?", "schrank", "Haben Sie einen Schrank?"),
    ],
)
def test_words_that_the_site_has_not_become_words_that_it_has(question: str, site: str, expected: str) -> None:
    assert reworded(question, stems(site)) == expected


class Site:
    """A site of two words that remembers what it was searched for with."""

    def __init__(self, sure: dict[str, float]) -> None:
        self.sure = sure
        self.searched: list[str] = []

    async def known(self, wanted: Collection[str]) -> Collection[str]:
        return stems("treppe küche") & set(wanted)

    async def search(self, question: str) -> Sequence[Passage]:
        self.searched.append(question)
        return found(question)

    def confidence(self, look: Look) -> float:
        return self.sure[look.question]


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        (0.2, 0.8, True),
        (0.2, 0.45, False),
        (0.6, 0.65, False),
        (0.6, 0.75, True),
    ],
)
async def test_the_second_look_counts_when_it_is_clearly_surer(before: float, after: float, taken: bool) -> None:
    again = "Meine Treppe quietscht, was kann man tun?"
    site = Site({STAIRS: before, again: after})
    first = Look(STAIRS, found("Was die Stiege kostet."))

    look = await look_again(first, site.confidence, site.known, site.search)

    assert site.searched == [again]
    assert look.question == (again if taken else STAIRS)


@pytest.mark.parametrize(
    ("question", "sure"),
    [
        (STAIRS, 0.9),
        ("Was kostet eine Küche?", 0.2),
        ("Where is the lift, and is the staircase steep?", 0.2),
        ("Stiege " * 200, 0.2),
    ],
)
async def test_nothing_is_searched_for_again_without_need(question: str, sure: float) -> None:
    site = Site({question: sure})

    look = await look_again(Look(question, ()), site.confidence, site.known, site.search)

    assert look == Look(question, ())
    assert site.searched == []

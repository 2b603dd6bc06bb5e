"""A question in the words of the site: for a word that the site never uses, another one for the same that it does use.

Other words for the same are matched as words anyway (`lexical`). The vector of a question knows nothing of that: asked
for the *Stiege*, it is not near to a page about the *Treppe*. So where the search is unsure, it is made once more with
the question in the site's words, and what was found then counts when it is clearly surer.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.analysis import is_english, stem
from knowledge.stopwords import STOPWORDS
from knowledge.synonyms import others
from knowledge.types import Passage

_WORD = re.compile(r"[^\W\d_]{3,}")
UNSURE = 0.7
"""Confidence from which a question is not asked in other words."""
SURE_ENOUGH = 0.5
SURER_BY = 0.1
MAX_QUESTION = 500
"""Characters of a question up to which it is put in other words."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found for a question, in the words it was searched for with."""

    question: str
    passages: Sequence[Passage]


async def look_again(
    first: Look,
    confidence: Callable[[Look], float],
    known: Callable[[Collection[str]], Awaitable[Collection[str]]],
    search: Callable[[str], Awaitable[Sequence[Passage]]],
) -> Look:
    """What is found with the question in the site's words, when it is surer than the first look; else that.

    `known` tells which stems occur on the site.
    """
    sure = confidence(first)
    stems = _stems(first.question) if sure < UNSURE else frozenset()
    if not stems:
        return first
    question = reworded(first.question, await known(stems))
    if question == first.question:
        return first
    second = Look(question, await search(question))
    return second if confidence(second) >= max(SURE_ENOUGH, sure + SURER_BY) else first


def reworded(question: str, known: Collection[str]) -> str:
    """The question with words whose stems are not `known` replaced by others for the same that are."""

    def replaced(match: re.Match[str]) -> str:
        word = match.group()
        stemmed = stem(word.lower())
        if word.lower() in STOPWORDS or stemmed in known:
            return word
        other = next((other for base, other in others(stemmed).items() if base in known), None)
        if other is None:
            return word
        return other.capitalize() if word[0].isupper() else other

    return _WORD.sub(replaced, question)


def _stems(question: str) -> frozenset[str]:
    """Stems to know about: of the question's words that have others for the same, and of these; no English ones."""
    if len(question) > MAX_QUESTION or is_english(question):
        return frozenset()

    def found() -> Iterator[str]:
        for word in _WORD.findall(question.lower()):
            instead = others(stem(word)) if word not in STOPWORDS else {}
            if instead:
                yield stem(word)
                yield from instead

    return frozenset(found())

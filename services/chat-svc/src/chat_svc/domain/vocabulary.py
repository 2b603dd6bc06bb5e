"""Which words may stand on the screen before their sentence has ended."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge import Passage
from knowledge.analysis import stem, tokens, tokens_of_page
from knowledge.stopwords import STOPWORDS

from chat_svc.domain.emptywords import EMPTY


@dataclass(frozen=True)
class _Page:
    """The words of one passage: by their stems, and in order of the alphabet."""

    stems: frozenset[str]
    words: tuple[str, ...]

    @classmethod
    def of(cls, said: Iterable[str]) -> _Page:
        """These words' page."""
        words = frozenset(said)
        return cls(frozenset(map(stem, words)), tuple(sorted(words)))


@lru_cache(maxsize=1_000)
def _page(text: str) -> _Page:
    return _Page.of(tokens_of_page(text))


_ALWAYS = _Page(EMPTY, tuple(sorted(STOPWORDS)))


class Vocabulary:
    """The words of the passages and the question, and of every sentence."""

    def __init__(self, passages: Sequence[Passage], question: str) -> None:
        pages = [_page(f"{passage.chunk.title}\n{passage.chunk.embed_text}") for passage in passages]
        self._pages = (_ALWAYS, _Page.of(tokens(question)), *pages)

    def has(self, word: str) -> bool:
        """Whether a whole word (lower case) may be shown."""
        if word in STOPWORDS:
            return True
        its = stem(word)
        return any(its in page.stems for page in self._pages)

    def has_beginning(self, part: str) -> bool:
        """Whether a word that begins like this may be shown; numbers only when they are complete."""
        return part.isalpha() and any(_begins(page.words, part) for page in self._pages)


def _begins(words: Sequence[str], part: str) -> bool:
    place = bisect_left(words, part)
    return place < len(words) and words[place].startswith(part)

"""Which words may stand on the screen before their sentence has ended."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from knowledge import Passage
from knowledge.analysis import stem, tokens
from knowledge.stopwords import STOPWORDS

from chat_svc.domain.emptywords import EMPTY


class Vocabulary:
    """The words of the passages and the question, and of every sentence."""

    def __init__(self, passages: Sequence[Passage], question: str) -> None:
        texts = [f"{passage.chunk.title}\n{passage.chunk.embed_text}" for passage in passages]
        said = tokens("\n".join([question, *texts]))
        self._stems = frozenset(map(stem, said)) | EMPTY
        self._words = sorted({*said, *STOPWORDS})

    def has(self, word: str) -> bool:
        """Whether a whole word (lower case) may be shown."""
        return word in STOPWORDS or stem(word) in self._stems

    def has_beginning(self, part: str) -> bool:
        """Whether a word that begins like this may be shown; numbers only when they are complete."""
        place = bisect_left(self._words, part)
        return part.isalpha() and place < len(self._words) and self._words[place].startswith(part)

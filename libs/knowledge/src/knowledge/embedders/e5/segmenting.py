"""Text as pieces of the vocabulary: the most probable way to cut it (unigram model, Kudo 2018)."""

import re
from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.embedders.e5.weights import Vocabulary

WORD_BEGINS = "\N{LOWER ONE EIGHTH BLOCK}"
"""Stands for a space, and in front of a text."""
SPACES = re.compile(" {2,}")
WORSE = 10.0
"""How much less probable than every piece a character is that no piece has."""


class Segmenter:
    """Cuts text; one dictionary lookup for every place and length of a piece."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._numbers = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        del self._numbers[vocabulary.pieces[vocabulary.unknown]]
        self._scores = array("f", vocabulary.scores.tobytes())
        self._longest = max(map(len, vocabulary.pieces))
        self._worst = float(vocabulary.scores.min()) - WORSE

    def pieces(self, text: str) -> list[int]:
        """The numbers of the pieces of a text, without what stands around every text."""
        plain = SPACES.sub(" ", text.translate(self._vocabulary.rewritten))
        plain = (plain if plain.startswith(" ") else f" {plain}").replace(" ", WORD_BEGINS)
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-np.inf, 0, 0)] * len(plain)
        for start in range(len(plain)):
            reached = best[start][0]
            if reached + self._worst > best[start + 1][0]:
                best[start + 1] = (reached + self._worst, self._vocabulary.unknown, start)
            for end in range(start + 1, min(start + self._longest, len(plain)) + 1):
                number = self._numbers.get(plain[start:end])
                if number is not None and reached + self._scores[number] > best[end][0]:
                    best[end] = (reached + self._scores[number], number, start)
        numbers: list[int] = []
        end = len(plain)
        while end > 0:
            _, number, start = best[end]
            numbers.append(number)
            end = start
        return numbers[::-1]

    @property
    def marks(self) -> tuple[int, int]:
        """What stands around every text."""
        return self._vocabulary.begin, self._vocabulary.end

    def framed(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Pieces between the marks for beginning and end, as the model reads them."""
        begin, end = self.marks
        return np.array([begin, *numbers, end], dtype=np.int64)

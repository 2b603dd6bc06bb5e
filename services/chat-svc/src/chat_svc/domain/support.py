"""Lets through what passages support: a model's sentences, one at a time, while they arrive.

A sentence is shown when it names a passage that holds most of its words and all of its numbers, or, without a name,
when the passages together do. The rest is left out: it may be invented, or be the prompt itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge import Passage, content_terms, coverage
from knowledge.analysis import is_english

from chat_svc.domain.citations import Citation, cite
from chat_svc.domain.markers import MarkerParser

MARKED_FROM = 0.4
UNMARKED_FROM = 0.6
UNREADABLE = "\ufffd"
"""What bytes become that are no UTF-8."""
_END = re.compile(
    r"(?<=[.!?…])(?<!\b\w\.)(?<!\bz\.B\.)(?<!\bca\.)(?<!\bbzw\.)(?<!\bNr\.)(?<!\d\.)(?:(?:\s*\[\d+\])*)\s+(?=[^\s\[])|\n+"
)
_MARK = re.compile(r"\[(\d+)\]")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_COURTESY = re.compile(
    r"^(?:gerne?|ja|nein|natürlich|selbstverständlich|yes|no|sure|certainly|of course)[,.! ]*$", re.IGNORECASE
)


@dataclass
class SupportGate:
    """Takes a model's text in pieces, gives back the sentences that are supported, with their numbers from 1 up."""

    passages: Sequence[Passage]
    citations: list[Citation] = field(default_factory=list)
    dropped: int = 0
    shown: int = 0
    _parser: MarkerParser = field(init=False)
    _pending: str = field(default="", init=False)
    _numbers: dict[int, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._parser = MarkerParser(len(self.passages))

    def feed(self, piece: str) -> str:
        """The text that may be shown after this piece, often empty."""
        self._take(self._parser.feed(piece))
        shown = ""
        while (end := _END.search(self._pending)) is not None:
            sentence, self._pending = self._pending[: end.end()], self._pending[end.end() :]
            shown += self._judged(sentence)
        return shown

    def end(self, *, complete: bool = True) -> str:
        """The last sentence; left out when the text broke off inside it."""
        self._take(self._parser.end())
        sentence, self._pending = self._pending, ""
        if not complete and not re.search(r"[.!?…](?:\s*\[\d+\])*\s*$", sentence):
            return ""
        return self._judged(sentence)

    def _take(self, parts: Sequence[object]) -> None:
        for part in parts:
            self._pending += part if isinstance(part, str) else f"[{getattr(part, 'number')}]"  # noqa: B009

    def _judged(self, sentence: str) -> str:
        marks = [int(number) for number in _MARK.findall(sentence)]
        bare = _MARK.sub("", sentence).strip()
        if not bare:
            return ""
        if not self._supported(bare, marks):
            self.dropped += 1
            return ""
        if content_terms(bare):
            self.shown += 1
        return _MARK.sub(lambda match: f"[{self._cited(int(match.group(1)))}]", sentence)

    def _supported(self, sentence: str, marks: list[int]) -> bool:
        if UNREADABLE in sentence:
            return False
        if _COURTESY.match(sentence):
            return True
        wanted = [self.passages[mark - 1] for mark in marks] or list(self.passages)
        text = "\n".join(f"{passage.chunk.title}\n{passage.chunk.embed_text}" for passage in wanted)
        numbers = set(_NUMBER.findall(text))
        if any(number not in numbers for number in _NUMBER.findall(sentence)):
            return False
        if not content_terms(sentence):
            return bool(marks) or len(sentence) < 40
        if is_english(sentence) and all(passage.chunk.language != "en" for passage in wanted):
            return bool(marks)  # words of two languages cannot be compared: the named passage and its numbers decide
        return coverage(sentence, text) >= (MARKED_FROM if marks else UNMARKED_FROM)

    def _cited(self, mark: int) -> int:
        if mark not in self._numbers:
            self._numbers[mark] = len(self._numbers) + 1
            passage = self.passages[mark - 1]
            self.citations.append(cite(self._numbers[mark], passage, passage.chunk.text))
        return self._numbers[mark]

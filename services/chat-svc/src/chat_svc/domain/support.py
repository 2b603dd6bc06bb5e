"""Lets through what passages support: a model's text, word by word, while it arrives.

A sentence stands when the passage it names says so, or, without a name, when any of them does (`evidence`). Until its
end is there, only its beginning is shown, as far as every word is a function word or one of the passages': nothing that
no passage says is ever on the screen. A sentence that falls in the end is taken back, beginning and all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge import Passage, content_terms
from knowledge.analysis import TOKEN, stem, tokens
from knowledge.stopwords import STOPWORDS

from chat_svc.domain.citations import Citation, cite
from chat_svc.domain.evidence import supports
from chat_svc.domain.markers import MarkerParser

UNREADABLE = "\ufffd"
"""What bytes become that are no UTF-8."""
_END = re.compile(
    r"(?<=[.!?…])(?<!\b\w\.)(?<!\bz\.B\.)(?<!\bca\.)(?<!\bbzw\.)(?<!\bNr\.)(?<!\d\.)(?:(?:\s*\[\d+\])*)\s+(?=[^\s\[])|\n+"
)
_FINISHED = re.compile(r"[.!?…](?:\s*\[\d+\])*\s*$")
_MARK = re.compile(r"\[(\d+)\]")
_COURTESY = re.compile(
    r"^(?:gerne?|ja|nein|natürlich|selbstverständlich|yes|no|sure|certainly|of course)[,.! ]*$", re.IGNORECASE
)
_WORD_MAY_GO_ON = re.compile(r"\Z")
_NUMBER_MAY_GO_ON = re.compile(r"[.,:/]?\Z")
_PLAIN = frozenset(",;:!?()'’\"„“”«»–-/ \t.…")
"""What may stand between shown words; other signs wait for the sentence's end."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes on the screen: so many characters of the end are taken back, then text is added."""

    text: str = ""
    withdrawn: int = 0


class Vocabulary:
    """The words of the passages, and of every sentence."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        said = tokens("\n".join(f"{passage.chunk.title}\n{passage.chunk.embed_text}" for passage in passages))
        self._stems = frozenset(map(stem, said))
        self._words = sorted({*said, *STOPWORDS})

    def has(self, word: str) -> bool:
        """Whether a whole word (lower case) may be shown."""
        return word in STOPWORDS or stem(word) in self._stems

    def has_beginning(self, part: str) -> bool:
        """Whether a word that begins like this may be shown; numbers only when they are complete."""
        place = bisect_left(self._words, part)
        return part.isalpha() and place < len(self._words) and self._words[place].startswith(part)


@dataclass
class SupportGate:
    """Takes a model's text in pieces and says what is shown of it, with citations numbered from 1 up."""

    passages: Sequence[Passage]
    citations: list[Citation] = field(default_factory=list)
    dropped: int = 0
    shown: int = 0
    """Sentences that stand and say something."""
    _parser: MarkerParser = field(init=False)
    _vocabulary: Vocabulary = field(init=False)
    _pending: str = field(default="", init=False)
    """The sentence that is not complete yet; its first `_early` characters are on the screen."""
    _early: int = field(default=0, init=False)
    _held: bool = field(default=False, init=False)
    """Whether a word was met that waits for the sentence's end."""
    _numbers: dict[int, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._parser = MarkerParser(len(self.passages))
        self._vocabulary = Vocabulary(self.passages)

    def feed(self, piece: str) -> Shown:
        """What changes with this piece, often nothing."""
        self._take(self._parser.feed(piece))
        text, withdrawn = "", 0
        while (end := _END.search(self._pending)) is not None:
            change = self._end_sentence(self._pending[: end.end()])
            self._pending = self._pending[end.end() :]
            text, withdrawn = text + change.text, withdrawn + change.withdrawn
        return Shown(text + self._begin_sentence(), withdrawn)

    def end(self, *, complete: bool = True) -> Shown:
        """The last sentence; taken back when the text broke off inside it."""
        self._take(self._parser.end())
        sentence, self._pending = self._pending, ""
        if not complete and not _FINISHED.search(sentence):
            withdrawn, self._early = self._early, 0
            return Shown(withdrawn=withdrawn)
        return self._end_sentence(sentence)

    def _take(self, parts: Sequence[object]) -> None:
        for part in parts:
            self._pending += part if isinstance(part, str) else f"[{getattr(part, 'number')}]"  # noqa: B009

    def _begin_sentence(self) -> str:
        """The next words of the pending sentence that may be shown before its end."""
        if self._held:
            return ""
        end = start = self._early
        while end and self._pending[end - 1].isalpha():  # a word that goes on is looked at from its beginning
            end -= 1
        while end < len(self._pending):
            token = TOKEN.match(self._pending, end)
            if token is None and self._pending[end] in _PLAIN:
                end += 1
            elif token is not None and self._allowed(token):
                end = token.end()
            else:
                self._held = token is None or self._complete(token)
                break
        self._early = max(start, end)
        return self._pending[start : self._early]

    def _allowed(self, token: re.Match[str]) -> bool:
        word = token.group().lower()
        return self._vocabulary.has(word) if self._complete(token) else self._vocabulary.has_beginning(word)

    def _complete(self, token: re.Match[str]) -> bool:
        """Whether nothing that follows can belong to the word."""
        going_on = _NUMBER_MAY_GO_ON if token.group()[0].isdigit() else _WORD_MAY_GO_ON
        return going_on.match(self._pending, token.end()) is None

    def _end_sentence(self, sentence: str) -> Shown:
        early, self._early, self._held = self._early, 0, False
        if not self._stands(sentence):
            return Shown(withdrawn=early)
        return Shown(_MARK.sub(lambda match: f"[{self._cited(int(match.group(1)))}]", sentence)[early:])

    def _stands(self, sentence: str) -> bool:
        marks = [int(number) for number in _MARK.findall(sentence)]
        bare = _MARK.sub("", sentence).strip()
        if not bare:
            return False
        if not self._supported(bare, marks):
            self.dropped += 1
            return False
        if content_terms(bare):
            self.shown += 1
        return True

    def _supported(self, sentence: str, marks: list[int]) -> bool:
        if UNREADABLE in sentence:
            return False
        if _COURTESY.match(sentence):
            return True
        named = [self.passages[mark - 1] for mark in marks]
        return supports(named or self.passages, sentence, named=bool(named))

    def _cited(self, mark: int) -> int:
        if mark not in self._numbers:
            self._numbers[mark] = len(self._numbers) + 1
            passage = self.passages[mark - 1]
            self.citations.append(cite(self._numbers[mark], passage, passage.chunk.text))
        return self._numbers[mark]

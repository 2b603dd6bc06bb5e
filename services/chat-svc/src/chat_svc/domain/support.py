"""Lets through what passages support: a model's text, word by word, while it arrives.

A sentence stands when some passage says what it says (`evidence`), whatever number the model put behind it: the source
that is shown is the passage that holds the sentence. Until its end is there, only its beginning is shown, as far as
every word is a function word or one of the passages': nothing that no passage says is ever on the screen. A sentence
that falls in the end is taken back, beginning and all, unless its first half stands by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from knowledge import Passage, content_terms
from knowledge.analysis import TOKEN, is_english, stem, tokens
from knowledge.stopwords import STOPWORDS
from wording import Language

from chat_svc.domain.abstaining import SENTINEL, abstains
from chat_svc.domain.citations import Citation, cite
from chat_svc.domain.emptywords import EMPTY
from chat_svc.domain.evidence import Evidence
from chat_svc.domain.markers import MarkerParser

UNREADABLE = "\ufffd"
"""What bytes become that are no UTF-8."""
_END = re.compile(
    r"(?<=[.!?…])(?<!\b\w\.)(?<!\bz\.B\.)(?<!\bca\.)(?<!\bbzw\.)(?<!\bNr\.)(?<!\d\.)(?:(?:\s*\[\d+\])*)\s+(?=[^\s\[])|\n+"
)
_FINISHED = re.compile(r"[.!?…](?:\s*\[\d+\])*\s*$")
_MARK = re.compile(r"\s*\[(\d+)\]")
_COURTESY = re.compile(
    r"^(?:gerne?|ja|nein|natürlich|selbstverständlich|yes|no|sure|certainly|of course)[,.! ]*$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"^(?:(?:haben|hätten) sie (?:noch )?(?:weitere )?fragen|wenn sie (?:noch )?(?:weitere )?fragen haben"
    r"|bei (?:weiteren )?fragen|ich hoffe|ich helfe ihnen|gern helfe ich|melden sie sich (?:gern|einfach)"
    r"|let me know|feel free|i hope)\b",
    re.IGNORECASE,
)
"""What a model ends with that says nothing; it is left out."""
_WORD_MAY_GO_ON = re.compile(r"\Z")
_NUMBER_MAY_GO_ON = re.compile(r"[.,:/]?\Z")
_PLAIN = frozenset(",;:!?()'’\"„“”«»–-/ \t.…")
"""What may stand between shown words; other signs wait for the sentence's end."""
_HALVES = re.compile(
    r"(?:,|;)\s+(?=(?:und|aber|sowie|wobei|außerdem|allerdings|dabei|jedoch|während|and|but|while)\b)|;\s+|\s[–—]\s"
)
FEWEST_WORDS = 4
"""Of a first half that is shown without the second."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes on the screen: so many characters of the end are taken back, then text is added."""

    text: str = ""
    withdrawn: int = 0


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


@dataclass
class SupportGate:
    """Takes a model's text in pieces and says what is shown of it, with citations numbered from 1 up."""

    passages: Sequence[Passage]
    question: str = ""
    language: Language = "de"
    """Of the answer; a sentence in another one is not shown."""
    told: str = ""
    """What the model was told to do, of which it must not speak."""
    citations: list[Citation] = field(default_factory=list)
    dropped: int = 0
    shown: int = 0
    """Sentences that stand and say something."""
    abstained: int = 0
    """Sentences that say that the answer is not known."""
    asked: int = 0
    """Questions back."""
    _parser: MarkerParser = field(init=False)
    _vocabulary: Vocabulary = field(init=False)
    _pending: str = field(default="", init=False)
    """The sentence that is not complete yet; its first `_early` characters are on the screen."""
    _early: int = field(default=0, init=False)
    _held: bool = field(default=False, init=False)
    """Whether a word was met that waits for the sentence's end."""
    _numbers: dict[int, int] = field(default_factory=dict, init=False)
    _waiting: str = field(default="", init=False)
    """What is not known, said before anything that is: shown in front of that, if it comes."""

    def __post_init__(self) -> None:
        self._parser = MarkerParser(len(self.passages))
        self._vocabulary = Vocabulary(self.passages, self.question)

    @cached_property
    def _evidence(self) -> Evidence:
        """Made when the first sentence has ended: before that the visitor waits for its first words."""
        return Evidence(self.passages, self.question)

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
        marks = [int(number) - 1 for number in _MARK.findall(sentence)]
        bare = _MARK.sub("", sentence)
        for part in self._parts(bare):
            written = self._written(part, marks)
            if written is not None:
                kept = _common(written, sentence[:early])
                return Shown(written[kept:], early - kept)
        self.dropped += bool(bare.strip())
        return Shown(withdrawn=early)

    def _parts(self, bare: str) -> list[str]:
        """The sentence, and its first halves, which may stand when it does not."""
        found = [bare]
        for cut in reversed(list(_HALVES.finditer(bare))):
            half = bare[: cut.start()]
            if len(half.split()) >= FEWEST_WORDS:
                found.append(half.rstrip(" ,;") + "." + bare[len(bare.rstrip()) :])
        return found

    def _written(self, sentence: str, marks: Sequence[int]) -> str | None:
        """The sentence as it is shown, with its source; None when it does not stand."""
        bare = sentence.strip()
        if not bare or UNREADABLE in bare or SENTINEL in bare or _CLOSING.match(bare):
            self.abstained += bare.strip(" .!\"'*`") == SENTINEL
            return None
        if _COURTESY.match(bare):
            return sentence
        words = tokens(bare)
        if words == tokens(self.question) or self._repeats(words) or self._is_foreign(bare):
            return None  # the question again says nothing, and the instructions are nobody's business
        if abstains(bare):
            self.abstained += 1
            if self.shown:
                return sentence
            self._waiting += sentence
            return ""
        if bare.endswith("?"):
            if not self._evidence.only_asks(bare):
                return None
            self.asked += 1
            return sentence
        source = self._source(bare, marks)
        if source is None:
            return None
        self.shown += bool(content_terms(bare))
        waiting, self._waiting = self._waiting, ""
        return waiting + _with_mark(sentence, self._cited(source))

    def _repeats(self, words: Sequence[str]) -> bool:
        """Whether a sentence is one of the instructions."""
        return len(words) >= FEWEST_WORDS and f" {' '.join(words)} " in self._instructions

    @cached_property
    def _instructions(self) -> str:
        return f" {' '.join(tokens(self.told))} "

    def _is_foreign(self, bare: str) -> bool:
        return self.language == "de" and is_english(bare) and len(bare.split()) >= FEWEST_WORDS

    @property
    def knows_nothing(self) -> bool:
        """Whether the text says that the answer is not known, and nothing else worth mentioning."""
        return self.shown == 0 and 0 < self.abstained >= self.dropped

    def _source(self, bare: str, marks: Sequence[int]) -> int | None:
        """The passage that says it: one that the model named when it does, else any."""
        named = [mark for mark in dict.fromkeys(marks) if 0 <= mark < len(self.passages)]
        found = None
        if named and len(named) < len(self.passages):
            among = Evidence([self.passages[mark] for mark in named], self.question).source_of(bare)
            found = None if among is None else named[among]
        if found is None:
            found = self._evidence.source_of(bare)
        if found is None or (self.shown == 0 and not self._evidence.answers(bare, found)):
            return None  # what follows a sentence that answers may say more
        return found

    def _cited(self, place: int) -> int:
        if place not in self._numbers:
            self._numbers[place] = len(self._numbers) + 1
            passage = self.passages[place]
            self.citations.append(cite(self._numbers[place], passage, passage.chunk.text))
        return self._numbers[place]


def _with_mark(sentence: str, number: int) -> str:
    """The sentence with its source in front of the sign that ends it."""
    body = sentence.rstrip()
    end = len(body) - (body[-1] in ".!?…")
    return f"{body[:end]} [{number}]{body[end:]}{sentence[len(body) :]}"


def _common(written: str, on_screen: str) -> int:
    """How many characters both begin with."""
    for at, (one, other) in enumerate(zip(written, on_screen, strict=False)):
        if one != other:
            return at
    return min(len(written), len(on_screen))

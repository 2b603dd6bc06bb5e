"""Lets through what passages support: a model's text, word by word, while it arrives.

A sentence stands when some passage says what it says, whatever number the model put behind it: the source that is shown
is the passage that holds the sentence. A fact that stands nowhere fells it (`evidence`); whether the rest says the same
in other words is asked of a model where there is one to ask (`claims`, `settle`), else the rules decide that too. Until
its end is there, only its beginning is shown, as far as every word is a function word or one of the passages': nothing
that no passage says is ever on the screen. A sentence that falls in the end is taken back, beginning and all, unless
its first half stands by itself. What comes behind a sentence that is being asked about waits for it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from knowledge import Passage, content_terms
from knowledge.analysis import TOKEN, is_english, tokens
from wording import Language

from chat_svc.domain.abstaining import SENTINEL, abstains
from chat_svc.domain.citations import Citation, cite
from chat_svc.domain.evidence import Evidence
from chat_svc.domain.halves import FEWEST_WORDS, common, parts_of, with_mark
from chat_svc.domain.markers import MarkerParser
from chat_svc.domain.vocabulary import Vocabulary

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


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes on the screen: so many characters of the end are taken back, then text is added."""

    text: str = ""
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says, and the passages that might say it too."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence that has ended; its first `early` characters are on the screen."""

    text: str
    early: int


@dataclass
class SupportGate:
    """Takes a model's text in pieces and says what is shown of it, with citations numbered from 1 up."""

    passages: Sequence[Passage]
    question: str = ""
    language: Language = "de"
    """Of the answer; a sentence in another one is not shown."""
    told: str = ""
    """What the model was told to do, of which it must not speak."""
    asks: bool = False
    """Whether there is somebody to ask whether a claim says what the passages say."""
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
    _queue: deque[_Said] = field(default_factory=deque, init=False)
    """Sentences whose first waits for somebody's word, the others for it."""
    _claimed: dict[str, list[Claim | None]] = field(default_factory=dict, init=False)
    """What sentences claim, as far as it is to be asked about; found once for each."""
    _begun: bool = field(default=False, init=False)
    """Whether a sentence has claimed something: the first one is the answer, and has to be one to the question."""
    _settled: dict[str, bool | None] = field(default_factory=dict, init=False)
    """What was said of a claim; None when nobody could say."""

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
        while (end := _END.search(self._pending)) is not None:
            self._ended(self._pending[: end.end()])
            self._pending = self._pending[end.end() :]
        change = self._work_off()
        return change if self._queue else Shown(change.text + self._begin_sentence(), change.withdrawn)

    def end(self, *, complete: bool = True) -> Shown:
        """The last sentence; taken back when the text broke off inside it."""
        self._take(self._parser.end())
        sentence, self._pending = self._pending, ""
        if complete or _FINISHED.search(sentence):
            self._ended(sentence)
            return self._work_off()
        withdrawn, self._early = self._early, 0
        change = self._work_off()
        return Shown(change.text, change.withdrawn + withdrawn)

    def claims(self) -> list[Claim]:
        """What has to be asked before more can be shown; none when nobody can be asked."""
        return [claim for said in self._queue for claim in self._open(said.text)]

    def settle(self, claims: Sequence[Claim], supported: Mapping[str, bool]) -> Shown:
        """What changes now that these claims were asked about; where nothing was said the rules decide."""
        for claim in claims:
            self._settled[claim.text] = supported.get(claim.text)
        change = self._work_off()
        return change if self._queue else Shown(change.text + self._begin_sentence(), change.withdrawn)

    def _ended(self, sentence: str) -> None:
        self._queue.append(_Said(sentence, self._early))
        self._early, self._held = 0, False

    def _work_off(self) -> Shown:
        """Show the sentences up to the first that has to be asked about."""
        text, withdrawn = "", 0
        while self._queue and not self._open(self._queue[0].text):
            change = self._end_sentence(self._queue.popleft())
            text, withdrawn = text + change.text, withdrawn + change.withdrawn
        return Shown(text, withdrawn)

    def _open(self, sentence: str) -> list[Claim]:
        """What is still to be asked about a sentence and the halves that may stand for it."""
        if not self.asks:
            return []
        if sentence not in self._claimed:
            self._claimed[sentence] = [*map(self._claim, parts_of(_MARK.sub("", sentence)))]
        return [claim for claim in self._claimed[sentence] if claim is not None and claim.text not in self._settled]

    def _claim(self, part: str) -> Claim | None:
        bare = part.strip()
        if not self._claims_something(bare):
            return None
        first, self._begun = not self._begun, True
        if self._evidence.repeats(bare) and not (first and not self._evidence.speaks_of_it(bare)):
            return None
        nearest = self._evidence.nearest(bare)
        return Claim(bare, tuple(self.passages[place] for place in nearest)) if nearest else None

    def _claims_something(self, bare: str) -> bool:
        """Whether a sentence says something of the company that could be shown."""
        return not (
            not content_terms(bare)
            or bare.endswith("?")
            or UNREADABLE in bare
            or SENTINEL in bare
            or _CLOSING.match(bare)
            or _COURTESY.match(bare)
            or abstains(bare)
            or self._is_foreign(bare)
        )

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

    def _end_sentence(self, said: _Said) -> Shown:
        sentence, early = said.text, said.early
        marks = [int(number) - 1 for number in _MARK.findall(sentence)]
        bare = _MARK.sub("", sentence)
        for part in parts_of(bare):
            written = self._written(part, marks)
            if written is not None:
                kept = common(written, sentence[:early])
                return Shown(written[kept:], early - kept)
        self.dropped += bool(bare.strip())
        return Shown(withdrawn=early)

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
        return waiting + with_mark(sentence, self._cited(source))

    def _repeats(self, words: Sequence[str]) -> bool:
        """Whether a sentence is one of the instructions."""
        return len(words) >= FEWEST_WORDS and f" {' '.join(words)} " in self._instructions

    @cached_property
    def _instructions(self) -> str:
        return f" {' '.join(tokens(self.told))} "

    def _is_foreign(self, bare: str) -> bool:
        return self.language == "de" and len(bare.split()) >= FEWEST_WORDS and is_english(bare)

    @property
    def knows_nothing(self) -> bool:
        """Whether the text says that the answer is not known, and nothing else worth mentioning."""
        return self.shown == 0 and 0 < self.abstained >= self.dropped

    def _source(self, bare: str, marks: Sequence[int]) -> int | None:
        """The passage that says it: one that the model named when it does, else any."""
        supported = self._settled.get(bare)
        if supported is False:
            return None
        named = [mark for mark in dict.fromkeys(marks) if 0 <= mark < len(self.passages)]
        found = None
        if named and len(named) < len(self.passages):
            among = self._evidence.of(tuple(named)).source_of(bare)
            found = None if among is None else named[among]
        if found is None:
            found = self._evidence.source_of(bare)
        if found is None and supported:
            found = self._evidence.nearest(bare)[0]
        if found is None or (self.shown == 0 and not self._evidence.answers(bare, found)):
            return None  # what follows a sentence that answers may say more
        return found

    def _cited(self, place: int) -> int:
        if place not in self._numbers:
            self._numbers[place] = len(self._numbers) + 1
            passage = self.passages[place]
            self.citations.append(cite(self._numbers[place], passage, passage.chunk.text))
        return self._numbers[place]

"""Whether the gate lets true sentences through and holds false ones back.

For every question whose passage is found, sentences are made of the passage that answers: true ones (as it stands, and
reworded) and false ones (another source named, a number changed, a number or a noun of another place put in, the sense
turned round, something made up). Each goes through the gate word by word, as a model would write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat_svc.domain.evidence import names_in, numbers_of
from chat_svc.domain.support import SupportGate
from knowledge import Passage, sentences
from knowledge.matching import has_word

from bench.answers.corpus import Question
from bench.answers.figures import Figures, share

TRUE = ("as it stands", "reworded")
TRUE_TO_FALSE = 9
"""Of ten sentences of a model one is taken to be false, of any kind alike, for the precision of citations."""
INVENTED = (
    "Zusätzlich erhalten Neukunden einen Gutschein über 25 Euro",
    "Unser Haus wurde dafür mehrfach mit dem Staatspreis ausgezeichnet",
    "Die Lieferung ins Ausland übernehmen wir ohne Aufpreis",
)
_NUMBER = re.compile(r"\d+(?:[.,:'’]\d+)*")


@dataclass(frozen=True)
class Claim:
    """A sentence and whether the passage it names says so."""

    kind: str
    text: str

    @property
    def true(self) -> bool:
        return self.kind in TRUE


def claims_of(question: Question, passages: Sequence[Passage]) -> Iterator[Claim]:
    """True and false sentences about a question, from the first passage that answers it."""
    place = next((n for n, passage in enumerate(passages, 1) if question.answered_by(passage.chunk)), None)
    if place is None:
        return
    text = passages[place - 1].chunk.text
    parts = [part.rstrip(".!") for part in sentences(text) if 25 <= len(part) <= 220]
    telling = [part for part in parts if any(word.lower() in part.lower() for word in question.words)] or parts
    if not telling:
        return
    said = telling[0]
    yield Claim("as it stands", f"{said} [{place}].")
    yield Claim("reworded", f"Auf den Seiten des Unternehmens heißt es: {said} [{place}].")
    yield Claim("invented", f"{INVENTED[len(said) % len(INVENTED)]} [{place}].")
    yield Claim("turned round", f"{_turned(said)} [{place}].")
    yield from _other_source(said, place, passages)
    yield from _other_numbers(said, place, text)
    yield from _other_noun(said, place, passages)


def _turned(said: str) -> str:
    words = said.split(" ")
    for at, word in enumerate(words):
        if word.lower() in ("nicht", "ohne", "kein", "keine", "keinen"):
            return " ".join([*words[:at], *(["eine"] if word.lower().startswith("kein") else []), *words[at + 1 :]])
    return " ".join([*words[:-1], "nicht", words[-1]])


def _other_source(said: str, place: int, passages: Sequence[Passage]) -> Iterator[Claim]:
    for other, passage in enumerate(passages, 1):
        if other != place and said not in passage.chunk.text and not numbers_of(said) <= numbers_of(passage.chunk.text):
            yield Claim("another source", f"{said} [{other}].")
            return


def _other_numbers(said: str, place: int, text: str) -> Iterator[Claim]:
    first = _NUMBER.search(said)
    if first is None:
        return
    changed = re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit.group()) + 3) % 10), first.group(), count=1)
    if not numbers_of(changed) <= numbers_of(text):
        yield Claim("number changed", f"{said[: first.start()]}{changed}{said[first.end() :]} [{place}].")
    near = text[max(0, text.find(said) - 250) : text.find(said) + len(said) + 250]
    for other in _NUMBER.findall(text.replace(near, " ")):
        if not numbers_of(other) <= numbers_of(near):
            yield Claim("number of another place", f"{said[: first.start()]}{other}{said[first.end() :]} [{place}].")
            return


def _other_noun(said: str, place: int, passages: Sequence[Passage]) -> Iterator[Claim]:
    nouns = sorted(names_in(said), key=len, reverse=True)
    own = f"{passages[place - 1].chunk.title}\n{passages[place - 1].chunk.embed_text}"
    for passage in passages:
        for other in names_in(passage.chunk.text):
            if nouns and len(other) > 5 and not has_word(other.lower(), own):
                yield Claim("noun of another place", f"{said.replace(nouns[0], other)} [{place}].")
                return


def passes(claim: Claim, passages: Sequence[Passage]) -> bool:
    """Whether the gate shows the sentence in the end."""
    gate = SupportGate(passages)
    seen = ""
    for change in [*map(gate.feed, re.findall(r"\s*\S+", claim.text)), gate.end()]:
        seen = seen[: len(seen) - change.withdrawn] + change.text
    return bool(seen.strip())


def claim_figures(judged: Sequence[tuple[Claim, bool]]) -> tuple[Figures, Figures]:
    """The shares kept and held back, and those of each kind."""
    kept = share(shown for claim, shown in judged if claim.true)
    kinds = {claim.kind for claim, _ in judged}
    by_kind = {
        kind: share(shown is claim.true for claim, shown in judged if claim.kind == kind) for kind in sorted(kinds)
    }
    false = [right for kind, right in by_kind.items() if kind not in TRUE]
    held = sum(false) / max(1, len(false))
    shown_true, shown_false = TRUE_TO_FALSE * kept, 1 - held
    precision = shown_true / max(1e-9, shown_true + shown_false)
    return {"true sentences shown": kept, "false ones held back": held, "citation precision": precision}, by_kind

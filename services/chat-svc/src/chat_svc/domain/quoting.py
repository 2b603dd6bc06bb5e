"""Answers without a model: the sentences of the best passages, as they stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge import Passage, best_sentences, coverage

from chat_svc.domain.citations import Citation, cite
from chat_svc.domain.expecting import amount_in, expected, expected_above
from chat_svc.domain.openingtold import opening_lines

MOST_PASSAGES = 2
LONGEST_CARD = 300
REPEATED = 0.6
"""Share of a quote's words from which it says what was quoted before."""
_REACHED = re.compile(r"@[\w.-]+\.\w|\b(?:Telefon|Tel\.|Durchwahl|Phone)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?](?:\s|$)")
SENTENCES = (5, 4)
"""How many sentences are quoted of the best passage and of the one after it."""
CLOSE = 1.4
"""Standard deviations of the scores by which a passage may lie behind the best one and still be as likely to answer."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """An answer in quotes: paragraphs that end with their number, and the passages."""

    paragraphs: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The whole answer."""
        return "\n\n".join(self.paragraphs)


def quote(
    question: str, passages: Sequence[Passage], message: str = "", *, most: int = MOST_PASSAGES, first: int = 1
) -> Quoted:
    """Quote the passages that answer, best first; a second one only when it may answer too and says something else.

    At most so many, numbered from `first` on.

    Of those that are about as near, one that holds the kind of thing that is asked for goes first. `message` is what
    was written where `question` has more in it: its own words count more.
    """
    paragraphs: list[str] = []
    citations: list[Citation] = []
    covering = 0.0
    focus = "" if message == question else message
    favoured = expected(focus) or expected(question)
    above = expected_above(focus) or expected_above(question)
    amount = amount_in(focus) or amount_in(question)
    closest = max((passage.score for passage in passages), default=0.0) - CLOSE
    passages = [passage for passage in passages if not _is_label(passage.chunk.text)] or passages
    fitting = [p for p in passages if p.score >= closest and favoured is not None and favoured(_headed(p))]
    for passage in dict.fromkeys([*fitting, *passages]):
        number = len(paragraphs)
        if number == most:
            break
        text = passage.chunk.text
        wanted = amount if amount is not None and amount(text) else favoured
        extract = best_sentences(question, text, SENTENCES[number], favoured=wanted, focus=focus).strip()
        if not extract:
            continue
        covered = coverage(question, f"{passage.chunk.embed_text}")
        shown = _with_heading(passage, extract, above)
        if number and (
            (covered < covering and passage.score < closest)
            or coverage(extract, "\n".join(paragraphs)) > REPEATED
            or (favoured is not None and favoured(paragraphs[0]) and not favoured(shown))
        ):
            continue
        covering = max(covering, covered)
        paragraphs.append(f"{shown} [{number + first}]")
        citations.append(cite(number + first, passage, extract))
    return Quoted(tuple(paragraphs), tuple(citations))


def quote_hours(passage: Passage, number: int = 1) -> Quoted:
    """The lines of a passage that say when it is open, as they stand there."""
    lines = "\n".join(opening_lines(passage.chunk.text))
    return Quoted((f"{_with_heading(passage, lines, lambda _: True)} [{number}]",), (cite(number, passage, lines),))


def _is_label(text: str) -> bool:
    """Whether a text is a word that says nothing by itself: the leftover of a button or menu."""
    return len(text.split()) == 1 and not any(letter.isdigit() for letter in text)


def _with_heading(passage: Passage, extract: str, above: Callable[[str], bool] | None) -> str:
    """A quote, with the heading above it where that says whose or of what it is.

    So it is on a card, over a list and over figures without a sentence, and where the heading has the kind of thing
    that is asked for, such as a name or a year.
    """
    heading = _heading(passage)
    if not heading or heading.endswith((".", "!", "?")) or heading in extract:
        return extract
    is_card = len(extract) < LONGEST_CARD and bool(_REACHED.search(passage.chunk.text))
    asked_for = above is not None and above(heading)
    return f"{heading}\n{extract}" if is_card or asked_for or not _SENTENCE.search(extract) else extract


def _heading(passage: Passage) -> str:
    return passage.chunk.heading_path[-1].strip() if passage.chunk.heading_path else ""


def _headed(passage: Passage) -> str:
    return f"{_heading(passage)}\n{passage.chunk.text}"

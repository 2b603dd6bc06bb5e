"""What needs no document: greetings, thanks, "are you human", and questions about opening hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat_svc.domain.asking import (
    clauses,
    could_belong,
    may_ask_for_human,
    only_when,
    sentences,
    when_open,
    whether_human,
)
from chat_svc.domain.following import without_correction
from chat_svc.domain.phrases import PHRASES, Kind
from chat_svc.domain.wishes import wish_of

_PHRASE = re.compile(
    r"\W*(?:(?:und|and|dann|also|na|aber|trotzdem)\b[\s,]*)?(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in PHRASES)
    + r")(?!\w)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"(?:kann (?:es|das) sein|ist es (?:so|möglich)|ich (?:wüsste|wüßte|würde|möchte|will|frage mich)(?: \w+){0,3}"
    r"|sag(?:en sie)? (?:mal|mir)(?: \w+){0,2}|(?:mal )?ganz ehrlich|mal ehrlich|ehrlich|ich (?:glaube|denke)"
    r"|tell me(?: \w+)?|oder|right)",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"\s*[^\w\s\"'„“«»(\[€$]+\s*(?=\S)")
"""Marks and pictures behind a greeting; not what opens the question."""
_IN_FRONT = frozenset({"greeting", "thanks", "declined"})
"""What may stand in front of a question."""
_EDGES = re.compile(r"^\W+|\W+$")
_APPROVAL = re.compile("[👍👌🙏❤👏😊🙂😀😃😄]")


def without_greeting(message: str) -> str:
    """What the message asks, without a greeting, thanks or a no in front and without asking whether this is a human."""
    asked = [one for one in sentences(message) if not _asks_only_whether_human(one)]
    text = message if len(asked) == len(sentences(message)) or not asked else " ".join(asked)
    begin = position = 0
    while (phrase := _PHRASE.match(text, position)) and phrase.lastgroup in _IN_FRONT:
        position = phrase.end()
        if mark := _PUNCTUATION.match(text, position):
            begin = mark.end()
    return text[begin:].strip() or text.strip()


def kind_of(message: str) -> Kind | None:
    """Which small talk the message is, None when it asks something else (too).

    A message without a letter or digit, such as an emoji, asks nothing either.
    """
    if not any(letter.isalnum() for letter in message):
        return "thanks" if _APPROVAL.search(message) else "wordless"
    found: set[Kind] = set()
    for sentence in sentences(message):
        kinds = _small_talk(sentence)
        if kinds is None:
            if not _asks_only_whether_human(sentence):
                return None
            kinds = {"human"}
        found |= kinds
    order: tuple[Kind, ...] = ("human", *(kind for kind, _ in PHRASES))
    return next((kind for kind in order if kind in found), "wordless")


def asks_whether_human(message: str) -> bool:
    """Whether the message asks, beside anything else, if a human answers: Art. 50 (1) AI Act wants that told."""
    parts = [part for sentence in sentences(message) for part in (sentence, *clauses(sentence))]
    return any(whether_human(_bare(part)) or may_ask_for_human(part) for part in parts)


def asks_for_hours(message: str) -> bool:
    """Whether the message asks when the company is open, and nothing else."""
    asked = [one for one in sentences(message) if _small_talk(one) is None]
    return bool(asked) and all(when_open(_bare(one)) for one in asked)


def goes_on_about_hours(message: str, earlier: Sequence[str]) -> bool:
    """Whether a message names another day or time after a question about hours, or after the wish to come by."""
    asked = [one for one in sentences(without_correction(message)) if _small_talk(one) is None]
    if not asked or not all(only_when(_bare(one)) for one in asked):
        return False
    for before in reversed(earlier):
        if asks_for_hours(before) or apart(before)[1] or wish_of(before) == "appointment":
            return True
        if not only_when(_bare(before)):
            return False
    return False


_SECOND = re.compile(
    r"(?<=[?!.])(?<!\d\.)\s+|[,;]?\s+(?:und|and)\s+(?=(?:was|wie|wo|wer|wann|welche\w*|kann|können|könnt|haben|habt|hat|gibt|gibts"
    r"|bieten|bietet|kostet|macht|machen|seid|sind|darf|dürfen|muss|müssen|soll|nehmt|nehmen|braucht?|brauche|dauert|fährt|geht"
    r"|what|how|where|who|when|can|do|are|is)\b)",
    re.IGNORECASE,
)


def questions_in(message: str) -> list[str]:
    """The sentences of a message, and those that *und* joins where a question begins behind it; none empty."""
    return [part.strip() for part in _SECOND.split(message) if part and part.strip()]


def apart(question: str) -> tuple[str, str]:
    """A message that asks two things, one of them about opening hours: the other one, and that one; else all of it."""
    parts = questions_in(question)
    about_hours = [part for part in parts if when_open(_bare(part))]
    rest = [part for part in parts if part not in about_hours]
    if not about_hours or all(_small_talk(part) is not None for part in rest):
        return question, ""
    return " ".join(rest), " ".join(about_hours)


def _asks_only_whether_human(sentence: str) -> bool:
    if _small_talk(sentence) is not None:
        return False
    if whether_human(_bare(sentence)):
        return True
    parts = clauses(sentence)
    human = [whether_human(_bare(part)) for part in parts]
    return any(human) and all(
        asks or could_belong(_bare(part)) or _small_talk(part) is not None or _FRAME.fullmatch(_bare(part))
        for part, asks in zip(parts, human, strict=True)
    )


def _bare(sentence: str) -> str:
    """The sentence behind its phrases of greeting and thanks."""
    position = 0
    for phrase in _phrases(sentence):
        position = phrase.end()
    return _EDGES.sub("", sentence[position:]) or sentence


def _phrases(sentence: str) -> Iterator[re.Match[str]]:
    position = 0
    while phrase := _PHRASE.match(sentence, position):
        yield phrase
        position = phrase.end()


def _small_talk(sentence: str) -> set[Kind] | None:
    """The kinds of phrases that make up the whole sentence, None when anything is left."""
    found: set[Kind] = set()
    position = 0
    for phrase in _phrases(sentence):
        position = phrase.end()
        found.update(kind for kind, _ in PHRASES if phrase.lastgroup == kind)
    return None if _EDGES.sub("", sentence[position:]) else found

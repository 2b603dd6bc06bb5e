"""Messages that lean on what was said before: which do, and what they ask when it is put in.

What a visitor speaks about is told by the nouns of the questions before; what is asked of it by the new message. Only
where that asks nothing of its own (*Und am Sonntag?*) does it ask the question before once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.analysis import content_words, stem
from knowledge.matching import GENERIC
from knowledge.naming import EVERYDAY, named
from knowledge.stopwords import STOPWORDS

from chat_svc.domain.asking import only_when
from chat_svc.domain.whereabouts import asks_the_way
from chat_svc.domain.wishes import accepts

MOST_WORDS = 12
"""Of a message that leans on another."""
FEW_TERMS = 2
MOST_TOPIC = 6
"""Words of what was spoken about that are put in front of a message."""

_CONTINUES = re.compile(
    r"^\s*(?:und|oder|aber|auch|also|and|or|but|what about|how about|was ist mit|wie ist es mit|wie sieht es mit)\b",
    re.IGNORECASE,
)
_PRONOUN = r"(?:der|die|das|den|dem|denen)"
_BEHIND_PRONOUN = (
    r"(?=\s*(?:[?.!,]|$|(?:am|an|im|in|denn|da|dann|auch|bei|mit|mich|mir|uns|vom|von|eigentlich|so|noch|genau|was|für"
    r"|schon|immer|jetzt|normalerweise|wieder|kosten|dauern|haben|sein)\b))"
)
_ELLIPTIC = re.compile(
    r"^\s*(?:für|mit|ohne|in|im|am|an|ab|bis|bei|beim|auf|aus|zu|zum|zur|von|vom|per|nach|vor|seit|pro|je|inkl|inklusive|for|with|without|in|on)"
    r"\b(?:\W+\w+){1,4}\W*$",
    re.IGNORECASE,
)
"""What a question could go on with: *für zwei?*, *ohne Frühstück?* It asks nothing itself."""
_POINTS_BACK = re.compile(
    rf"\b(?:dies|diese[rsmn]?|es|dort|da|so (?:ein\w*|was|etwas|ne)|it|that|this|those|these|they|them|there)\b"
    rf"|\b{_PRONOUN}\b{_BEHIND_PRONOUN}",
    re.IGNORECASE,
)
_POINTS_AT_THING = re.compile(
    r"\b(?:davon|dafür|damit|darin|dazu|dabei|daran|darauf|darüber|deren|dessen)\b", re.IGNORECASE
)
_POINTS_AT_PERSON = re.compile(
    r"^[A-ZÄÖÜ].*(?:\b(?:sie|er|ihn|ihm|ihre)|(?<=mit )ihr|(?<![td] )\bihr)\b(?:\s*(?:\?|$)|\s+(?:\w+\s*\?|[A-Z]))"
)
"""Lower case in a message that uses capitals: not the polite *Sie*, nor the *ihr* of *habt ihr*."""
_CORRECTS = re.compile(
    r"^\W*(?:(?:nein|nee?|nö|no|sorry|doch|ach|also|nicht)\b[\w ]{0,20}?[, ]+)?"
    r"(?:ich mein(?:t)?e?|i meant?|sondern)\b"
    r"(?: (?:aber|doch|eigentlich|eher|jetzt|ja|da))*[,: ]+",
    re.IGNORECASE,
)
"""What stands in front of the words that the question before should have had."""
_OF_THE_COMPANY = re.compile(
    r"\b(?:hin|hinkommen|hinfinden|anreisen|parken|vorbeikommen|(?:zu|bei) (?:euch|ihnen)|bezahlen|zahlen|erreichen"
    r"|anrufen|schreiben|bewerben|get there|park|pay|reach you|contact you"
    r"|wo (?:sind|seid|bist|sitzen|sitzt) (?:sie|ihr|du)|wo findet? (?:ich|man) (?:sie|euch|dich)|where are you)\b",
    re.IGNORECASE,
)
"""What is asked of a company as such, whatever was spoken about before."""
_DOUBTS = re.compile(
    r"\b(?:sind sie|bist du|seid ihr) (?:sich |dir |euch )?(?:da |ganz |wirklich )*sicher\b"
    r"|\bstimmt das(?: wirklich| so)?\b|\bwirklich\?|\bist das (?:so )?(?:richtig|korrekt|sicher)\b"
    r"|\bdas (?:stimmt|ist) (?:\w+ )?(?:nicht(?: richtig)?|falsch)\W*$"
    r"|\bare you sure\b|\bis that (?:right|true|correct)\b"
    r"|^\W*(?:und |ganz |auch |echt |wirklich |really )*(?:sicher|echt|wirklich|ehrlich|sure|really)\W*$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?:un\w{3,}|ge\w{3,}t|\w{3,}(?:ig|lich|isch|bar|los|sam|haft|iert|fähig|dicht|fest)|\w*(?:klein|gro(?:ß|ss)|neu|alt|jung|gut|kurz"
    r"|lang|breit|schmal|dick|dünn|hell|dunkel|warm|kalt|leicht|schwer|schnell|teuer|teur|blau|rot|grün|gelb|weiß|schwarz"
    r"|braun|grau|bunt|rund|krank|gesund|ander|vegan|größer|älter|jünger|länger|kürzer))e[nrsm]?",
    re.IGNORECASE,
)
_INFLECTED = re.compile(r"\w{2,}e[nrsm]?")
_HOW_MUCH_SO = frozenset({"ganz", "sehr", "etwas", "eher", "besonders", "so"})
_MARKS = ".,;:!?()„“\"'"
_WHICH_ONE = re.compile(r"\b([A-ZÄÖÜ][a-zäöüß]{2,}) ([A-Z]|\d{1,3}[a-z]?)\b")
"""One of several of a kind: *Wohnung B*, *Zimmer 12*."""
_WHICH_DONE = re.compile(r"\b(?:ge[a-zäöü]{4,}(?:t|en)|[a-zäöü]{3,}iert)(?=\W*$)")
"""What was done, at the end of a question: *Wer hat den Hof gegründet?* speaks of that as well."""
_ASKS = re.compile(
    r"\b(?:wie|was|wer|wen|wem|wo|woher|wohin|wann|warum|wieso|welche\w*|womit|kann|können|könnt|könnte|darf|dürfen|muss"
    r"|müssen|soll|gibt|haben|habt|hat|kostet|kosten|dauert|bieten|bietet|macht|machen|ist|sind|brauch\w*|geht|nehmt"
    r"|how|what|who|where|when|why|which|can|do|does|is|are|may)\b",
    re.IGNORECASE,
)
"""A message with such a word asks something itself."""


def is_follow_up(message: str) -> bool:
    """Whether a message needs the questions before it to be understood."""
    if len(message.split()) > MOST_WORDS:
        return False
    if _POINTS_AT_THING.search(message) or _POINTS_AT_PERSON.search(message):
        return True
    if asks_the_way(message) or (_OF_THE_COMPANY.search(message) and not _POINTS_BACK.search(message)):
        return False
    if _CORRECTS.match(message) or (_ELLIPTIC.match(message) and not _ASKS.search(message)):
        return True
    terms = _own_terms(message)
    return (
        not terms or bool(_CONTINUES.match(message)) or (len(terms) <= FEW_TERMS and bool(_POINTS_BACK.search(message)))
    )


def asks_itself(message: str) -> bool:
    """Whether a message asks something of its own, and of a thing that it names."""
    return _ASKS.search(message) is not None and bool(_own_terms(message))


def may_follow(message: str) -> bool:
    """Whether a message may lean on the ones before, though no word says so: it names nothing.

    Who writes the first word with a capital would write a noun with one.
    """
    words = message.split()
    return (
        len(words) <= MOST_WORDS
        and not any(word[:1].isupper() for word in words[1:])
        and len(_own_terms(message)) <= FEW_TERMS + 1
        and not _OF_THE_COMPANY.search(message)
    )


def doubts(message: str) -> bool:
    """Whether a message doubts the answer before it: then the question before it is asked once more."""
    return len(message.split()) <= MOST_WORDS and _DOUBTS.search(message) is not None


def needs_the_conversation(message: str) -> bool:
    """Whether a message can be searched for only together with what was said before."""
    return is_follow_up(message) or accepts(message) or doubts(message)


def in_context(message: str, earlier: Sequence[str]) -> str:
    """A message with what it leans on in front; `earlier` are the visitor's questions before it, oldest first."""
    before = ""
    for question in earlier:
        before = _put_in(before, question) if before and is_follow_up(question) else question
    return _put_in(before, message) if before else message


def _put_in(before: str, message: str) -> str:
    """A message with what was spoken about."""
    correction = without_correction(message)
    if correction != message:
        return _instead(before, correction)
    rest = _CONTINUES.sub("", message)
    other = rest.strip()
    adds = only_when(other) or _ASKS.search(other) or _ELLIPTIC.match(other)
    if rest != message and named(other) and not adds and not _only_describes(other, before):
        return _instead(before, other)
    return _joined(before, message)


def _only_describes(words: str, before: str) -> bool:
    """Whether words say what kind is meant and leave the thing itself to the question before: *die ungeimpften?*

    Who wrote the noun there with a capital would write one here with a capital; else the ending tells.
    """
    bare = [word for word in re.findall(r"[^\W\d_]+", words) if word.lower() not in STOPWORDS | _HOW_MUCH_SO]
    marks_nouns = any(word[:1].isupper() for word in before.split()[1:] if word.lower() not in STOPWORDS)
    describes = _INFLECTED if marks_nouns else _ADJECTIVE
    return bool(bare) and all(word.islower() and describes.fullmatch(word) for word in bare)


def without_correction(message: str) -> str:
    """What a message corrects the question before to: *am Sonntag* of *nein, ich meine am Sonntag*; else all of it."""
    return _CORRECTS.sub("", message, count=1) or message


def _instead(before: str, words: str) -> str:
    """A question that asks of something else: these words stand for what it named last."""
    if _ASKS.search(words):
        return words
    wrong = next((one.word for one in reversed(named(before))), "") if _own_terms(words) else ""
    return " ".join([*(word for word in before.split() if word.strip(_MARKS).lower() != wrong), words])


def _joined(before: str, message: str) -> str:
    if not _ASKS.search(_CONTINUES.sub("", message)):
        return f"{before} {message}"
    topic = " ".join(_topic(before))
    return f"{topic}: {message}" if topic else message


def _topic(question: str) -> list[str]:
    """What a question speaks about: its nouns and what was done, else its words that are not asked of everything."""
    nouns = [one.word for one in named(question)]
    words = [*nouns, *_WHICH_DONE.findall(question)] if nouns else _own_words(question)
    written = {word.strip(_MARKS).lower(): word.strip(_MARKS) for word in question.split()}
    which = {part.lower(): match[0] for match in _WHICH_ONE.finditer(question) for part in match.groups()}
    topic = [which.get(word) or written.get(word, word) for word in words]
    return list(dict.fromkeys([*(one for one in which.values() if one not in topic), *topic]))[-MOST_TOPIC:]


def _own_words(question: str) -> list[str]:
    return [word for word in content_words(question) if stem(word) not in GENERIC | EVERYDAY]


def _own_terms(message: str) -> list[str]:
    words = [word for word in content_words(message) if word not in STOPWORDS]
    return [term for term in dict.fromkeys(map(stem, words)) if term not in GENERIC | EVERYDAY]

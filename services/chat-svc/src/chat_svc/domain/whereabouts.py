"""Questions for what is configured of a company: where it is, and by which number or address it is reached.

Only such that ask for nothing else: *Wo sind Sie?* is one, *Wo ist das Holzlager?* and *Nummer vom Notdienst?* are not.
"""

from __future__ import annotations

import re
from typing import Literal

from chat_svc.domain.asking import clauses, sentences

Whereabouts = Literal["address", "phone", "email"]

_FILLERS = re.compile(
    r"\b(?:denn|eigentlich|genau|bitte|mal|so|noch|gerade|überhaupt|hier|jetzt|ihr|sie|euch|du|wir|ich|man|mir|uns"
    r"|könnten|können|könnt|kannst|kann|sagen|geben|verraten|nennen|möchte|wissen|wüsste|gern|gerne|ja|also|und|die|der"
    r"|das|eine|eure|euer|ihre|deine|von|vom|bei|am|zu|an|exakt|please|exactly|the|your|you|me|tell|can|could|give|what"
    r"|s|is|are|do|have|whats|was|ist|lautet|wie|haben|habt|hast|gibt|es|welche|unter|welcher|per|dich|anrufen"
    r"|firma|betrieb|unternehmen|laden|geschäft|büro|werkstatt|praxis|company|office|shop|business)\b"
)
_PATTERNS: tuple[tuple[Whereabouts, re.Pattern[str]], ...] = (
    (
        "address",
        re.compile(
            r"(?:wo|where|in (?:stadt|straße|ort))(?: (?:sind|seid|sitzt|sitzen|finde|finden|befindet|befinden|liegt"
            r"|liegen|sich|findet|located|based|zuhause|zu hause|daheim|hause|find|ort|straße|stadt))*"
            r"|(?:standort|firmensitz|sitz|adresse|anschrift|postadresse|address|location)"
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?:erreiche|erreichen)? ?(?:telefonisch|telefon|telefonnummer|rufnummer|tel|nummer|phone|phone number"
            r"|telephone|telephone number)(?: (?:erreiche|erreichen|erreichbar))?|call"
        ),
    ),
    (
        "email",
        re.compile(
            r"(?:schreibe|schreiben|erreiche|erreichen)? ?(?:e ?mail|mail|email)(?: ?(?:adresse|address))?"
            r"(?: (?:schreiben|erreichen|erreiche))?"
        ),
    ),
)
_OF_THE_COMPANY = re.compile(
    r"\b(?:sie|ihr|euch|du|ihre?n?|eure?n?|dein\w*|firma|betrieb|unternehmen|laden|geschäft|büro|werkstatt|praxis"
    r"|you|your|company|office|shop|business|adresse|anschrift|address|standort|firmensitz|sitz)\b"
)
"""Without one of these words a *wo* asks for something else."""
_WORDS = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 10


_PLACE = (
    r"zu[mr] (?:\w*praxis|\w*werkstatt|laden|geschäft|büro|betrieb|haus|lokal|restaurant|gasthaus|hotel|verein|firma)"
)
_WAY = re.compile(
    r"(?:wie|wo) (?:\w+ )?(?:komm\w*|find\w*|gelang\w*|fahr\w*|muss) (?:ich|wir|man)(?: \w+)*? "
    rf"(?:hin|da hin|dahin|dorthin|dort|her|an|euch|(?:zu|bei) (?:euch|ihnen|dir)|{_PLACE})"
    r"(?: (?:mit|am|vom|von|per|aus|ohne|und)\b.*)?"
    r"|(?:\w+ )*?(?:anfahrt|anfahrtsweg|wegbeschreibung|lageplan)(?: \w+){0,2}"
    r"|how (?:do|can|could) (?:i|we) (?:get|come|find)(?: \w+)*? (?:there|you|here|your (?:office|shop|place))"
    r"(?: (?:by|from)\b.*)?"
)


def asks_the_way(question: str) -> bool:
    """Whether a part of a question asks how to get to the company: *Wie komme ich zu euch?*, *Anfahrt?*"""
    parts = (_WORDS.findall(part.lower()) for sentence in sentences(question) for part in clauses(sentence))
    return any(len(words) <= _MOST_WORDS and _WAY.fullmatch(" ".join(words)) for words in parts)


def whereabouts(question: str) -> Whereabouts | None:
    """What is asked for, None when it is something else or more than that."""
    words = _WORDS.findall(question.lower())
    if not words or len(words) > _MOST_WORDS or any(letter.isdigit() for letter in question):
        return None
    if not _OF_THE_COMPANY.search(" ".join(words)) and words[0] in ("wo", "where", "in"):
        return None
    rest = " ".join(_FILLERS.sub(" ", " ".join(words)).split())
    return next((kind for kind, pattern in _PATTERNS if rest and pattern.fullmatch(rest)), None)

"""Questions for a company's people by what they are: *Wer ist der Chef?*, *Wer sitzt im Vorstand?*, *Wer arbeitet da?*

Only such that ask for nothing else: *Wer ist der Chef vom Lager?* is for the pages, or for whoever is in charge of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.analysis import content_words, light

from chat_svc.domain.fitting import P, has_role

_WHO = re.compile(r"^\W*(?:(?:und|also|na|hallo)\W+)?(?:wer|who)(?:['’]s)?\b")
_FILLERS = re.compile(
    r"\b(?:wer|who|s|ist|sind|is|are|denn|eigentlich|alles|so|noch|hier|da|dort|genau|bei|euch|ihnen|von|vom|in|im|am"
    r"|der|die|das|den|dem|ein|eine|euer|eure|eurer|ihr|ihre|ihrer|unser|the|a|your|of|at|here|there|und|also|na|hallo"
    r"|firma|betrieb|unternehmen|laden|praxis|verein|company|eigentliche|zuständige)\b"
)
_HEAD = r"chef\w*|boss|inhaber\w*|besitzer\w*|eigentümer\w*|geschäftsführ\w+|leiter\w*|leitung|owner|manager|director"
_BOARD = r"vorstand\w*|vorstände|board"
_CHAIR = r"vorsitz\w*|präsident\w*|obmann|obfrau|chair\w*"
_ALL = (
    r"(?:arbeitet|arbeiten|schafft)(?: mit)?|(?:gehört )?(?:zum |zu )?team|mitarbeiter\w*|mitarbeitende\w*"
    r"|(?:works?|working)(?: with)?|staff|people"
)
_LEADS = re.compile(
    r"(?<!stellv\. )\b(?:\w*inhaber\w*|geschäftsführ\w+|geschäftsleit\w+|chef(?:in)?|pächter\w*|eigentümer\w*"
    r"|besitzer\w*|gründer\w*|betriebsleit\w+|praxisleit\w+|schulleit\w+|kita-?leit\w+|wirt(?:in)?|ceo|owner|founder"
    r"|managing director)\b",
    re.IGNORECASE,
)
_SITS = re.compile(
    r"vorstand|vorsitz|kass(?:en|ier)|schatzmeister|schriftführ|beisitz|obmann|obfrau|präsident|aktuar", re.IGNORECASE
)
_LEADS_A_CLUB = re.compile(r"vorsitz|obmann|obfrau|präsident", re.IGNORECASE)
_LEADS_A_PART = re.compile(r"stell?v|vize|\b[2-9]\.|zweite|abteilung|küchenchef", re.IGNORECASE)
_MOST_WORDS = 9


def asked_for(persons: Iterable[P], question: str, company: str = "") -> list[P]:
    """The persons that a question asks for by what they are, in their order; empty when it asks for something else.

    Those who lead it, its board, everybody, or who has the position that is named. Words of the company's name tell
    nothing.
    """
    words = _named(question, company)
    rest = " ".join(words)
    ordered = sorted(persons, key=lambda person: person.display_order)
    if re.fullmatch(rf"{_HEAD}|{_CHAIR}", rest):
        of_all = [one for one in ordered if not _LEADS_A_PART.search(one.position)]
        chairs = [one for one in of_all if _LEADS_A_CLUB.search(one.position)]
        leading = [one for one in of_all if _LEADS.search(one.position)]
        return chairs or leading if re.fullmatch(_CHAIR, rest) else leading or chairs
    if re.fullmatch(f"(?:sitzt |sitzen )?(?:{_BOARD})", rest):
        return [one for one in ordered if _SITS.search(one.position)]
    if re.fullmatch(_ALL, rest):
        return [one for one in ordered if one.position] or ordered
    return [one for one in ordered if has_role(one, words[0])] if len(words) == 1 else []


def asks_for_lead(question: str) -> bool:
    """Whether a question asks who leads the company, and for nothing else."""
    return re.fullmatch(_HEAD, " ".join(_named(question, ""))) is not None


def names_lead(text: str) -> bool:
    """Whether a text says of somebody that they lead or own it."""
    return _LEADS.search(text) is not None


def _named(question: str, company: str) -> list[str]:
    """What is left of a question for somebody besides filling words; nothing of other and of long questions."""
    text = question.lower().strip(" .?!")
    if not _WHO.search(text) or len(text.split()) > _MOST_WORDS:
        return []
    own = frozenset(map(light, content_words(company)))
    return [word for word in _FILLERS.sub(" ", re.sub(r"[^\w\s-]", " ", text)).split() if light(word) not in own]

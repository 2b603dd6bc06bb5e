"""Questions for what a company does at all: *Was macht ihr so?*, *Was bieten Sie an?*"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from knowledge import Passage

QUERY = "Leistungen und Angebot im Überblick: was wir machen, wer wir sind, für wen wir arbeiten"
"""What stands on pages that say so."""
_FILLING = (
    r"(?: (?:denn|eigentlich|alles|so|sonst|noch|genau|überhaupt|hier|im angebot|im programm|an|bei (?:euch|ihnen)))*"
)
_BODY = r"(?:firma|unternehmen|betrieb|verein|praxis|schule|laden|geschäft|agentur|werkstatt|organisation|team|hof)"
_FIRM = r"(?:eine firma|ein (?:laden|betrieb|unternehmen))"
_ASKS = re.compile(
    r"was (?:macht|machen|bietet|bieten|tut|tun|habt|haben|könnt|können|verkauft|verkaufen|leistet)"
    r"(?: denn| eigentlich)*"
    rf" (?:ihr|sie|man|(?:die|das|der|eure?|euer|ihre?|dieser|diese|dieses) {_BODY}){_FILLING}"
    r"|(?:was|welche) (?:leistungen|dienstleistungen|angebote|produkte)? ?"
    rf"(?:gibt es|haben sie|habt ihr|bieten sie|bietet ihr){_FILLING}"
    rf"|was (?:ist|sind) (?:das|sie|ihr){_FILLING} für {_FIRM}|wer seid ihr{_FILLING}"
    rf"|was für {_FIRM} (?:seid ihr|sind sie|ist das){_FILLING}"
    r"|what do you (?:do|offer|sell)(?: (?:here|exactly))*|what (?:is|does) (?:this|your) company(?: (?:do|about))*",
    re.IGNORECASE,
)
_FRONT = frozenset({"", "/", "/index.html", "/index.php", "/start", "/home"})
_TELLS = re.compile(r"über[ -]uns|ueber-uns|leistung|angebot|unternehmen|wir[ -]sind|about|services|willkommen", re.I)
_TELLS_NOT = re.compile(
    r"datenschutz|impressum|agb|bedingung|blog|news|aktuell|karriere|jobs|stellen|faq|fragen|kontakt|anfahrt"
    r"|öffnungszeit|sprechzeit",
    re.IGNORECASE,
)
FRONT, TELLS, TELLS_NOT = 1.5, 1.0, -2.0
"""What it counts for a passage where it stands, in standard deviations of the scores."""


def asks_for_overview(question: str) -> bool:
    """Whether a question asks what the company does, and for nothing in particular."""
    bare = " ".join(re.sub(r"^(?:und|also|hallo|na)\b[, ]*", "", question.strip(" .!?").lower()).split())
    return _ASKS.fullmatch(bare) is not None


def by_place(passages: Sequence[Passage]) -> list[Passage]:
    """The passages anew, those of the front page and of pages about the company in front."""

    def place(one: Passage) -> float:
        path = urlsplit(one.chunk.url).path
        named = f"{path} {one.chunk.title} {' '.join(one.chunk.heading_path)}"
        return (
            FRONT * (path in _FRONT) + TELLS * bool(_TELLS.search(named)) + TELLS_NOT * bool(_TELLS_NOT.search(named))
        )

    return sorted((replace(one, score=one.score + place(one)) for one in passages), key=lambda one: -one.score)

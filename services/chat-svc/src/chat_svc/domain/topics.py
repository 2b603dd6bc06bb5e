"""The closed vocabulary of topics, found by words, parts of compounds, and phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.analysis import compound_parts, light, stem, tokens

TOPICS = ("price", "offer", "demo", "product", "contact", "technical", "opening_hours", "other")

_NOUNS: dict[str, str] = {
    "price": "preis kosten unkosten tarif gebühr rabatt stundensatz pauschale honorar zuschlag skonto",
    "offer": "angebot kostenvoranschlag offerte bestellung auftrag lieferzeit lieferdauer lieferfrist liefertermin",
    "demo": "demo vorführung probestück probetermin probemonat probefahrt probeabo testzugang testversion besichtigung",
    "product": "produkt sortiment modell leistung service",
    "contact": "kontakt ansprechpartner telefon anruf rückruf termin adresse anfahrt email",
    "technical": "datenblatt schnittstelle maß abmessung montage einbau installation spezifikation zertifikat",
    "opening_hours": "öffnungszeit",
}
"""Each alone or as the last part of a compound, which says what the thing is: *Küchenpreise* are prices."""
_FIRST_PARTS: dict[str, str] = {
    "price": "preis kosten tarif gebühr rabatt",
    "offer": "angebot bestell beauftrag offerte",
    "demo": "demoversion demozugang demogerät demokonto demovideo vorführ besichtig ausprobier",
    "product": "produkt sortiment",
    "contact": "kontakt ansprechpartner telefon anruf rückruf erreich termin adresse zuständig",
    "technical": "schnittstelle abmessung montage einbau install technisch spezifikation kompatib zertifik",
    "opening_hours": "öffnungszeit",
}
"""Each at the beginning of a word whose last part is none of the nouns: *Preisliste*, *Telefonnummer*."""
_FALSE_FRIENDS = re.compile(
    r"preiselbeer|preis(?:träg|verleih|gericht|gekrönt|rätsel|ausschreib)"
    r"|(?:nobel|friedens|literatur|film|publikums|innovations|design|förder|ehren|gründer|kultur)preis"
    r"|(?:stellen|job|ausbildungs|praktikums)angebot|(?:arbeits|schul|lehr|staats)dienstleistung"
    r"|montag(?:s|en)?$|kontakt(?:los|lins|grill)|terminal|installateur|produkti|produzi|einbau(?:küche|schrank|schränk|möbel|leuchte)"
    r"|\w*masse(?:n|nhaft)?$"
)

_PHRASES: dict[str, str] = {
    "price": r"kost(?:et|en)\b|teuer\w*|wie ?viel\b.*\b(?:euro|zahle)|\d+ ?(?:€|euro)\b|pric(?:e|es|ing)\b"
    r"|costs?\b|fees?\b|how much",
    "offer": r"kaufen|quote|quotation|offers?\b|orders?\b|buy\b|purchase",
    "demo": r"probe\b|testen\b|trial|try out",
    "contact": r"e-?mail\w*|contact\w*|phone\w*|call\b|appointment\w*|address",
    "technical": r"datasheet\w*|data sheet\w*|api\b|technical\w*|specification\w*|dimension\w*|compatib\w*"
    r"|install(?:ed|ing)?\b"
    r"|u.?-?wert\w*|norm\b|interface\w*",
    "opening_hours": r"geöffnet|geschlossen|opening hours|business hours|(?:are|is|when).*\bopen\b",
    "product": r"bieten sie|bietet ihr|machen sie|haben sie|bauen sie|führen sie|verkaufen sie|liefern sie"
    r"|fertigen sie|products?\b|services?\b|do you (?:offer|make|sell|build|have)",
}
_PATTERNS = {topic: re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE) for topic, words in _PHRASES.items()}
_BY_NOUN = {stem(noun): topic for topic, nouns in _NOUNS.items() for noun in nouns.split()}
_HEADS = frozenset(light(noun + plural) for nouns in _NOUNS.values() for noun in nouns.split() for plural in ("", "e"))
_BY_FIRST_PART = {first: topic for topic, firsts in _FIRST_PARTS.items() for first in firsts.split()}

_CONFIGURED = {"technik": "technical", "opening": "opening_hours"}
"""What operators call topics, beside words that a message is known by."""


def topics_of(text: str) -> tuple[str, ...]:
    """The topics a message touches, in the vocabulary's order; `other` when none."""
    named = {_topic_of(word) for word in tokens(text)}
    named |= {topic for topic, pattern in _PATTERNS.items() if pattern.search(text)}
    return tuple(topic for topic in TOPICS if topic in named) or ("other",)


def _topic_of(word: str) -> str | None:
    """What a word is about: all of it, else its last part, else its first."""
    if _FALSE_FRIENDS.match(word):
        return None
    if whole := _BY_NOUN.get(stem(word)):
        return whole
    last = next((part for part in reversed(compound_parts(word, _HEADS)) if part in _BY_NOUN), None)
    if last is not None:
        return _BY_NOUN[last]
    return next((topic for first, topic in _BY_FIRST_PART.items() if word.startswith(first)), None)


def configured_topics(words: Iterable[str]) -> frozenset[str]:
    """The topics that an operator's words such as `preise` name; words outside the vocabulary name none."""
    return frozenset(
        topic
        for word in words
        for topic in (*topics_of(word), _CONFIGURED.get(word.strip().casefold(), "other"))
        if topic != "other"
    )

"""The closed vocabulary of topics, found by words."""

from __future__ import annotations

import re
from collections.abc import Iterable

TOPICS = ("price", "offer", "demo", "product", "contact", "technical", "opening_hours", "other")

_WORDS: dict[str, str] = {
    "price": r"preis\w*|kost(?:et|en)\b|\w*kosten\b|teuer\w*|tarif\w*|gebühr\w*|rabatt\w*|stundensatz\w*"
    r"|wie ?viel\b.*\b(?:euro|zahle)|\d+ ?(?:€|euro)\b|pric\w*|cost\w*|fees?\b|how much",
    "offer": r"angebot\w*|kostenvoranschl\w*|offerte\w*|bestell\w*|beauftrag\w*|kaufen|quote"
    r"|quotation|offer\w*|order\w*|buy\b|purchase",
    "demo": r"demo\w*|vorführ\w*|probe(?:stück|termin|monat|fahrt|abo)?\b"
    r"|test(?:en|zugang|version)\w*|ausprobier\w*|besichtig\w*|trial|try out",
    "contact": r"kontakt\w*|ansprechpartner\w*|telefon\w*|anruf\w*|rückruf\w*|erreich\w*|termin\w*|adresse\w*|anfahrt"
    r"|e-?mail\w*|zuständig\w*|contact\w*|phone\w*|call\b|appointment\w*|address",
    "technical": r"datenbl[aä]tt\w*|datasheet\w*|data sheet\w*|schnittstelle\w*|api\b|maße?\b|abmessung\w*|montage\w*"
    r"|einbau\w*|install\w*|technisch\w*|technical\w*|spezifikation\w*|specification\w*|dimension\w*|kompatib\w*"
    r"|compatib\w*|u.?-?wert\w*|norm\b|zertifik\w*|interface\w*",
    "opening_hours": r"öffnungszeit\w*|geöffnet|geschlossen|opening hours|business hours|(?:are|is|when).*\bopen\b",
    "product": r"produkt\w*|leistung\w*|sortiment\w*|modell\w*|bieten sie|bietet ihr|machen sie|haben sie|bauen sie"
    r"|führen sie|verkaufen sie|liefern sie|fertigen sie|product\w*|service\w*|do you (?:offer|make|sell|build|have)",
}
_PATTERNS = {topic: re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE) for topic, words in _WORDS.items()}

_CONFIGURED: dict[str, str] = {
    "preis": "price",
    "kosten": "price",
    "price": "price",
    "angebot": "offer",
    "offer": "offer",
    "demo": "demo",
    "vorführung": "demo",
    "produkt": "product",
    "leistung": "product",
    "product": "product",
    "kontakt": "contact",
    "contact": "contact",
    "technik": "technical",
    "technisch": "technical",
    "technical": "technical",
    "öffnungszeit": "opening_hours",
    "opening": "opening_hours",
}


def topics_of(text: str) -> tuple[str, ...]:
    """The topics a message touches, in the vocabulary's order; `other` when none."""
    found = tuple(topic for topic in TOPICS if topic in _PATTERNS and _PATTERNS[topic].search(text))
    return found or ("other",)


def configured_topics(words: Iterable[str]) -> frozenset[str]:
    """The topics that an operator's words such as `preise` name; words outside the vocabulary name none."""
    return frozenset(
        topic
        for word in words
        for beginning, topic in _CONFIGURED.items()
        if word.strip().casefold().startswith(beginning)
    )

"""Whether a text is a person's name."""

from __future__ import annotations

import re

_TITLE = re.compile(
    r"^(?:(?:Herrn?|Frau|Prof\.|Dr\.|Dr|med\.|dent\.|jur\.|phil\.|rer\.|nat\.|h\.\s?c\.|Ing\.|Dipl\.-?\s?[A-Z]\w*\.?|"
    r"Dipl\.|Mag\.|RA|StB|MSc|B\.?A\.?|M\.?A\.?|DI|KommR|Mst\.)\s*(?:\([A-Z]+\)\s*)?)+",
)
_SUFFIX = re.compile(r"\s*(?:,\s*(?:MBA|M\.?Sc\.?|B\.?Sc\.?|LL\.M\.|MSc|BSc|B\.?A\.?|M\.?A\.?)|\([^)]*\))\s*$")
_PART = re.compile(r"^[A-ZÄÖÜÀ-ÞĀ-Ž][a-zäöüßà-ÿā-žığş'’]+(?:-[A-ZÄÖÜÀ-Þ][a-zäöüßà-ÿā-ž]+)*$|^[A-Z]\.$")
_PARTICLE_TEXT = """
    von van de der den zu zur zum vom da di del la le el ten ter
"""
_PARTICLE = frozenset(_PARTICLE_TEXT.split())
_NO_NAMES = re.compile(
    r"\b(?:team|kontakt|unser|unsere|über|leistungen|service|ansprechpartner\w*|vertrieb|verkauf|beratung|büro|werkstatt|"
    r"öffnungszeiten|impressum|datenschutz|telefon|adresse|anfahrt|ihre?|ihr|wir|das|die|mehr|jobs|karriere|angaben|"
    r"geschäftsführ\w*|inhaber\w*|vertreten|amtsgericht|registergericht|handelsregister|umsatzsteuer\w*|firma|gmbh|ag|kg|"
    r"deutschland|österreich|schweiz|straße|strasse|platz|stiftung|verein|verwaltung\w*|buchhaltung|marketing|leitung|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|online|startseite|aktuelles|neue?s?|haus|küchen?|"
    r"möbel|gesellschaft\w*|beteiligung\w*|holding|international|management|redaktion\w*|anschrift|eintrag\w*)\b",
    re.IGNORECASE,
)


def bare_name(text: str) -> str:
    """A name without salutation, academic title before it and degree behind it."""
    return _TITLE.sub("", _SUFFIX.sub("", text.strip(" .,;:–-\u00a0"))).strip(" .,;:–-")


def is_person(text: str) -> bool:
    """Whether this is the name of one person: two to four capitalised parts, none of them a word of imprints."""
    name = bare_name(text)
    parts = name.split()
    if not 2 <= len(parts) <= 5 or _NO_NAMES.search(name):
        return False
    proper = [part for part in parts if part.lower() not in _PARTICLE or part[0].isupper()]
    return len(proper) >= 2 and all(_PART.match(part) for part in proper)

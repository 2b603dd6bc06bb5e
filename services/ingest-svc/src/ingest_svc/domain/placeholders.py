"""What a template left where a company's text should stand: filler in Latin, sample addresses, unfilled fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest_svc.domain.page import PageContent, Section

_LATIN = """
    lorem ipsum dolor sit amet consectetur consetetur adipiscing adipisicing sadipscing elit elitr sed diam nonumy
    eirmod do eiusmod tempor invidunt incididunt ut labore et dolore magna aliqua aliquyam erat voluptua at vero
    eos accusam justo duo dolores ea rebum stet clita kasd gubergren no sea takimata sanctus est enim ad minim
    veniam quis nostrud exercitation ullamco laboris nisi aliquip ex commodo consequat duis aute irure in
    reprehenderit voluptate velit esse cillum fugiat nulla pariatur excepteur sint occaecat cupidatat non proident
    sunt culpa qui officia deserunt mollit anim id laborum
"""
_FILLER = re.compile(rf"(?:\b(?:{'|'.join(_LATIN.split())})\b[\s,.;:…]*){{5,}}", re.IGNORECASE)
_UNFILLED = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{[\w.]+\}"
    r"|\[(?:[^\]]*\b(?:eintragen|einfügen|einsetzen|ergänzen|ersetzen|ausfüllen|Platzhalter|placeholder)\b[^\]]*"
    r"|(?:Vorname|Nachname|Vor- und|Ihr Name|Ihre? Firma|Firmenname|Name de[rs]|Straße|PLZ|your \w+)\b[^\]]*"
    r"|(?:Name|Firma|Ort|Anschrift|Adresse|Telefon(?:nummer)?|E-Mail(?:-Adresse)?|USt-IdNr\.?|Datum))\]",
    re.IGNORECASE,
)
"""What a program should have put something into, and what a person should have."""
_TO_FOLLOW = re.compile(
    r"\s*\[(?:[^\[\]]{0,60}\b(?:folgt|folgen|wird (?:noch )?(?:ergänzt|bekannt ?gegeben)|to follow|tba|tbd)"
    r"|Fotos?|Bild(?:er)?|Logo|Namen?(?: \w+)?|Anzahl|Jahr|Funktion|Uhrzeit|Termin|Betrag|X{2,})\.?\]",
    re.IGNORECASE,
)
"""Says in brackets that something is to come, beside what is there already: *Fußball [Name folgt] · ball@…*."""
_NOTE = re.compile(r"\[.*\bz\. ?B\..*\]", re.IGNORECASE)
"""Alone in a line it is what somebody was asked to write: *[Vereinsgeschichte, z. B.: Seit …]*."""
_SAMPLE = re.compile(
    r"\bMuster(?:stra(?:ß|ss)e|weg|stadt|hausen|ort|mann|frau|firma)\b|(?:\+\d|\b0)[\d ()/-]*X{3,}"
    r"|^\W*(?:[^:]{1,40}:\s*)?(?:Platzhalter|Beispieltext|Blindtext|Your text here|Hier steht (?:Ihr|dein) Text)\b\W*$",
    re.IGNORECASE,
)


def without_placeholders(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without lines that a template left, and without filler inside the others."""
    return [replace(page, sections=tuple(_filled(page.sections)), footer=tuple(_filled(page.footer))) for page in pages]


def own_text(line: str) -> str:
    """A line as the company wrote it; nothing when a template did."""
    if _UNFILLED.search(line) or _SAMPLE.search(line) or _NOTE.fullmatch(line.strip(" -")):
        return ""
    if _TO_FOLLOW.search(line):
        line = _TO_FOLLOW.sub("", line).strip(" ·–-")
        return "" if line.endswith(":") else line
    return " ".join(_FILLER.sub(" ", line).split()) if _FILLER.search(line) else line


def _filled(sections: Sequence[Section]) -> Iterator[Section]:
    for part in sections:
        lines = [own for line in part.text.split("\n") if (own := own_text(line)) or not line]
        if any(line.strip() for line in lines):
            yield replace(part, text="\n".join(lines), headings=tuple(filter(None, map(own_text, part.headings))))

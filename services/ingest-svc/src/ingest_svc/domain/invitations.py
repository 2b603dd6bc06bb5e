"""Lines that answer nothing: invitations to click on, with what stands around them on page after page; copyright."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest_svc.domain.page import PageContent, Section

MOST_WORDS = 7
REPEATED = 3
"""Pages from which a line beside an invitation is a part of it."""
LONGEST_ROUND = 140
_ASIDE = r"(?:jetzt|hier|gleich|direkt|online|unverbindlich|kostenlos|kostenfrei|einfach|schnell|noch heute|gern|bitte)"
_THING = (
    r"(?:ein |eine |einen |ihr |ihre |ihren |unser |unsere |unseren )?(?:\w+ ){0,2}?\w*(?:angebot|offerte|termin"
    r"|rückruf|beratung|beratungsgespräch|erstgespräch|gespräch|kostenvoranschlag|muster|katalog|prospekt|probefahrt|newsletter"
    r"|besichtigung|anfrage|tisch|zimmer|gutschein|platz|kurs|infopaket|unterlagen)"
)
_DO = (
    r"(?:anfragen|anfordern|vereinbaren|buchen|bestellen|sichern|reservieren|starten|stellen|senden|abonnieren|einholen"
    r"|ausfüllen|wählen|berechnen|kalkulieren|ansehen|entdecken|downloaden|herunterladen)"
)
_INVITES = re.compile(
    rf"(?:{_ASIDE}[ ,]+)*(?:{_THING} )?(?:{_ASIDE} )?{_DO}"
    rf"|(?:{_ASIDE} )*(?:mehr|weitere|alle) ?(?:\w+ ){{0,2}}?(?:erfahren|lesen|infos?|informationen|details|dazu"
    r"|ansehen|entdecken|artikel|beiträge|news|anzeigen)?"
    r"|weiterlesen|weiter lesen|weiter|details?|zur übersicht|zurück(?: zur \w+| nach oben)?|nach oben|seite drucken"
    r"|drucken|teilen|vorherige[rs]?|nächste[rs]?|schließen|(?:mehr|menü|alles) anzeigen|hier klicken|klicken sie hier"
    rf"|(?:{_ASIDE} )*(?:kontakt aufnehmen|kontaktieren(?: sie uns)?|kontaktieren sie uns|anrufen|bewerben"
    r"|rufen sie uns an|schreiben sie uns|mitmachen|anmelden|registrieren|einloggen)"
    r"|(?:zum|zur|zu den|zu unseren|zu unserem) \w+(?: \w+)?"
    r"|(?:read|learn|show|see|find out) more|more|back(?: to top)?|contact us|get in touch|book now|order now|call us|"
    r"(?:get|request) (?:a|your) (?:\w+ )?(?:quote|offer)|next|previous|share|print|download",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b|alle rechte vorbehalten|all rights reserved).{0,100}", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EDGES = " \t!.?…»›>→•|-–»«[]()"


def invites(line: str) -> bool:
    """Whether a line is nothing but an invitation: *Jetzt Termin vereinbaren*, *Mehr erfahren*, *Zum Shop*."""
    bare = " ".join(line.strip(_EDGES).split())
    return bool(bare) and len(bare.split()) <= MOST_WORDS and _INVITES.fullmatch(bare) is not None


def claims_rights(line: str) -> bool:
    """Whether a line only claims copyright: *© 2026 Hofladen Berger | Impressum*; no number or address stands there."""
    others = _YEAR.sub("", line)
    return _RIGHTS.fullmatch(line.strip()) is not None and not any(one.isdigit() or one == "@" for one in others)


def without_invitations(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without such lines, and without what stands beside invitations on several pages."""
    around = Counter(
        line for page in pages for line in {line for part in page.sections for line in _beside_invitations(part)}
    )
    aside = {line for line, count in around.items() if count >= REPEATED}
    return [
        replace(page, sections=tuple(_without(page.sections, aside)), footer=tuple(_without(page.footer, set())))
        for page in pages
    ]


def _beside_invitations(part: Section) -> Iterator[str]:
    lines = part.text.split("\n")
    for place, line in enumerate(lines):
        if len(line) <= LONGEST_ROUND and any(
            invites(other) for other in (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
        ):
            yield line


def _without(sections: Sequence[Section], aside: set[str]) -> Iterator[Section]:
    for part in sections:
        lines = part.text.split("\n")
        kept = [line for line in lines if not invites(line) and not claims_rights(line) and line not in aside]
        if any(line.strip() for line in kept):
            yield replace(part, text="\n".join(kept))

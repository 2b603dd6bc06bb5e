"""What pages call the things that visitors of any company ask for in words that no page uses.

*Wann kann man vorbeikommen?* has no word of opening hours, and *Wie komme ich zu euch?* none of directions. The words
of the pages are put behind such a question, for the search and for the choice of sentences; whether it is answered is
judged without them.
"""

from __future__ import annotations

import re

from knowledge.naming import destination

from chat_svc.domain.expecting import asks_age
from chat_svc.domain.smalltalk import asks_for_hours
from chat_svc.domain.whereabouts import asks_the_way

DIRECTIONS = "Anfahrt, Adresse, Parken"
TRANSIT = "Anfahrt, Bahnhof, Haltestelle, Bus, Bahn"
HOURS = "Öffnungszeiten"
REGION = "Liefergebiet, Einzugsgebiet"
FOUNDED = "gegründet, Gründung, besteht seit"
_RIDES = r"(?:s-?bahn|u-?bahn|bahn|zug|zügen|bus|bussen|öffis|öffentlich\w*|öpnv|tram|straßenbahn|train|tube)"
_TRANSIT = re.compile(
    rf"\b(?:komm\w*|gelang\w*|erreich\w*|anreis\w*|hin|her)\b.*\b{_RIDES}\b"
    rf"|\b{_RIDES}\b.*\b(?:komm\w*|erreich\w*|anreis\w*|hin|her|zu (?:euch|ihnen)|bei (?:euch|ihnen)|in der nähe"
    rf"|hält)\b"
    r"|\b(?:nächste\w*|welche) (?:bahnhof|haltestelle|bushaltestelle|station)\b|\bby (?:train|bus|public transport)\b",
    re.IGNORECASE,
)
_CAR = r"(?:auto|wagen|pkw|motorrad|wohnmobil|anhänger|car)"
_IN_EVERYDAY_WORDS: tuple[tuple[str, str], ...] = (
    (
        rf"\b{_CAR}\b.*\b(?:abstell\w*|hinstell\w*|unterstell\w*|lass\w*|stehen)\b|\bpark(?:en|t|ieren|ing)\b",
        "Parkplatz, parken",
    ),
    (
        r"\b(?:zimmer|wohnung|unterkunft|haus|room)\b.*\b(?:raus|rausgehen|verlassen|räumen|freimachen|leave)\b"
        r"|\bauscheck\w*|\babreisen\b|\bcheck out\b",
        "Abreise, Check-out, auschecken",
    ),
    (
        r"\b(?:zimmer|wohnung|unterkunft|haus|room)\b.*\b(?:rein|beziehen|einziehen)\b|\beincheck\w*|\bankommen\b"
        r"|\bcheck in\b",
        "Anreise, Check-in, einchecken",
    ),
    (r"\b(?:zieh\w*|anzieh\w*|tragen|wear)\b.*\b(?:an|man|ich|i)\b|\bwas anzieh\w*", "Kleidung, Sportkleidung"),
    (
        r"\b(?:mit(?:nehm|bring)\w*|dabei ?haben|einpacken|(?:bringe?|nehme?n?|brauche?) .*\bmit\b|bring along)",
        "mitbringen",
    ),
    (
        r"\b(?:doch )?nicht (?:kommen|können) kann\b|\b(?:termin|buchung|reservierung)\b.*\b(?:nicht (?:einhalten"
        r"|wahrnehmen)|abblasen|absagen|verschieben|verpass\w*|verschwitz\w*)\b",
        "absagen, Absage, Stornierung, Ausfallgebühr",
    ),
    (
        r"\b(?:mit|per|in) (?:ec-?)?(?:karte|kreditkarte|paypal|handy|bar|twint)\b.*\bzahl\w*"
        r"|\bzahl\w*\b.*\b(?:karte|bar|paypal"
        r"|rechnung)\b|\bwie (?:kann|können|muss) (?:ich|man|wir) (?:\w+ )?(?:be)?zahlen\b|\bpay by\b",
        "Zahlung, Barzahlung, Kartenzahlung",
    ),
    (
        r"\b(?:mitmachen|mitspielen|dazukommen|reinschnuppern|schnuppern|join)\b",
        "Mitglied werden, Probetraining, Anmeldung",
    ),
    (r"\b(?:aus dem verein|wieder) (?:raus|austreten)\b|\baustreten\b", "Austritt, Kündigung"),
    (r"\brollstuhl\w*|\brollator\w*|\bkinderwagen\b|\bwheelchair\b", "barrierefrei, ebenerdig, Aufzug, Stufen"),
)
_EVERYDAY = tuple((re.compile(words, re.IGNORECASE), hint) for words, hint in _IN_EVERYDAY_WORDS)
_HINTS = (DIRECTIONS, TRANSIT, HOURS, REGION, FOUNDED, *(hint for _, hint in _IN_EVERYDAY_WORDS))


def hint_of(message: str, *, also_hours: bool = False) -> str:
    """What pages call the thing that a message asks for; empty for most. `also_hours`: it goes on about hours."""
    if also_hours or asks_for_hours(message):
        return HOURS
    if destination(message):
        return REGION
    if _TRANSIT.search(message):
        return TRANSIT
    if asks_the_way(message):
        return DIRECTIONS
    if asks_age(message):
        return FOUNDED
    return next((hint for words, hint in _EVERYDAY if words.search(message)), "")


def without_hint(query: str) -> str:
    """What was searched for without what was put behind the question."""
    return next((query.removesuffix(f" {hint}") for hint in _HINTS if query.endswith(f" {hint}")), query)

"""Questions that the pages of a company do not answer, however many words they share with them.

For what concerns other people, for a judgement of other firms, and for what a company keeps to itself. Words and
vectors find a passage for each of them, about the same things.
"""

from __future__ import annotations

import re

_PEOPLE = (
    r"(?:kund(?:e|en|in|innen)|gast|gäste|gästen|patient(?:en|in|innen)?|mitglied(?:er|ern|s)?|nachbar(?:n|in)?"
    r"|besucher(?:n|in)?|mieter(?:n|in)?|teilnehmer(?:n|in|innen)?|customers?|guests?|patients?|members?)"
)
_DATA = (
    r"(?:adressen?|anschrift(?:en)?|telefonnummern?|handynummern?|nummern?|e-?mail(?:s|-?adressen?)?|namen?|daten"
    r"|geburtsdatum|termine?|rechnung(?:en)?|diagnosen?|befunde?|address(?:es)?|phone numbers?|names?)"
)
_DID = r"(?:gebucht|reserviert|bestellt|storniert|gemietet|übernachtet|gekauft|bezahlt|booked|reserved|ordered)"
_FIRMS = (
    r"(?:firm(?:a|en)|betriebe?|anbieter|unternehmen|konkurren\w+|mitbewerber\w*|praxis|praxen|arzt|ärzte|ärztin"
    r"|hotels?|pension(?:en)?|restaurants?|lokale?|gasthöfe?|laden|läden|geschäfte?|vereine?|werkstätten|werkstatt"
    r"|schulen?|salons?|studios?|handwerker|companies|company|shops?|hotel|places?|doctors?)"
)
_OF_OTHERS = re.compile(
    rf"\b{_DATA}\b(?: \w+){{0,2}}? (?:von|der|des|eurer|ihrer|deiner|anderer|of)\b(?: \w+){{0,2}}? {_PEOPLE}\b"
    rf"|\b(?:wer|who) (?:hat|has|had)\b.*\b{_DID}\b"
    rf"|\b(?:hat|haben) (?:herr|frau|mein\w*) (?:[^\W\d_]+ ){{1,3}}(?:.*\b)?(?:{_DID}"
    rf"|(?<!noch )einen termin(?! frei))\b",
    re.IGNORECASE,
)
_OF_RIVALS = re.compile(
    rf"\b(?:empfehl\w+|empfiehlst|empfehlt|kenn(?:t|en|st)|nenn\w*|recommend|suggest)\b.*\b(?:ander\w+|bessere\w*"
    rf"|other|better) (?:\w+ )?{_FIRMS}\b"
    rf"|\b(?:welche\w*|ander\w+|bessere\w*|which|other|better) (?:\w+ ){{0,2}}?{_FIRMS}\b.*\b(?:empfehl\w+"
    rf"|empfiehlst|recommend|suggest)\b"
    r"|\b(?:besser|schlechter|seriöser|better|worse) (?:als|than) (?:die konkurrenz|eure konkurrenz|euch|ihr|sie|you)\b"
    rf"|\b(?:besser|schlechter|better|worse) (?:als|than) (?:\w+ )?ander\w+ {_FIRMS}\b"
    rf"|\bwas (?:haltet|halten|hältst) (?:ihr|sie|du) (?:von|vom)\b.*(?:{_FIRMS}|konkurrenz)\b"
    r"|\b(?:instead of|statt|anstatt) (?:bei |zu |with )?(?:euch|ihnen|you|yours)\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\b(?:umsatz|jahresumsatz|gewinn|jahresgewinn|marktanteil|revenue|turnover|profit)\b.*\b(?:ihr|euer"
    r"|eure[rsm]?|sie|macht|machen|war|hattet|hatten|letzte\w*|you|your|last)\b"
    r"|\b(?:euer|eure[rsmn]?|ihre?[rsmn]?|dein|deine?[rsmn]?|your) (?:\w+ )?(?:umsatz|jahresumsatz|gewinn"
    r"|marktanteil|revenue|turnover|profit)\b"
    r"|\b(?:was|wie ?viel) verdien(?:t|en|st) (?:ihr|sie|du|(?:der|die|euer|eure|ihre?) (?:chef|chefin|inhaber\w*"
    r"|trainer\w*))\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\bsoll(?:te)? ich (?:mich |mir |das |es |den |die )?(?:\w+ ){0,3}?(?:lieber|besser|eher|oder|nehmen|kaufen"
    r"|machen|tun)\b"
    r"|\bwas (?:würde(?:st|n|t)?|meinst|meinen|meint|rätst|raten|ratet) (?:du|sie|ihr)\b|\blohnt (?:es )?sich\b"
    r"|\b(?:an meiner stelle|sorgen machen|ist das (?:noch )?(?:schlimm|normal|gefährlich|bedenklich))\b"
    r"|\bshould i\b|\bis it worth\b|\bwould you (?:advise|rather)\b",
    re.IGNORECASE,
)


def is_beyond_pages(question: str) -> bool:
    """Whether no page of a company answers a question: other people's data, other firms, its own secrets."""
    return any(pattern.search(question) for pattern in (_OF_OTHERS, _OF_RIVALS, _OF_ITSELF))


def asks_advice(question: str) -> bool:
    """Whether a question wants somebody's judgement; a passage that is only near to it is none."""
    return _ADVICE.search(question) is not None

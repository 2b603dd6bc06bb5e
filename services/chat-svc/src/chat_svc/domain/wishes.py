"""What visitors want of people: an appointment, an offer, a call back, somebody to complain to; and their yes."""

from __future__ import annotations

import re
from typing import Literal

from chat_svc.domain.asking import sentences
from chat_svc.domain.complaints import complains

MOST_WORDS = 14
"""Of a message that is nothing but a wish."""
Wish = Literal["appointment", "offer", "callback", "person", "complaint"]

_WANT = (
    r"(?:ich|wir) (?:\w+ ){0,2}?(?:möchten?|will|wollen|würden?|hätten?|brauchen?|bräuchten?|benötigen?|wünschen?"
    r"|suchen?)"
    r"|(?:hätte|möchte|bräuchte|brauche|benötige|würde) (?:ich )?gerne?"
    r"|(?:können|könnten|kann|könnte|dürfte|darf|kriege|bekomme|würden?) (?:ich|wir|sie|man|mich|mir|uns|sich|jemand)"
    r"|(?:kannst|könnt) (?:du|ihr)|(?:bitte|lassen sie|gerne?)|(?:machen|vereinbaren|schicken|senden|erstellen) sie"
    r"|(?:rufen|melden|kontaktieren|verbinden) sie"
    r"|(?:ruft?|verbindet?|verbinde) (?:mich|uns)|meldet? (?:dich|euch)|(?:call|ring|contact) (?:me|us)|get in touch"
    r"|i(?:['’]d| would) (?:\w+ )?like|i (?:\w+ )?(?:want|need)|we(?:['’]d| would) like|we (?:want|need)"
    r"|(?:can|could|may|would|will) (?:i|we|you|someone|somebody)|please"
)
_THINGS: tuple[tuple[Wish, str], ...] = (
    (
        "callback",
        r"zur(?:ü|ue)ck(?:zu|ge)?ruf\w*|r(?:ü|ue)ckruf\w*"
        r"|(?:mich|uns|bei mir|bei uns) (?:\w+ ){0,3}?(?:an(?:zu)?rufen|melden)"
        r"|(?:rufen|kontaktieren) sie (?:mich|uns)|meldet?n? (?:sie sich|dich|euch)|(?:ruft|ruf) (?:mich|uns)"
        r"|bitte (?:\w+ ){0,2}?melden\W*$"
        r"|call (?:me|us)|callback|call(?:ed)? back|ring me"
        r"|(?:get|be) in touch|contact (?:me|us)|(?:mich|uns) (?:\w+ ){0,2}?kontaktieren",
    ),
    (
        "person",
        r"(?:mit|von|zu) (?:\w+ ){0,3}?(?:mensch(?:en)?|mitarbeiter(?:in|n)?|berater(?:in|n)?|person|jemande?[mn]?"
        r"|kolleg\w+|ansprechpartner\w*|chef(?:in)?|leiter(?:in)?|meister(?:in)?|fachmann|experte?n?"
        r"|ihnen)\b(?: (?:\w+ ){0,3}?)?"
        r"(?:sprechen|reden|telefonieren|verbinden|schreiben|unterhalten|beraten)|(?:echten?|richtigen?) mensch(?:en)?"
        r"|jemande?n? sprechen|verbinde\w*(?: sie)? (?:mich|uns)(?: \w+){0,2} mit"
        r"|persönlich (?:sprechen|beraten|reden)"
        r"|mit wem\b.*\b(?:sprechen|reden)"
        r"|(?:speak|talk|chat) (?:to|with) (?:\w+ ){0,3}?(?:human|person|someone|somebody|agent|employee|you)"
        r"|(?:a )?(?:human|real person)\b|beratungsgespräch|(?:mich|uns) (?:\w+ ){0,2}?beraten lassen",
    ),
    (
        "appointment",
        r"(?:\w*termine?|beratungstermin|besichtigung|ortstermin|vor-ort-termin|treffen)(?!\w)|appointment|meeting"
        r"|vorbeikommen|(?:zu mir|zu uns) kommen",
    ),
    (
        "offer",
        r"\w*(?:angebot|kostenvoranschlag|offerte)(?:e|s)?(?!\w)|(?:quote|quotation|estimate)(?!\w)|an offer",
    ),
)
_WANTS = re.compile(rf"(?<!\w)(?:{_WANT})(?!\w)", re.IGNORECASE)
_FOUND = tuple((wish, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)) for wish, words in _THINGS)
_REACH_THEM = re.compile(
    r"\b(?:[Ww]ie|[Ww]o) (?:\w+ ){0,2}?(?:erreiche?n?|kontaktiere?n?|finde?) (?:ich|man|wir) (?:denn )?"
    r"(?:ihn|sie|den|die|diese[nr]?)\b(?=\W*(?:$|am besten|direkt|telefonisch|denn|da\b|dann|per\b))"
    r"|\b(?:[Kk]ann|[Kk]önnen|[Kk]önnte) (?:ich|wir) (?:mit )?(?:ihm|ihr|denen) (?:sprechen|reden|schreiben)\b"
    r"|\b[Hh]ow (?:can|do) I (?:reach|contact) (?:him|her|them)\b"
)
"""Somebody who was spoken of; *Sie* with a capital is the company."""
_BARE = re.compile(
    r"(?:\w*termin|rückruf|angebot|kostenvoranschlag|mensch|mitarbeiter|berater|termin vereinbaren|termin buchen"
    r"|angebot anfordern|rückruf anfordern|appointment|callback|call back|quote|human|agent)",
    re.IGNORECASE,
)
"""The wish in a word or two, as it is typed into a search."""
_FREE = re.compile(
    r"(?<!\w)(?:hätten?|haben|habt|hättet|gibt es|wäre|ist|wann)(?!\w).{0,40}"
    r"(?<!\w)(?:freie[nr]? termine?|termine? frei"
    r"|noch (?:einen |ein paar )?termine?)(?!\w)",
    re.IGNORECASE,
)
_ASKS_ABOUT = re.compile(
    r"^\W*(?:was|wie|wann|warum|wieso|welche\w*|wo|woraus|worin|gibt es|haben sie|ist|sind|steht|what|how|when|why"
    r"|which|where|is|are|does)(?!\w)",
    re.IGNORECASE,
)
"""A question about appointments or offers; how to get one is a wish all the same."""
_HOW_TO_GET = re.compile(
    r"^\W*(?:und |also |dann )?(?:wie|wo|wann|how|where|when)(?!\w).{0,40}?"
    r"(?:bekomm|krieg|vereinbar|mach(?:e|en)?\b|buch(?:e|en)?\b|erhalt|erreich|get|make"
    r"|book|arrange|kann ich|können wir|can i|can we)",
    re.IGNORECASE,
)
_WAYS = re.compile(
    r"telefon|fernmünd|anruf|rufen sie|ruft uns|\bonline\b|formular|e-?mail|per mail|@|portal|app\b|doctolib|samedi"
    r"|vor ort|persönlich|schriftlich|brief|vereinbar\w*|(?:an|vor)?meld\w*|buch(?:en|bar|ung\w*)|phone|call us|book",
    re.IGNORECASE,
)
_YES = (
    r"(?:(?:oh )?jaa*|jawohl|jo|passt|von mir aus|ich bitte darum"
    r"|jep|jap|klar|gern(?:e)?|sehr gern(?:e)?|ok(?:ay)?|einverstanden|natürlich|unbedingt|auf jeden fall"
    r"|das wäre (?:gut|schön|nett|super|toll|prima)|bitte|genau|mach(?:en sie|t)? das|tun sie das|super"
    r"|yes|yeah|yep|sure|of course|please|gladly|that would be (?:nice|great|good)|do that|i would|absolutely"
    r"|danke|thanks|thank you|melden sie sich(?: bei mir)?|(?:per|via|am|by) (?:e-?mail|mail|telefon|whatsapp|phone)"
    r"|soll(?:te)? (?:sich )?(?:jemand|er|sie)(?: sich)?(?: bei mir)?"
    r"(?: bitte)? melden|das möchte ich|möchte ich|würde ich(?: gern(?:e)?)?)"
)
_ACCEPTS = re.compile(rf"\W*{_YES}(?:\W+{_YES}){{0,4}}\W*", re.IGNORECASE)
_THANKS_ALONE = re.compile(r"\W*(?:danke|thanks|thank you|super|genau)\W*", re.IGNORECASE)
_OFFERS = re.compile(
    r"(?:meldet|melden)(?: sich)? ?\?|bei ihnen (?:meldet|melden)|fachperson|direkt bei .+ nach|direkt an .+wenden"
    r"|dazu finde ich|am nächsten kommt dies|rückruf|termin (?:vereinbaren|buchen)|kontakt (?:aufnehmen|herstellen)"
    r"|get in touch|specialist can|ask .+ directly|the nearest is:|call you back|arrange an appointment",
    re.IGNORECASE,
)


def wish_of(message: str) -> Wish | None:
    """What the visitor wants somebody of the company to do, None when the message wants nothing of the kind."""
    if complains(message):
        return "complaint"
    for sentence in sentences(message):
        bare = sentence.strip(" \t\n.!?,;:")
        if _BARE.fullmatch(re.sub(r"(?:^bitte |,? bitte$|^ein(?:en)? )", "", bare, flags=re.IGNORECASE)):
            return next((wish for wish, words in _FOUND if words.search(bare)), "person")
        if _REACH_THEM.search(sentence):
            return "person"
        if _FREE.search(sentence):
            return "appointment"
        wants = _HOW_TO_GET.search(sentence) or (_WANTS.search(sentence) and not _ASKS_ABOUT.search(sentence))
        if not wants:
            continue
        found = next((wish for wish, words in _FOUND if words.search(sentence)), None)
        if found is not None:
            return found
    return None


_RESERVES = re.compile(
    r"\breserv\w+|\b(?:tisch|zimmer|ferienwohnung)\b.*\b(?:buchen|bestellen|frei|haben|bekommen|kriegen)\b"
    r"|\bbook(?:ing)? (?:a |the )?(?:table|room|place)",
    re.IGNORECASE,
)


def reserves(message: str) -> bool:
    """Whether a message wants a table, a room or a place to be kept: *Kann ich für Samstag reservieren?*"""
    return _RESERVES.search(message) is not None


def accepts(message: str) -> bool:
    """Whether the message is a yes and nothing else: *Ja bitte*, *gern*. Thanks alone are none."""
    return _ACCEPTS.fullmatch(message) is not None and _THANKS_ALONE.fullmatch(message) is None


def offers_contact(answer: str) -> bool:
    """Whether an answer ends by offering that somebody gets in touch, or says that it does not quite know."""
    return _OFFERS.search(answer) is not None


_CONDITION = re.compile(r"\b(?:ohne|trotz|obwohl|wenn|falls|without|if|even)\b", re.IGNORECASE)
"""*Bekomme ich einen Termin ohne Rezept?* asks whether that is possible."""


def only_wishes(message: str, answer_before: str | None) -> bool:
    """Whether a message wants somebody to be reached and asks nothing that the pages could answer."""
    if _takes_offer(message, answer_before) or complains(message):
        return True
    said = sentences(message)
    if _CONDITION.search(message) or asks_how(message):
        return False
    return len(message.split()) <= MOST_WORDS and bool(said) and all(wish_of(one) is not None for one in said)


def asks_how(message: str) -> bool:
    """Whether a message asks how one gets an appointment, an offer or somebody to talk to: the pages may say it."""
    return any(_HOW_TO_GET.search(one) is not None and wish_of(one) is not None for one in sentences(message))


def says_how(text: str) -> bool:
    """Whether a text tells a way to the company: by telephone, mail or form, or where it is booked."""
    return _WAYS.search(text) is not None


def wants_contact(message: str, answer_before: str | None) -> bool:
    """Whether somebody is to be reached: the message says so, or says yes to the offer in the answer before."""
    return wish_of(message) is not None or _takes_offer(message, answer_before)


def _takes_offer(message: str, answer_before: str | None) -> bool:
    return answer_before is not None and accepts(message) and offers_contact(answer_before)

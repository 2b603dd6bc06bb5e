"""What could name or reach a person, taken out of a text before it goes where nobody expects a name.

A name too few in a text costs nothing, a name too many cannot be taken back: in doubt a word goes.
"""

from __future__ import annotations

import re

import phonenumbers

from identity.phone import HOME

GONE = "…"
"""Stands where something was taken out."""

_AT = r"(?:@|\s?[(\[{]\s?(?:at|ät|a)\s?[)\]}]\s?)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punkt|\.)\s?[)\]}]\s?)"
_EMAIL = re.compile(rf"[\w.+%-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_IBAN = re.compile(  # ISO 13616
    r"(?<!\w)(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?"
    r"|[A-Za-z]{2}\d{2}(?: ?\d{4}){2,7}(?: ?\d{1,3})?)(?!\w)"
)
_NUMBER = re.compile(r"(?<![\w.,])(?:\+|00?\s?)\d(?:[\s()/.-]{0,3}\d){5,}|\d(?:[ -]?\d){5,}")
_PLATE = re.compile(
    r"(?<![\w-])(?!(?:DIN|ISO|EN|VDE|USB|LED|CAT|RAL|PVC|HDMI|EU)-)[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]?\d{1,4}[EH]?(?!\w)"
    r"|(?i:(?<=kennzeichen )|(?<=kennzeichen: )|(?<=kennzeichen ist ))"
    r"[A-Za-zÄÖÜäöü]{1,3}[ -]?[A-Za-z]{1,2}[ -]?\d{1,4}(?!\w)"
)
_WAY = r"(?:straße|strasse|str\.|gasse|allee|weg|platz|ring|damm|ufer|markt)"
_STREET = re.compile(
    r"(?<!\w)(?:(?:Am|An der|Auf dem|Im|In der|Zum|Zur|Alte|Neue|Große|Kleine)\s+)?(?:[A-ZÄÖÜ][\w-]+\s+)?"
    rf"(?=[A-ZÄÖÜ])[\w-]*(?i:{_WAY})\s+\d{{1,4}}\s?[a-z]?(?!\w)"
)

_WORD = r"[^\W\d_](?:[\w'’]|-(?=\w))*"
_UPPER = rf"(?!(?:Dr|Prof|Dipl|Ing|Herrn?|Frau|Familie|Mr|Mrs|Ms)\b)(?=[^\W\d_a-zäöüß]){_WORD}"
_PARTICLE = r"(?:von|van|vom|zu|zur|zum|de|der|den|del|di|da|el|al|ben|bin|ten)"
_TITLE = (
    r"(?:Herrn?|Hr\.|Frau|Fr\.|Familie|Fam\.|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?(?: ?[a-z]{2,4}\.)*|Prof(?:essor(?:in)?)?\.?"
    r"|Dipl\.-?\s?\w+\.?|Ing\.)"
)
_FULL_NAME = rf"(?:(?:[A-ZÄÖÜ]\.\s?)*(?:{_PARTICLE}\s+)*{_UPPER})(?:\s+(?:{_PARTICLE}\s+)*{_UPPER}){{0,2}}"
_TITLED = re.compile(rf"(?<!\w)({_TITLE}(?:\s+{_TITLE})*)(?:\s+|(?<=\.)){_FULL_NAME}")
_TITLED_LOWER = re.compile(
    rf"(?<!\w)((?:herrn?|frau|familie|mr\.?|mrs\.?|ms\.?|dr\.?)(?:\s+(?:dr|prof)\.?)*)\s+(?:{_PARTICLE}\s+)*({_WORD})",
    re.I,
)
_INTRODUCTION = (
    r"mein name(?: ist)?|name(?: ist)?|ich heiße|ich heisse|ich bin(?: (?:der|die))?"
    r"|hier (?:ist|spricht|schreibt)(?: (?:der|die))?|my name is|i am|i['’]m|this is"
    r"|mit (?:freundliche|liebe|beste|schöne)[mn] (?:grüßen|grüssen|gruß)|grüße|grüsse|gruß|gruss|mfg|vg|lg|regards"
    r"|cheers|yours"
)
_INTRODUCED = re.compile(rf"(?<!\w)((?i:{_INTRODUCTION})(?:\s+{_TITLE})?[:,]?)\s+{_FULL_NAME}")
_INTRODUCED_LOWER = re.compile(
    rf"(?<!\w)(mein name ist|name ist|name:|ich heiße|ich heisse|my name is)\s+{_WORD}"
    rf"(?:\s+{_PARTICLE}\s+{_WORD}|\s+(?!(?:und|was|wie|wo|wann|ich|and)\b){_WORD})?",
    re.IGNORECASE,
)
_BEHIND_A_TITLE = """
    ab aber als am an auch auf aus bei bin bis da das dass dem den denn der des die dort du ein eine einen er es
    für gibt hat haben heute hier ich ihr im in ist ja kann kein man mich mir mit möchte muss nach nicht noch
    nur ob oder schon sein sie sind so und uns vom von vor war was weil wenn wer wie will wir wird wo zu zum zur
"""
_NO_NAMES = frozenset(_BEHIND_A_TITLE.split())


def redacted(text: str, region: str = HOME) -> str:
    """The text without addresses, numbers and names of persons. Applied twice it changes nothing more.

    Telephone numbers without country code are looked for as they are dialled in `region` (ISO 3166). Names are known by
    what stands in front of them (*Frau*, *Dr.*, *mein Name ist*, a greeting at the end), so that a name alone stays.
    """
    for pattern in (_EMAIL, _LINK, _IBAN, _PLATE):
        text = pattern.sub(GONE, text)
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, region, phonenumbers.Leniency.VALID))):
        text = text[: match.start] + GONE + text[match.end :]
    text = _NUMBER.sub(GONE, text)
    text = _STREET.sub(GONE, text)
    text = _INTRODUCED.sub(rf"\1 {GONE}", text)
    text = _INTRODUCED_LOWER.sub(rf"\1 {GONE}", text)
    text = _TITLED.sub(rf"\1 {GONE}", text)
    if text == text.lower():
        text = _TITLED_LOWER.sub(_without_name, text)
    return text


def _without_name(match: re.Match[str]) -> str:
    return match.group() if match.group(2) in _NO_NAMES else f"{match.group(1)} {GONE}"

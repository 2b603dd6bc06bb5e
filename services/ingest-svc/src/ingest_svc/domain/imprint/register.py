"""Register entries and VAT ids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.vat import is_valid, swiss_uid_is_valid, vat_ids_in

_KIND = r"(?i:HR\s?[AB])|VR|GnR|GsR|PR|GR"
_GERMAN = re.compile(
    rf"(?<![A-Za-z])(?P<kind>{_KIND})\s*[-:.]?\s*(?:(?i:Nr)\.?|Nummer)?\s*:?\s*(?P<number>\d{{1,7}}(?:\s?[A-Z]{{1,2}}\b)?)"
)
_NAMED = re.compile(
    r"(?P<register>Vereinsregister|Genossenschaftsregister|Partnerschaftsregister)\w*[\s:.,-]*(?:Nr\.?|Nummer|"
    r"nummer|-Nr\.?)?\s*:?\s*(?P<number>\d{1,6})\b",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"Handelsregister\s+(?:Abteilung\s+)?(?P<letter>[AB])\b\s*(?:Nr\.?)?\s*:?\s*(?P<number>\d{1,7})\b"
)
_NUMBERED = re.compile(
    r"(?:Register-?(?:nummer|nr\.?)|unter\s+(?:der\s+)?(?:Register)?(?:Nr\.?|Nummer))\s*:?\s*(?P<number>\d{1,6})\b",
    re.IGNORECASE,
)
_NUMBERED_BESIDE = re.compile(r"(?:\bNr\.?|\bNummer)\s*:?\s*(?P<number>\d{1,6})\b")
_OF_A_KIND = re.compile(r"Vereinsregister|Genossenschaftsregister|Partnerschaftsregister", re.IGNORECASE)
_KINDS = {"vereinsregister": "VR", "genossenschaftsregister": "GnR", "partnerschaftsregister": "PR"}
_AUSTRIAN = re.compile(
    r"\bFN\s*:?\s*(?P<number>\d{4,6}\s?[a-z])\b|(?:FB(?=-?\s?N[rR])|Firmenbuch)(?:nummer|"
    r"-?\s?[nN]r\.?)?\s*[:|]?\s*(?:FN\s*)?(?P<other>\d{4,6}\s?[a-z])\b|"
    r"(?:ZVR|Zentrales Vereinsregister)\)?(?:-?Zahl|-?Nr\.?)?\s*[:|]?\s*(?P<club>\d{9,10})\b"
)
_BARE_AUSTRIAN = re.compile(r"^(?:FN\s*)?(?P<number>\d{4,6}\s?[a-z])$")
_AUSTRIAN_LABEL = re.compile(r"firmenbuch", re.IGNORECASE)
_SWISS = re.compile(r"\bCHE[-\s]?(\d{3})\.?\s?(\d{3})\.?\s?(\d{3})(?:\s?(MWST|TVA|IVA))?")
_SWISS_OLD = re.compile(r"\bCH[-\s](\d{3})\.(\d)\.(\d{3})\.(\d{3})[-\s](\d)\b")
_TOWN = (
    r"(?P<town>[A-ZÄÖÜ][\wäöüß-]+(?:\s(?:am|an der|im|in|i\.|a\.|\([A-ZÄÖÜ][\wäöüß.]*\)|"
    r"(?!Register|Handels|Nummer|Nr)[A-ZÄÖÜ][\wäöüß.-]+)){0,3}?"
    r"(?:/(?!HR|VR|AG)[A-ZÄÖÜ][\wäöüß-]+)?)"
)
_END = r"(?=\s*(?:$|[,;:.()|/·•]|[-–]\s|unter\b|HR|Nr|Handelsreg|Register|FN|VR|GnR|PR\b|mit\b|\d))"
_COURT = re.compile(
    rf"\b(?:Amtsgerichts?(?:\s*[-–(]\s*Registergericht\s*[-–)])?|AG|(?:Firmenbuch|Register)gericht(?:\s*[:|])?(?:\s*(?:Amts|Handels|Landes)gericht)?|"
    rf"Handelsgericht|Landesgericht|LG|HG|Gericht(?=\s*:))"
    rf"\s*[:|]?\s*(?:in\s)?{_TOWN}{_END}"
)
_REGISTER = re.compile(
    rf"(?:Handels|Vereins|Genossenschafts|Partnerschafts)register(?:\s*[:|])?(?:\s*(?:beim?|des|am|in|"
    rf"von)\s)?\s*{_TOWN}{_END}"
)
_COURTS = (
    ("Landesgericht", "Landesgericht"),
    ("LG", "Landesgericht"),
    ("Handelsgericht", "Handelsgericht"),
    ("HG", "Handelsgericht"),
)
_NO_TOWN = re.compile(r"^(?:Abteilung|Nummer|Nr|Eintrag|Registernummer|HR[AB]|VR|Gericht|Amtsgericht|Eingetragen)\b")
_GENERAL_PARTNER = re.compile(r"persönlich haftend|komplementär|verwaltungs-?\s?gmbh|beteiligungs", re.IGNORECASE)
_VAT_LABEL = re.compile(
    r"ust|umsatzsteuer|\bvat\b|\buid|mwst|mehrwertsteuer|p\.?\s?iva|partita iva|st\.?-?id|\btva\b|btw|steuer-?id",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"12345678|(\d)\1{7}")
"""Digits of a number that was never filled in."""
_SWISS_VAT = re.compile(r"mwst|mehrwertsteuer|\btva\b|\biva\b|\bvat\b", re.IGNORECASE)
"""What says that a Swiss UID is a VAT number, too: not every company with a UID owes the tax."""
_BARE_GERMAN = re.compile(r"(?<![\d.])(?P<number>[1-9]\d{2}\s?\d{3}\s?\d{3})(?![\d.])")
_BARE_ITALIAN = re.compile(r"(?<!\d)\d{11}(?!\d)")


def find_register(lines: Sequence[Line], url: str) -> Finding | None:
    """Court and number, e.g. `Amtsgericht Hamburg, HRB 998877`; in Switzerland the UID or the former number."""
    for at, line in enumerate(lines):
        if not line.own or _GENERAL_PARTNER.search(f"{line.heading}\n{line.text}"):
            continue
        around = [
            near for near in lines[max(0, at - 4) : at + 5] if near.own and not _GENERAL_PARTNER.search(near.text)
        ]
        context = [line.text, *(near.text for near in around if near.text != line.text)]
        if match := _GERMAN.search(line.text):
            return _registered(context, f"{_spelt(match['kind'])} {match['number']}", line, "Amtsgericht", url)
        if number := _austrian(lines, at):
            return _registered(context, number, line, "", url)
        if number := _of_named(line.text, context):
            return _registered(context, number, line, "Amtsgericht", url)
    for pattern in (_SWISS, _SWISS_OLD):
        for line in lines:
            match = pattern.search(line.text)
            if match and line.own:
                if pattern is _SWISS:
                    return Finding(f"CHE-{match[1]}.{match[2]}.{match[3]}", url, line.text, _swiss_confidence(match))
                return Finding(f"CH-{match[1]}.{match[2]}.{match[3]}.{match[4]}-{match[5]}", url, line.text, 0.95)
    return None


def find_vat(lines: Sequence[Line], url: str) -> Finding | None:
    """The VAT id in its official spelling; one whose check digit is wrong counts only behind a label."""
    for at, line in enumerate(lines):
        if not line.own or _GENERAL_PARTNER.search(line.text):
            continue
        labelled = bool(
            _VAT_LABEL.search(" ".join([near.text for near in lines[max(0, at - 2) : at + 1]] + [line.heading]))
        )
        for vat_id in _filled_in(line.text):
            if is_valid(vat_id) and (labelled or vat_id.startswith("ATU")):
                return Finding(vat_id, url, line.text, 0.98)
            if labelled and vat_id[:2] in ("DE", "AT"):
                return Finding(vat_id, url, line.text, 0.8)
        if (match := _SWISS.search(line.text)) and (match[4] or _SWISS_VAT.search(line.text + line.heading)):
            return Finding(f"CHE-{match[1]}.{match[2]}.{match[3]} MWST", url, line.text, _swiss_confidence(match))
        if _VAT_LABEL.search(line.text) and re.search(r"iva|mwst", line.text, re.IGNORECASE):
            for bare in _BARE_ITALIAN.finditer(line.text):
                if is_valid(f"IT{bare[0]}"):
                    return Finding(f"IT{bare[0]}", url, line.text, 0.95)
        if labelled and re.search(r"ust-?\s?id|umsatzsteuer-?\s?id", line.text, re.IGNORECASE):
            for bare in _BARE_GERMAN.finditer(line.text):
                number = re.sub(r"\D", "", bare["number"])
                if is_valid(f"DE{number}"):
                    return Finding(f"DE{number}", url, line.text, 0.85)
    return None


def _filled_in(text: str) -> list[str]:
    return [vat_id for vat_id in vat_ids_in(text) if not _TEMPLATE.search(vat_id)]


def _spelt(kind: str) -> str:
    bare = kind.upper().replace(" ", "")
    return bare if bare in ("HRA", "HRB") else kind


def _of_named(text: str, context: Sequence[str]) -> str | None:
    """A number whose register is named by a word, on its line or near it."""
    if match := _NAMED.search(text):
        return f"{_KINDS[match['register'].lower()]} {match['number']}"
    if match := _LETTERED.search(text):
        return f"HR{match['letter']} {match['number']}"
    beside = _OF_A_KIND.search(text)
    numbered = _NUMBERED.search(text) or (_NUMBERED_BESIDE.search(text) if beside else None)
    kind = beside or next((found for near in context if (found := _OF_A_KIND.search(near))), None)
    return f"{_KINDS[kind[0].lower()]} {numbered['number']}" if numbered and kind else None


def _austrian(lines: Sequence[Line], at: int) -> str | None:
    """An Austrian number, on a line with its label or alone below it."""
    text = lines[at].text
    match = _AUSTRIAN.search(text)
    if match is not None:
        if match["club"]:
            return f"ZVR {match['club']}"
        return f"FN {(match['number'] or match['other']).replace(' ', '')}"
    bare = _BARE_AUSTRIAN.match(text.strip())
    if bare is not None and (
        _AUSTRIAN_LABEL.search(lines[at].heading) or (at and _AUSTRIAN_LABEL.search(lines[at - 1].text))
    ):
        return f"FN {bare['number'].replace(' ', '')}"
    return None


def _registered(context: list[str], number: str, line: Line, court: str, url: str) -> Finding:
    """The number with its court: the nearest that is named, else the town of the register."""
    for pattern in (_COURT, _REGISTER):
        for text in context:
            match = next((one for one in pattern.finditer(text) if not _NO_TOWN.match(one["town"])), None)
            if match is None or (pattern is _REGISTER and not court):
                continue
            kind = court or next((name for sign, name in _COURTS if sign in match[0]), "")
            quote = line.text if text == line.text else f"{text}\n{line.text}"
            return Finding(f"{kind} {match['town']}".strip() + f", {number}", url, quote, 0.95)
    return Finding(number, url, line.text, 0.85)


def _swiss_confidence(match: re.Match[str]) -> float:
    return 0.95 if swiss_uid_is_valid(match[1] + match[2] + match[3]) else 0.9

"""Managing directors, register entry and VAT id."""

from __future__ import annotations

import re

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.names import bare_name, is_person
from ingest_svc.domain.imprint.site import Line

_ROLE = re.compile(
    r"^(?:(?:gesetzlich |vertretungsberechtigte\w*,? |einzel\w* |alleinvertretungs\w* |allein |die |den |der |durch |"
    r"handels\w* |gewerbe\w* )*)"
    r"(?:vertretungsberechtigte\w*\s+)?"
    r"(geschäftsführ(?:er(?:in|innen)?|ung|ende\w*(?:\s+gesellschafter\w*)?)|gesellschafter(?:in|innen)?|"
    r"managing directors?|vorstand(?:smitglied\w*)?|inhaber(?:in)?|inh\.|verwaltungsrat\w*|vertreten durch|"
    r"vertretungsberechtigt\w*|gesetzliche\w* vertreter\w*|partner)"
    r"(?:/-?in|/?innen|\*innen|:innen|\(in\))?(?:\s*\([^)]*\))?"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_MIDDLE = re.compile(r"\b(?:geschäftsführer(?:in|innen)?|vorstand|inhaber(?:in)?)\s*:?\s+(?P<rest>.+)$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\bund\b|\bsowie\b|\|)\s*")
_KIND = r"HRA|HRB|VR|GnR|GsR|PR|GR"
_GERMAN = re.compile(
    rf"\b(?P<kind>{_KIND})\s*[-:]?\s*(?:Nr\.?|Nummer)?\s*:?\s*(?P<number>\d{{1,7}}(?:\s?[A-Z]{{1,2}}\b)?)"
)
_AUSTRIAN = re.compile(
    r"\bFN\s*:?\s*(?P<number>\d{4,6}\s?[a-z])\b|Firmenbuch(?:nummer|nr\.?)?\s*:?\s*(?:FN\s*)?(?P<other>\d{4,6}\s?[a-z])\b"
)
_SWISS = re.compile(r"\bCHE[-\s]?(\d{3})\.?\s?(\d{3})\.?\s?(\d{3})(?:\s?(MWST|TVA|IVA))?")
_COURT = re.compile(
    r"\b(?:Amtsgerichts?|AG|(?:Firmenbuch|Register)gericht(?:\s*:)?(?:\s*(?:Amts|Handels|Landes)gericht)?|Handelsgericht|Landesgericht)\s*:?\s*"
    r"(?P<town>[A-ZÄÖÜ][\wäöüß-]+(?:\s(?:am|an der|im|i\.|a\.|\([A-ZÄÖÜ][\wäöüß.]*\)|[A-ZÄÖÜ][\wäöüß.-]+)){0,3}?)"
    r"(?=\s*(?:$|[,;.()|]|unter\b|HR|Nr|Handelsreg|Register|FN|VR))"
)
_GENERAL_PARTNER = re.compile(r"persönlich haftend|komplementär|verwaltungs-?\s?gmbh|beteiligungs", re.IGNORECASE)
_VAT_DE = re.compile(r"\bDE[\s-]?((?:\d[\s.]?){8}\d)\b")
_VAT_AT = re.compile(r"\bATU\s?((?:\d\s?){7}\d)\b")
_VAT_LABEL = re.compile(r"ust|umsatzsteuer|vat|uid|mwst|mehrwertsteuer", re.IGNORECASE)


def find_directors(lines: tuple[Line, ...], url: str) -> tuple[Finding, ...]:
    """Who represents the company, in the order of the page."""
    found: dict[str, Finding] = {}
    for at, line in enumerate(lines):
        if not line.own:
            continue
        match = _ROLE.match(line.text.strip())
        rest = match["rest"] if match else None
        if match is None and (middle := _MIDDLE.search(line.text)):
            rest = middle["rest"]
        names = _names(rest or "")
        quote = line.text
        if match is not None and not names and len((rest or "").strip(" :.")) < 25:
            below = _names_below(lines, at)
            names, quote = below, "\n".join([line.text, *below])
        elif match is None and _ROLE.match(line.heading) and line.text == _first_under(lines, at):
            names = [line.text, *_names_below(lines, at)] if _names(line.text) else []
            names = [name for text in names for name in _names(text)]
            quote = "\n".join([line.heading, line.text])
        for name in names:
            found.setdefault(name, Finding(name, url, quote, 0.95))
    return tuple(found.values())[:10]


def _first_under(lines: tuple[Line, ...], at: int) -> str:
    while at > 0 and lines[at - 1].heading == lines[at].heading:
        at -= 1
    return lines[at].text


def _names_below(lines: tuple[Line, ...], at: int) -> list[str]:
    names: list[str] = []
    for line in lines[at + 1 : at + 7]:
        under = _names(line.text)
        if not under or line.heading != lines[at].heading:
            break
        names += under
    return names


def _names(text: str) -> list[str]:
    """The persons a text lists, when it starts with one and holds little else."""
    text = re.sub(r"^[\s:,–-]+|^(?:ist|sind|die|den|der|durch|Herrn?|Frau)\s+", "", text.strip())
    text = re.sub(r"^(?:geschäftsführ\w+|inhaber\w*|vorstand)\s*:?\s*", "", text, flags=re.IGNORECASE)
    found: list[str] = []
    for piece in _SPLIT.split(text):
        part = re.sub(r"\s*\((?:[^)]*)\)", "", piece).strip(" .:")
        if is_person(part):
            found.append(bare_name(part))
        elif part and not re.fullmatch(r"(?:Vorsitz\w*|Sprecher\w*|CEO|CTO|COO|MBA|MSc|LL\.M|Dipl\.?.*)", part):
            break
    return found


def find_register(lines: tuple[Line, ...], url: str) -> Finding | None:
    """Court and number, e.g. `Amtsgericht Hamburg, HRB 998877`; in Switzerland the UID."""
    for at, line in enumerate(lines):
        if not line.own or _GENERAL_PARTNER.search(f"{line.heading}\n{line.text}"):
            continue
        around = [near for near in lines[max(0, at - 4) : at + 4] if near.own]
        context = [line.text, *(near.text for near in around if near.text != line.text)]
        if match := _GERMAN.search(line.text):
            return _registered(context, f"{match['kind']} {match['number']}", line, "Amtsgericht", url)
        if match := _AUSTRIAN.search(line.text):
            number = (match["number"] or match["other"]).replace(" ", "")
            return _registered(context, f"FN {number}", line, "", url)
    for line in lines:
        match = _SWISS.search(line.text)
        if match and line.own:
            return Finding(f"CHE-{match[1]}.{match[2]}.{match[3]}", url, line.text, 0.95)
    return None


def _registered(context: list[str], number: str, line: Line, court: str, url: str) -> Finding:
    for text in context:
        match = _COURT.search(text)
        if match:
            kind = court or next((one for one in ("Landesgericht", "Handelsgericht") if one in match[0]), "")
            value = f"{kind} {match['town']}".strip()
            quote = line.text if text == line.text else f"{text}\n{line.text}"
            return Finding(f"{value}, {number}", url, quote, 0.95)
    return Finding(number, url, line.text, 0.85)


def find_vat(lines: tuple[Line, ...], url: str) -> Finding | None:
    """The VAT id in its official spelling."""
    for at, line in enumerate(lines):
        if not line.own:
            continue
        if match := _VAT_AT.search(line.text):
            return Finding("ATU" + re.sub(r"\D", "", match[1]), url, line.text, 0.98)
        if (match := _SWISS.search(line.text)) and (match[4] or _VAT_LABEL.search(line.text + line.heading)):
            return Finding(f"CHE-{match[1]}.{match[2]}.{match[3]} MWST", url, line.text, 0.95)
        if match := _VAT_DE.search(line.text):
            label = " ".join([near.text for near in lines[max(0, at - 2) : at + 1]] + [line.heading])
            if _VAT_LABEL.search(label):
                return Finding("DE" + re.sub(r"\D", "", match[1]), url, line.text, 0.98)
    return None

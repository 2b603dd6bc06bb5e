"""Name, legal form and address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest_svc.domain.imprint.facts import Finding, PostalAddress
from ingest_svc.domain.imprint.names import is_person
from ingest_svc.domain.imprint.site import Line

# Longer forms first: the first that matches is taken.
_FORMS: tuple[tuple[str, str], ...] = (
    ("GmbH & Co. KGaA", r"GmbH\s*&\s*Co\.?\s*KGaA"),
    ("GmbH & Co. KG", r"G(?:es\.?)?\s?m\.?b\.?H\.?\s*(?:&|und|\+)\s*Co\.?\s*KG"),
    ("GmbH & Co. OHG", r"GmbH\s*&\s*Co\.?\s*OHG"),
    ("UG (haftungsbeschränkt) & Co. KG", r"UG\s*\(haftungsbeschränkt\)\s*&\s*Co\.?\s*KG"),
    ("UG (haftungsbeschränkt)", r"UG\s*\(haftungsbeschränkt\)|Unternehmergesellschaft"),
    ("AG & Co. KG", r"AG\s*&\s*Co\.?\s*KG"),
    ("gGmbH", r"gGmbH"),
    ("GmbH", r"GmbH|Ges\.\s?m\.\s?b\.\s?H\.?|G\.m\.b\.H\.?|Gesellschaft mit beschränkter Haftung"),
    ("PartG mbB", r"PartG\s?mbB|Partnerschaftsgesellschaft mbB|Partnerschaft mbB"),
    ("PartG", r"PartG|Partnerschaftsgesellschaft"),
    ("KGaA", r"KGaA"),
    ("AG", r"AG|Aktiengesellschaft"),
    ("SE", r"SE"),
    ("OHG", r"OHG|oHG"),
    ("OG", r"OG"),
    ("KG", r"KG"),
    ("GbR", r"GbR|eGbR|Gesellschaft bürgerlichen Rechts"),
    ("e.K.", r"e\.\s?K\.|e\.\s?Kfm\.|e\.\s?Kfr\.|e\.\s?Kff?r\."),
    ("e.U.", r"e\.\s?U\."),
    ("e.V.", r"e\.\s?V\."),
    ("eG", r"eG|Genossenschaft"),
    ("Sàrl", r"S[àa]rl|S\.à\s?r\.l\."),
    ("UG", r"UG"),
)
_FORM = [(name, re.compile(rf"(?<![\w.])(?:{pattern})(?!\w)")) for name, pattern in _FORMS]
_ZIP = re.compile(
    r"^(?:(?P<land>DE|AT|CH|D|A)\s?[-–]\s?)?(?P<zip>\d{5}|\d{4})\s+(?P<city>[A-ZÄÖÜ][^\d,;|·•()]{1,45}"
    r"(?:\((?:[A-ZÄÖÜ][\w äöüß.-]*)\))?(?:\s\d{1,2})?)"
    r"(?:,?\s*\(?(?P<country>Deutschland|Germany|Österreich|Austria|Schweiz|Switzerland)\)?)?$"
)
_STREET = re.compile(
    r"^(?:(?:Anschrift|Adresse|Sitz|Hausanschrift)\s*:\s*)?(?P<street>[A-ZÄÖÜ0-9][\w .,'’äöüßÄÖÜé/-]{2,60}?\s"
    r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d{0,4}\s?[a-zA-Z]?(?:/\d+)?)?)$"
)
_SEPARATORS = re.compile(r"\s+[·•|–—/]\s+|,\s+|\s*[·•|]\s*")
_LABEL = re.compile(
    r"^(?:firma|firmenname|firmenwortlaut|name|anbieter(?:in)?|diensteanbieter(?:in)?|betreiber(?:in)?|"
    r"herausgeber(?:in)?|verantwortlich(?:e[rs]?)?|unternehmen|company|medieninhaber(?:in)?|"
    r"inhaber(?:in)?|angaben gem[^:]*|impressum|website-betreiber(?:in)?|unternehmensname|anschrift|adresse|"
    r"kontaktadresse|verantwortliche instanz|dienstanbieter|sitz(?: der gesellschaft)?)(?:\s*:\s*|\s*$)|^firma\s+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\b(?:der|die|das|ist|wird|und wir|hat|von der)\b")
_OWNER = re.compile(
    r"^(?:inhaber(?:in)?|inh\.|vertreten durch|z\.\s?hd\.|c/o|geschäftsführ\w*|postfach)\b", re.IGNORECASE
)
_COUNTRIES = {
    "Deutschland": "DE", "Germany": "DE", "D": "DE", "DE": "DE",
    "Österreich": "AT", "Austria": "AT", "A": "AT", "AT": "AT",
    "Schweiz": "CH", "Switzerland": "CH", "CH": "CH",
}  # fmt: skip


def legal_form_of(name: str) -> str | None:
    """The legal form in a company's name."""
    for form, pattern in _FORM:
        if pattern.search(name):
            return form
    return None


@dataclass(frozen=True, slots=True)
class Block:
    """An address as it was found, with the company's name above it."""

    name: str | None
    address: PostalAddress
    quote: str


def find_block(lines: tuple[Line, ...], *, country: str) -> Block | None:
    """The first address that is the company's own; `country` counts where the lines name none."""
    parts = _parts(lines)
    for at, (part, own) in enumerate(parts):
        match = _ZIP.match(part)
        if not match or not own or at == 0:
            continue
        street = _STREET.match(parts[at - 1][0])
        if street is None:
            continue
        following = parts[at + 1][0] if at + 1 < len(parts) else ""
        land = match["land"] or match["country"] or (following if following in _COUNTRIES else "")
        found = _COUNTRIES.get(land, "") or (country if len(match["zip"]) == (5 if country == "DE" else 4) else "")
        if not found:
            found = "DE" if len(match["zip"]) == 5 else country
        address = PostalAddress(
            street["street"].strip(), match["zip"], match["city"].strip().removesuffix(" Deutschland"), found
        )
        above = [text for text, _ in parts[max(0, at - 5) : at - 1]]
        name = _name(above)
        start = above.index(name[1]) if name else len(above)
        quote = "\n".join([*above[start:], parts[at - 1][0], part])
        return Block(name[0] if name else None, address, quote)
    return None


def find_name(lines: tuple[Line, ...]) -> tuple[str, str] | None:
    """The first line that is a company's name by its legal form, and the line."""
    for line in lines:
        if not line.own:
            continue
        for part in _SEPARATORS.split(line.text):
            name = _LABEL.sub("", part).strip(" :,–-©")
            short = 4 < len(name) <= 90 and len(name.split()) <= 10
            if short and legal_form_of(name) and not _SENTENCE.search(name):
                return name, line.text
    return None


def _parts(lines: tuple[Line, ...]) -> list[tuple[str, bool]]:
    """Lines cut at separators where one line holds a whole address."""
    found: list[tuple[str, bool]] = []
    for line in lines:
        pieces = [piece.strip() for piece in _SEPARATORS.split(line.text) if piece.strip()]
        whole = len(pieces) > 1 and any(_ZIP.match(piece) for piece in pieces)
        found += [(piece, line.own) for piece in pieces] if whole else [(line.text.strip(" ,"), line.own)]
    return found


def _name(above: list[str]) -> tuple[str, str] | None:
    """The company's name among the lines above a street: one with a legal form, else the nearest that is no label."""
    for text in above:
        name = _LABEL.sub("", text).strip(" :,")
        if legal_form_of(name) and len(name) <= 90 and name[0] != "(":
            return name, text
    candidates = [text for text in above if not _OWNER.match(text) and "@" not in text and len(text) <= 70]
    for text in reversed(candidates):
        name = _LABEL.sub("", text).strip(" :,")
        if len(name) > 3 and not name.endswith((".", ":")) and not re.search(r"§|\d{3}|impressum", name, re.IGNORECASE):
            if is_person(name) and len(candidates) > 1:
                continue
            return name, text
    return None


def findings(block: Block | None, named: tuple[str, str] | None, url: str) -> dict[str, Finding | PostalAddress]:
    """Name, legal form and address as findings."""
    found: dict[str, Finding | PostalAddress] = {}
    if block is not None:
        a = block.address
        text = f"{a.street}, {a.postal_code} {a.city}"
        found["address"] = Finding(text, url, block.quote, 0.95)
        found["postal_address"] = a
    name, quote, confidence = None, "", 0.0
    if block is not None and block.name:
        name, quote, confidence = block.name, block.quote, 0.97 if legal_form_of(block.name) else 0.75
    if named is not None and (name is None or not legal_form_of(name)):
        name, quote, confidence = named[0], named[1], 0.85
    if name:
        found["company_name"] = Finding(name, url, quote, confidence)
        form = legal_form_of(name)
        if form:
            found["legal_form"] = Finding(form, url, quote, confidence)
    return found

"""Postal addresses, however they are laid out: over lines, on one line, behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest_svc.domain.imprint.facts import PostalAddress
from ingest_svc.domain.imprint.legal_forms import legal_form_of
from ingest_svc.domain.imprint.lines import Line

_COUNTRIES = {
    "deutschland": "DE", "germany": "DE", "d": "DE", "de": "DE", "allemagne": "DE", "brd": "DE",
    "österreich": "AT", "oesterreich": "AT", "austria": "AT", "a": "AT", "at": "AT",
    "schweiz": "CH", "switzerland": "CH", "ch": "CH", "suisse": "CH",
    "italien": "IT", "italy": "IT", "italia": "IT", "i": "IT", "it": "IT", "südtirol": "IT",
    "liechtenstein": "LI", "fl": "LI", "li": "LI", "luxemburg": "LU", "luxembourg": "LU", "l": "LU", "lu": "LU",
    "niederlande": "NL", "netherlands": "NL", "nl": "NL", "belgien": "BE", "b": "BE", "be": "BE",
    "frankreich": "FR", "france": "FR", "f": "FR", "fr": "FR", "dänemark": "DK", "dk": "DK", "polen": "PL", "pl": "PL",
}  # fmt: skip
_NAMES = "|".join(sorted((name for name in _COUNTRIES if len(name) > 3), key=len, reverse=True))
_WORD = r"[A-ZÄÖÜÉ][\wäöüß.'’-]*"
_TOWN = (
    rf"{_WORD}(?:(?:\s|\s?/\s?)(?:(?:am|an|der|dem|den|im|in|ob|bei|vor|unter|auf|b\.|a\.|d\.|i\.|v\.|o\.|u\.|"
    rf"a\.d\.|i\.d\.)\s?)*{_WORD})"
    r"{0,3}(?:\s\d{1,2}(?!\d))?(?:\s?\([A-ZÄÖÜ][\w äöüß.-]{0,24}\))?"
)
_ZIP = re.compile(
    r"(?<![\w.,-])(?<!©)(?<!© )(?<!Copyright )"
    rf"(?:(?P<land>DE|AT|CH|FL|LI|IT|LU|NL|BE|FR|DK|D|A|I|L|B|F)\s?[-–]\s?)?(?P<zip>\d{{5}}|"
    rf"\d{{4}}(?!\s?[-–/]))"
    rf"\s*(?:[-–]\s+|,\s*)?(?P<city>{_TOWN})(?P<rest>.*)$"
)
_COUNTRY = re.compile(rf"^\W*(?:\([A-Z]{{2}}\)\W*)?(?P<name>{_NAMES})\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:(?:post|haus|geschäfts|firmen|praxis|besucher|kontakt|liefer)?-?(?:anschrift|adresse)|sitz|standort|"
    r"firmensitz|address|"
    r"straße(?: ?/ ?(?:nr|hausnr)\.?)?|strasse)"
    r"(?: (?:des|der) (?:vereins|unternehmens|praxis|firma|gesellschaft|kanzlei|betriebs))?\s*[:|]?\s*"
    r"(?!de[sr] )(?=[A-ZÄÖÜ\d])",
    re.IGNORECASE,
)
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z])?(?:\s?[-–/+&]\s?\d{1,4}(?:\s?[a-zA-Z])?|(?<=[a-z])[-–/+][a-z]\b){0,3}"
_SUFFIX = (
    r"(?:straße|strasse|str\.?|weg|platz|gasse|gässchen|gäßchen|allee|ring|damm|ufer|markt|hof|berg|feld|wiese|"
    r"garten|tor|steig|"
    r"graben|zeile|promenade|chaussee|stieg|pfad|park|winkel|kamp|brink|rain|halde|bühl|stiege|kai|wall|twiete|"
    r"redder|mühle|grund|"
    r"leiten|au|siedlung|center|zentrum)"
)
_UNIT = (
    r"(?:\s*[,/]?\s*(?:Top|Stiege|Tür|Haus|Halle|Gebäude|Hinterhaus|\d{1,2}\.\s?(?:OG|Stock|Etage|OG\.)|EG|DG|UG)"
    r"\s?[\w.]{0,4})?"
)
_STREET = re.compile(
    rf"^(?:{_WORD}|\d{{1,2}}\.)(?:[ -](?:[\w.'’äöüß-]+|&|/))*?,?\s?(?<=[a-zäöüß. ,]){_NUMBER}{_UNIT}$"
    rf"|^(?:[\w.'’-]+[ -]){{0,4}}[\w-]*{_SUFFIX}$|^(?:Haus|Hof|Dorf|Nr\.?)\s(?:Nr\.?\s?)?\d{{1,4}}\w?$"
    rf"|^[A-U]\s?\d{{1,2}},?\s?\d{{1,3}}(?:\s?[-–]\s?\d{{1,3}})?\w?$|^\d{{1,4}}\w?,?\s(?:rue|avenue|av\.|chemin|"
    rf"route|via)\s.+$",
    re.IGNORECASE,
)
_PLAIN_STREET = re.compile(
    rf"(?:.*\w\s?{_SUFFIX}|(?:Am|An de[rm]|Auf de[rm]|Bei de[rm]|Beim|Im|In de[rm]|Unter de[rm]|Zum|Zur)\s\w+)\s\d",
    re.IGNORECASE,
)
_TAIL_STREET = re.compile(
    rf"(?P<name>.*?)\s*(?P<street>(?:(?:Am|An der|An den|Im|In der|In den|Auf der|Auf dem|Zum|Zur|Alte|Neue|Große|"
    rf"Kleine|Obere|Untere)\s)?"
    rf"[A-ZÄÖÜ][\w.'’äöüß-]*(?:\s?{_SUFFIX})?\s{_NUMBER})$"
)
_OF_A_DAY = re.compile(rf"(?:straße|str\.|strasse|platz|allee) de[sr] \d{{1,2}}\. \w+ {_NUMBER}$", re.IGNORECASE)
"""`Straße des 17. Juni 135`: a date that is a street."""
_NO_STREET = re.compile(
    r"@|€|\bhr[ab]\b|\btel|\bfax|\bfon\b|\bmobil|\buhr\b|\bust|§|postfach|telefon|www|http|\bsteuer|\bvr\b|\bfn\b|©|"
    r"copyright|seit\b|"
    r"januar|februar|märz|april\b|juni\b|juli\b|august\b|september|oktober|november|dezember|\.\d{2,4}\b|klasse|"
    r"stand\b|halle \d",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"muster|beispiel(?:str|weg)|example", re.IGNORECASE)
_UNNAMED = re.compile(r"straße (?!de[sr] )", re.IGNORECASE)
MOST_BLOCKS = 40
"""Addresses of one page that are looked at."""
LONGEST_LINE, MOST_SENTENCES = 260, 12
_FULL_STOP = re.compile(r"(?<=[a-zäöüß]{4})\.\s+(?=[A-ZÄÖÜ])")
MOST_WORDS = 7
"""Words of a street with its number; more hold a name, too."""
_NO_ZIP = frozenset({"12345", "00000", "1234", "0000"})
"""Postal codes of templates."""
_BETWEEN = re.compile(
    r"^(?:postfach|ortsteil|ot\b|gebäude|hinterhaus|\d\.\s?(?:og|stock|etage)|eg\b|haus\b|c/o|"
    r"(?:tel(?:efon)?|fon|(?:tele)?fax)\b)",  # of two columns read across
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*[|•·●*]\s*|\s+[–—/-]\s+|,\s+|;\s*")
_END = re.compile(
    r"[\s,;|·•–-]*\b(?:Tel|Telefon|Fax|Fon|Mobil|E-?Mail|Mail|Web|Deutschland|Germany|Österreich|Austria|Schweiz|"
    r"Switzerland|Italien|"
    r"Italy|Liechtenstein|Luxemburg|Telefonnummer|Phone|Kontakt|Inhaber\w*|Inh|Anfahrt|Route|USt|Ust|Vertreten|"
    r"Handelsregister|Amtsgericht|"
    r"Geschäftsführer\w*|Impressum|Öffnungszeiten|Karte|Google|Alle|Copyright|HRB|HRA|Sitz)\b.*$"
)


@dataclass(frozen=True, slots=True)
class Block:
    """An address where it stands. `above`: what stands before it, the nearest last; `at`: its last line's place."""

    address: PostalAddress
    above: tuple[str, ...]
    quote: str
    line: Line
    at: int
    country_named: bool

    @property
    def text(self) -> str:
        """Street, postal code and town on one line."""
        return f"{self.address.street}, {self.address.postal_code} {self.address.city}"


def country_code(name: str) -> str:
    """The ISO 3166 code of a country that an address names; nothing for one that is not known."""
    return _COUNTRIES.get(name.strip(" .()").lower(), "")


def find_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """All addresses of some lines, whosever they are. The country is empty where the address names none."""
    found = 0
    parts = [(at, one, text) for at, one in enumerate(lines) for text in _sentences(one.text)]
    for at, line, text in parts:
        match = _zip_in(text) if found < MOST_BLOCKS else None
        if match is None:
            continue
        before = re.sub(r"(?<=\d) in$", "", text[: match.start()].strip(" ,·|•–-/\t"))
        street, names, first = (
            _street_before(before, at)
            if before and not re.fullmatch(r"[^\w]*|(?:PLZ|Ort|in)\W*(?:/\s?Ort)?\W*", before)
            else _street_above(lines, at)
        )
        numberless = street is None or not re.search(r"\d", street)
        if (
            numberless
            and (not before or before.endswith(":"))
            and (behind := _street_behind(match["rest"]) or _street_below(lines, at, match["rest"]))
        ):
            street, names, first = behind, [], at
        if street is None or is_template(street, match["zip"]):
            continue
        following = lines[at + 1].text if at + 1 < len(lines) and lines[at + 1].paragraph - line.paragraph <= 2 else ""
        named = _COUNTRY.match(match["rest"]) or _COUNTRY.fullmatch(following.strip(" ,.()"))
        country = (
            _COUNTRIES[(named["name"] if named else match["land"] or "").lower()] if named or match["land"] else ""
        )
        above = (*_above(lines, first), *names)
        quote = "\n".join([*(one.text for one in lines[first:at]), text])
        address = PostalAddress(street, match["zip"], _town(match["city"]), country)
        found += 1
        yield Block(address, above, quote, line, at, bool(country))


def is_template(street: str, postal_code: str) -> bool:
    """Whether an address was never filled in."""
    return postal_code in _NO_ZIP or bool(_PLACEHOLDER.match(street) or _UNNAMED.match(street))


def is_address_line(text: str) -> bool:
    """Whether a line is a street with its number, or a postal code with its town."""
    plain = text.strip(" ,")
    match = _zip_in(plain)
    return _street(plain, strict=True) is not None or (match is not None and match.start() == 0)


def _sentences(text: str) -> list[str]:
    """A line, or the sentences of one that is too long for an address: some imprints are prose."""
    return [text] if len(text) <= LONGEST_LINE else _FULL_STOP.split(text)[:MOST_SENTENCES]


def _zip_in(text: str) -> re.Match[str] | None:
    return _ZIP.search(text) if len(text) <= LONGEST_LINE else None


def _street(text: str, *, strict: bool = False) -> str | None:
    plain = _LABEL.sub("", text.strip(" ,:|")).strip(" ,")
    if (
        not 3 <= len(plain) <= 70
        or len(plain.split()) > MOST_WORDS
        or legal_form_of(plain)
        or _PLACEHOLDER.match(plain)
        or (_NO_STREET.search(plain) and not _OF_A_DAY.match(plain))
        or (strict and not re.search(r"\d", plain))
    ):
        return None
    match = _STREET.match(plain)
    return plain if match else None


def _street_before(before: str, at: int) -> tuple[str | None, list[str], int]:
    """The street at the end of what stands before a postal code on its line, and what stands before that."""
    pieces = [piece for piece in _SEPARATORS.split(before) if piece.strip()]
    for count in (1, 2):
        if len(pieces) >= count and (street := _street(", ".join(pieces[-count:]))):
            return street, pieces[:-count], at
    if (
        pieces
        and len(pieces[-1]) <= 110
        and (match := _TAIL_STREET.search(pieces[-1]))
        and not _NO_STREET.search(match["street"])
    ):
        name = _LABEL.sub("", match["name"] + " x")[:-1].strip(" :,")
        return match["street"], [*pieces[:-1], *([name] if name else [])], at
    return None, [], at


def _street_behind(rest: str) -> str | None:
    """The street behind a town, as Austrians write it: `1090 Wien, Am Anger 6/2`. What is counted is none."""
    pieces = [piece for piece in _SEPARATORS.split(rest) if piece.strip()]
    if not rest.startswith(",") or not pieces or not _PLAIN_STREET.match(pieces[0]):
        return None
    return _street(pieces[0], strict=True)


def _street_below(lines: Sequence[Line], at: int, rest: str) -> str | None:
    """The street under a town, as a few write it; the one of the next address has a postal code of its own."""
    if rest.strip() or at + 1 >= len(lines) or lines[at + 1].paragraph - lines[at].paragraph > 1:
        return None
    if not _PLAIN_STREET.match(lines[at + 1].text) or (at + 2 < len(lines) and _zip_in(lines[at + 2].text)):
        return None
    return _street(lines[at + 1].text, strict=True)


def _street_above(lines: Sequence[Line], at: int) -> tuple[str | None, list[str], int]:
    """The street on one of the two lines above a postal code, what stands before it there, and the line's place."""
    for place in range(at - 1, max(-1, at - 3), -1):
        text = lines[place].text
        if street := _street(text):
            return street, [], place
        pieces = [piece for piece in _SEPARATORS.split(text) if piece.strip()]
        if len(pieces) > 1 and (street := _street(pieces[-1])):
            return street, pieces[:-1], place
        if not _BETWEEN.match(text):
            break
    return None, [], at


def _above(lines: Sequence[Line], first: int) -> list[str]:
    """What stands above an address as part of it: up to six lines before another address or a far paragraph."""
    found: list[str] = []
    for place in range(first - 1, max(-1, first - 7), -1):
        line = lines[place]
        under = lines[first].headings[: len(line.headings)] == line.headings
        far = lines[first].paragraph - line.paragraph > 8 or not under
        if far or line.zone != lines[first].zone or _zip_in(line.text) is not None:
            break
        found.insert(0, line.text)
    return found


def _town(text: str) -> str:
    town = _END.sub("", text).strip(" ,;·|–-")
    return town.rstrip(".") if not re.search(r"\b[a-zA-Z]{1,2}\.$", town) else town

"""Whether a text is a person's name, and what stands around one: titles, degrees, roles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest_svc.domain.imprint.first_names import fold, is_first_name
from ingest_svc.domain.imprint.name_rules import is_common
from ingest_svc.domain.imprint.roles import names_position

_TITLE_TEXT = (
    r"Herrn?|Frau|Hr\.|Fr\.|Dr\.?\*in|drs?\.|Drs\.|Dr\.?\s?-\s?[Ii]ng\.|Prof(?:essor(?:in)?|\.)?|(?:PD|Priv\.-?Doz\.)|Dr\.?|DDr\.|Doktor|med\.?|dent\.?|vet\.?|"
    r"jur\.|iur\.|"
    r"phil\.|rer\.|nat\.|pol\.|oec\.|habil\.|univ\.|h\.\s?c\.|theol\.|agr\.|techn\.|sc\.|mult\.|medic\.?|Ing\.|"
    r"Dipl\.?\s?-\s?[A-ZÄÖÜ][\wäöü]*\.?(?:\s?\(\w+\))?|Dipl\.\s[A-ZÄÖÜ][a-zäöü]+\.|Dipl\.|Mag\.a?|MMag\.|Bakk\.|"
    r"RAin|RA|StBin|StB|WP|"
    r"MSc|M\.?Sc\.?|B\.?Sc\.?|B\.?A\.?|M\.?A\.?|B\.?Eng\.?|M\.?Eng\.?|DI|Bmstr?\.|KommR|Komm\.-?Rat|Mst\.|Med\.?Rat|"
    r"OStR|"
    r"O?MR|HR|Kpt\.|Kapitän|Msgr\.|Sr\.|Pfr\.|Pfarrer(?:in)?|Arch\."
)
_TITLE = re.compile(
    rf"^(?:(?:{_TITLE_TEXT})(?![A-Za-zäöüÄÖÜ])(?:\s*\((?:FH|BA|TU|Univ\.?|[A-Z]{{1,4}})\))?[\s,]*(?=\S))+"
)
_SALUTED = re.compile(r"\s*(?:Frau|Herrn?)\s")
_SUFFIX = re.compile(
    r"\s*(?:,?\s*(?:MBA|M\.?\s?Sc\.?|B\.?\s?Sc\.?|LL\.\s?[MB]\.?|B\.?\s?A\.?|M\.?\s?A\.?|B\.?\s?Eng\.?|"
    r"M\.?\s?Eng\.?|M\.?D\.?|D\.?M\.?D\.?|D\.?D\.?S\.?|"
    r"Ph\.?D\.?|MAS|CAS|CPA|FRICS|jun\.|jr\.|sen\.|sr\.|Dipl\.-?\s?[A-ZÄÖÜ][\w.-]*(?:\s?\(\w+\))?)|\([^)]*\))\s*$"
)
_DEGREE = re.compile(r"(?<=[a-zäöüß]),?\s+[MB]\.?\s?(?:Sc|A|Eng)\.?,?\s+[A-ZÄÖÜ][\w ]*$")
"""A degree behind a name, with its subject: `Selma Orth M.Sc. Architektur`."""
_NICKNAME = re.compile(r"""\s[„“"»'‚‘][^\W\d_]{2,15}[“”"«'‘’](?=\s|$)\s?""")
_LETTERS = r"[a-zäöüßà-öø-ÿā-žḁ-ỹơưșțışğ'’]"
_CAPITAL = r"[A-ZÄÖÜÀ-ÖØ-ÞĀ-ŽẠ-ỸƠƯȘȚİŞĞ]"
_PART = re.compile(
    rf"^(?:(?:d'|D'|O'|O’|Mc|Mac|De|Di|Le|La){_CAPITAL}{_LETTERS}+|"
    rf"{_CAPITAL}{_LETTERS}+)(?:-{_CAPITAL}{_LETTERS}+)*$|^{_CAPITAL}\.(?:-?{_CAPITAL}\.)?$"
)
_ABBREVIATION = re.compile(r"[a-zäöüß] [A-ZÄÖÜ]{2,4}$")
"""Capitals behind a name that is not written in them: what its bearer offers (`Uta Orth TCM`)."""
_LOUD = re.compile(r"^[A-ZÄÖÜ]{2,}(?:-[A-ZÄÖÜ]{2,})*$")
_PARTICLES_TEXT = """
    von van de der den zu zur zum vom da di del della la le el al bin ben ten ter dos do af av
"""
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
# What stands where surnames stand and is none: things, places, organisations. Compared word by word, folded.
_NO_SURNAME_TEXT = """
    agentur akademie allee apotheke arzt atelier ausbildung auto autohaus baeckerei bad bank bau berlin
    beratung bild bistro blog boutique buero cafe camp center club coaching co company consulting design deutschland
    dienst dienste domain ehrenamt essen events fahrschule fest film finanzen foto fotografie friseur galerie garage
    garten gartenbau gasthof gemeinde germany gesellschaft getraenke gmbh grill gruppe gymnasium halle haus heim
    hilfe hof home hotel hospital immobilien info institut jugend kanzlei karriere kg kinder kirche klasse klinik
    kollektion konditorei kontakt kosmetik kurs kurse laden laden leistungen lounge mail maps metzgerei mode moebel
    museum musik ohg online park partner pension pizzeria platz praxis preis produkte programm projekt reinigung
    reisen restaurant ring salon schule school service shop solutions spa sport stadion stift stiftung strasse str
    studio systeme tag tage tanzschule taxi team technik theater therapie tour tours training transporte umzuege und
    verein verlag versicherung versicherungen vertrieb verwaltung viertel villa weg weingut welt werk werkstatt
    werbung woche yoga zeit zentrum zone provider question sponsor member manager betreiber betreiberin
    inhaber inhaberin webseite website homepage verantwortlich verantwortliche geschaeftsfuehrer geschaeftsfuehrung
    vorstand anbieter herausgeber redaktion facebook instagram impressum datenschutz startseite whatsapp youtube
    google maps app cloud group media news shops store world kollegen flexibel umziehen bewegung konzept massage
    treatment bootcamp buchen erleben geniessen kaufen anfragen bestellen entdecken kontaktieren anrufen klavier
    gitarre violine saxophon pilates zumba turnen fussball tennis benz buttons cookies analytics fonts montag
    dienstag mittwoch donnerstag freitag samstag sonntag januar februar maerz april juni juli september oktober
    november dezember burgunder riesling spaetburgunder silvaner senior junior spital krankenhaus zahlen kompetenz
    erfahrung qualitaet amtsgericht registergericht handelsregister telefon tel fax mail sitz
"""
_NO_SURNAME = frozenset(_NO_SURNAME_TEXT.split())
_FIRST_WORD_NO_TEXT = """
    st sankt haus villa hotel café restaurant firma ueber der die das mein meine unser unsere ihr ihre dein deine alle
    previous next
"""
_PROFESSIONS = {
    "RAin": "Rechtsanwältin", "RA": "Rechtsanwalt", "StBin": "Steuerberaterin", "StB": "Steuerberater",
    "WP": "Wirtschaftsprüfer",
}  # fmt: skip
_COUPLE = re.compile(r"\b([A-ZÄÖÜ][\w-]+)(\s+(?:&|\+|u\.|und)\s+)([A-ZÄÖÜ][\w-]+)\s+([A-ZÄÖÜ][\w-]+)")
_LONGEST_FIRST = 14
"""Letters of a first name; a longer word is a German compound."""
_NOUN = re.compile(
    r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|logie|graphie|grafie|itaet|ismus|kunde|punkt|"
    r"(?:isch|lich|iell|ig|haft|bar)(?:e|er|es|en))$"
)
_COMPOUND = re.compile(
    r"[a-z]{2}(?:verein|gesellschaft|gruppe|verband|stiftung|gemeinde|gemeinschaft|museum|praxis|zentrum|akademie|schule|"
    r"apotheke|kanzlei|agentur|werkstatt|betrieb|service|beitrag|gebiet)$"
)
"""The end of compounds that name an organisation or a thing, folded."""
_PLACEHOLDER = re.compile(
    r"\bmuster(?:mann|frau)?\b|\bbeispiel|\bvorname\b|\bnachname\b|\bdoe$|\bprobe$", re.IGNORECASE
)
_FIRST_WORD_NO = frozenset(_FIRST_WORD_NO_TEXT.split())


@dataclass(frozen=True, slots=True)
class Role:
    """A person's name with what it is called before or behind it."""

    name: str
    role: str


def bare_name(text: str) -> str:
    """A name without salutation, academic title before it, degree behind it and what friends say (`Uta „Uti“ Lenz`)."""
    name = _DEGREE.sub("", _NICKNAME.sub(" ", text)).strip(" .,;:–-\u00a0*¹²³")
    for _ in range(3):
        shorter = _SUFFIX.sub("", name).strip(" .,;:–-")
        if shorter == name:
            break
        name = shorter
    name = _TITLE.sub("", name).strip(" ,;:–-")
    if name.isupper():
        name = "-".join(part.title() for part in name.split("-"))
    parts = name.split()
    *before, last = parts or [""]
    if before and all(map(_LOUD.match, before)) and is_first_name(last) and not _LOUD.match(last):
        parts = [last, *before]  # `LENZ Uta`: whoever writes surnames so writes them first
    return " ".join(part.title() if _LOUD.match(part) else part for part in parts)


def has_title(text: str) -> bool:
    """Whether a salutation or an academic title stands before a name."""
    return _TITLE.match(text.strip()) is not None


def is_shaped(text: str) -> bool:
    """Whether this is written as the name of one person: two to five capitalised words, none of which names a thing."""
    name = bare_name(text)
    parts = name.split()
    if _PLACEHOLDER.search(name):
        return False
    if not 2 <= len(parts) <= 5 or fold(parts[0]) in _FIRST_WORD_NO:
        return False
    proper = [part for part in parts if part not in _PARTICLES]
    if len(parts) > 2 and _ABBREVIATION.search(text) and text.endswith(parts[-1].upper()):
        return False
    if len(parts) > 2 and split_role(text) is not None:
        return False
    if len(parts[0].split("-")[0]) > _LONGEST_FIRST:
        return False
    if len(proper) < 2 or not all(_PART.match(part) for part in proper) or len(proper[-1].rstrip(".")) < 2:
        return False
    pieces = [piece for part in proper for piece in fold(part).split("-")]
    return not any(piece in _NO_SURNAME or _COMPOUND.search(piece) for piece in pieces) and not _is_street(name)


def halves(name: str) -> tuple[str, str] | None:
    """The two persons of a name that is two, as the cell of a table has them: `Dora Moor Mandy Lenz`."""
    words = name.split()
    two = " ".join(words[:2]), " ".join(words[2:])
    return two if len(words) == 4 and all(map(is_person, two)) else None


def may_be_surnamed(text: str) -> bool:
    """Whether a name whose first word no list of first names holds may be one: none of its words is a trade or a thing.

    Compounds, adjectives and nouns that German makes with certain endings are things.
    """
    words = [fold(word) for part in bare_name(text).split() for word in part.split("-")]
    return len(words[0]) > 2 and not any(
        is_common(word) or len(word) > _LONGEST_FIRST or _NOUN.search(word) for word in words
    )


def title_role(text: str) -> str:
    """The profession that a title before a name is short for; nothing for others."""
    return next((role for title, role in _PROFESSIONS.items() if re.match(rf"(?:Frau |Herr )?{title}\b", text)), "")


def split_role(text: str) -> tuple[str, str] | None:
    """A name and the position that stands directly behind it (`Katja Noack Medizinische Fachangestellte`)."""
    title = _TITLE.match(text)
    words = text[title.end() if title else 0 :].split()
    for cut in (2, 3):
        name, role = words[:cut], " ".join(words[cut:])
        if len(words) <= cut or not all(_PART.match(word) or word in _PARTICLES for word in name):
            return None
        surname_there = not is_first_name(name[-1]) or len(words) - cut > 1
        if is_first_name(name[0]) and surname_there and names_position(role):
            return " ".join(name), role
    return None


def each_named(text: str) -> str:
    """A text in which a couple under one surname has it twice: `Eva und Karl Lenz` is `Eva Lenz und Karl Lenz`."""

    def spelt_out(match: re.Match[str]) -> str:
        one, joint, other, surname = match.groups()
        before = text[: match.start()].split()
        named = bool(before) and is_first_name(before[-1])  # `Uta Arnold und Kai Roth`
        couple = is_first_name(one) and is_first_name(other) and not named
        return f"{one} {surname}{joint}{other} {surname}" if couple else match[0]

    return _COUPLE.sub(spelt_out, text)


def is_person(text: str) -> bool:
    """Whether this is surely the name of one person: written as one, and begun with a first name or a salutation."""
    if not is_shaped(text):
        return False
    if _SALUTED.match(text):
        return may_be_surnamed(text)
    parts = bare_name(text).split()
    return is_first_name(parts[0]) or (len(parts) > 2 and parts[0].endswith(".") and is_first_name(parts[1]))


def is_person_or_couple(text: str) -> bool:
    """Whether this names one person, or two who share a surname: `Eva und Karl Lenz`."""
    return is_person(text) or (_COUPLE.fullmatch(text) is not None and each_named(text) != text)


def turned(name: str) -> str | None:
    """A name of two words that is written surname first (`Lenz Uta`), the other way round; None for any other."""
    parts = name.split()
    if len(parts) != 2 or is_first_name(parts[0]) or not is_first_name(parts[1]):
        return None
    return f"{parts[1]} {parts[0]}"


def is_title_and_surname(text: str) -> bool:
    """Whether this names a person by title and surname only (`Prof. Dr. Zumthor`)."""
    name = bare_name(text)
    return has_title(text) and bool(_PART.match(name)) and not name.endswith(".")


def _is_street(name: str) -> bool:
    return re.search(r"(?:straße|strasse|str\.|gasse|platz|allee)$", name, re.IGNORECASE) is not None

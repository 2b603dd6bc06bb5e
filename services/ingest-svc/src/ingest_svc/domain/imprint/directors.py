"""Who represents a company: managing directors, owners, boards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from ingest_svc.domain.imprint.entries import together
from ingest_svc.domain.imprint.facts import Finding, Person
from ingest_svc.domain.imprint.first_names import fold, is_first_name
from ingest_svc.domain.imprint.holders import holders_in
from ingest_svc.domain.imprint.legal_forms import legal_form_of, without_legal_form
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.name_rules import cleaned, core_of, is_common
from ingest_svc.domain.imprint.persons import bare_name, each_named, has_title, is_person, is_shaped, may_be_surnamed
from ingest_svc.domain.imprint.roles import INSIDE, LABEL, OFFICE, SUPERVISOR, names_position

MOST = 10
LONGEST_LINE = 600
"""Characters of a line that are looked at: a longer one is prose."""
_SPLIT = re.compile(
    r"\s*(?:;|/|&|\+|\||·|•|\bund\b|\bsowie\b|\band\b|,(?!\s*(?:MBA|M\.|B\.|LL|Dipl[\w.-]*\s*(?:[(,;]|$)|MSc|BSc|jun|jr|sen)))\s*"
)
_GENERAL_PARTNER = re.compile(
    r"persönlich haftend|komplementär|verwaltungs-?\s?gmbh|beteiligungs-?\s?gmbh", re.IGNORECASE
)
_PARTNERS = re.compile(r"^(?:die )?Partner(?:innen|\*innen|:innen)?(?: (?:der|sind)\b[^:]*)?\s*:\s*(?P<rest>.*)$")
_RESPONSIBLE = re.compile(
    r"verantwortlich|inhaltlich|redaktionell|anbieter|angaben gem|diensteanbieter|betreiber|angaben nach|impressum|"
    r"§ ?5|medieninhaber|owner",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"verantwortlich|inhaltlich|redaktionell", re.IGNORECASE)
_TRADE = re.compile(
    r"(?:bau|erei|service|technik|handel|werkstatt|praxis|studio|salon|transporte|reinigung|montage|betrieb|dienst|design|"
    r"beratung|coaching|therapie|unternehmen|schule|agentur|büro|kanzlei|atelier|galerie|handwerk|pflege|verlag|laden|hof)$",
    re.IGNORECASE,
)
_OFFICE_OF = re.compile(r"^(?:des|der) [A-ZÄÖÜ]\w+(?:s|es)?$")
"""What an office is of, between it and its holder: `die Vorsitzende des Kirchenvorstands, Frau …`."""
_OWNED = ("e.K.", "e.U.", "GbR")
"""Legal forms whose owners answer themselves."""
_LEADS = re.compile(
    r"\b(?:gesch(?:ä|ae)fts(?:f(?:ü|ue)hr(?:er(?:in)?|ung|end\w*)|leit(?:er(?:in)?|ung))|"
    r"(?:praxis|kanzlei|betriebs|firmen)?inhaber(?:in)?|(?:1\.|erster?)\svorstand|vorsitzender?|"
    r"pr(?:ä|ae)sident(?:in)?|obmann|obfrau|ceo)\b",
    re.IGNORECASE,
)
_CHAIR = re.compile(r"vorsitz|pr(?:ä|ae)sident|obmann|obfrau|vorstand", re.IGNORECASE)
_DEPUTY = re.compile(r"\b(?:2\.|3\.|zweite|dritte|stellv|stv|vize|assist|ehren|sekret|büro)", re.IGNORECASE)
_OTHERS = re.compile(r"webmaster|(?:web-?design|programmierung)\s*(?::|von\b|durch\b)", re.IGNORECASE)
"""What says of an address that it is the one of who made the site."""
_MOST_PARTNERS = 4
_PARTS = re.compile(r"\s*,\s+|\s+[-–|&/]\s+|\s+und\s+")
_BEFORE_SUPERVISORS = re.compile(r"(?<=[a-zäöüß]{3})[.;]\s+(?=[^.;:]{0,40}aufsichtsr)", re.IGNORECASE)
_REST_LABEL = 45
"""Characters behind an office that say more of it, and name nobody."""


def find_directors(lines: Sequence[Line], url: str) -> tuple[Finding, ...]:
    """Who represents the company, in the order of the page."""
    found: dict[str, Finding] = {}
    partner = {line.paragraph for line in lines if _GENERAL_PARTNER.search(line.text)}
    for at, line in enumerate(lines):
        if SUPERVISOR.search(line.text[:40]) or not (line.own or line.paragraph in partner):
            continue
        for name, quote, sure in _named_at(lines, at):
            confidence = 0.95 if sure else 0.85
            if name not in found or found[name].confidence < confidence:
                found[name] = Finding(name, url, quote, confidence)
        for name in holders_in(_BEFORE_SUPERVISORS.split(line.text[:LONGEST_LINE])[0]):
            if not any(name in known or known in name for known in found):
                found[name] = Finding(name, url, line.text, 0.85)
    return tuple(found.values())[:MOST]


def find_owner(
    above: Sequence[str], lines: Sequence[Line], url: str, *, company: str | None, entity: str | None
) -> tuple[Finding, ...]:
    """The persons in the address of an imprint, who own the company where it is no legal person.

    `above`: the lines above the street, `lines`: those of the imprint; `entity`: the name of the legal entity, if one
    is named. A name that no list of first names holds counts when the company bears it, or it answers for the content.
    """
    if (entity and (form := legal_form_of(entity) or "") not in _OWNED) or any(map(_OTHERS.search, above)):
        return ()
    if entity and is_person(alone := without_legal_form(entity)):
        return (Finding(bare_name(alone), url, entity, 0.85),)
    answering = {bare_name(name) for text in responsible(lines) for name in _SPLIT.split(text)}
    own, named_as = (core_of(company).own, core_of(company).words) if company else (frozenset(), ())
    parts = [_without_role(part) for text in above for part in _PARTS.split(each_named(cleaned(text)))]

    def is_borne_out(part: str) -> bool:
        name = bare_name(part)
        plain = is_shaped(part) and not is_common(fold(part.split(maxsplit=1)[0])) and core_of(part).words != named_as
        return plain and (name in answering or fold(name.split()[-1]) in own)

    persons = (
        _with_kin(parts)
        or [part for part in parts if is_borne_out(part)]
        or [name for text in above for name in _behind_brand(text, answering, named_as)]
        or [name for text in above for name in _before_trade(text)]
    )
    named = list(dict.fromkeys(map(bare_name, persons)))
    stripped = [text.rstrip(" ,") for text in above]
    couples = [each_named(text) for text in stripped if each_named(text) != text]
    whole = {bare_name(text) for text in stripped if is_shaped(text)}
    whole |= {bare_name(part) for text in couples for part in _PARTS.split(text)}
    whole |= {name for text in stripped for name in together(text)}
    jointly = (entity is not None and form == "GbR") or set(named) <= answering or set(named) <= whole
    if not named or len(named) > (_MOST_PARTNERS if jointly else 1):
        return ()

    def quote(name: str) -> str:
        surname = fold(name.rsplit(maxsplit=1)[-1])
        return next(text for text in above if surname in fold(text))

    return tuple(Finding(name, url, quote(name), 0.8) for name in named)


def _with_kin(parts: Sequence[str]) -> list[str]:
    """The persons among parts of an address, and who bears the surname of one under a first name that no list holds."""
    surnames = {piece for part in parts if is_person(part) for piece in fold(bare_name(part)).split()[-1].split("-")}

    def is_kin(part: str) -> bool:
        return is_shaped(part) and may_be_surnamed(part) and not surnames.isdisjoint(fold(part).split()[-1].split("-"))

    return [part for part in parts if is_person(part) or is_kin(part)]


def from_team(team: Sequence[Person]) -> tuple[Finding, ...]:
    """Who leads the company by the position that its pages give them, where its imprint names nobody.

    Several in the chair are those of its departments.
    """
    leading = [one for one in team if _LEADS.search(one.position) and not _DEPUTY.search(one.position)]
    if sum(bool(_CHAIR.search(one.position)) for one in leading) > 1:
        return ()
    return tuple(Finding(one.name, one.url, one.quote, min(0.85, one.confidence)) for one in leading[:_MOST_PARTNERS])


def from_name(company: Finding, team: Sequence[Person]) -> tuple[Finding, ...]:
    """The owner of a company that is no legal person and is called by the name of one whom its pages show.

    By the whole name, or by title and surname, which only one of them has.
    """
    parts = [_without_role(part.strip()) for part in _PARTS.split(company.value)]
    shown = [one.name for one in team]
    named = [part for part in parts if is_person(part)] or [*_before_trade(company.value)]
    named = named or _behind_title(company.value, shown)
    return tuple(
        Finding(bare_name(name), company.url, company.quote, 0.8) for name in named[:1] if bare_name(name) in shown
    )


def _behind_title(company: str, shown: Sequence[str]) -> list[str]:
    """The one of some persons whose surname stands behind a title in a company's name: `Praxis Dr. med. C. Moor`."""
    *before, surname = re.split(r"[\s.]+", company.strip(" ."))
    bearing = [name for name in shown if fold(name.split()[-1]) == fold(surname)]
    initial = before[-1] if before and len(before[-1]) == 1 else ""
    fitting = "Dr" in before and len(bearing) == 1 and bearing[0].startswith(initial)
    return bearing if fitting else []


def _behind_brand(text: str, answering: Set[str], named_as: Sequence[str]) -> Iterator[str]:
    """The owner's name at a line's end: behind the company's (`Putzteufel Lena Orth`), or in a sentence about it."""
    words = text.rstrip(". ").split()
    stated = _ANSWERS.search(text) is not None
    for count in (2, 3):
        name = " ".join(words[-count:])
        before = core_of(" ".join(words[:-count])).words
        branded = bool(before) and (set(before) <= set(named_as) or all(map(_is_trade, before)))
        if len(words) > count and is_person(name) and (branded or stated or bare_name(name) in answering):
            yield name
            return


def _before_trade(text: str) -> Iterator[str]:
    """The owner's name at a line's beginning, before the trade: `Lena Orth Coaching`."""
    words = text.split()
    for count in (2, 3):
        name = " ".join(words[:count])
        if len(words) > count and is_person(name) and not is_first_name(words[count - 1]) and _is_trade(words[count]):
            yield bare_name(name)
            return


def _is_trade(word: str) -> bool:
    return is_common(fold(word)) or _TRADE.search(word) is not None or names_position(word)


def _named_at(lines: Sequence[Line], at: int) -> Iterator[tuple[str, str, bool]]:
    """The persons that a line names as representing the company, their quote, and whether each is surely a name."""
    line = lines[at]
    text = _BEFORE_SUPERVISORS.split(line.text.strip()[:LONGEST_LINE])[0]
    if match := _PARTNERS.match(text):
        yield from _listed(match["rest"], text) if match["rest"] else _below(lines, at)
        return
    label = LABEL.match(text)
    if label is not None:
        rest = text[label.end() :]
        listed = list(_listed(rest, text))
        inside = INSIDE.search(text) if not listed else None
        if not listed and inside is not None:
            listed = list(_listed(inside["rest"], text))
        if not listed and len(rest.strip(" :.|")) < _REST_LABEL:
            listed = list(_below(lines, at))
        elif listed:
            listed += _going_on(lines, at)
        yield from listed
        return
    behind = _office_behind(text)
    if behind is not None:
        yield behind, text, True
    elif inside := INSIDE.search(text):
        yield from _listed(inside["rest"], text)


def _office_behind(text: str) -> str | None:
    """The name before an office: `Reto Baumann, Geschäftsführer`, `Selma Otterbach (1. Vorsitzende)`."""
    match = re.match(
        r"^(?P<name>[^,(|–-]+(?:-[A-ZÄÖÜ]\w+)?[^,(|–]*?)\s*(?:,|\(|\||\s[–-])\s*(?P<office>[^)]+)\)?$", text
    )
    if (
        match is None
        or not is_person(match["name"])
        or not OFFICE.match(match["office"])
        or SUPERVISOR.search(match["office"])
    ):
        return None
    return bare_name(match["name"])


def _below(lines: Sequence[Line], at: int) -> Iterator[tuple[str, str, bool]]:
    """The names on the lines below a label, up to the first line that is none."""
    label = lines[at].text
    for line in lines[at + 1 : at + 9]:
        if SUPERVISOR.search(line.text):
            return
        same = line.headings == lines[at].headings or label in line.headings
        listed = list(_listed(line.text, f"{label}\n{line.text}"))
        if not same or not listed:
            if same and OFFICE.match(line.text) and len(line.text) < _REST_LABEL:
                continue
            return
        yield from listed


def _going_on(lines: Sequence[Line], at: int) -> Iterator[tuple[str, str, bool]]:
    """The names that go on a list below its first line: lines of the same paragraph that are one name each."""
    for line in lines[at + 1 : at + 5]:
        if line.paragraph != lines[at].paragraph or not is_person(line.text) or SUPERVISOR.search(line.text):
            return
        yield bare_name(line.text), f"{lines[at].text}\n{line.text}", True


def _listed(text: str, quote: str) -> Iterator[tuple[str, str, bool]]:
    """The persons that a text lists, when it starts with one and holds little else."""
    rest = re.sub(r"^[\s:,.|–-]+|^(?:ist|sind|die|den|der|durch|Herrn?|Frau|is|are)\s+", "", text.strip())
    rest = re.sub(
        r"^[^(:]{0,60}(?:GmbH|AG|UG)[^(:]{0,20}(?:\(|,\s*(?:diese )?)?(?:diese )?(?:vertreten durch|gesch(?:ä|"
        r"ae)ftsf(?:ü|ue)hr\w+)\s*:?\s*",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    pieces = _SPLIT.split(each_named(rest))
    if len(pieces) > 1 and _OFFICE_OF.match(pieces[0]):
        pieces = pieces[1:]
    for piece in pieces:
        part = _without_role(_without_office(piece))
        part = without_legal_form(part) if legal_form_of(part) in _OWNED else part
        if not part:
            continue
        words = part.split()
        halves = [" ".join(words[:2]), " ".join(words[2:])]
        if len(words) == 4 and all(map(is_person, halves)):  # the cell of a table that held two lines
            yield from ((name, quote, True) for name in halves)
        elif is_person(part):
            yield bare_name(part), quote, True
        elif (
            is_shaped(part) and not legal_form_of(part) and not all(is_common(fold(word)) for word in part.split()[:1])
        ):
            yield bare_name(part), quote, has_title(part)
        elif not re.fullmatch(
            r"(?:\W*(?:Vorsitz\w*|Sprecher\w*|CEO|CTO|COO|CFO|MBA|MSc|LL\.M|Dipl\.?.*|\d\.|beide|jeweils einzeln.*|"
            r"einzelvertretungs.*))",
            part,
            re.IGNORECASE,
        ):
            return


def _without_office(text: str) -> str:
    """A piece of a list without the office before or behind the name."""
    part = re.sub(r"\s*[(\[][^)\]]*[)\]]?", "", text).strip(" .:,)]")
    for _ in range(2):
        label = LABEL.match(part)
        if label is not None and label.end() and not is_person(part):
            part = part[label.end() :].strip(" .:|,–-")
    return re.split(r"\s+[–-]\s+|\s*:\s+", part)[0].strip(" .:")


def responsible(lines: Iterable[Line]) -> Iterator[str]:
    """The names of those who answer for a site's content: under such a heading, or behind or below such a label."""
    label = False
    for line in lines:
        behind = line.text.partition(":")[2] if _RESPONSIBLE.search(line.text) else ""
        for text in (behind, line.text.split(",")[0] if label or _ANSWERS.search(line.heading) else ""):
            if is_shaped(text):
                yield text.strip()
        label = bool(_RESPONSIBLE.search(line.text)) and len(line.text) < 80


def _without_role(text: str) -> str:
    """A name without the profession or trade before it: `Rechtsanwalt Jörn Buhlke`, `Orgelbau Ernst Trautmann`."""
    first, _, rest = text.partition(" ")
    named = is_person(rest) or (names_position(first) and is_shaped(rest) and may_be_surnamed(rest))
    return rest if _is_trade(first) and named else text

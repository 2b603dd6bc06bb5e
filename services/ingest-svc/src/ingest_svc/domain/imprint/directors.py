"""Who represents a company by what its imprint calls them: managing directors, owners, boards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.first_names import fold
from ingest_svc.domain.imprint.holders import holders_in
from ingest_svc.domain.imprint.legal_forms import OWNED, legal_form_of, without_legal_form
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.name_rules import is_common
from ingest_svc.domain.imprint.persons import bare_name, each_named, halves, has_title, is_person, is_shaped
from ingest_svc.domain.imprint.roles import INSIDE, LABEL, OFFICE, SUPERVISOR
from ingest_svc.domain.imprint.trades import without_role

MOST = 10
LONGEST_LINE = 600
"""Characters of a line that are looked at: a longer one is prose."""
SPLIT = re.compile(
    r"\s*(?:;|/|&|\+|\||·|•|\bund\b|\bsowie\b|\band\b|,(?!\s*(?:MBA|M\.|B\.|LL|Dipl[\w.-]*\s*(?:[(,;]|$)|MSc|BSc|jun|jr|sen)))\s*"
)
"""What stands between names in a list."""
_GENERAL_PARTNER = re.compile(
    r"persönlich haftend|komplementär|verwaltungs-?\s?gmbh|beteiligungs-?\s?gmbh", re.IGNORECASE
)
_PARTNERS = re.compile(r"^(?:die )?Partner(?:innen|\*innen|:innen)?(?: (?:der|sind)\b[^:]*)?\s*:\s*(?P<rest>.*)$")
_OFFICE_OF = re.compile(r"^(?:des|der) [A-ZÄÖÜ]\w+(?:s|es)?$")
"""What an office is of, between it and its holder: `die Vorsitzende des Kirchenvorstands, Frau …`."""
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
    pieces = SPLIT.split(each_named(rest))
    if len(pieces) > 1 and _OFFICE_OF.match(pieces[0]):
        pieces = pieces[1:]
    for piece in pieces:
        part = without_role(_without_office(piece))
        part = without_legal_form(part) if legal_form_of(part) in OWNED else part
        if not part:
            continue
        if two := halves(part):
            yield from ((name, quote, True) for name in two)
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

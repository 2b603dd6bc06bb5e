"""Name, address and country of a company, from all places that tell them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ingest_svc.domain.imprint.addresses import Block
from ingest_svc.domain.imprint.company_name import Names, find_names
from ingest_svc.domain.imprint.contact import emails_in
from ingest_svc.domain.imprint.facts import Finding, PostalAddress
from ingest_svc.domain.imprint.first_names import fold
from ingest_svc.domain.imprint.legal_forms import AUSTRIAN_ONLY, GERMAN_ONLY, legal_form_of
from ingest_svc.domain.imprint.name_rules import akin, cleaned, is_label
from ingest_svc.domain.imprint.name_sources import Candidate, Source, from_imprint, from_items, from_start
from ingest_svc.domain.imprint.persons import is_person
from ingest_svc.domain.imprint.roles import LABEL
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.imprint.structured import companies

_AT_END = r"(?:^|[,(·|–-] ?|\d{{4,5}} [^,\n]{{2,40}} )(?:{})[).]?$"
_EVIDENCE_TEXT: tuple[tuple[str, str, str], ...] = (
    ("CH", "Schweiz|Switzerland|Suisse", r"\bCHE-\d{3}|\bCH-\d{3}\.\d|(?<![\d+])\+41\b|\bCH-\d{4}\b|\bMWST-Nr"),
    (
        "AT",
        "Österreich|Austria",
        r"\bATU\d|(?<![\d+])\+43\b|\bFN\s?\d{4,6}\s?[a-z]\b|\bA-\d{4}\b|Firmenbuch|\bECG\b|MedienG|Wirtschaftskammer|\bWKO\b",
    ),
    ("IT", "Italien|Italia|Südtirol", r"\bIT\d{11}\b|(?<![\d+])\+39\b|\bI-\d{5}\b|P\.?\s?IVA"),
    ("LI", "Liechtenstein", r"(?<![\d+])\+423\b|\bFL-\d{4}\b"),
    ("LU", "Luxemburg|Luxembourg", r"(?<![\d+])\+352\b|\bL-\d{4}\b"),
    (
        "DE",
        "Deutschland|Germany",
        r"\bDE\s?\d{3}\s?\d{3}\s?\d{3}\b|(?<![\d+])\+49\b|Amtsgericht|\bHR[AB]\s?\d|\bTMG\b|\bDDG\b|\bUStG\b|"
        r"\bD-\d{5}\b|\bMStV\b|\bRStV\b|Bundesrepublik",
    ),
)
_EVIDENCE = [
    (code, re.compile(f"{_AT_END.format(names)}|{signs}", re.MULTILINE)) for code, names, signs in _EVIDENCE_TEXT
]
"""What tells a country: its name at the end of an address, its dialling code, its registers, laws and numbers."""
_ENDINGS = {"de": "DE", "at": "AT", "ch": "CH", "it": "IT", "li": "LI", "lu": "LU"}
_DIGITS = {"DE": 5, "IT": 5, "FR": 5, "AT": 4, "CH": 4, "LI": 4, "LU": 4}


@dataclass(frozen=True, slots=True)
class Placed:
    """An address with the page it stands on, and how much speaks for its being the company's."""

    block: Block
    page: SitePage
    points: float


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a site's company is, and where."""

    names: Names
    form: Finding | None
    address: Finding | None
    postal: PostalAddress | None
    elsewhere: tuple[Finding, ...]
    owner_lines: tuple[tuple[tuple[str, ...], str], ...]
    """The lines above the address wherever the imprint has it, and the page."""


def country_of(pages: Sequence[SitePage]) -> str | None:
    """The country that the pages give evidence of; None when none does, or several do alike."""
    text = "\n".join(line.text for page in pages for line in page.all_lines if line.own)
    votes: Counter[str] = Counter()
    for country, pattern in _EVIDENCE:
        votes[country] += min(4, len(pattern.findall(text)))
    for page in pages[:1]:
        ending = (urlsplit(page.url).hostname or "").rpartition(".")[2]
        if ending in _ENDINGS:
            votes[_ENDINGS[ending]] += 2
    for page in pages:
        votes.update(dict.fromkeys(_spoken(page), 1))
    forms = {form for line in text.split("\n")[:400] if len(line) < 100 and (form := legal_form_of(line))}
    votes["DE"] += bool(forms & GERMAN_ONLY)
    votes["AT"] += bool(forms & AUSTRIAN_ONLY)
    written = Counter(len(block.address.postal_code) for page in pages for block in page.blocks if block.line.own)
    if written and (digits := written.most_common(1)[0][0]):
        votes = Counter({land: count for land, count in votes.items() if _DIGITS.get(land, digits) == digits})
    ranked = [*votes.most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] if ranked[0][1] > ranked[1][1] else None


def _spoken(page: SitePage) -> set[str]:
    """The countries of the language variety that a page is written in, and of the domains of its mail addresses."""
    root = page.tree.css_first("html")
    variety = ((root.attributes.get("lang") or "") if root is not None else "").rpartition("-")[2].upper()
    mails = {email.rpartition(".")[2] for line in page.all_lines if line.own for email in emails_in(line.text)}
    return {_ENDINGS[one] for one in mails if one in _ENDINGS} | ({variety} & {"AT", "CH", "LI", "LU"})


def identify(
    start: SitePage,
    telling: Sequence[SitePage],
    pages: Sequence[SitePage],
    *,
    country: str | None,
    hosts: Sequence[str],
) -> Identity:
    """The company of a site: `telling` are the pages that tell most, imprints first."""
    placed = list(_placed(telling))
    towns = frozenset(fold(one.block.address.city) for one in placed)
    towns |= {word for town in towns for word in town.split() if len(word) > 3}
    names = find_names(_candidates(start, telling, pages, placed), hosts=hosts, towns=towns)
    known = [finding.value for finding in (names.company, names.legal) if finding is not None]
    ranked = sorted(
        ((_points(one, known, placed), -number, one) for number, one in enumerate(placed)),
        key=lambda item: item[:2],
        reverse=True,
    )
    ranked = [item for item in ranked if item[0] > 0]
    form = next(
        (
            Finding(found, one.url, one.quote, one.confidence)
            for one in (names.company, names.legal)
            if one and (found := legal_form_of(one.value))
        ),
        None,
    )
    owners = [one for one in placed if _is_imprint(one)]
    lines = tuple((one.block.above, one.page.url) for one in owners if _same_place(one.block, owners[0].block))
    if not ranked:
        return Identity(names, form, None, None, (), lines)
    points, _, best = ranked[0]
    findings = {
        one.block.text: _finding(one, 0.6) for _, _, one in ranked[1:] if not _same_place(one.block, best.block)
    }
    postal = located(best.block.address, country)
    return Identity(
        names, form, _finding(best, 0.95 if points >= 3 else 0.85), postal, tuple(findings.values())[:4], lines
    )


def _placed(pages: Sequence[SitePage]) -> Iterator[Placed]:
    for page in pages:
        imprint = set(page.imprint)
        for block in page.blocks:
            if not block.line.own:
                continue
            inside = block.line in imprint
            points = (
                3.0
                if inside
                else 1.5
                if block.line.zone == "footer"
                else 1.0
                if page.role in ("contact", "about")
                else 0.5
            )
            yield Placed(block, page, points)


def _points(one: Placed, known: Sequence[str], all_placed: Sequence[Placed]) -> float:
    above = [cleaned(text) for text in one.block.above]
    named = any(akin(text, name) for text in above for name in known)
    private = any(map(is_person, above)) and not named and not any(map(legal_form_of, above))
    elsewhere = len({other.page.url for other in all_placed if _same_place(other.block, one.block)}) - 1
    foreign = bool(known) and any(
        legal_form_of(text) and not any(akin(text, name) for name in known) for text in above[-2:]
    )
    return one.points + 2.5 * named + min(1.5, 0.5 * elsewhere) - 2.0 * private - 3.0 * foreign


def _is_imprint(one: Placed) -> bool:
    return one.points >= 3.0


def _same_place(one: Block, other: Block) -> bool:
    def key(block: Block) -> tuple[str, str]:
        street = re.sub(r"(?:strasse|str\.?)(?=\s|$|\d)", "str", fold(block.address.street))
        return re.sub(r"[\s.,]", "", street), block.address.postal_code

    return key(one) == key(other)


def _finding(one: Placed, confidence: float) -> Finding:
    return Finding(one.block.text, one.page.url, one.block.quote, confidence)


def located(address: PostalAddress, country: str | None) -> PostalAddress:
    """An address with the country that it names, else the one of which there is evidence and that its code fits."""
    if address.country:
        return address
    digits = len(address.postal_code)
    if country and _DIGITS.get(country) == digits:
        return replace(address, country=country)
    return replace(address, country="DE") if digits == 5 and country is None else address


def _apart(line: str) -> list[str]:
    """A line, or the owner and the company that it names with a stroke between them: `Lena Orth / Hofladen Orth`."""
    parts = line.split(" / ")
    return parts if len(parts) == 2 and sum(map(is_person, parts)) == 1 else [line]


def _candidates(
    start: SitePage, telling: Sequence[SitePage], pages: Sequence[SitePage], placed: Sequence[Placed]
) -> Iterator[Candidate]:
    yield from from_start(start, pages)
    for page in dict.fromkeys([start, *telling]):
        yield from from_items(page, companies(page))
        yield from from_imprint(page, page.imprint or [line for line in page.frame if line.own])
    for one in placed:
        source: Source = "block" if _is_imprint(one) else "footer"
        for text in (part for line in one.block.above for part in _apart(line)):
            name = cleaned(text)
            if name and not LABEL.match(text) and not is_label(text):
                yield Candidate(
                    name,
                    source,
                    one.page.url,
                    one.block.quote if text in one.block.quote else f"{text}\n{one.block.quote}",
                )

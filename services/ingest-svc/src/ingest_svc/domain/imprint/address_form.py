"""Whether a company says *du* or *Sie* to whoever reads its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest_svc.domain.chunking import sentences_of
from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.law import Law

FEWEST = 3
"""Sentences that must address somebody: one slogan decides nothing."""
ONE_SIDED = 0.85
"""Share of them that must agree; a page of testimonials or a job advert does not outweigh the others."""
FEWEST_WORDS = 4
LONGEST_QUOTE = 200

_DU = re.compile(r"(?<!\w)(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?)(?!\w)", re.IGNORECASE)
_SIE = re.compile(r"(?<=[\w,;:–)] )(?:Sie|Ihnen|Ihre?[mnrs]?|Ihrerseits)(?!\w)")
"""With a capital inside a sentence: at its beginning *Sie* may be anybody, and *Ihr* even several friends."""
_QUOTED = re.compile(r"[„“\"»«].{0,400}?[“”\"«»]")
_NOT_TO_VISITORS = re.compile(
    r"karriere|jobs?\b|stellen|ausbildung|bewerb|azubi|referenz|kundenstimm|bewertung", re.IGNORECASE
)


def find_address_form(pages: Iterable[SitePage]) -> Finding | None:
    """`du` or `Sie`, with a sentence that says it; nothing where both are said, or hardly anything."""
    said: dict[str, list[tuple[str, str]]] = {"du": [], "Sie": []}
    for page in pages:
        if _speaks_to_visitors(page):
            for sentence in _sentences(page):
                for form in _forms(sentence):
                    said[form].append((sentence, page.url))
    form, other = sorted(said, key=lambda one: -len(said[one]))
    count = len(said[form])
    share = count / max(1, count + len(said[other]))
    if count < FEWEST or share < ONE_SIDED:
        return None
    quote, url = said[form][0]
    return Finding(form, url, quote[:LONGEST_QUOTE], round(min(0.97, share * (1 - 0.4 / count)), 2), "agreement")


def _speaks_to_visitors(page: SitePage) -> bool:
    """Law is written to everybody, adverts for jobs to others, and testimonials by others."""
    content = page.content
    law = Law.of(content).whole in ("privacy", "terms", "imprint")
    return content.language == "de" and not law and not _NOT_TO_VISITORS.search(f"{page.url} {content.title}")


def _sentences(page: SitePage) -> Iterator[str]:
    for section in page.content.sections:
        for line in section.text.splitlines():
            for sentence in sentences_of(_QUOTED.sub("", line)):
                if len(sentence.split()) >= FEWEST_WORDS:
                    yield sentence


def _forms(sentence: str) -> Sequence[str]:
    """The forms that a sentence uses, none twice."""
    return [form for form, words in (("du", _DU), ("Sie", _SIE)) if words.search(sentence)]

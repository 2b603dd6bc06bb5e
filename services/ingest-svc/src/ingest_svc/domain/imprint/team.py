"""The persons a company shows on its team and contact pages."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from ingest_svc.domain.imprint.contact import emails_in, phones_in
from ingest_svc.domain.imprint.facts import Person
from ingest_svc.domain.imprint.names import bare_name, is_person
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.inline import clean
from ingest_svc.domain.urls import normalise

MAX_PERSONS = 40
_NAMES = "h2, h3, h4, h5, h6, strong, b, dt, figcaption, .name, [itemprop=name]"
_NO_POSITION = re.compile(r"@|\(at\)|\d{4}|https?:|^(?:tel|fon|telefon|fax|mobil|e-?mail|mail|t|m)\b", re.IGNORECASE)


def find_team(page: SitePage, region: str) -> tuple[Person, ...]:
    """The persons of one page, each with the words of its card. A name alone is no card."""
    body = page.tree.body
    if body is None:
        return ()
    found: dict[str, Person] = {}
    for node in body.css(_NAMES):
        name = clean(node.text(separator=" "))
        if len(name) > 60 or not is_person(name) or bare_name(name) in found:
            continue
        card = _card(node)
        person = _person(page, node, card, name, region)
        if person is not None:
            found[person.name] = person
        if len(found) >= MAX_PERSONS:
            break
    return tuple(found.values())


def _card(node: LexborNode) -> LexborNode:
    """The largest element around a name that holds no other person's name."""
    card = node
    while card.parent is not None and card.parent.tag not in ("body", "main", "html", "section", None):
        others = [one for one in card.parent.css(_NAMES) if is_person(clean(one.text(separator=" ")))]
        if len({bare_name(clean(one.text(separator=" "))) for one in others}) > 1:
            break
        card = card.parent
    return card


def _person(page: SitePage, node: LexborNode, card: LexborNode, name: str, region: str) -> Person | None:
    lines = [line for line in (clean(part) for part in card.text(separator="\n").split("\n")) if line]
    text = " ".join(lines)
    if len(text) > 1500:
        return None
    bare = bare_name(name)
    rest = [line for line in lines if bare_name(line) != bare]
    position = next(
        (line.strip(" ,–-") for line in rest[:2] if 3 <= len(line) <= 80 and not _NO_POSITION.search(line)), ""
    )
    if position.endswith((".", "?", ":")):
        position = ""
    email = next(emails_in(text), None)
    phone = next(phones_in(text, region), None)
    if not (position or email or phone):
        return None
    image = card.css_first("img[src]")
    image_url = normalise(image.attributes.get("src") or "", page.content.url) if image is not None else None
    quote = "\n".join(lines)[:400]
    confidence = 0.95 if position and (email or phone) else 0.8
    return Person(bare, page.content.url, quote, position, email, phone, image_url, confidence)

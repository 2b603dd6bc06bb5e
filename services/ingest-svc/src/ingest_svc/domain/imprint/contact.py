"""Telephone numbers, e-mail addresses, pages on social networks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from identity import phone
from identity.address import NoAddress, parse

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.site import Line, SitePage

_PHONE_LABEL = re.compile(r"\b(?:tel(?:efon)?|fon|phone|ruf|zentrale|☎|call|t)\b\.?|☎|📞", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"fax|mobil|handy|notdienst|notruf|whatsapp|bereitschaft|ust|hrb|iban|bic|steuer", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:\+|00|\(?0)[\d\s()/.\u2010-\u2015-]{5,24}\d")
_AT = r"\s*(?:@|\(at\)|\[at\]|\{at\}|<at>|\(ät\)|\[ät\]|\(a\)|\s+at\s+|&#64;)\s*"
_DOT = r"(?:\.|\s*(?:\(dot\)|\[dot\]|\{dot\}|\(punkt\)|\[punkt\]|\(\.\))\s*|\s+(?:dot|punkt)\s+)"
_EMAIL = re.compile(
    rf"([A-Za-z0-9][\w.+-]*){_AT}((?:[A-Za-zÄÖÜäöü0-9-]+{_DOT})+[A-Za-z]{{2,24}})(?![\w@])", re.IGNORECASE
)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_NETWORKS = {
    "linkedin": ("linkedin.com",),
    "facebook": ("facebook.com", "fb.com"),
    "instagram": ("instagram.com",),
    "x": ("x.com", "twitter.com"),
    "xing": ("xing.com",),
    "youtube": ("youtube.com", "youtu.be"),
}
_SHARING = re.compile(
    r"/(?:sharer?|intent|share|dialog|login|policies|privacy|help|embed|watch|hashtag|plugins|legal)\b"
)


def phones_in(text: str, region: str) -> Iterator[str]:
    """The valid telephone numbers of a text, E.164; `region` counts for national numbers."""
    for match in _NUMBER.finditer(text):
        raw = re.sub(r"\(0\)", "", match[0])
        try:
            number = phone.parse(raw, region)
        except phone.NoPhoneNumber:
            continue
        if number.startswith(("+49", "+43", "+41")) or phone.is_assigned(number):
            yield number


def emails_in(text: str) -> Iterator[str]:
    """The e-mail addresses of a text in their comparable form, also those written with (at) and (dot)."""
    for match in _EMAIL.finditer(text):
        host = _DOTS.sub(".", match[2]).strip()
        if "@" in match[0] or re.search(r"[(\[{<&]|\sat\s", match[0]):
            with suppress(NoAddress):
                yield parse(f"{match[1]}@{host}").comparable


def find_phone(lines: Iterable[Line], url: str, region: str) -> Finding | None:
    """The first number labelled as a telephone; else the first that nothing labels otherwise."""
    fallback: Finding | None = None
    previous = ""
    for line in lines:
        label = line.text if len(line.text) > 12 or not _NUMBER.search(line.text) else f"{previous} {line.text}"
        head = _NUMBER.split(label)[0] if _NUMBER.search(label) else label
        previous = line.text if not _NUMBER.search(line.text) else ""
        if not line.own:
            continue
        for piece in re.split(r"\s*[|·•]\s*|(?=\b(?:Tele)?fax\b)|(?=\bMobil)", line.text, flags=re.IGNORECASE):
            number = next(phones_in(piece, region), None)
            if number is None or _OTHER_LABEL.search(piece) or _OTHER_LABEL.search(head):
                continue
            if _PHONE_LABEL.search(piece) or _PHONE_LABEL.search(head):
                return Finding(number, url, line.text, 0.95)
            fallback = fallback or Finding(number, url, line.text, 0.7)
    return fallback


def find_email(page: SitePage, lines: Iterable[Line]) -> Finding | None:
    """The company's address: the first on the site's own domain, else the first at all."""
    site = ".".join((urlsplit(page.content.url).hostname or "").split(".")[-2:])
    found: list[Finding] = []
    for line in lines:
        if line.own:
            found += [Finding(email, page.content.url, line.text, 0.95) for email in emails_in(line.text)]
    for node in page.tree.css('a[href^="mailto:" i]'):
        address = unquote((node.attributes.get("href") or "")[7:].split("?")[0]).strip()
        if not found and _EMAIL.fullmatch(address):
            for email in emails_in(address):
                found.append(Finding(email, page.content.url, node.text(strip=True) or email, 0.85))
    own = [finding for finding in found if _is_at(site, finding.value)]
    return next(iter(own or found), None)


def _is_at(site: str, email: str) -> bool:
    """Whether the address is the site's own, whichever way the site's name is spelled."""
    domains = (email.rpartition("@")[2], parse(email).domain)
    return any(f".{domain}".endswith(f".{site}") for domain in domains)


def find_social(pages: Iterable[SitePage]) -> dict[str, Finding]:
    """The company's pages on social networks, by network."""
    found: dict[str, Finding] = {}
    for page in pages:
        for node in page.tree.css("a[href]"):
            href = (node.attributes.get("href") or "").strip()
            parts = urlsplit(href)
            host = (parts.hostname or "").lower()
            if len(parts.path.strip("/")) < 2 or _SHARING.search(parts.path):
                continue
            for network, hosts in _NETWORKS.items():
                if any(host == known or host.endswith(f".{known}") for known in hosts):
                    quote = node.text(strip=True) or node.attributes.get("aria-label") or href
                    found.setdefault(network, Finding(href, page.content.url, quote, 0.9))
    return found

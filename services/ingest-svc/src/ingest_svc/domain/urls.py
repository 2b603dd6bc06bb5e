"""Addresses of pages: one spelling for each, which belong to a site, and which lead into endless spaces."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import parse_qsl, quote, urljoin, urlsplit, urlunsplit

from identity.hosts import ascii_host, ascii_netloc, place_of, site_of

_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref|_ga|_gl|_hs.*|pk_.*|mtm_.*|matomo_.*|"
    r"hsa_.*|trk.*|print|replytocom|share|amp|sid|.*sess(ion)?_?id|.*session|.*token|cfid|oscsid|zenid|aspsessionid.*)$",
    re.IGNORECASE,
)
_SESSION_PATH = re.compile(r";(jsessionid|phpsessid|sid)=[^/?#]*|/\(S\([a-z0-9]+\)\)", re.IGNORECASE)
_NOT_PAGES = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|ico|avif|css|js|mjs|json|xml|rss|atom|zip|gz|rar|7z|mp[34]|m4[av]|avi|mov|webm|ogg|wav|"
    r"docx?|xlsx?|pptx?|odt|ods|ics|vcf|exe|dmg|apk|woff2?|ttf|eot)$",
    re.IGNORECASE,
)
_PRIVATE_PATHS = re.compile(
    r"/(wp-admin|wp-login|wp-json|xmlrpc|login|logout|signin|warenkorb|cart|checkout|kasse|mein-konto|my-account|feed)"
    r"(/|\.|$)",
    re.IGNORECASE,
)
_SCHEMES = frozenset({"http", "https"})
_AS_THEY_STAND = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>#')
"""What needs no escape in the query of an address (WHATWG URL, query percent-encode set)."""
_DIGITS = re.compile(r"\d+")
_ESCAPE = re.compile(r"%(?:([0-9A-Fa-f]{2}))?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LANGUAGE_FOLDER = re.compile(r"/(?:de|en|fr|it)(?:[-_][a-z]{2})?$", re.IGNORECASE)
"""What a start page is moved into on sites that have several languages."""
MAX_LENGTH = 500
MAX_QUERY_FIELDS = 3
MAX_FIELDS_READ = 30
MAX_SEGMENTS = 12


def normalise(url: str, base: str | None = None, *, encoding: str = "utf-8") -> str | None:
    """The one spelling of a page's address: no fragment, tracking, default port or session; None for others.

    What is left of the query keeps its bytes and its order: a server may read them in an encoding of its own. What is
    not escaped in it is in that of its page (WHATWG URL, query state).
    """
    try:
        url = _slashed(url.strip())
        parts = urlsplit(urljoin(base, url) if base else url)
        if parts.scheme not in _SCHEMES or not parts.hostname or parts.username or parts.password:
            return None
        path = _spelled(_SESSION_PATH.sub("", parts.path) or "/")
        found = urlunsplit((parts.scheme, ascii_netloc(parts), path, _own(parts.query, encoding), ""))
    except ValueError:  # UnicodeError is one: lone surrogates
        return None
    return found if len(found) <= MAX_LENGTH else None


def _slashed(url: str) -> str:
    """The address as browsers read it: a backslash before the query is a slash (WHATWG URL, path states)."""
    end = min((at for mark in "?#" if (at := url.find(mark)) >= 0), default=len(url))
    return url[:end].replace("\\", "/") + url[end:]


def target(location: str, base: str) -> str:
    """Where a redirect leads, byte for byte but for the spelling of its host. Raises `ValueError`."""
    parts = urlsplit(urljoin(base, _slashed(location.strip())))
    netloc = parts.netloc if parts.username else ascii_netloc(parts)
    path, query = (
        quote(part.encode(errors="surrogateescape"), safe=_AS_THEY_STAND) for part in (parts.path, parts.query)
    )
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _own(query: str, encoding: str) -> str:
    """A query without the fields that follow visitors, nothing else decoded or changed."""
    fields = query.split("&")
    if len(fields) > MAX_FIELDS_READ:
        raise ValueError("more fields than any page's address has")
    kept = "&".join(field for field in fields if not _TRACKING.match(field.partition("=")[0]))
    return quote(kept.encode(encoding, errors="xmlcharrefreplace"), safe=_AS_THEY_STAND)


def key_of(url: str) -> str:
    """What two addresses share that differ in the order of their query's fields only."""
    start, _, query = url.partition("?")
    return f"{start}?{'&'.join(sorted(query.split('&')))}"


def _spelled(path: str) -> str:
    """A path with the percent-encoding and the dot segments that RFC 3986 (6.2.2) makes normal, slashes folded."""
    path = quote(_ESCAPE.sub(_escape, path), safe="/:@!$&'()*+,;=~-._%")
    if "/." in path:
        path = urlsplit(urljoin("http://site/", path.replace("//", "/"))).path
    return re.sub(r"/{2,}", "/", path) or "/"


def _escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def on_origin(url: str, origin: str) -> str:
    """The address with another scheme, host and port: a site has one origin, however its links are written."""
    parts = urlsplit(url)
    base = urlsplit(origin)
    return urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))


def _host(name: str | None) -> str:
    try:
        return ascii_host(name or "")
    except ValueError:
        return ""


def same_site(url: str, other: str) -> bool:
    """Whether both belong to one site."""
    return site_of(url) == site_of(other)


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def may_be_page(url: str) -> bool:
    """Whether the address looks like a page or PDF worth reading, not a picture, basket or login."""
    parts = urlsplit(url)
    fields = parse_qsl(parts.query, keep_blank_values=True)
    return (
        not _NOT_PAGES.search(parts.path) and not _PRIVATE_PATHS.search(parts.path) and len(fields) <= MAX_QUERY_FIELDS
    )


def is_pdf_link(url: str) -> bool:
    """Whether the address names a PDF."""
    return urlsplit(url).path.lower().endswith(".pdf")


def shape_of(url: str) -> str:
    """The address with its numbers and query values blanked: the pages of one calendar or filter have one shape."""
    parts = urlsplit(url)
    names = ",".join(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{_DIGITS.sub('#', parts.path)}?{names}"


def is_endless(url: str) -> bool:
    """Whether the path winds on: very deep, one segment three times, or two in a row twice (`/a/b/a/b/`)."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS or any(segments.count(segment) > 2 for segment in segments):
        return True
    pairs = list(pairwise(segments))
    return any(pair in pairs[at + 2 :] for at, pair in enumerate(pairs))


def facets_of(url: str) -> tuple[str, frozenset[str]]:
    """The address without the order of its path's segments: `/rot/gross/` and `/gross/rot/` show one selection."""
    parts = urlsplit(url)
    return parts.query, frozenset(parts.path.split("/"))


def with_scheme(address: str) -> str | None:
    """A web address as a person types it (`www.firma.de`) as a URL; None when it is none."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    found = normalise(address)
    return found if found and ("." in (urlsplit(found).hostname or "") or urlsplit(found).port) else None


def settled_place(url: str) -> str:
    """What makes two addresses one company's once their redirects were followed: its place without the language."""
    return _LANGUAGE_FOLDER.sub("", place_of(url))

"""Addresses of pages: one spelling for each, which belong to a site, and which lead into endless spaces."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|ref|_ga|_gl|pk_.*|mtm_.*|hsa_.*|phpsessid|jsessionid|sid|"
    r"sessionid|print|replytocom|share|amp)$",
    re.IGNORECASE,
)
_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
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
_DIGITS = re.compile(r"\d+")
MAX_LENGTH = 500
MAX_QUERY_FIELDS = 3


def normalise(url: str, base: str | None = None) -> str | None:
    """The one spelling of a page's address: no fragment, tracking, default port or session; None for others."""
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        return None
    host = parts.hostname.lower()
    if ":" in host:
        host = f"[{host}]"
    if port and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    path = quote(unquote(_SESSION_PATH.sub("", parts.path) or "/"), safe="/:@!$&'()*+,;=~-._%")
    path = re.sub(r"/{2,}", "/", path)
    fields = sorted(
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name)
    )
    found = urlunsplit((parts.scheme, host, path, urlencode(fields), ""))
    return found if len(found) <= MAX_LENGTH else None


def site_of(url: str) -> str:
    """What makes two addresses one site: the host without `www.`, and a port that is not the default one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    return f"{host}:{parts.port}" if parts.port and parts.port not in (80, 443) else host


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


def with_scheme(address: str) -> str | None:
    """A web address as a person types it (`www.firma.de`) as a URL; None when it is none."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    found = normalise(address)
    return found if found and ("." in (urlsplit(found).hostname or "") or urlsplit(found).port) else None

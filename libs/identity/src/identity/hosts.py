"""Host names and web origins: one spelling for each, the one that goes over the wire."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

import idna

_NO_HOST = frozenset("\0\t\n\r #/:<>?@[\\]^|%")
"""Forbidden host code points (WHATWG URL, host writing)."""
_START_PAGE = re.compile(r"/(?:index|default|home|start)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=4096)
def ascii_host(host: str) -> str:
    """A host name in lower-case ASCII, as browsers spell it: Unicode labels by UTS #46 and Punycode (RFC 3492).

    Like browsers, and unlike IDNA 2008, it takes names with an underscore or a symbol, so that no link is lost. The dot
    of the root at the end makes no other host (RFC 1034, 3.1). An address without brackets stays as it is. Raises
    `ValueError` for what can be no host name.
    """
    if ":" in host:
        return host.lower()
    name = unquote(host, errors="strict") if "%" in host else host
    if not name.isascii():
        labels = idna.uts46_remap(name, std3_rules=False, transitional=False).split(".")
        name = ".".join(one if one.isascii() else f"xn--{one.encode('punycode').decode()}" for one in labels)
    if not _NO_HOST.isdisjoint(name):
        raise ValueError("no host name")
    return name.lower().rstrip(".") or name


def ascii_netloc(parts: SplitResult) -> str:
    """The host of an address, and its port unless it is the default one. Raises `ValueError`."""
    host, port = ascii_host(parts.hostname or ""), parts.port
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port}" if port and port != _DEFAULT_PORTS.get(parts.scheme) else shown


def web_origin(url: str) -> str:
    """Scheme, host and port of an address as browsers send them (RFC 6454, 6.2). Raises `ValueError`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{ascii_netloc(parts)}"


def site_of(url: str) -> str:
    """What makes two addresses one site: the host without `www.`, and a port that is not a default one.

    Empty for what has no host.
    """
    parts = urlsplit(url)
    try:
        host, port = ascii_host(parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port and port not in _DEFAULT_PORTS.values() else host


def place_of(url: str) -> str:
    """What makes two addresses of companies one company's: the site, and the path below which a portal keeps it.

    Scheme, `www.`, a name of the start page, a slash at the end, query and fragment make no difference.
    """
    path = _START_PAGE.sub("", urlsplit(url).path).rstrip("/")
    return site_of(url) + path

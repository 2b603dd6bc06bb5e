"""Sitemaps and indexes of sitemaps (sitemaps.org), plain or compressed."""

from __future__ import annotations

import html
import re
import zlib

MAX_SITEMAP_BYTES = 10_000_000
MAX_URLS = 5_000
_LOCATION = re.compile(
    rb"<(?:\w+:)?loc[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]]+?)\s*(?:\]\]>)?\s*</(?:\w+:)?loc>", re.IGNORECASE
)
_INDEX = re.compile(rb"<(?:\w+:)?sitemapindex\b", re.IGNORECASE)


def read_sitemap(data: bytes) -> tuple[bool, list[str]]:
    """Whether it is an index, and the addresses in it. Entities are not expanded: no XML parser, no XML bombs."""
    if data[:2] == b"\x1f\x8b":
        data = _inflated(data)
    found = [html.unescape(match.decode("utf-8", errors="replace")) for match in _LOCATION.findall(data)[:MAX_URLS]]
    return bool(_INDEX.search(data[:2000])), found


def _inflated(data: bytes) -> bytes:
    """The content of a gzip file, as far as it is intact and no more than allowed."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MAX_SITEMAP_BYTES)
    except zlib.error:
        return b""

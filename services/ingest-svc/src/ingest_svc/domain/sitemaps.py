"""Sitemaps and indexes of sitemaps (sitemaps.org), plain or compressed."""

from __future__ import annotations

import html
import re
import zlib

MAX_SITEMAP_BYTES = 10_000_000
MAX_URLS = 5_000
# Every repetition is bounded and none overlaps the next: the time is linear in hostile input, too.
_LOCATION = re.compile(rb"<(?:\w{1,20}:)?loc\b[^<>]{0,200}>(?:\s{0,50}<!\[CDATA\[)?([^<>\]]{1,2100})", re.IGNORECASE)
_INDEX = re.compile(rb"<(?:\w+:)?sitemapindex\b", re.IGNORECASE)


def read_sitemap(data: bytes) -> tuple[bool, list[str]]:
    """Whether it is an index, and the addresses in it. Entities are not expanded: no XML parser, no XML bombs."""
    if data[:2] == b"\x1f\x8b":
        data = _inflated(data)
    found: list[str] = []
    for match in _LOCATION.finditer(data):
        if url := html.unescape(match[1].decode("utf-8", errors="replace")).strip():
            found.append(url)
        if len(found) >= MAX_URLS:
            break
    return bool(_INDEX.search(data[:2000])), found


def _inflated(data: bytes) -> bytes:
    """The content of a gzip file, as far as it is intact and no more than allowed."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MAX_SITEMAP_BYTES)
    except zlib.error:
        return b""

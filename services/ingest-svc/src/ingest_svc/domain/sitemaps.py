"""Sitemaps and indexes of sitemaps (sitemaps.org), XML or one address per line, plain or compressed."""

from __future__ import annotations

import heapq
import html
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

MAX_SITEMAP_BYTES = 10_000_000
MAX_URLS = 5_000
MAX_URLS_READ = 50_000
"""The protocol allows no more in one file."""
# Every repetition is bounded and none overlaps the next: the time is linear in hostile input, too.
_ENTRY = re.compile(
    rb"<(?:\w{1,20}:)?(loc|lastmod)\b[^<>]{0,200}>(?:\s{0,50}<!\[CDATA\[)?([^<>\]]{1,2100})", re.IGNORECASE
)
_INDEX = re.compile(rb"<(?:\w{1,20}:)?sitemapindex\b", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LINE = re.compile(rb"^[ \t]{0,20}(https?://[^\s<>]{1,2100})", re.MULTILINE | re.IGNORECASE)
_LATER = re.compile(r"image|video|news|tag|author|archiv", re.IGNORECASE)


class Sitemap(NamedTuple):
    """What stands in one file: addresses of pages, or of further sitemaps; the newest first, undated ones last."""

    is_index: bool
    urls: list[str]


def read_sitemap(data: bytes) -> Sitemap:
    """The newest `MAX_URLS` addresses of a file. Entities are not expanded: no XML parser, no XML bombs."""
    if data[:2] == b"\x1f\x8b":
        data = _inflated(data)
    is_index = bool(_INDEX.search(data[:2000]))
    entries = islice(_entries(data) if b"<" in data[:1000] else _lines(data), MAX_URLS_READ)
    newest = heapq.nlargest(MAX_URLS, entries, key=lambda entry: entry[1])
    urls = list(dict.fromkeys(url for url, _ in newest))
    if is_index:
        urls.sort(key=lambda url: _LATER.search(url.rsplit("/", 1)[-1]) is not None)
    return Sitemap(is_index, urls)


def _entries(data: bytes) -> Iterator[tuple[str, str]]:
    url = day = ""
    for match in _ENTRY.finditer(data):
        text = html.unescape(match[2].decode("utf-8", errors="replace")).strip()
        if match[1].lower() == b"lastmod":
            day = text[:10] if _DAY.match(text) else ""
            continue
        if url:
            yield url, day
        url, day = text, ""
    if url:
        yield url, day


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    for match in _LINE.finditer(data):
        yield match[1].decode("utf-8", errors="replace"), ""


def _inflated(data: bytes) -> bytes:
    """The content of a gzip file, as far as it is intact and no more than allowed."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MAX_SITEMAP_BYTES)
    except zlib.error:
        return b""

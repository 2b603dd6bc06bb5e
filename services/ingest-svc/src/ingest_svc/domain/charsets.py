"""The bytes of a page as text: byte order mark, declared encoding, and what the bytes themselves say."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"<meta[^>]{1,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
_LATIN = frozenset({"iso8859-1", "ascii"})
_NAMES = """
    utf-8 utf-16 utf-16-le utf-16-be ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7
    iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254
    cp1255 cp1256 cp1257 cp1258 cp866 cp874 koi8-r koi8-u mac-roman gbk gb18030 gb2312 big5 euc_jp euc_kr shift_jis
    iso2022_jp
"""
KNOWN = frozenset(_NAMES.split())
"""The encodings of the WHATWG standard as Python names them. Python knows more: some of them are slow or no text."""


def decode_text(body: bytes, declared: str | None) -> str:
    """A page's text, as `decode` finds it."""
    return decode(body, declared)[0]


def decode(body: bytes, declared: str | None) -> tuple[str, str]:
    """A page's text, and the encoding its addresses are meant in; never fails.

    Later sources count where an earlier one is missing or proved wrong by the bytes. Order: byte order mark, `declared`
    (the Content-Type header's charset), XML declaration or meta element, UTF-8, Windows-1252. Bytes that are valid
    UTF-8 beyond ASCII are UTF-8 whatever a single-byte label says. Addresses on a page in UTF-16 are meant in UTF-8
    (WHATWG Encoding, get an output encoding).
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace"), "utf-8"
    header = _named(declared)
    if header in _WIDE:
        return body.decode(header, errors="replace"), "utf-8"
    if wide := _wide_by_zeros(body):
        return body.decode(wide, errors="replace"), "utf-8"
    inside = _META.search(body[:4096]) or _XML.search(body[:300])
    meta = _named(inside[1].decode("ascii")) if inside else None
    if meta in _WIDE:  # It could be read as ASCII, so it is not UTF-16 (WHATWG, prescan a byte stream).
        meta = "utf-8"
    named = header or meta or "utf-8"
    utf8, damage = _as_utf8(body)
    if not damage and not body.isascii() and _single_byte(named):
        return utf8, "utf-8"
    for encoding in dict.fromkeys((named, meta or named)):
        if encoding == "utf-8":
            if damage <= len(utf8) // 1000 or 4 * damage <= sum(character > "\x7f" for character in utf8[:200_000]):
                return utf8, "utf-8"
            continue
        name = "cp1252" if encoding in _LATIN else encoding
        try:
            return body.decode(name), name
        except UnicodeDecodeError:
            continue
    return (utf8, "utf-8") if not damage else (body.decode("cp1252", errors="replace"), "cp1252")


def _named(label: str | None) -> str | None:
    try:
        name = codecs.lookup((label or "").strip()).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return name if name in KNOWN else None


def _single_byte(name: str) -> bool:
    return name.startswith(("iso8859", "cp", "koi8", "mac", "ascii"))


def _as_utf8(body: bytes) -> tuple[str, int]:
    text = body.decode("utf-8", errors="replace")
    return text, text.count("\ufffd") - body.count("\ufffd".encode())


def _wide_by_zeros(body: bytes) -> str | None:
    start = body[:200]
    if len(start) < 8 or b"\0" not in start:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd >= 0.7 * (len(start) // 2) and not even:
        return "utf-16-le"
    return "utf-16-be" if even >= 0.7 * (len(start) // 2) and not odd else None

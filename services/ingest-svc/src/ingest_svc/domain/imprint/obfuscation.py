"""Addresses that pages hide from address collectors and show to people."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SHAPE = re.compile(r"[A-Za-z0-9][\w.+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}")
_TLDS_TEXT = """
    de com at ch net org eu info biz io li lu it nl be fr example shop online
"""
_TLDS = frozenset(_TLDS_TEXT.split())
_PLUS = re.compile(r"[\"']\s*\+\s*[\"']")
_TYPO3 = re.compile(r"linkTo_UnCryptMailto\(\s*['\"]([^'\"]{8,200})['\"]")
_RANGES = ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A))
"""What TYPO3 shifts, each range in itself (`AbstractTypolinkBuilder`, encryptEmail)."""
_USER = ("data-user", "data-name", "data-local", "data-u", "data-part1", "data-first", "data-account")
_DOMAIN = ("data-domain", "data-host", "data-server", "data-d", "data-part2", "data-last", "data-site")


def hidden_addresses(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """The e-mail addresses hidden in a page's mark-up, each with the text shown in its place."""
    for node in tree.css("[data-cfemail]"):
        yield from _shown(_cloudflare(node.attributes.get("data-cfemail") or ""), node)
    for node in tree.css('a[href*="email-protection#" i]'):
        yield from _shown(_cloudflare((node.attributes.get("href") or "").rpartition("#")[2]), node)
    for node in tree.css(", ".join(f"[{name}]" for name in _USER)):
        attributes = node.attributes
        user = next((attributes[name] or "" for name in _USER if name in attributes), "")
        domain = next((attributes[name] or "" for name in _DOMAIN if name in attributes), "")
        ending = attributes.get("data-tld") or ""
        whole = f"{user}@{domain}{'.' if ending else ''}{ending.lstrip('.')}"
        if user and domain:
            yield from _shown(_readable(whole, f"{user[::-1]}@{domain[::-1]}"), node)
    for node in tree.css("[data-mail], [data-email], [data-mailto], [data-enc-email], [data-contact]")[:20]:
        attributes = node.attributes
        for name in ("data-mail", "data-email", "data-mailto", "data-enc-email", "data-contact"):
            yield from _shown(decoded(attributes.get(name) or ""), node)
    for node in tree.css('[style*="rtl" i], .reverse, .rev, .rtl, [class*="reverse" i]')[:20]:
        yield from _shown(_readable(node.text().strip()[::-1]), node)
    for node in tree.css('a[href*="UnCryptMailto"]'):
        if match := _TYPO3.search(node.attributes.get("href") or ""):
            yield from _shown(_typo3(match[1]), node)
    for node in tree.css("script:not([src])")[:30]:
        for match in _SHAPE.finditer(_PLUS.sub("", (node.text() or "")[:20_000])):
            if "document.write" in (node.text() or "") or "mailto" in (node.text() or ""):
                yield match[0], match[0]


def decoded(text: str) -> str:
    """An address as it is, reversed, or turned by thirteen letters; nothing for what is none in any way."""
    text = text.strip().removeprefix("mailto:")
    return _readable(text, text[::-1], codecs.decode(text, "rot13"), codecs.decode(text[::-1], "rot13"))


def _readable(*ways: str) -> str:
    return next((way for way in ways if _SHAPE.fullmatch(way) and way.rpartition(".")[2].lower() in _TLDS), "")


def _shown(address: str, node: LexborNode) -> Iterator[tuple[str, str]]:
    if address:
        yield address, " ".join(node.text().split())[:200] or address


def _cloudflare(code: str) -> str:
    """Cloudflare's e-mail obfuscation: hexadecimal bytes, each combined with the first by exclusive or."""
    try:
        key, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return _readable(bytes(one ^ key for one in rest).decode(errors="ignore"))


def _typo3(code: str) -> str:
    for shift in range(-12, 13):
        text = "".join(_shifted(character, shift) for character in code)
        if text.startswith("mailto:"):
            return _readable(text.removeprefix("mailto:"))
    return ""


def _shifted(character: str, by: int) -> str:
    code = ord(character)
    for first, last in _RANGES:
        if first <= code <= last:
            return chr(first + (code - first + by) % (last - first + 1))
    return character

"""Header fields as octets: what programs read goes out as it is, what people read is encoded where it must be.

Lines are folded at white space only (RFC 5322, section 2.2.3). Control characters never get into a header.
"""

from __future__ import annotations

import base64
import re

LONGEST_LINE = 998
"""Octets of a line without its end: RFC 5322, section 2.1.1."""
WIDTH = 76
"""Characters of a line with encoded words (RFC 2047, section 2); others are folded there too where they can be."""

_LONGEST_WORD = 500  # of a text for people, before it is encoded only to become shorter
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+)*")
_PLAIN_IN_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_PLAIN_IN_PARAMETER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`{|}~")
_SEGMENT = 60  # characters of a parameter in one line


def cleaned(text: str) -> str:
    """The text with a blank for every control character, and none around it."""
    return text.translate(_CONTROLS).strip()


def raw(name: str, value: str) -> bytes:
    """A field for programs, in one line as long as that is allowed.

    Raises `ValueError` for other than printable ASCII, and for a word that is longer than a line may be.
    """
    value = cleaned(value)
    if not value.isascii():
        raise ValueError(f"{name} must be ASCII")
    return _folded(f"{name}: {value}", LONGEST_LINE)


def text(name: str, value: str, *, utf8: bool = False) -> bytes:
    """A field for people. With `utf8` it is not encoded (RFC 6532)."""
    value = cleaned(value)
    if _must_be_encoded(value, utf8=utf8):
        return f"{name}: {_encoded_words(value, len(name) + 2)}\r\n".encode("ascii")
    return _folded(f"{name}: {value}", WIDTH)


def mailbox(name: str, shown: str, address: str, *, utf8: bool = False) -> bytes:
    """A field with one address and, if `shown` is not empty, whose it is (RFC 5322, section 3.4)."""
    shown = cleaned(shown)
    if not shown:
        return _folded(f"{name}: {address}", WIDTH)
    if _must_be_encoded(shown, utf8=utf8):
        words = _encoded_words(shown, len(name) + 2)
        fits = len(words.rpartition("\r\n")[2]) + len(address) + 3 <= WIDTH - len(name) - 2
        return f"{name}: {words}{' ' if fits else _NEXT_LINE}<{address}>\r\n".encode()
    quoted = shown if _ATOMS.fullmatch(shown) else '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"'
    return _folded(f"{name}: {quoted} <{address}>", WIDTH)


def with_parameter(name: str, value: str, parameter: str, content: str) -> bytes:
    """A field of MIME with one parameter, encoded (RFC 2231) where it is not short ASCII."""
    content = cleaned(content)
    if content.isascii() and len(content) <= _SEGMENT:
        quoted = re.sub(r'(["\\])', r"\\\1", content)
        return _folded(f'{name}: {value}; {parameter}="{quoted}"', WIDTH)
    segments = ["UTF-8''"]
    for character in content:
        encoded = "".join(chr(o) if o in _PLAIN_IN_PARAMETER else f"%{o:02X}" for o in character.encode())
        if len(segments[-1]) + len(encoded) > _SEGMENT:
            segments.append("")
        segments[-1] += encoded
    numbered = [f"*{number}*" for number in range(len(segments))] if len(segments) > 1 else ["*"]
    parts = [f"{parameter}{mark}={segment}" for mark, segment in zip(numbered, segments, strict=True)]
    return f"{name}: {value};{_NEXT_LINE}{f';{_NEXT_LINE}'.join(parts)}\r\n".encode("ascii")


_NEXT_LINE = "\r\n "


def _must_be_encoded(value: str, *, utf8: bool) -> bool:
    """Also what looks like an encoded word and is none, and a word that fits no line."""
    longest = max(len(word.encode()) for word in value.split(" "))
    return not (utf8 or value.isascii()) or "=?" in value or longest > _LONGEST_WORD


def _folded(line: str, width: int) -> bytes:
    """The line in as many as it needs to be; none begins right after the field's name."""
    pieces = re.findall(r" *[^ ]+", line)
    lines = ["".join(pieces[:2])]
    for piece in pieces[2:]:
        if len((lines[-1] + piece).encode()) > width:
            lines.append(piece)
        else:
            lines[-1] += piece
    if any(len(one.encode()) > LONGEST_LINE for one in lines):
        raise ValueError("a header has a word that fits no line")
    return "\r\n".join([*lines, ""]).encode()


def _encoded_words(value: str, used: int) -> str:
    """The text in encoded words of at most 75 characters, `used` of the first line being taken (RFC 2047).

    The Q encoding is written as strictly as a phrase needs it (section 5, rule 3), so that it can stand anywhere.
    """
    encode = min((_q_word, _b_word), key=lambda way: len(way(value)))
    words, current, room = [], "", min(75, WIDTH - used)
    for character in value:
        if current and len(encode(current + character)) > room:
            words.append(encode(current))
            current, room = "", 75
        current += character
    return _NEXT_LINE.join([*words, encode(current)])


def _q_word(value: str) -> str:
    octets = value.encode()
    encoded = "".join("_" if o == 32 else chr(o) if o in _PLAIN_IN_WORD else f"={o:02X}" for o in octets)
    return f"=?utf-8?q?{encoded}?="


def _b_word(value: str) -> str:
    return f"=?utf-8?b?{base64.b64encode(value.encode()).decode()}?="

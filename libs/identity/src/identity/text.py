"""Strings that come in from outside: what a text, a line and a name may consist of.

Every field, parameter and cursor of an API has one of these types. Messages name the rule and never repeat the value.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_CHARACTER = re.compile(f"[\ud800-\udfff{_NONCHARACTERS}]")
_BREAK = re.compile(r"[\t\n\r\u2028\u2029]")
_CONTROL_BYTES = bytes({*range(32), 127} - set(b"\t\n\r"))
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_RARE_BYTES = (b"\xef", b"\xbf")
"""One of them is in the UTF-8 of every noncharacter; none is in what is written in Latin letters."""

_JOINED = "\u0600-\u08ff\u0900-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
"""Arabic, Persian and Indic scripts, and pictures: what is written with joiners (RFC 5892, appendix A; UTS 51)."""
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    f"|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
)
"""Direction controls and what makes two names look alike: Unicode's Default_Ignorable_Code_Point, the braille blank."""


def text(value: str) -> str:
    """Text of any number of lines. Raises `ValueError` for what no text consists of, and no database keeps.

    Looks at the bytes, where 500,000 characters take less than a millisecond.
    """
    try:
        encoded = value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("must not contain unpaired surrogates") from error
    if len(encoded.translate(None, _CONTROL_BYTES)) < len(encoded) or _C1_BYTES.search(encoded):
        raise ValueError("must not contain control characters")
    if any(byte in encoded for byte in _RARE_BYTES) and _NO_CHARACTER.search(value):
        raise ValueError("must not contain code points that are no characters")
    return value


def line(value: str) -> str:
    """Text of one line, without tabs. Raises `ValueError`."""
    if _BREAK.search(value):
        raise ValueError("must be a single line, without tabs")
    return text(value)


def name(value: str) -> str:
    """A line that shows all it consists of, in the direction it is read. Raises `ValueError`.

    Joiners stay where a script or a picture is written with them: Persian and Indic names would be misspelt without.
    """
    if _UNSEEN.search(value):
        raise ValueError("must not contain invisible characters or direction controls")
    return line(value)


def readable(value: str) -> str:
    """What can be read of a text that a machine passes on and nobody can correct, such as a mail that came in."""
    return _NO_CHARACTER.sub("", _CONTROL.sub("", value))


def visible(value: str) -> str:
    """What can be seen of a name that was found on a page: one line, without what `name` refuses."""
    return " ".join(_UNSEEN.sub("", readable(value)).split())


def is_storable(value: str) -> bool:
    """Whether the database can keep the string at all: no NUL, no unpaired surrogate."""
    if "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


AS_TEXT, AS_LINE, AS_NAME = AfterValidator(text), AfterValidator(line), AfterValidator(name)
"""The rules for a type that has limits of its own: `Annotated[str, StringConstraints(max_length=255), AS_LINE]`."""

Text = Annotated[str, AS_TEXT]
"""Any text: no control characters but line breaks and tabs, no unpaired surrogates, no noncharacters."""
Line = Annotated[str, AS_LINE]
"""A `Text` of one line."""
Name = Annotated[str, AS_NAME]
"""A `Line` that people take for a name: nothing invisible, nothing that changes its direction."""

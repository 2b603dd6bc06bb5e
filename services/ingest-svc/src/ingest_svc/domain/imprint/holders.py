"""Who holds an office in the middle of a sentence or of a line that holds a whole imprint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest_svc.domain.imprint.first_names import is_first_name
from ingest_svc.domain.imprint.persons import bare_name, is_person

_OFFICE = (
    r"(?:gesch(?:ä|ae)ftsf(?:ü|ue)hr(?:er(?:in)?|ung|ende\w*\sgesellschafter(?:in)?)|gesch(?:ä|ae)ftsleit(?:er(?:in)?|ung)|"
    r"(?:praxis|kanzlei|betriebs|firmen)?inhaber(?:in)?|eigent(?:ü|ue)mer(?:in)?|"
    r"(?:vorstands|vereins)?vorsitzende[rn]?|vorstand|pr(?:ä|ae)sident(?:in)?|obmann|obfrau|obleute|ceo)"
)
_OF = (
    r"(?:\s+(?:im\s+Sinne|i\.\s?S\.|gem(?:äß|\.)|nach)[^:,;]{0,40}?(?=\s(?:ist|sind)\s|:)|"
    r"\s+(?:der|des)\s[^,.;:]{2,60}?(?=\s(?:ist|sind)\s)|\s+(?:und|&)\s[a-zäöüß][^:,;]{0,50}(?=:))?"
)
_WORD = r"[A-ZÄÖÜ][\w.’'-]*"
_BEHIND = re.compile(
    rf"(?<![\w-])(?i:{_OFFICE})(?i:{_OF})\s*:?\s+(?:(?:ist|sind|der|die|den|Herrn?|Frau)\s+)*(?P<names>{_WORD}(?:\s+{_WORD}){{1,5}})"
)
_NEXT = re.compile(rf"\s*(?:,|&|/|und|sowie)\s+(?:Herrn?\s|Frau\s)?(?P<names>{_WORD}(?:\s+{_WORD}){{1,5}})")
_BEFORE = re.compile(
    rf"(?P<names>{_WORD}(?:\s+{_WORD}){{1,4}})\s*(?:,|\(|\s[–-])\s*(?:(?:\d\.|stellv\w*\.?)\s*)?(?i:{_OFFICE})(?![\w-])"
)
MOST_IN_A_LIST = 6


def holders_in(text: str) -> Iterator[str]:
    """The persons that a text names directly before or behind an office, and those listed with them."""
    for match in _BEHIND.finditer(text):
        at = match.start("names")
        for _ in range(MOST_IN_A_LIST):
            name = _first_name_of(text[at:])
            if name is None:
                break
            yield name[0]
            following = _NEXT.match(text, at + name[1])
            if following is None:
                break
            at = following.start("names")
    for match in _BEFORE.finditer(text):
        words = match["names"].split()
        for count in (3, 2):
            if len(words) >= count and is_person(" ".join(words[-count:])):
                yield bare_name(" ".join(words[-count:]))
                break


def _first_name_of(text: str) -> tuple[str, int] | None:
    """The person that a text begins with, and where that ends; titles before the name are left out."""
    match = re.match(rf"{_WORD}(?:\s+{_WORD}){{1,5}}", text)
    if match is None:
        return None
    words = match[0].split()
    start = next((at for at, word in enumerate(words[:4]) if not word.endswith(".")), 0)  # behind titles
    if len(words) < start + 2:
        return None
    for count in (3, 2) if is_first_name(words[start + 1]) else (2,):  # `Karl Heinz Roth`
        name = " ".join(words[start : start + count])
        if len(words) >= start + count and is_person(name):
            return bare_name(name), len(" ".join(words[: start + count]).rstrip("."))
    return None

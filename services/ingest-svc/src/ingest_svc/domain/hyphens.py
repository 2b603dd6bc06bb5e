"""Words divided at the end of a line made whole again, and hyphens that belong to a word kept."""

from __future__ import annotations

import re

HYPHENS = ("-", "\u00ad", "\u2010")
_GOES_ON = re.compile(
    r"(?:und|oder|bzw|resp|respektive|sondern|plus|sowie|wie|als|auch|bis|noch|statt|aber|beziehungsweise|u|o|and|or"
    r"|to)\b\.?|[&/+]",
    re.IGNORECASE,
)
"""Words before which a hyphen stands for the rest of a word: `Liefer- und Versandkosten`."""
LONGEST_STEM = 40
_STEM = re.compile(r"[^\W_]+$")
_VOWEL = re.compile(r"[aeiouyäöüéàè]", re.IGNORECASE)


def continued(text: str, line: str) -> str:
    """A text and its next line as one.

    A hyphen at the line's end is a division when a lower-case letter follows. It belongs to the word after a digit or
    sign (`CO2-neutral`), after a single letter or an abbreviation (`E-mail`, `PVC-frei`), and before a capital or digit
    (`Nord-Ost`); before a conjunction it stands for the word's second half. A soft hyphen is always a division.
    """
    if not text or not line:
        return text or line
    if text.endswith("\u00ad"):
        return text[:-1] + line
    if not text.endswith(HYPHENS):
        return f"{text}{'' if text.endswith('-/') else ' '}{line}"
    if _GOES_ON.match(line) or not line[0].isalnum() or text[:-1].endswith((" ", *HYPHENS)):
        return f"{text} {line}"
    return (text[:-1] if line[0].islower() and _is_divided(text[:-1]) else text) + line


def _is_divided(start: str) -> bool:
    """Whether a word may be divided after this start of it, which is whole syllables.

    None is a digit, a sign, a single letter, or an abbreviation without a vowel (`Kfz-technik`).
    """
    stem = _STEM.search(start[-LONGEST_STEM:])
    if stem is None or not _VOWEL.search(stem[0]):
        return False
    return len(stem[0]) > 1 and start[-1].isalpha() and not stem[0][-2:].isupper()

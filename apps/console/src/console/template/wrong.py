"""What the template language refuses, in words for who writes mails and no programs."""

from __future__ import annotations

import re

from console.formats import plain
from console.session import say

_UNKNOWN = re.compile(r"'(?P<name>[^']+)' is undefined|has no attribute '(?P<attribute>[^']+)'")
_FORBIDDEN = re.compile(r"line (?P<line>\d+): .*not available in templates")
_UNREADABLE = re.compile(r"line (?P<line>\d+): (?P<why>.*)", re.DOTALL)


def in_words(message: str) -> str:
    """What is wrong, and where."""
    if found := _UNKNOWN.search(message):
        return say("templates.wrong.unknown", name=plain(found["name"] or found["attribute"]))
    if found := _FORBIDDEN.fullmatch(message):
        return say("templates.wrong.forbidden", line=found["line"])
    if found := _UNREADABLE.fullmatch(message):
        return say("templates.wrong.unreadable", line=found["line"], why=plain(found["why"]))
    if message == "must not be empty":
        return say("templates.wrong.empty")
    return plain(message)

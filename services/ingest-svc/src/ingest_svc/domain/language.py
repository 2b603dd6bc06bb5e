"""German or English, by the commonest words of each."""

from __future__ import annotations

import re

_GERMAN_TEXT = """
    der die das und ist nicht mit für sie wir ein eine zu von auf den im dem des bei oder sind auch werden ihre
    ihr unser unsere uns haben nach aus am an als zum zur über wie bis einen einer durch nur kann können
"""
_GERMAN = frozenset(_GERMAN_TEXT.split())
_ENGLISH_TEXT = """
    the and of to is in for you we our are with your on that this from be or by at as it have can will us not an
    all more their which about
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_WORDS = re.compile(r"[^\W\d_]+")
LEAST_WORDS = 12
"""Of a text whose language can be told from its words."""


def detect_language(text: str, declared: str = "") -> str:
    """`de` or `en`. The words decide where they are clear, else what the page declares, else German."""
    german, english, _ = _counted(text)
    if german + english >= 5 and (german > 1.5 * english or english > 1.5 * german):
        return "de" if german > english else "en"
    if declared.lower().startswith("en"):
        return "en"
    return "de"


def is_in_neither(text: str) -> bool:
    """Whether a text is in another language: hardly a twentieth of its words is among the commonest of either."""
    german, english, words = _counted(text)
    return words >= LEAST_WORDS and max(german, english) * 20 < words


def _counted(text: str) -> tuple[int, int, int]:
    """How many of a text's words are common German ones, common English ones, and there at all."""
    words = _WORDS.findall(text[:20_000].lower())
    return sum(word in _GERMAN for word in words), sum(word in _ENGLISH for word in words), len(words)

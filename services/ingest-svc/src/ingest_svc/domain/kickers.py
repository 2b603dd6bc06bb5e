"""Short lines above a heading that belong to it: the part of the page, a year, whose profile it is."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from ingest_svc.domain.inline import TEXT, flat_text

MOST_WORDS = 8
LONGEST = 60
FURTHEST = 3
"""Boxes around a heading in front of which its kicker may stand."""
MOST_EMPTY = 8
"""Empty boxes and icons that are passed over to find it."""
MOST_SOURCE = 300
"""Characters in the source, with what lays it out."""
_ENDS = tuple(".,;:…")
_NO_KICKER = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "form", "nav", "hr", "br"})
_TRAIL = re.compile(r"(?:start(?:seite)?|home)\b|.*[/›»>]", re.IGNORECASE)
_PARTS = "h1, h2, h3, h4, h5, h6, li, table, br, p + p"
_NO_TEXT = re.compile(r"[\W_]*")


def kicker_of(heading: LexborNode) -> str:
    """The line that a heading's box begins with, in front of the heading; empty when it begins with something else.

    Read on by itself it would end the text of the heading before: *1994* behind what happened in 1965.
    """
    at: LexborNode | None = heading
    for _ in range(FURTHEST):
        if at is None or at.tag in ("body", "main"):
            return ""
        before = _before(at)
        if before is not None:
            text = _short(before)
            return text if text and _before(before) is None else ""
        at = at.parent
    return ""


def _before(node: LexborNode) -> LexborNode | None:
    """What stands in front of a node in its box and is not empty or an icon."""
    at = node.prev
    for _ in range(MOST_EMPTY):
        if at is None or not _is_empty(at):
            break
        at = at.prev
    return at


def _is_empty(node: LexborNode) -> bool:
    if node.tag not in TEXT and (node.tag or "").startswith(("-", "!", "_")):
        return True
    text = _source(node)
    return len(text) <= LONGEST and _NO_TEXT.fullmatch(text) is not None


def _source(node: LexborNode) -> str:
    return (node.text_content or "") if node.tag in TEXT else node.text()


def _short(node: LexborNode) -> str:
    """The text of a node that is one short line and no sentence."""
    whole = _source(node)
    if len(whole) > MOST_SOURCE or node.tag in _NO_KICKER or (node.tag not in TEXT and node.css_first(_PARTS)):
        return ""
    text = " ".join(whole.split()) if node.tag in TEXT else flat_text(node)
    long = len(text) > LONGEST or len(text.split()) > MOST_WORDS
    return "" if long or text.endswith(_ENDS) or _TRAIL.match(text) else text

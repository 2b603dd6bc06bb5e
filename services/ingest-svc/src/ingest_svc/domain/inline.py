"""Running text of a page: words are apart where they are laid out apart, and whole where only their look changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from ingest_svc.domain.figures import END, LOWERED, PRIVATE, RAISED, settled

MAX_DEPTH = 200
LONGEST_RAISED = 5
"""Characters that are raised by style and class only; longer text is something else."""
_INLINE_TEXT = """
    a abbr b bdi bdo big cite code data dfn em font i ins kbd label mark q s samp small span strong sub sup time u
    var wbr tt acronym nobr
"""
INLINE = frozenset(_INLINE_TEXT.split())
_BOXES = frozenset({"a", "data", "label", "small", "span", "time"})
"""Elements that are laid out as they like; the others format words or parts of them."""
_WHOLE = frozenset({"a", "label", "time"})
"""Boxes that hold no parts of words."""
TEXT = frozenset({"-text", "#text"})
_SKIPPED = frozenset({"script", "style", "svg", "template", "noscript"})
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u2009\u202f]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_BOX_STYLE = re.compile(
    r"display|float|position|width|flex|align|(?:margin|padding)(?:-left|-right)?\s*:\s*[1-9]", re.IGNORECASE
)
_BOX_CLASS = re.compile(
    r"(?:^|\s)(?:(?:float|pull|text)-(?:start|end|left|right)|right|left|m[lrsex]-\S+|col(?:-\S+)?|badge|btn|button|tag|"
    r"pill)(?:\s|$)",
    re.IGNORECASE,
)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_LOWERED_STYLE = re.compile(r"vertical-align\s*:\s*(?:sub|text-bottom)\b", re.IGNORECASE)
_RAISED_CLASS = re.compile(
    r"(?:^|\s)(?:sup|super|superscript|hoch|hochgestellt|(?:foot-?note|fn|fussnote)(?:-?(?:ref|link|mark))?)(?:\s|$)",
    re.IGNORECASE,
)
_ICON_FONT = re.compile(r"(?:^|\s)material-(?:icons|symbols)")
"""Icons that are written as words (*done*, *phone*), which their font draws as one sign."""
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
LONGEST_HINT = 26
"""Characters of a hidden note to an icon or link; longer text is what "read more" shows."""
_LABEL = re.compile(r"[^\W\d_]{4}$|[^\W\d_]:$")
_TITLE = re.compile(r"(?:[a-zäöüß]{3}|\b\d{4})$")
_BEGINS = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+ +\S+ +\S")
"""A title, and three words behind it, which are no name of two parts (*AutoHaus Lindner*)."""
_NOTE = re.compile(r"\s*\[?\d{1,3}\]?\s*")
_HALF_WORDS = ",.;:!?)]}%’'…/"
_OPENING = "([{„‚/’'-"


def clean(text: str) -> str:
    """One line: spaces folded, soft hyphens and zero-width characters gone."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


class Inline:
    """A run of inline text while it is read."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._beside = _Beside()
        self._in_mark = False

    def text(self, text: str) -> None:
        """Take the text of a node; a newline in the source is a space."""
        text = _SPACES.sub(" ", text)
        if not text.isascii():
            text = PRIVATE.sub("", text)
        if not text:
            return
        if self._beside.between and self._parts and _are_apart(self._parts, text, self._beside):
            self._parts.append(" ")
        elif self._beside.edge and self._parts and text[0].isdigit() and _LABEL.search(self._parts[-1]):
            self._parts.append(" ")  # `<b>Telefon</b>0371 55010`: no word goes on in figures
        elif self._beside.closed and self._parts and _BEGINS.match(text) and _TITLE.search(self._parts[-1]):
            self._parts.append(" ")  # `<b>1936</b>Gründung des Betriebs`: a title by its look, and a sentence
        self._parts.append(text)
        self._beside = _Beside()

    def gap(self) -> None:
        """Something stands here that parts words: a picture, a box."""
        self._parts.append(" ")

    def line_break(self) -> None:
        """The text goes on in the next line."""
        self._parts.append("\n")

    def element(self, node: LexborNode, tag: str, content: Callable[[LexborNode], None]) -> None:
        """Take an inline element, whose `content` adds what stands in it."""
        attributes = node.attributes
        style, names = attributes.get("style") or "", attributes.get("class") or ""
        before = self._parts[-1][-1:] if self._parts else ""
        side = _side(style, names)
        outer = self._in_mark
        mark = "" if outer else _mark(node, tag, style, names) or (RAISED if _is_note(node, tag, before) else "")
        self._in_mark = outer or bool(mark)
        box = tag in _BOXES and (not style or bool(names) or _BOX_STYLE.search(style) is not None)
        self._add(side, mark)
        whole = tag in _WHOLE
        self._beside.opens(box, whole)
        content(node)
        self._beside.closes(box, whole)
        self._in_mark = outer
        self._add(END if mark else "", side)

    def _add(self, *parts: str) -> None:
        self._parts.extend(part for part in parts if part)

    def lines(self) -> list[str]:
        """The lines so far, which are forgotten."""
        found = [clean(settled(line)) for line in "".join(self._parts).split("\n")]
        self._parts, self._beside = [], _Beside()
        return found


@dataclass(slots=True)
class _Beside:
    """Which elements ended and began since the last text: then the next stands side by side with it."""

    opened: bool = False
    closed: bool = False
    between: bool = False
    box: bool = False
    whole: bool = False

    @property
    def edge(self) -> bool:
        """Whether any element began or ended."""
        return self.opened or self.closed

    def opens(self, box: bool, whole: bool) -> None:
        self.opened = True
        self.between = self.between or self.closed
        self.box = self.box or box
        self.whole = self.whole or whole

    def closes(self, box: bool, whole: bool) -> None:
        self.closed = True
        self.box = self.box or box
        self.whole = self.whole or whole


def _are_apart(parts: list[str], after: str, beside: _Beside) -> bool:
    """Whether two elements side by side are words of their own. Single letters and digits are words taken apart."""
    before = parts[-1]
    left, right = before[-1], after[0]
    if left.isspace() or right.isspace() or right in _HALF_WORDS or left in _OPENING or PRIVATE.match(left):
        return False
    if beside.whole:
        return True
    one, other = len(before.strip()) == 1, len(after.strip()) == 1
    if left.isalpha() and right.isalpha() and one and (other or right.islower()):
        return False
    if right.isdigit() and (
        (left.isdigit() and (one or other)) or (left in ",." and "".join(parts[-2:])[-2:-1].isdigit())
    ):
        return False
    return beside.box or left.isalpha() != right.isalpha() or (left.islower() and right.isupper())


def _side(style: str, names: str) -> str:
    if style and _BLOCK_STYLE.search(style):
        return "\n"
    return " " if (names and _BOX_CLASS.search(names)) or "float" in style or "inline-block" in style else ""


def _mark(node: LexborNode, tag: str, style: str, names: str) -> str:
    """Whether an element's text is raised or lowered, by its tag, its style or its class."""
    if tag == "sub" or (style and _LOWERED_STYLE.search(style)):
        return LOWERED
    if tag == "sup":
        return RAISED
    styled = (style and _RAISED_STYLE.search(style)) or (names and _RAISED_CLASS.search(names))
    return RAISED if styled and len(node.text()) <= LONGEST_RAISED else ""


def _is_note(node: LexborNode, tag: str, before: str) -> bool:
    """Whether a number directly behind a text is set off from it: as a link within the page, or small after a digit."""
    if tag == "a":
        possible = bool(before.strip()) and (node.attributes.get("href") or "").startswith("#")
    else:
        possible = tag == "small" and before.isdigit()
    return possible and _NOTE.fullmatch(node.text()) is not None


def is_decoration(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    """Whether an inline element is hidden and not the rest of a text that opens, or no more than an icon."""
    style = attributes.get("style") or ""
    if "hidden" in attributes or (style and HIDING.search(style)):
        return len(node.text().strip()) < LONGEST_HINT
    if _ICON_FONT.search(attributes.get("class") or ""):
        return True
    if attributes.get("aria-hidden") != "true":
        return False
    text = node.text().strip()
    return " " not in text and not any(character.isdigit() for character in text)


def flat_text(node: LexborNode) -> str:
    """A node's text on one line; inline elements join as words do, blocks and breaks with a space."""
    inline = Inline()
    _collect(node, inline, 0)
    return clean(" ".join(inline.lines()))


def _collect(node: LexborNode, inline: Inline, depth: int) -> None:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag in TEXT:
            inline.text(child.text_content or "")
        elif depth >= MAX_DEPTH or tag in _SKIPPED:
            continue
        elif tag in INLINE:
            if not is_decoration(child, child.attributes):
                inline.element(child, tag, lambda inner: _collect(inner, inline, depth + 1))
        else:
            inline.gap()
            _collect(child, inline, depth + 1)
            inline.gap()

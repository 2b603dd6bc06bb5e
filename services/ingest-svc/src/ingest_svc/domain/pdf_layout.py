"""From pieces of text on a page to lines in the order in which they are read: columns one after the other.

All measures are points (1/72 inch) from the page's upper left corner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from ingest_svc.domain.figures import END, LOWERED, RAISED, settled

SAME_LINE = 0.35
"""Distance of two baselines, in heights of the larger text, up to which they are one line."""
MIN_GUTTER = 8.0
"""Points between two columns at least."""
MIN_LINES = 4
"""Lines side by side from which text stands in columns; fewer may be anything."""
MIN_CHARACTERS = 18
"""Characters of a column's line on average; shorter ones are cells of a table."""
FILLED, MOSTLY = 0.7, 0.55
"""Share of the column's width that a line of running text fills, and the share of lines that must."""

SMALLER, RAISED_BY = 0.85, 0.1
"""Size of a raised or lowered figure at most, and by how much a raised one is lifted, in heights of the text beside."""
OVERLAP, WITHIN_WORD, BESIDE, NEXT_WORD = 0.2, 0.12, 0.3, 0.8
"""Gaps in heights of the text: characters may overlap; up to where a word goes on, a figure belongs, a word follows."""
_FIGURE = re.compile(r"[-+−–]?\d{1,3}(?:[,;]\s?\d{1,3})*[)\]]?|\*{1,3}\)?|[a-z]\)")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text on one line without a wide gap inside. `size` is the height of the font's box, not its nominal size."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    bold: bool = False


_LEADERS = re.compile(r"\s*(?:[.…]\s?){4,}")


def without_leaders(text: str) -> str:
    """The text without the dots that lead the eye from a thing to its price."""
    return _LEADERS.sub(" ", text).rstrip()


@dataclass(frozen=True)
class Line:
    """The fragments of one line, from left to right, and the right edge of the column it stands in."""

    fragments: tuple[Fragment, ...]
    edge: float = 0.0

    @cached_property
    def text(self) -> str:
        return without_leaders(" ".join(fragment.text for fragment in self.fragments))

    @cached_property
    def left(self) -> float:
        return self.fragments[0].left

    @cached_property
    def right(self) -> float:
        return max(fragment.right for fragment in self.fragments)

    @cached_property
    def bottom(self) -> float:
        return median(fragment.bottom for fragment in self.fragments)

    @cached_property
    def size(self) -> float:
        return max(self.fragments, key=lambda fragment: len(fragment.text)).size

    @cached_property
    def bold(self) -> bool:
        return all(fragment.bold for fragment in self.fragments)


def shifted(size: float, bottom: float, host_size: float, host_bottom: float) -> str:
    """The mark of smaller text beside other text when it is raised or lowered; nothing when it is neither."""
    if not 0 < size <= SMALLER * host_size or not -host_size < bottom - host_bottom < 0.5 * host_size:
        return ""
    if bottom - host_bottom < -RAISED_BY * host_size:
        return RAISED
    return LOWERED if bottom > host_bottom else ""


def with_figures(fragments: Iterable[Fragment]) -> list[Fragment]:
    """The fragments with raised and lowered figures as part of the text beside which they stand.

    In the order of the file, in which a figure follows the word it belongs to.
    """
    found: list[Fragment] = []
    goes_on = False
    for fragment in fragments:
        last = found[-1] if found else None
        gap = (fragment.left - last.right) / max(last.size, fragment.size) if last else 0.0
        if last is None or not -OVERLAP < gap < NEXT_WORD:
            found.append(fragment)
            goes_on = False
            continue
        mark = shifted(fragment.size, fragment.bottom, last.size, last.bottom) if gap < BESIDE else ""
        if mark and _FIGURE.fullmatch(fragment.text):
            found[-1] = replace(last, text=f"{last.text}{mark}{fragment.text}{END}", right=fragment.right)
            goes_on = True
        elif goes_on and abs(fragment.bottom - last.bottom) <= SAME_LINE * last.size:
            found[-1] = replace(last, text=f"{last.text}{_space(gap)}{fragment.text}", right=fragment.right)
        elif _FIGURE.fullmatch(last.text) and shifted(last.size, last.bottom, fragment.size, fragment.bottom) == RAISED:
            found[-1] = replace(fragment, text=f"{RAISED}{last.text}{END} {fragment.text}", left=last.left)
            goes_on = True
        else:
            found.append(fragment)
            goes_on = False
    return [replace(one, text=settled(one.text)) for one in found]


def _space(gap: float) -> str:
    return " " if gap > WITHIN_WORD else ""


def lines_of(fragments: Iterable[Fragment]) -> list[Line]:
    """The lines of a page from top to bottom."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(with_figures(fragments), key=lambda one: (one.bottom, one.left)):
        last = rows[-1] if rows else None
        tolerance = SAME_LINE * max(fragment.size, last[0].size) if last else 0.0
        if last is not None and fragment.bottom - last[0].bottom <= tolerance:
            last.append(fragment)
        else:
            rows.append([fragment])
    return [Line(tuple(sorted(row, key=lambda one: one.left))) for row in rows]


def reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines with columns resolved: all of the left one, then all of the right one, between lines that span both."""
    ordered = _ordered(lines)
    edge = max((line.right for line in ordered if not line.edge), default=0.0)
    return [line if line.edge else replace(line, edge=edge) for line in ordered]


def _ordered(lines: Sequence[Line]) -> list[Line]:
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in lines:
        if any(fragment.left < gutter < fragment.right for fragment in line.fragments):
            ordered += _resolved(band, gutter)
            band = []
            ordered.append(line)
        else:
            band.append(line)
    return [*ordered, *_resolved(band, gutter)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the gap that most lines have in common, when there are enough of them."""
    gaps = [gap for line in lines for gap in _gaps(line)]
    best, most = None, MIN_LINES - 1
    for left, right in gaps:
        middle = (left + right) / 2
        common = sum(start < middle < end for start, end in gaps)
        if common > most:
            best, most = middle, common
    return best


def _gaps(line: Line) -> Iterator[tuple[float, float]]:
    for before, after in pairwise(line.fragments):
        if after.left - before.right >= MIN_GUTTER:
            yield before.right, after.left


def _resolved(band: Sequence[Line], gutter: float) -> list[Line]:
    left = _side(band, lambda fragment: fragment.right <= gutter)
    right = _side(band, lambda fragment: fragment.left >= gutter)
    if not (_is_column(left) and _is_column(right)):
        return list(band)
    return [*reading_order(left), *reading_order(right)]


def _side(band: Sequence[Line], belongs: Callable[[Fragment], bool]) -> list[Line]:
    kept = (tuple(fragment for fragment in line.fragments if belongs(fragment)) for line in band)
    return [Line(fragments) for fragments in kept if fragments]


def _is_column(lines: Sequence[Line]) -> bool:
    """Whether lines are running text that fills a column, not cells."""
    if len(lines) < MIN_LINES:
        return False
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    filled = sum(line.right - line.left >= FILLED * (end - start) for line in lines)
    characters = sum(len(line.text) for line in lines) / len(lines)
    return characters >= MIN_CHARACTERS and filled >= MOSTLY * len(lines)

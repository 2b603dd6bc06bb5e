"""Lines of a PDF that stand in columns of cells, as rows that can be quoted alone.

Drawn lines are not looked at: tables of price lists and data sheets often have none. What makes a table is that
neighbouring lines have gaps in the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest_svc.domain.hyphens import continued
from ingest_svc.domain.pdf_layout import Fragment, Line, without_leaders

MIN_ROWS = 2
CLOSE = 1.35
"""Distance of two lines, in heights of their text, up to which the lower one continues a cell of the upper one."""
ROW_GAP = 2.6
"""Distance of two rows, in heights of their text, from which they belong to different tables."""
SAME_PLACE = 8.0
"""Points by which the columns of a table that goes on over a page may differ."""


Span = tuple[float, float]
"""From where to where a column goes, in points from the left."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows as text, its header and its columns, for a continuation on the next page."""

    rows: tuple[str, ...]
    header: tuple[str, ...]
    columns: tuple[Span, ...]


@dataclass(slots=True)
class _Row:
    cells: list[str]
    bold: bool
    bottom: float
    size: float


def table_at(lines: Sequence[Line], start: int, before: Table | None = None) -> tuple[Table, int] | None:
    """The table that begins with this line and the number of lines it takes; None when none begins.

    `before` is the table before it, above a heading or on the page before: its header counts on for the same columns.
    """
    end = _end(lines, start)
    taken = lines[start:end]
    spans = _columns([line for line in taken if len(line.fragments) > 1])
    if sum(len(line.fragments) > 1 for line in taken) < MIN_ROWS or len(spans) < 2:
        return None
    rows = _rows(taken, spans)
    header = _header(rows)
    if header:
        rows = rows[1:]
    elif before is not None and _same(before.columns, spans):
        header = before.header
    written = tuple(text for row in rows if (text := _written(row.cells, header)))
    return Table(written, header, tuple(spans)), end - start


def _end(lines: Sequence[Line], start: int) -> int:
    """Where the run of lines with several cells, and what continues such cells, is over."""
    end = start
    while end < len(lines):
        line = lines[end]
        if end > start:
            gap = (line.bottom - lines[end - 1].bottom) / max(line.size, lines[end - 1].size)
            if not 0 <= gap <= ROW_GAP:
                break
            if len(line.fragments) == 1 and (gap > CLOSE or line.size > 1.15 * lines[end - 1].size):
                break
        elif len(line.fragments) == 1:
            break
        end += 1
    while end > start and len(lines[end - 1].fragments) == 1 and lines[end - 1].left <= lines[start].left + 2:
        end -= 1  # text under the table, at the margin
    return end


def _columns(lines: Sequence[Line]) -> list[Span]:
    """From where to where the columns go: what overlaps in the lines with the usual number of cells.

    A name on the left of its column and figures on its right overlap nowhere: they are one where no line has both.
    """
    counts = sorted(len(line.fragments) for line in lines)
    if not counts:
        return []
    usual = counts[len(counts) // 2]
    spans: list[Span] = []
    for line in sorted(lines, key=lambda one: one.left):
        if len(line.fragments) < usual:
            continue
        for fragment in line.fragments:
            spans = _merged(spans, (fragment.left, fragment.right))
    used = [{_place(fragment, spans) for fragment in line.fragments} for line in lines]
    for place in range(len(spans) - 1, 0, -1):
        if not any({place - 1, place} <= places for places in used):
            spans[place - 1 : place + 1] = [(spans[place - 1][0], spans[place][1])]
            used = [{at - (at >= place) for at in places} for places in used]
    return spans


def _merged(spans: list[Span], new: Span) -> list[Span]:
    apart = [span for span in spans if span[1] < new[0] or span[0] > new[1]]
    touching = [span for span in spans if span not in apart]
    whole = (min([new[0], *(left for left, _ in touching)]), max([new[1], *(right for _, right in touching)]))
    return sorted([*apart, whole])


def _rows(lines: Sequence[Line], spans: Sequence[Span]) -> list[_Row]:
    rows: list[_Row] = []
    for line in lines:
        cells = [""] * len(spans)
        for fragment in line.fragments:
            place = _place(fragment, spans)
            cells[place] = f"{cells[place]} {fragment.text}".strip()
        above = rows[-1] if rows else None
        near = above is not None and (line.bottom - above.bottom) <= CLOSE * max(line.size, above.size)
        if above is not None and near and not cells[0] and line.bold == above.bold:
            above.cells = [continued(upper, lower) for upper, lower in zip(above.cells, cells, strict=True)]
            above.bottom = line.bottom
        else:
            rows.append(_Row(cells, line.bold, line.bottom, line.size))
    return rows


def _place(fragment: Fragment, spans: Sequence[Span]) -> int:
    """The column a fragment overlaps most, else the nearest."""

    def overlap(place: int) -> float:
        left, right = spans[place]
        return min(fragment.right, right) - max(fragment.left, left)

    return max(range(len(spans)), key=overlap)


def _header(rows: Sequence[_Row]) -> tuple[str, ...]:
    """The first row when it names the columns: bold above others that are not, or the only one without digits."""
    if len(rows) < MIN_ROWS:
        return ()
    first, others = rows[0], rows[1:]
    if sum(bool(cell) for cell in first.cells) < 2:
        return ()
    bold = first.bold and not all(row.bold for row in others)
    wordy = not _digits(first.cells) and len(first.cells) > 2 and all(_digits(row.cells) for row in others)
    return tuple(first.cells) if bold or wordy else ()


def _digits(cells: Sequence[str]) -> bool:
    return any(character.isdigit() for cell in cells[1:] for character in cell)


def _same(columns: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether all columns begin or end in the same places; figures of another length begin elsewhere."""
    return len(columns) == len(others) and all(
        min(abs(left - other_left), abs(right - other_right)) <= SAME_PLACE
        for (left, right), (other_left, other_right) in zip(columns, others, strict=True)
    )


def _written(cells: Sequence[str], header: Sequence[str]) -> str:
    cells = [without_leaders(cell) for cell in cells]
    if header and len(header) == len(cells):
        pairs = ((name.rstrip(":"), cell) for name, cell in zip(header, cells, strict=True) if cell)
        return " | ".join(f"{name}: {cell}" if name else cell for name, cell in pairs)
    filled = [cell for cell in cells if cell]
    if len(cells) == 2 and len(filled) == 2:
        return f"{filled[0].rstrip(':')}: {filled[1]}"
    return " | ".join(filled)

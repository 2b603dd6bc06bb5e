"""Tables as lines that can be quoted alone: each cell with the header of its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from selectolax.lexbor import LexborNode

MOST_SPANNED = 50
LONGEST_CELL = 600
"""Characters from which a cell holds running text, and its table is layout."""
MOST_BREAKS = 4
"""Line breaks in a cell above which it holds paragraphs, and its table is layout."""
_ANSWER = re.compile(
    r"ja|nein|yes|no|(?:nicht )?(?:enthalten|inklusive|möglich|verfügbar|vorhanden)|häkchen|haken|kreuz",
    re.IGNORECASE,
)
Text = Callable[[LexborNode], str]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell as it counts in one row. One that spans rows or columns is the same in each; equal texts are not."""

    text: str
    heads: bool
    """Whether it is marked as a header: by its tag or place, or by being bold throughout."""
    bold_only: bool = False


Row = list[Cell]


def is_data(table: LexborNode) -> bool:
    """Whether a table holds data, not layout: no table, headings or paragraphs in it, short cells, more than one."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    if any(_belongs(node, table) for node in table.css("h1,h2,h3")):
        return False
    cells = table.css("td, th")
    if any(len(cell.css("p")) > 1 or len(cell.css("br")) > MOST_BREAKS for cell in cells):
        return False
    return len(cells) > 1 and max(len(cell.text()) for cell in cells) < LONGEST_CELL


def table_rows(table: LexborNode, text_of: Text) -> list[str]:
    """The rows: `Leistung: Esstisch | Preis: 2.350 €`, `Gewicht: 12 kg` without headers; the caption first."""
    caption = table.css_first("caption")
    lines = [text_of(caption)] if caption is not None else []
    rows = [row for row in _grid(table, text_of) if any(cell.text for cell in row)]
    are_pairs = all(len(row) <= 2 for row in rows) and all(_is_header(row, first=True) for row in rows)
    header: Row = []
    names: list[str] = []
    waiting = False  # a header that no row has used yet
    for number, row in enumerate(rows):
        if len(set(row)) == 1 and len(row) > 1:  # one cell over all columns: a heading inside the table
            lines.append(row[0].text)
        elif not (are_pairs and len(rows) > 1) and _is_header(row, first=not names or number == 0):
            spans = waiting and len(set(header)) < len(header)
            if waiting and not spans:
                lines.append(_listed(header))
            names = _together(names, row) if spans else [cell.text for cell in row]
            header, waiting = row, True
        else:
            lines.append(_named(names, row) if names else _labelled(row))
            waiting = False
    return [*lines, _listed(header)] if waiting else lines


def _is_header(row: Row, *, first: bool) -> bool:
    """Whether a row names columns: two of its cells at least are headers, and none says anything else.

    Bold cells alone may be a sum: they name columns in the first row, unless they hold figures.
    """
    said = {cell for cell in row if cell.text}
    if len(said) < 2 or not all(cell.heads for cell in said):
        return False
    if not all(cell.bold_only for cell in said):
        return True
    return first and not any(character.isdigit() for cell in said for character in cell.text)


def _together(upper: list[str], lower: Row) -> list[str]:
    """The names of columns that are headed twice: `Preis netto`."""
    pairs = zip_longest(upper, (cell.text for cell in lower), fillvalue="")
    return [above if above == below else f"{above} {below}".strip() for above, below in pairs]


def _named(names: list[str], row: Row) -> str:
    parts: dict[tuple[str, Cell], str] = {}
    for name, cell in zip_longest(names, row):
        if cell is not None and cell.text:
            parts[name or "", cell] = f"{name.rstrip(':')}: {cell.text}" if name else cell.text
    return " | ".join(parts.values())


def _labelled(row: Row) -> str:
    """A row without names of its columns: what is marked as a header labels the cell after it, as does one of two."""
    cells = [cell for cell in dict.fromkeys(row) if cell.text]
    is_pair = len(row) == len(cells) == 2 and cells[0].text != cells[1].text
    parts = [cells[0].text]
    for before, cell in pairwise(cells):
        if (before.heads and not cell.heads) or is_pair:
            parts[-1] = f"{before.text.rstrip(':')}: {cell.text}"
        else:
            parts.append(cell.text)
    return " | ".join(parts)


def _listed(row: Row) -> str:
    return " | ".join(cell.text for cell in dict.fromkeys(row) if cell.text)


Hanging = dict[int, tuple[int, Cell]]
"""By column: in how many rows more a cell counts, and the cell."""


def _grid(table: LexborNode, text_of: Text) -> Iterator[Row]:
    """The rows with spans resolved (HTML standard, 4.9.12)."""
    above: Hanging = {}
    for row in table.css("tr"):
        cells: Row = []
        below: Hanging = {}
        in_head = row.parent is not None and row.parent.tag == "thead"
        for node in row.css("td, th"):
            _hang(cells, above, below)
            heads = node.tag == "th" or in_head
            cell, down = (
                Cell(text_of(node) or _pictured(node), heads or _is_bold(node), bold_only=not heads),
                _span(node, "rowspan"),
            )
            for _ in range(_span(node, "colspan")):
                if down > 1:
                    below[len(cells)] = (down - 1, cell)
                cells.append(cell)
        _hang(cells, above, below)
        above = below
        yield cells


def _hang(cells: Row, above: Hanging, below: Hanging) -> None:
    """Add the cells that hang down into the next columns of this row."""
    while len(cells) in above:
        rest, cell = above[len(cells)]
        if rest > 1:
            below[len(cells)] = (rest - 1, cell)
        cells.append(cell)


def _pictured(node: LexborNode) -> str:
    """What the only picture of a cell without a text stands for, where that is a yes or no."""
    said = [(picture.attributes.get("alt") or "").strip() for picture in node.css("img")]
    return said[0] if len(said) == 1 and _ANSWER.fullmatch(said[0]) else ""


def _is_bold(node: LexborNode) -> bool:
    whole = (node.text() or "").strip()
    bold = "".join(part.text() or "" for part in node.css("b, strong")).strip()
    return bool(whole) and bold == whole


def _span(node: LexborNode, name: str) -> int:
    """How many rows or columns a cell takes; no number of rows, `0`, is all that are left (HTML standard, 4.9.11)."""
    value = (node.attributes.get(name) or "1").strip()
    count = int(value) if value.isdigit() else 1
    return min(count or (MOST_SPANNED if name == "rowspan" else 1), MOST_SPANNED)


def _belongs(node: LexborNode, table: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None:
        if at.tag == "table":
            return bool(at.mem_id == table.mem_id)
        at = at.parent
    return False

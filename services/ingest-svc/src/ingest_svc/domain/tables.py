"""Tables as lines that can be quoted alone: each cell with the header of its column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

MOST_SPANNED = 50
LONGEST_CELL = 600
"""Characters from which a cell holds running text, and its table is layout."""
Text = Callable[[LexborNode], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it counts in one row; one that spans rows counts in each of them."""

    text: str
    heads: bool
    """Whether it is marked as a header, by its tag or by being bold throughout."""


def is_data(table: LexborNode) -> bool:
    """Whether a table holds data, not layout: no table inside it, no headings, short cells, more than one."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    if any(_belongs(node, table) for node in table.css("h1,h2,h3")):
        return False
    cells = table.css("td, th")
    return len(cells) > 1 and max(len(cell.text()) for cell in cells) < LONGEST_CELL


def table_rows(table: LexborNode, text_of: Text) -> list[str]:
    """The rows: `Leistung: Esstisch | Preis: 2.350 €`, `Gewicht: 12 kg` without headers; the caption first."""
    caption = table.css_first("caption")
    lines = [text_of(caption)] if caption is not None else []
    headers: list[str] = []
    for row in _grid(table, text_of):
        texts = [cell.text for cell in row]
        if not any(texts):
            continue
        if len(set(texts)) == 1 and len(texts) > 1:  # one cell over all columns: a heading inside the table
            lines.append(texts[0])
        elif len(row) > 1 and all(cell.heads or not cell.text for cell in row):
            headers = texts
        elif headers and len(texts) == len(headers):
            lines.append(_named(headers, texts))
        elif len(texts) == 2 and all(texts):
            lines.append(f"{texts[0].rstrip(':')}: {texts[1]}")
        else:
            lines.append(" | ".join(dict.fromkeys(text for text in texts if text)))
    return lines


def _named(headers: list[str], texts: list[str]) -> str:
    parts: dict[str, None] = {}
    for name, text in zip(headers, texts, strict=True):
        if text:
            parts[f"{name.rstrip(':')}: {text}" if name else text] = None
    return " | ".join(parts)


Hanging = dict[int, tuple[int, Cell]]
"""By column: in how many rows more a cell counts, and the cell."""


def _grid(table: LexborNode, text_of: Text) -> Iterator[list[Cell]]:
    """The rows with spans resolved (HTML standard, 4.9.12)."""
    above: Hanging = {}
    for row in table.css("tr"):
        cells: list[Cell] = []
        below: Hanging = {}
        for node in row.css("td, th"):
            _hang(cells, above, below)
            cell, down = Cell(text_of(node), _heads(node)), _span(node, "rowspan")
            for _ in range(_span(node, "colspan")):
                if down > 1:
                    below[len(cells)] = (down - 1, cell)
                cells.append(cell)
        _hang(cells, above, below)
        above = below
        yield cells


def _hang(cells: list[Cell], above: Hanging, below: Hanging) -> None:
    """Add the cells that hang down into the next columns of this row."""
    while len(cells) in above:
        rest, cell = above[len(cells)]
        if rest > 1:
            below[len(cells)] = (rest - 1, cell)
        cells.append(cell)


def _heads(node: LexborNode) -> bool:
    if node.tag == "th":
        return True
    whole = (node.text() or "").strip()
    bold = "".join(part.text() or "" for part in node.css("b, strong")).strip()
    return bool(whole) and bold == whole


def _span(node: LexborNode, name: str) -> int:
    value = node.attributes.get(name) or "1"
    return max(1, min(int(value), MOST_SPANNED)) if value.isdigit() else 1


def _belongs(node: LexborNode, table: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None:
        if at.tag == "table":
            return bool(at.mem_id == table.mem_id)
        at = at.parent
    return False

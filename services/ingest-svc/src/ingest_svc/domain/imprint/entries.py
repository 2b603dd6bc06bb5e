"""Persons as single lines name them: in rows, captions, lists, before or behind their positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest_svc.domain.imprint.first_names import is_first_name
from ingest_svc.domain.imprint.persons import bare_name, is_person, is_shaped, may_be_surnamed, split_role
from ingest_svc.domain.imprint.roles import is_position, names_position

_LEFT_TO_RIGHT = re.compile(
    r"^(?:auf dem (?:bild|foto)\s*)?(?:v\.?\s*l\.?(?:\s*n\.?\s*r\.?)?|von links(?: nach rechts)?)\s*[.:]*\s*",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^(?P<name>[^(]+?)\s*\((?P<role>[^)]{2,70})\)\s*$")
_BESIDE = re.compile(r"^(?P<name>[^,:|]+?)\s*(?:,|\s[–—-]|\||:)\s*(?P<role>.+)$")
_BEFORE = re.compile(r"^(?P<role>[^:|]{2,60}?)\s*(?::|\||\s[–-]\s)\s*(?P<name>.+)$")
_JOINT = re.compile(r"^(?P<role>[^:|,]{2,60}?)\s*:\s*(?P<names>[^:|]+)$")
_AND = re.compile(r"\s*(?:,|;|&|/|\bund\b|\bsowie\b)\s*")
_FORMER = re.compile(
    r"verabschiede|ausgeschieden|ausscheiden|ehemalig|früher|verstorben|zurückgetreten|dank an|in memoriam|"
    r"amtsvorgänger|amtsnachfolger|†",
    re.IGNORECASE,
)
_CELL = re.compile(r"\s+\|\s+")
_COLUMN = re.compile(
    r"^(?:Name|Amt|Funktion|Position|Aufgabe|Bereich|Rolle|Telefon|Tel\.?|E-?Mail|Vorname|Ressort|"
    r"Zuständig(?: für)?|Zuständigkeit|Gebiet|Tätigkeit)\s*:\s*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Entry:
    """A name and a position as some lines give them; `sure` when the name begins with a first name."""

    name: str
    role: str
    quote: str
    at: int
    sure: bool
    headed: bool = False


def several_in(text: str, at: int, *, strict: bool) -> Iterator[Entry]:
    """The persons of a line that names several, or one with the position beside it."""
    if len(text) > 600 or is_former(text):
        return
    plain = _LEFT_TO_RIGHT.sub("", text.removeprefix("- "))
    cells = [_COLUMN.sub("", cell).strip() for cell in _CELL.split(plain)]
    if len(cells) > 1:
        entry = _row(cells, text, at)
        if entry is not None:
            yield entry
            return
    if joint := _JOINT.match(plain):
        named = [part.strip() for part in _AND.split(joint["names"])]
        if (
            len(named) > 1
            and names_position(joint["role"])
            and any(map(is_person, named))
            and all(map(is_shaped, named))
        ):
            role = tidy(joint["role"])
            yield from (Entry(bare_name(name), role, text, at, is_person(name)) for name in named)
            return
    pieces = re.split(r"\s*[|;•·]\s*|(?<=\))\s*(?:,|und|&)?\s*(?=[A-ZÄÖÜ])", plain)
    found = [entry for piece in pieces if (entry := beside(piece, text, at, strict=strict)) is not None]
    if len(found) * 2 >= len([piece for piece in pieces if piece.strip()]):
        yield from found


def _row(cells: Sequence[str], quote: str, at: int) -> Entry | None:
    split = [found for cell in cells if (found := split_role(cell))]
    if len(split) == 1:
        return Entry(bare_name(split[0][0]), tidy(split[0][1]), quote, at, True)
    names = [cell for cell in cells if is_person(cell)]
    if not names:
        shaped = [cell for cell in cells if is_shaped(cell) and may_be_surnamed(cell) and not names_position(cell)]
        names = shaped if any(names_position(cell) for cell in cells if cell not in shaped) else []
    if len(names) != 1:
        return None
    role = next((cell for cell in cells if cell != names[0] and is_position(cell) and not is_person(cell)), "")
    return Entry(bare_name(names[0]), tidy(role), quote, at, is_person(names[0]))


def is_former(text: str) -> bool:
    """Whether who is named here holds the position no more."""
    return _FORMER.search(text) is not None


def together(text: str) -> list[str]:
    """The persons of a line that names several and nothing else: `Ada Moor und Eva Lind`."""
    named = [part.strip() for part in _AND.split(text)]
    return [bare_name(name) for name in named] if len(named) > 1 and all(map(is_person, named)) else []


def beside(piece: str, quote: str, at: int, *, strict: bool) -> Entry | None:
    """A person with the position beside the name; `strict`: only one that surely is a position."""
    return parted(piece, quote, at, strict=strict) or _role_first(piece.strip(" ,"), quote, at)


def parted(piece: str, quote: str, at: int, *, strict: bool) -> Entry | None:
    """A person with the position beside the name, where a sign stands between them: `Kassier: Andreas Roth`."""
    piece = piece.strip(" ,")
    for pattern in (_ENTRY, _BESIDE, _BEFORE):
        match = pattern.match(piece)
        if match is None:
            continue
        name, role = match["name"].strip(), match["role"].strip()
        if pattern is _BEFORE and is_person(alone := name.partition(",")[0]) and not is_person(name):
            name = alone  # `Kassier: Andreas Roth, Heidenheim`
        fitting = names_position(role) or (is_position(role) and not strict and pattern is not _BEFORE)
        if fitting and is_person(name) and not any(map(is_person, _AND.split(role))):
            return Entry(bare_name(name), tidy(role), quote, at, True)
        unsure = names_position(role) and pattern is not _BESIDE and is_shaped(name) and not names_position(name)
        if unsure and may_be_surnamed(name):
            return Entry(bare_name(name), tidy(role), quote, at, False)
    return None


def _role_first(piece: str, quote: str, at: int) -> Entry | None:
    """A position directly before a name: `Notarin Dr. Runa Feldhaus`."""
    words = piece.split()
    for cut in range(1, min(4, len(words) - 1)):
        role, name = " ".join(words[:cut]), " ".join(words[cut:])
        if (
            names_position(role)
            and is_person(name)
            and not is_first_name(words[0])
            and len(bare_name(name).split()) <= 3
        ):
            return Entry(bare_name(name), role, quote, at, True)
    return None


def tidy(role: str) -> str:
    """A position without its column's label and punctuation around it."""
    return " ".join(_COLUMN.sub("", role).split()).strip(" ,;:–-|.")

"""Imprints that describe several companies: which of them is the site's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest_svc.domain.imprint.addresses import find_blocks
from ingest_svc.domain.imprint.legal_forms import legal_form_of, up_to_legal_form
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.name_rules import akin, cleaned, core_of
from ingest_svc.domain.imprint.site import SitePage

LONGEST_NAME = 90


def companies_in(lines: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    """The companies that some lines describe one after the other, by their names with a legal form, and their lines.

    Each has an address of its own below its name. One is the same whatever label stands before its name, and whatever
    of its street behind the legal form.
    """
    starts: dict[int, str] = {}
    for block in find_blocks(lines):
        named = [text for text in block.above[-3:] if legal_form_of(text) and len(text) < LONGEST_NAME]
        if block.line.own and named:
            starts[max(at for at in range(block.at + 1) if named[-1] in lines[at].text)] = named[-1]
    places = sorted(starts)
    found: dict[str, tuple[Line, ...]] = {}
    cores: set[tuple[str, ...]] = set()
    for start, end in zip(places, [*places[1:], len(lines)], strict=False):
        named_as = cleaned(starts[start])
        core = core_of(up_to_legal_form(named_as) or named_as).words
        if core not in cores:
            cores.add(core)
            found[starts[start]] = tuple(lines[start:end])
    return found


def narrowed(page: SitePage, called: Sequence[str]) -> SitePage:
    """The page with what it says of the one company that the site is called after, where it describes several.

    `called`: how the site calls itself. Where that fits none, or several alike, nothing of any of them is left.
    """
    described = companies_in(page.imprint)
    if len(described) < 2:
        return page
    same = [name for name in described if any(core_of(name).words == core_of(one).words for one in called)]
    kin = same or [name for name in described if any(akin(name, one) for one in called)]
    others = {line for name, lines in described.items() if [name] != kin for line in lines}
    return replace(page, without=frozenset(others))

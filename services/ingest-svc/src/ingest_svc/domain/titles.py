"""Titles of a site's pages without what all of them share: the site's name, a claim, a place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

MIN_PAGES = 4
"""Fewer pages do not show what is shared."""
FROM = 0.5
"""Share of the titles a part must stand in."""
_BETWEEN = re.compile(r"\s+[|–—·»-]\s+|:\s+")


def own_titles(titles: Sequence[str]) -> list[str]:
    """Each title without the parts that most titles have; a title of nothing else stays as it is."""
    if len(titles) < MIN_PAGES:
        return list(titles)
    counted = Counter(part for title in titles for part in set(_BETWEEN.split(title)))
    shared = {part for part, count in counted.items() if count > FROM * len(titles)}
    return [_own(title, shared) for title in titles] if shared else list(titles)


def _own(title: str, shared: set[str]) -> str:
    """The title from its first to its last part that is not shared."""
    ends = [0, *(match.end() for match in _BETWEEN.finditer(title))]
    starts = [*(match.start() for match in _BETWEEN.finditer(title)), len(title)]
    own = [(begin, end) for begin, end in zip(ends, starts, strict=True) if title[begin:end] not in shared]
    return title[own[0][0] : own[-1][1]].strip() if own else title

"""The trade beside a person's name: `Orgelbau Ernst Trautmann`, `Lena Orth Coaching`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest_svc.domain.imprint.first_names import fold, is_first_name
from ingest_svc.domain.imprint.name_rules import is_common
from ingest_svc.domain.imprint.persons import bare_name, is_person, is_shaped, may_be_surnamed
from ingest_svc.domain.imprint.roles import names_position

_TRADE = re.compile(
    r"(?:bau|erei|service|technik|handel|werkstatt|praxis|studio|salon|transporte|reinigung|montage|betrieb|dienst|design|"
    r"beratung|coaching|therapie|unternehmen|schule|agentur|büro|kanzlei|atelier|galerie|handwerk|pflege|verlag|laden|hof)$",
    re.IGNORECASE,
)


def is_trade(word: str) -> bool:
    """Whether a word says what a company does, or what its owner is: `Orgelbau`, `Ärztin`."""
    return is_common(fold(word)) or _TRADE.search(word) is not None or names_position(word)


def without_role(text: str) -> str:
    """A name without the profession or trade before it: `Rechtsanwalt Jörn Buhlke`, `Orgelbau Ernst Trautmann`."""
    first, _, rest = text.partition(" ")
    named = is_person(rest) or (names_position(first) and is_shaped(rest) and may_be_surnamed(rest))
    return rest if is_trade(first) and named else text


def before_trade(text: str) -> Iterator[str]:
    """The owner's name at a line's beginning, before the trade: `Lena Orth Coaching`."""
    words = text.split()
    for count in (2, 3):
        name = " ".join(words[:count])
        if len(words) > count and is_person(name) and not is_first_name(words[count - 1]) and is_trade(words[count]):
            yield bare_name(name)
            return

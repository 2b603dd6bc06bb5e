"""Text that answers only questions about itself: a privacy notice, and what an imprint excludes liability for.

It has more words than many a company has about its work, and means a little of everything: *What does the company do?*
was answered with what it does with addresses. Terms and the facts of an imprint are marked too, but held back from
nothing: that is where deadlines, deposits, discounts and the register's number stand, and people ask for them in words
that no list foresees.
"""

import re
from typing import Literal

Subject = Literal["", "privacy", "terms", "imprint", "disclaimer"]
"""What a chunk is of; empty for everything else."""

_ASKED: dict[Subject, re.Pattern[str]] = {
    "privacy": re.compile(
        r"daten(?!bl[aä]tt)|dsgvo|gdpr|privacy|privat|cookie|track|personenbezogen|gespeichert|speicher(?:n|t|ung|dauer)"
        r"|einwilligung|widerruf|l[oö]sch|auskunft|newsletter|ip-adresse|analytics|pixel|kamera|aufgezeichnet|aufzeichn"
        r"|überwach|vertraulich|verschwiegen|weiter(?:gegeben|gebt|geben|gibt|leit)|dritte[nr]?\b|aufsichtsbeh|verantwortlich"
        r"|verschlüssel|bewerb|beschwer|\bdata\b|personal information|delete|consent|encrypt|confidential|store[ds]?\b",
        re.IGNORECASE,
    ),
    "disclaimer": re.compile(
        r"haft|urheber|copyright|bilder?\b|fotos?\b|foto|lizenz|verwend|kopier|link|streit|schlichtung|schiedsstelle|beschwer"
        r"|disclaimer|liab|dispute|imprint|impressum|rechtlich|legal",
        re.IGNORECASE,
    ),
}
"""Words of questions about them. One word too many costs nothing but rank, one too few an answer."""


def held_back(question: str) -> frozenset[Subject]:
    """The subjects that have nothing to say to a question."""
    return frozenset(subject for subject, words in _ASKED.items() if not words.search(question))

"""A model that says it does not know: by the agreed sign, or in its own words, which are many."""

from __future__ import annotations

import re

SENTINEL = "NICHT_GEFUNDEN"
"""What a model is told to write when the passages do not answer."""

_SOURCES = (
    r"(?:seiten?|webseiten?|website|passagen?|unterlagen|dokumenten?|informationen|texten?|quellen?|auszügen?|angaben"
    r"|daten|pages?|passages?|website|documents?|information|sources?|texts?)"
)
_NOTHING = (
    r"(?:nichts|nicht|kein(?:e[mnrs]?)?|keinerlei|leider nicht|not|no|nothing|n't|couldn't|cannot|can't|unable to)"
)
_TOLD = (
    r"(?:find\w*|gefunden|steht|stehen|erwähn\w*|genannt|nenn\w*|hervor|vor|vorliegen\w*|liegen|entnehmen|enthalten"
    r"|enthält|beantwort\w*|sagen|auskunft|bekannt|angegeben|beschrieben|ersichtlich|weiß|wissen|information\w*|angaben"
    r"|aussage\w*|hinweis\w*|auskünfte|mention\w*|state\w*|say|find|found|contain\w*|answer\w*|know|provide\w*|available|included?|specified)"
)
_ABSTAINS = re.compile(
    "|".join(
        (
            rf"\b{SENTINEL}\b",
            rf"\b{_SOURCES}\b[^.!?]*\b{_NOTHING}\b[^.!?]*\b{_TOLD}\b",
            rf"\b{_NOTHING}\b[^.!?]*\b{_SOURCES}\b[^.!?]*\b{_TOLD}\b",
            rf"\b{_TOLD}\b[^.!?]*\b{_SOURCES}\b[^.!?]*\b{_NOTHING}\b",
            rf"\b{_SOURCES}\b[^.!?]*\b{_TOLD}\b[^.!?]*\b{_NOTHING}\b",
            rf"\b{_TOLD}\b[^.!?]*\b{_NOTHING}\b[^.!?]*\b{_SOURCES}\b",
            rf"\b(?:dazu|darüber|hierzu|hierüber|davon|dafür)\b[^.!?]*\b{_NOTHING}\b[^.!?]*\b{_TOLD}\b",
            r"\b(?:kann|könnte)\b[^.!?]*\b(?:nicht|nichts|keine)\b[^.!?]*\b(?:beantworten|sagen|auskunft|weiterhelfen|bestätigen)\b",
            r"\b(?:über|zu[rm]?)\b[^.!?]*\b(?:ist|sind|finde ich|steht|liegen|liegt)\b[^.!?]*\b(?:nichts|keine\w*)\b"
            r"[^.!?]*\b(?:zu finden|finden|bekannt|vor|angaben|informationen|information)\b",
            r"\b(?:zu[rm]?|über) [^.!?]*\bfinde ich\b[^.!?]*\b(?:nichts|keine\w*)\b",
            r"\bweiß ich (?:leider )?nicht\b|\bist mir (?:leider )?nicht bekannt\b|\bgeht\b[^.!?]*\bnicht hervor\b",
            r"\b(?:ist|sind)\b[^.!?]*\bnicht (?:erwähnt|genannt|beschrieben|angegeben|aufgeführt|ersichtlich)\b",
            r"\b(?:wird|werden)\b[^.!?]*\b(?:nicht|nirgends)\b[^.!?]*\b(?:erwähnt|genannt|beschrieben|aufgeführt)\b",
            r"\b(?:couldn't|could not|can't|cannot|unable to) (?:find|answer|say|tell|confirm)\b|\bI don'?t know\b",
            r"\bdo(?:es)?(?:n't| not) (?:mention|say|state|contain|provide|include)\b|\bno information\b",
            r"\bdon'?t have any information\b",
        )
    ),
    re.IGNORECASE,
)


def abstains(sentence: str) -> bool:
    """Whether a sentence says that the answer is not known, instead of saying something of the company."""
    return _ABSTAINS.search(sentence) is not None

"""A model that says it does not know: by the agreed sign, or in its own words, which are many."""

from __future__ import annotations

import re
from functools import lru_cache

SENTINEL = "NICHT_GEFUNDEN"
"""What a model is told to write when the passages do not answer."""

_SOURCES = (
    r"(?:seiten?|webseiten?|website|passagen?|unterlagen|dokumenten?|informationen|texten?|quellen?|auszügen?|angaben"
    r"|daten|pages?|passages?|website|documents?|information|sources?|texts?)"
)
_NOTHING = (
    r"(?:nichts|nicht|kein(?:e[mnrs]?)?|keinerlei|nirgends|nirgendwo|mangels|fehl(?:t|en)|not|no|nothing|n't|couldn't"
    r"|cannot|can't|unable to)"
)
_TOLD = (
    r"(?:find\w*|gefunden|steht|stehen|erwähn\w*|genannt|nenn\w*|hervor|vor|vorliegen\w*|liegen|entnehmen|enthalten"
    r"|enthält|beantwort\w*|sagen|auskunft|bekannt|angegeben|beschrieben|ersichtlich|weiß|wissen|information\w*|angaben"
    r"|aussage\w*|hinweis\w*|auskünfte|aufschluss|verr[äa]t\w*|ableiten|anhaltspunkte?|erkenn\w*|herauslesen|entnehmbar|rede|given|listed"
    r"|geben|mention\w*|state\w*|say|find|found|contain\w*|answer\w*|know|provide\w*|available|included?|specified)"
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
            r"\b(?:zu[rm]?|von|vom|über)\b[^.!?]*\b(?:steht|stehen|findet sich|finden sich|lässt sich|gibt es)\b[^.!?]*"
            r"\b(?:dort|da|hier|leider|dazu|darüber|nirgends)\b[^.!?]*\b(?:nichts|etwas|keine\w*)\b",
            r"\b(?:liegt|liegen) (?:mir|uns|hier|dazu|hierzu|darüber|leider|\s)+(?:nicht|keine\w*\b[^.!?]*) vor\b",
            r"\b(?:not|unable) (?:able )?to (?:answer|say|tell|confirm)\b",
            r"\b(?:zu[rm]?|von|vom|über|ob)\b[^.!?]*\b(?:nichts finden|fehl(?:t|en) mir|wei(?:ß|ss) ich)\b",
            r"\b(?:finden|sagen|angaben?|zahlen?|details?|information\w*|infos?|auskunft)\b[^.!?]*\b(?:habe|hab) ich\b"
            r"[^.!?]*\b(?:nicht|keine)\b",
            r"\bI (?:do not|don'?t) have (?:any |further )?(?:details?|information|figures?|data)\b",
            r"\bthere (?:is|are) (?:nothing|no \w+) (?:on|in) the (?:pages?|website|text|passages)\b",
            r"\bwei(?:ß|ss) ich (?:leider )?nicht\b|\bist mir (?:leider )?nicht bekannt\b",
            r"\bgeht\b[^.!?]*\bnicht hervor\b",
            r"\b(?:ist|sind)\b[^.!?]*\bnicht (?:erwähnt|genannt|beschrieben|angegeben|aufgeführt|ersichtlich)\b",
            r"\b(?:wird|werden)\b[^.!?]*\b(?:nicht|nirgends)\b[^.!?]*\b(?:erwähnt|genannt|beschrieben|aufgeführt)\b",
            r"\b(?:couldn't|could not|can't|cannot|unable to) (?:find|answer|say|tell|confirm)\b|\bI don'?t know\b",
            r"\bdo(?:es)?(?:n't| not) (?:mention|say|state|contain|provide|include)\b|\bno information\b",
            r"\bdon'?t have any information\b",
        )
    ),
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def abstains(sentence: str) -> bool:
    """Whether a sentence says that the answer is not known, instead of saying something of the company."""
    return _ABSTAINS.search(sentence) is not None

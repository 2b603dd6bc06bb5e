"""Why a source or a company could not be read."""

from __future__ import annotations

import re

from wording import Catalogue

from ingest_svc.texts.de import DE
from ingest_svc.texts.en import EN

CATALOGUE = Catalogue(DE, EN)
say = CATALOGUE.say

_STATUS = re.compile(r"http_(\d{3})")
_STATUS_TEXTS = {
    401: "http_denied",
    403: "http_denied",
    404: "http_missing",
    410: "http_missing",
    429: "http_overloaded",
    503: "http_overloaded",
}


def reason_text(code: str, language: str) -> str:
    """What a failure code (`timeout`, `http_404`, …) means, for people; an unknown one is named in a general text."""
    if match := _STATUS.fullmatch(code):
        status = int(match[1])
        known = _STATUS_TEXTS.get(status, "http_server" if status >= 500 else "http_other")
        return say(known, language, status=status)
    if CATALOGUE.knows(code) and not code.startswith("http_"):
        return say(code, language)
    return say("unknown", language, code=code)

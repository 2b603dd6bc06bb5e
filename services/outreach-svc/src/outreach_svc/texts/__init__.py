"""Every text a person reads, in German and English: look one up with `say`, a mail's template with `TEMPLATES`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wording import Catalogue, clock, long_day, number

from outreach_svc.texts.mails_de import MAILS_DE
from outreach_svc.texts.mails_en import MAILS_EN
from outreach_svc.texts.words_de import DE
from outreach_svc.texts.words_en import EN

CATALOGUE = Catalogue(DE, EN)
say = CATALOGUE.say

TEMPLATES: dict[str, dict[str, str]] = {"de": MAILS_DE, "en": MAILS_EN}
"""Language, then template name, to the template: a subject, an empty line, the body."""

_STATUS = re.compile(r"http_(\d{3})")


def sentence(id: str, language: str, values: Mapping[str, Any]) -> str:
    """The text with this id, its values as people write them: codes in words, moments as dates."""
    return say(id, language, **{name: _written(name, value, language) for name, value in values.items()})


def _written(name: str, value: Any, language: str) -> Any:
    if name == "slot":  # already in the zone of the company
        at = datetime.fromisoformat(value)
        return f"{long_day(at, language)}, {clock(at, language)}"
    if name == "reason":
        return ", ".join(_in_words("reason", code, language) for code in value.split(", "))
    if name == "value" and value is not None:
        return number(value, language)
    if name in ("stage", "kind"):
        return _in_words(name, value, language)
    return value


def _in_words(what: str, code: str, language: str) -> str:
    """A code by its name; what is none (a mail server's answer) stays as it is."""
    if match := _STATUS.fullmatch(code):
        return f"Status {match[1]}"
    return say(f"{what}.{code}", language) if CATALOGUE.knows(f"{what}.{code}") else code

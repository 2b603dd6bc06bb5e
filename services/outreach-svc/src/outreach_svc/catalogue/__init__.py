"""Every text a person reads, in German and English: look one up with `text`, a mail's template with `TEMPLATES`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from outreach_svc.catalogue.mails_de import MAILS_DE
from outreach_svc.catalogue.mails_en import MAILS_EN
from outreach_svc.catalogue.words_de import DE
from outreach_svc.catalogue.words_en import EN

Language = Literal["de", "en"]

TEMPLATES: dict[str, dict[str, str]] = {"de": MAILS_DE, "en": MAILS_EN}
"""Language, then template name, to the template: a subject, an empty line, the body."""

_WORDS: dict[str, dict[str, str]] = {"de": DE, "en": EN}
_STATUS = re.compile(r"http_(\d{3})")
_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}


def text(language: str, id: str, /, **values: object) -> str:
    """The text with this id; a missing id is a defect and raises `KeyError`."""
    return _WORDS["en" if language == "en" else "de"][id].format(**values)


def sentence(language: str, id: str, values: Mapping[str, Any]) -> str:
    """The text with this id, its values as people write them: codes in words, moments as dates, decimal commas."""
    return text(language, id, **{name: _written(language, name, value) for name, value in values.items()})


def _written(language: str, name: str, value: Any) -> Any:
    if isinstance(value, float) and language != "en":
        return str(value).replace(".", ",")
    if name == "slot":
        at = datetime.fromisoformat(value)
        return f"{long_date(language, at.day, at.month, at.year)}, {at:%H:%M}{' Uhr' if language != 'en' else ''}"
    if name == "reason":
        return ", ".join(_in_words(language, "reason", code) for code in value.split(", "))
    if name in ("stage", "kind"):
        return _in_words(language, name, value)
    return value


def _in_words(language: str, what: str, code: str) -> str:
    """A code by its name; what is none (a mail server's answer) stays as it is."""
    if match := _STATUS.fullmatch(code):
        return f"Status {match[1]}"
    return _WORDS["en" if language == "en" else "de"].get(f"{what}.{code}", code)


def long_date(language: str, day: int, month: int, year: int) -> str:
    """A date in words: `3. März 2027`, `3 March 2027`."""
    name = _MONTHS["en" if language == "en" else "de"].split()[month - 1]
    if language == "en":
        return f"{day} {name} {year}"
    return f"{day}. {name} {year}"

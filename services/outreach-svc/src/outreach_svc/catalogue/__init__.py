"""Every text a person reads, in German and English: look one up with `text`, a mail's template with `TEMPLATES`."""

from __future__ import annotations

from typing import Literal

from outreach_svc.catalogue.mails_de import MAILS_DE
from outreach_svc.catalogue.mails_en import MAILS_EN
from outreach_svc.catalogue.words_de import DE
from outreach_svc.catalogue.words_en import EN

Language = Literal["de", "en"]

TEMPLATES: dict[str, dict[str, str]] = {"de": MAILS_DE, "en": MAILS_EN}
"""Language, then template name, to the template: a subject, an empty line, the body."""

_WORDS: dict[str, dict[str, str]] = {"de": DE, "en": EN}
_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}


def text(language: str, id: str, /, **values: object) -> str:
    """The text with this id; a missing id is a defect and raises `KeyError`."""
    return _WORDS["en" if language == "en" else "de"][id].format(**values)


def long_date(language: str, day: int, month: int, year: int) -> str:
    """A date in words: `3. März 2027`, `3 March 2027`."""
    name = _MONTHS["en" if language == "en" else "de"].split()[month - 1]
    if language == "en":
        return f"{day} {name} {year}"
    return f"{day}. {name} {year}"

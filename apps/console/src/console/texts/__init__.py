"""Every text of the console, in German and English."""

from __future__ import annotations

from typing import Literal, get_args

from console.texts.de import SENTENCES as SENTENCES_DE
from console.texts.de_figures import FIGURES as FIGURES_DE
from console.texts.de_words import WORDS as WORDS_DE
from console.texts.en import SENTENCES as SENTENCES_EN
from console.texts.en_figures import FIGURES as FIGURES_EN
from console.texts.en_words import WORDS as WORDS_EN

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUES: dict[str, dict[str, str]] = {
    "de": SENTENCES_DE | WORDS_DE | FIGURES_DE,
    "en": SENTENCES_EN | WORDS_EN | FIGURES_EN,
}


def text(language: str, message: str, /, **values: object) -> str:
    """A message, filled in. A message about one of something may have a form of its own, with `.one` at its end."""
    catalogue = CATALOGUES[language]
    single = f"{message}.one" if str(values.get("count")) == "1" else message
    return catalogue.get(single, catalogue[message]).format(**values)


def knows(message: str) -> bool:
    """Whether the catalogues have the message."""
    return message in CATALOGUES["de"]

"""Which of the two languages a bot answers in."""

from __future__ import annotations

from knowledge.analysis import is_english
from wording import Language


def languages(configured: str) -> tuple[Language, ...]:
    """What a visitor may choose from; `configured` is `deutsch`, `english` or `multilingual`."""
    return ("de", "en") if configured == "multilingual" else (base_language(configured),)


def base_language(configured: str, chosen: Language | None = None) -> Language:
    """The language of a bot before anybody has written: the one a visitor chose, where there is a choice."""
    if chosen is not None and configured == "multilingual":
        return chosen
    return "en" if configured == "english" else "de"


def answer_language(configured: str, message: str, chosen: Language | None = None) -> Language:
    """The language of an answer: the bot's; when it is multilingual the one chosen, else the message's."""
    if configured == "multilingual" and chosen is None:
        return "en" if is_english(message) else "de"
    return base_language(configured, chosen)

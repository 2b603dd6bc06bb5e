"""Which of the two languages a bot answers in."""

from __future__ import annotations

from knowledge.analysis import is_english
from wording import Language


def base_language(configured: str) -> Language:
    """The language of a bot before anybody has written: `deutsch`, `english` or `multilingual`."""
    return "en" if configured == "english" else "de"


def answer_language(configured: str, message: str) -> Language:
    """The language of an answer: the bot's, or the visitor's when the bot is multilingual."""
    if configured == "multilingual":
        return "en" if is_english(message) else "de"
    return base_language(configured)

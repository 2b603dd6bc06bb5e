"""Consent: which version of which text a person agreed to (Art. 7 (1) GDPR asks for the proof)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ShownText:
    """One version of a consent text that a bot showed."""

    number: int
    language: str
    text: str
    privacy_url: str
    since: datetime


class ConsentTextUnknown(Exception):
    """No version of the text that this bot ever showed."""


def text_shown(texts: Iterable[ShownText], *, number: int, language: str, at: datetime) -> ShownText:
    """The very text that was agreed to. Raises `ConsentTextUnknown`, also for a version from after `at`."""
    for shown in texts:
        if (shown.number, shown.language) == (number, language) and shown.since <= at:
            return shown
    raise ConsentTextUnknown(f"this bot never showed version {number} in '{language}'")

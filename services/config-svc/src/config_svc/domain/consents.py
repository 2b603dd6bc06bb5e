"""Versions of the text a visitor agrees to: append-only per language, numbered when a bot is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Wording:
    """What is shown: the text, and where the privacy notice stands."""

    text: str
    privacy_url: str


@dataclass(frozen=True)
class NumberedWording:
    """A wording that was published."""

    number: int
    language: str
    wording: Wording
    since: datetime


def current(published: Iterable[NumberedWording]) -> dict[str, NumberedWording]:
    """The newest version of each language."""
    found: dict[str, NumberedWording] = {}
    for version in published:
        if version.language not in found or found[version.language].number < version.number:
            found[version.language] = version
    return found


def to_append(
    published: Iterable[NumberedWording], wanted: Mapping[str, Wording], now: datetime
) -> list[NumberedWording]:
    """The versions a publication adds: one per language whose wording differs from the newest one."""
    newest = current(published)
    return [
        NumberedWording(newest[language].number + 1 if language in newest else 1, language, wording, now)
        for language, wording in sorted(wanted.items())
        if language not in newest or newest[language].wording != wording
    ]

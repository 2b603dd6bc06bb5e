"""What analytics-svc says to people: German first, English second."""

from __future__ import annotations

from analytics_svc.messages.de import DE
from analytics_svc.messages.en import EN


def text(message: str, /, language: str = "de", **values: object) -> str:
    """A message of the catalogue, filled in."""
    return (EN if language == "en" else DE)[message].format(**values)

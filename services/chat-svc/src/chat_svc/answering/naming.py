"""The page that a configured person stands on."""

from __future__ import annotations

import re

import structlog
from knowledge import Passage, sentences

from chat_svc.answering.finding import Finding
from chat_svc.domain.citations import Citation, cite

log = structlog.get_logger(__name__)


async def naming(finding: Finding, name: str) -> Citation | None:
    """What a page says of a person, best found first; None when none of those found for the question names them."""
    try:
        passages = await finding.passages()
    except Exception as error:
        log.warning("person not looked up", error=type(error).__name__)
        return None
    return next((cite(1, passage, told) for passage in passages if (told := told_of(name, passage))), None)


def told_of(name: str, passage: Passage) -> str | None:
    """The sentence or line with the name; the first one when the name is its heading, as on a page of cards."""
    named = re.compile(r"\b" + r"\s+".join(map(re.escape, name.split())) + r"\b")
    parts = sentences(passage.chunk.text)
    headed = parts[:1] if any(map(named.search, passage.chunk.heading_path)) else []
    return next(iter((*filter(named.search, parts), *headed)), None)

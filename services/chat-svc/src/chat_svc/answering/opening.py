"""Answers about opening hours: from the configuration, unless the pages say that it is closed on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import structlog
from knowledge import Passage, sentences

from chat_svc.adapters.resources import Resources
from chat_svc.answering.lookup import Lookup
from chat_svc.domain.citations import Citation, cite
from chat_svc.domain.closures import says_closed
from chat_svc.service import hours
from chat_svc.service.asking import Asked

log = structlog.get_logger(__name__)

CLOSED_QUERY = "Betriebsferien Betriebsurlaub Feiertage geschlossen Urlaub"


async def told(resources: Resources, asked: Asked, question: str, now: datetime) -> tuple[str, list[Citation]]:
    """The answer, and the sentence of a page that it rests on, if there is one."""
    when = hours.meant(asked.configuration, now, question)
    found = await _closure(resources, asked, when.days) if when.days else None
    closed = f"{found.quote} [1]" if found is not None else ""
    return hours.answer(asked.configuration, now, asked.language, when, closed), [found] if found is not None else []


async def _closure(resources: Resources, asked: Asked, days: Sequence[date]) -> Citation | None:
    """What a page says of one of the days on which it is closed."""
    try:
        passages = await Lookup(resources, asked.bot.id, CLOSED_QUERY).passages()
    except Exception as error:
        log.warning("closures not looked up", error=type(error).__name__)
        return None
    return next(_closures(passages, days), None)


def _closures(passages: Sequence[Passage], days: Sequence[date]) -> Iterator[Citation]:
    for day in days:
        for passage in passages:
            for sentence in sentences(passage.chunk.text):
                if says_closed(sentence, day):
                    yield cite(1, passage, sentence)

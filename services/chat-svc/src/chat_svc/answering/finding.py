"""What is found for a question: with the message, with what was spoken about before, and in the site's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from knowledge import Assessment, Look, Passage, assess, confidence, look_again, without_name

from chat_svc.adapters.model import ModelClient
from chat_svc.adapters.resources import Resources
from chat_svc.answering.lookup import Lookup, blended, fused, staying
from chat_svc.answering.writing import standalone, to_look_for
from chat_svc.domain.draft import Draft
from chat_svc.domain.following import in_context, may_follow, needs_the_conversation
from chat_svc.domain.hints import without_hint
from chat_svc.domain.overview import QUERY, asks_for_overview, by_place
from chat_svc.domain.questions import to_search
from chat_svc.service.asking import Asked

log = structlog.get_logger(__name__)

FOR_QUOTES = 8
"""Passages that are judged without a model; it gets more."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions of a message: as it was asked, with what was found, by which words, and how it is judged."""

    question: str
    sought: str
    passages: Sequence[Passage]
    judged: Assessment


class Finding:
    """The search for one answer; it enters what was searched for, and the vector of that, in the draft."""

    def __init__(self, resources: Resources, asked: Asked, draft: Draft, begun: Lookup | None) -> None:
        """`begun` is the look-up that began with the message, before it was known what was said before."""
        self._resources = resources
        self._asked = asked
        self._draft = draft
        self._begun = begun
        self.found: Sequence[Passage] = ()
        """What was found last."""

    def drop(self) -> None:
        """Nothing has to be found."""
        if self._begun is not None:
            self._begun.drop()

    async def vector(self) -> None:
        """The vector alone, for questions that are answered without a page."""
        self._draft.vector = await self._lookup(self._draft.query).vector()

    async def passages(self) -> Sequence[Passage]:
        """What is found, best first. Raises what the index raises."""
        self.found = await self._passages()
        return self.found

    async def _passages(self) -> Sequence[Passage]:
        asked, draft = self._asked, self._draft
        if asks_for_overview(asked.understood.question):
            self.drop()
            lookup = self._lookup(QUERY)
            found, draft.vector = by_place(await lookup.passages()), await lookup.vector()
            return found
        if asked.doubted:
            self.drop()
            again = self._lookup(draft.query)
            draft.vector = await again.vector()
            return staying(await self._in_other_words(await again.passages()), asked.pages_before)
        alone = self._lookup(asked.understood.query())
        if asked.leans:
            leaning = self._lookup(draft.query)
            found = blended(await leaning.passages(), await alone.passages())
            draft.vector = await leaning.vector()
            return staying(found, asked.pages_before)
        passages, draft.vector = await alone.passages(), await alone.vector()
        if asked.earlier and may_follow(asked.text) and asked.text == asked.understood.question:  # no thanks in front
            passages = await self._leaning(passages)
        return await self._in_other_words(passages)

    async def again(self, model: ModelClient, passages: Sequence[Passage]) -> Sequence[Passage]:
        """What is found with the message as the model understands it in its conversation, beside what was found."""
        asked, draft = self._asked, self._draft
        if not asked.history or not needs_the_conversation(asked.text):
            return passages
        query = await standalone(model, asked.text, asked.history, draft)
        if query is None:
            return passages
        lookup = self._lookup(query)
        try:
            found = await lookup.passages()
            draft.vector = await lookup.vector()
        except Exception as error:
            log.warning("second search failed", error=type(error).__name__)
            return passages
        draft.query, draft.reworded = query, ""
        self.found = fused(found, passages)
        return self.found

    async def further(self, model: ModelClient, passages: Sequence[Passage]) -> Sequence[Passage]:
        """What else is found with words that a model names which found no answer in these passages.

        What is sought stays: these words are only where to look.
        """
        asked, resources = self._asked, self._resources
        titles = (await resources.titles.of(asked.bot.id)).titles
        words = await to_look_for(model, self._draft.query, titles, self._draft)
        if words is None:
            return ()
        try:
            found = await self._lookup(f"{self._draft.query} {words}").passages()
        except Exception as error:
            log.warning("search for what the model named failed", error=type(error).__name__)
            return ()
        known = {passage.chunk.id for passage in passages}
        return [passage for passage in found if passage.chunk.id not in known]

    async def _leaning(self, passages: Sequence[Passage]) -> Sequence[Passage]:
        """What is found with what was spoken about in front of the message, when that is more."""
        asked, draft = self._asked, self._draft
        query = without_name(in_context(asked.understood.question, asked.earlier), asked.understood.company)
        lookup = self._lookup(query)
        others = await lookup.passages()
        if self._confidence(query, others) <= self._confidence(draft.query, passages):
            return passages
        draft.query, draft.vector = query, await lookup.vector()
        return staying(others, asked.pages_before)

    async def part(self, question: str) -> Part:
        """What one of the questions of a message finds. Raises what the index raises."""
        asked, embedder = self._asked, self._resources.embedder
        query = to_search(question, (), asked.understood.company)
        lookup = self._lookup(query)
        look = await self._looked_again(Look(query, await lookup.passages()))
        judged = self._judged(look.question, look.passages, embedder.elsewhere(await lookup.vector()))
        return Part(question, look.question, look.passages, judged)

    async def _in_other_words(self, passages: Sequence[Passage]) -> Sequence[Passage]:
        """What is found with the question in the site's words, when it was unclear and is clearer then."""
        found = await self._looked_again(Look(self._draft.query, passages))
        if found.passages is not passages:
            self._draft.reworded = found.question
        return found.passages

    async def _looked_again(self, first: Look) -> Look:
        bot_id, index = self._asked.bot.id, self._resources.index
        try:
            return await look_again(
                first,
                lambda look: self._confidence(look.question, look.passages),
                lambda stems: index.known_stems(bot_id, stems),
                lambda query: self._lookup(query).passages(),
            )
        except Exception as error:
            log.warning("search in other words failed", error=type(error).__name__)
            return first

    def judged(self, passages: Sequence[Passage]) -> Assessment:
        """Whether the passages answer what was searched for. What leans on an answer is about what that was about."""
        asked, draft, embedder = self._asked, self._draft, self._resources.embedder
        elsewhere = None if asked.leans else embedder.elsewhere(draft.vector)
        return self._judged(draft.sought, passages, elsewhere)

    def _judged(self, query: str, passages: Sequence[Passage], elsewhere: float | None) -> Assessment:
        scale, company = self._resources.embedder.scale, self._asked.understood.company
        return assess(without_hint(query), passages[:FOR_QUOTES], scale, company, elsewhere)

    def _confidence(self, query: str, passages: Sequence[Passage]) -> float:
        """Of two wordings' passages the better ones are sought; what kind of question it is says nothing of that."""
        scale, company = self._resources.embedder.scale, self._asked.understood.company
        return confidence(without_hint(query), passages[:FOR_QUOTES], scale, company)

    def _lookup(self, query: str) -> Lookup:
        if self._begun is not None and self._begun.query == query:
            return self._begun
        return Lookup(self._resources, self._asked.bot.id, query)

"""Answers in the pages' own words, where no model writes: what is quoted, and what is honestly not answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from knowledge import Assessment, Passage, Verdict, merge_neighbours
from knowledge.naming import asks_whether

from chat_svc.answering.configured import Configured
from chat_svc.answering.finding import Finding, Part
from chat_svc.domain.beyond import asks_advice, is_beyond_pages
from chat_svc.domain.draft import Draft
from chat_svc.domain.expecting import lacks_price, tells_number
from chat_svc.domain.feasts import without_feasts
from chat_svc.domain.following import asks_itself, in_context, is_follow_up
from chat_svc.domain.openingtold import that_tell_hours
from chat_svc.domain.overview import asks_for_overview
from chat_svc.domain.quoting import Quoted, quote, quote_hours
from chat_svc.domain.smalltalk import asks_for_hours, goes_on_about_hours, questions_in
from chat_svc.service import hours
from chat_svc.service.asking import Asked
from chat_svc.texts import say

log = structlog.get_logger(__name__)

FOR_OVERVIEW = 3
"""Passages that say what a company does."""


class Quoter:
    """Quotes what was found, and enters it in the draft of one answer."""

    def __init__(
        self, asked: Asked, draft: Draft, finding: Finding, configured: Configured, show: Callable[[str], None]
    ) -> None:
        """`show` brings text to the visitor."""
        self._asked = asked
        self._draft = draft
        self._finding = finding
        self._configured = configured
        self._show = show

    async def tell(self, passages: Sequence[Passage], judged: Assessment) -> None:
        """Quote the passages that answer, or say that none does."""
        asked, draft, question = self._asked, self._draft, self._asked.understood.question
        if asks_for_overview(question) and passages:  # what it names stands on no page
            self._quoted(quote(draft.sought, merge_neighbours(passages[:FOR_OVERVIEW]), question))
            return
        if self._told_hours(passages) or await self._told_apart():
            return
        partial = judged.verdict is Verdict.PARTIAL
        chunks = [passage.chunk for passage in judged.supporting]
        if (
            judged.verdict is Verdict.REFUSE
            or is_beyond_pages(question)
            or (partial and asks_advice(question))
            or not tells_number(draft.sought, chunks)
        ):
            self.refuse()
            return
        if self._configured.told_rather(() if partial else judged.supporting):
            return
        found = quote(draft.sought, merge_neighbours(judged.supporting), draft.reworded or question)
        if lacks_price(draft.sought, found.text):
            self.refuse(say("no_price", asked.language, company=asked.understood.company))
            return
        doubt = "looked_again" if asked.doubted else "partial" if partial else ""
        self._quoted(found, say(doubt, asked.language) if doubt else "")

    def refuse(self, text: str = "") -> None:
        """Say what is configured of it, or honestly that the pages do not answer, with this text or the usual one."""
        draft = self._draft
        if self._configured.told_instead():
            return
        draft.answered, draft.grounded, draft.citations = False, False, []
        self._show(text or _refusal(self._asked))

    def _quoted(self, found: Quoted, before: str = "", behind: str = "") -> None:
        draft = self._draft
        draft.mode, draft.grounded = "quoted", True
        for number, paragraph in enumerate(
            [*([before] if before else []), *found.paragraphs, *([behind] if behind else [])]
        ):
            self._show(("\n\n" if number else "") + paragraph)
        draft.citations = list(found.citations)

    def _told_hours(self, passages: Sequence[Passage]) -> bool:
        """Say when it is open in the words of a page: nothing is configured of it, or that would have been told."""
        asked, question = self._asked, self._asked.understood.question
        if not asked.understood.asks_for_hours and not goes_on_about_hours(question, asked.earlier):
            return False
        if without_feasts(question) != question:  # the week says nothing of a feast
            return False
        found = that_tell_hours(passages)
        if found:
            self._quoted(quote_hours(found[0]))
        return bool(found)

    async def _told_apart(self) -> bool:
        """Answer the two questions of a message one by one, where other passages answer the one than the other."""
        asked, understood = self._asked, self._asked.understood
        own_hours = understood.hours_question if not hours.shown(asked.configuration) else ""
        parts = [own_hours, understood.question] if own_hours else questions_in(understood.question)
        if (
            asked.leans
            or asked.doubted
            or len(parts) != 2
            or not all(one == own_hours or asks_itself(one) for one in parts)
        ):
            return False
        first, second = parts
        leans = is_follow_up(second) and not asks_whether(second) and not own_hours
        found: list[Quoted] = []
        for question in (first, in_context(second, [first]) if leans else second):
            try:
                part = await self._finding.part(question)
            except Exception as error:
                log.warning("part of a question not looked up", error=type(error).__name__)
                return False
            quoted = _quoted_of(part, sum(len(one.citations) for one in found) + 1)
            found += [quoted] if quoted is not None else []
        if not found or len({one.citations[0].quote for one in found}) < len(found):
            return False
        missing = say("other_part_unknown", asked.language) if len(found) < len(parts) else ""
        both = Quoted(sum((one.paragraphs for one in found), ()), sum((one.citations for one in found), ()))
        self._quoted(both, behind=missing)
        return True


def _quoted_of(part: Part, number: int) -> Quoted | None:
    """What answers one of two questions, from a single passage; None when none does."""
    if asks_for_hours(part.question):
        telling = that_tell_hours(part.passages)
        return quote_hours(telling[0], number) if telling else None
    if (
        part.judged.verdict is not Verdict.ANSWER
        or is_beyond_pages(part.question)
        or not tells_number(part.question, [passage.chunk for passage in part.judged.supporting])
    ):
        return None
    found = quote(part.sought, merge_neighbours(part.judged.supporting), part.question, most=1, first=number)
    return None if lacks_price(part.sought, found.text) or not found.citations else found


def _refusal(asked: Asked) -> str:
    style = asked.configuration.custom_prompts.response_style
    name = "unknown" if style == "professional" else f"unknown_{style}"
    return say(name, asked.language, company=asked.understood.company)

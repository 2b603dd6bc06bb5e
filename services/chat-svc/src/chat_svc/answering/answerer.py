"""An answer is found, written and streamed; no transaction is open while it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import perf_counter
from typing import Any

import structlog
from knowledge import Passage, merge_neighbours
from prometheus_client import Counter, Histogram
from servicekit.kit import Kit
from tenacity import AsyncRetrying, stop_after_attempt, wait_chain, wait_fixed

from chat_svc.adapters.live import LiveAnswer
from chat_svc.adapters.model import ModelClient
from chat_svc.adapters.resources import Resources
from chat_svc.adapters.turnstile import Turn
from chat_svc.answering.configured import Configured
from chat_svc.answering.finding import Finding
from chat_svc.answering.lookup import Lookup
from chat_svc.answering.nextquestions import next_questions
from chat_svc.answering.quoter import Quoter
from chat_svc.answering.writing import Written, write
from chat_svc.domain import prompt
from chat_svc.domain.draft import Draft
from chat_svc.domain.expecting import holds_what_is_asked
from chat_svc.domain.quoting import quote
from chat_svc.domain.support import Shown, SupportGate
from chat_svc.repository import Unit
from chat_svc.service import company
from chat_svc.service.asking import LEASE_SECONDS, Asked
from chat_svc.service.finishing import finish
from chat_svc.settings import Settings
from chat_svc.texts import say

log = structlog.get_logger(__name__)

ANSWERS = Counter("chat_answers_total", "Answers by how they were made", ["mode", "answered"])
FIRST_TOKEN = Histogram(
    "chat_first_token_seconds",
    "Time to the first text of an answer",
    ["mode"],
    buckets=(0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 4, 8, 15),
)
LOOKED_FURTHER = Counter(
    "chat_looked_further_total", "Second looks of a model that found no answer, by what came of them", ["outcome"]
)
FINISH_PAUSES = (0.2, 0.5, 1.5, 3.0)
"""Seconds between the tries to store an answer that its visitor has read already."""
_FINISHING = AsyncRetrying(
    wait=wait_chain(*(wait_fixed(seconds) for seconds in FINISH_PAUSES)),
    stop=stop_after_attempt(len(FINISH_PAUSES) + 1),
    before_sleep=lambda state: log.warning("answer not stored yet", attempt=state.attempt_number),
    reraise=True,
)

LONGEST_WAIT = 4.0
"""Seconds of waiting for its turn after which an answer is quoted: it costs a third, and the others wait less."""
HOPELESS = 0.04
"""Confidence of the search below which a model is not asked: nothing that was found has to do with the question."""
ChatKit = Kit[Settings, Unit, Resources]


class Answerer:
    """Gives one answer."""

    def __init__(
        self, kit: ChatKit, asked: Asked, live: LiveAnswer, turn: Turn, begun: Lookup | None, began: float
    ) -> None:
        self._kit = kit
        self._asked = asked
        self._live = live
        self._turn = turn
        self._began = began
        self._draft = Draft()
        self._finding = Finding(kit.resources, asked, self._draft, begun)
        self._configured = Configured(kit, asked, self._draft, self._finding, self._show)
        self._quoter = Quoter(asked, self._draft, self._finding, self._configured, self._show)
        self._before = ""
        """What stood on the screen when the model began."""

    async def run(self) -> None:
        """Stream the answer, store it, and say what follows from it."""
        asked, draft = self._asked, self._draft
        self._live.emit(
            "start",
            {
                "message_id": asked.request_id,
                "answer_id": asked.answer_id,
                "conversation_id": asked.claims.conversation_id,
            },
        )
        lease = asyncio.create_task(self._hold())
        try:
            await self._wait()
            await self._compose()
            self._turn.leave()
            draft.text = draft.text.strip()
            draft.total_ms = self._elapsed()
            ANSWERS.labels(draft.mode, str(draft.answered).lower()).inc()
            FIRST_TOKEN.labels(draft.mode).observe((draft.first_token_ms or draft.total_ms) / 1000)
            if draft.citations:
                self._live.emit("citations", [citation.as_dict() for citation in draft.citations])
            draft.next_questions = await next_questions(self._kit, asked, draft, self._finding.found)
            await self._store()
        finally:
            lease.cancel()

    async def _wait(self) -> None:
        """Until it is this answer's turn; the visitor is told."""
        if not self._turn.has_come:
            self._live.emit("waiting", {"text": say("waiting", self._asked.language)})
            await self._turn.come()

    async def _hold(self) -> None:
        """Keep saying that this process is at it."""
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            try:
                async with self._kit.transaction() as unit:
                    held = await unit.conversations.hold(
                        self._asked.claims.conversation_id, self._asked.request_id, LEASE_SECONDS
                    )
                if not held:  # stopped by way of another process
                    self._live.stop()
            except Exception as error:
                log.warning("lease not extended", error=type(error).__name__)

    async def _store(self) -> None:
        followed: list[tuple[str, Any]] = []
        try:
            async for attempt in _FINISHING.copy():
                with attempt:
                    followed = await self._finish()
        except Exception as error:
            log.error("answer not stored", error=type(error).__name__, exc_info=error)
            text = say("not_finished", self._asked.language)
            followed = [("error", {"problem": {"type": "not-stored", "status": 503, "detail": text}})]
        for event, data in followed:
            self._live.emit(event, data)

    async def _finish(self) -> list[tuple[str, Any]]:
        held = self._kit.resources
        async with self._kit.transaction() as unit:
            return await finish(unit, self._asked, self._draft, held.groups, held.embedder.model.name)

    def _elapsed(self) -> int:
        return round((perf_counter() - self._began) * 1000)

    def _show(self, text: str) -> None:
        draft = self._draft
        if not draft.text:
            text = text.lstrip()
        if not text:
            return
        if draft.first_token_ms is None:
            draft.first_token_ms = self._elapsed()
        draft.text += text
        self._live.emit("delta", {"text": text, "mode": draft.mode})

    def _change(self, change: Shown) -> None:
        """Show what the gate lets through; readers are given the text anew when some of it is taken back."""
        draft = self._draft
        if change.withdrawn:
            draft.text = draft.text[: -change.withdrawn]
            self._live.emit("replace", {"text": draft.text, "mode": draft.mode})
        self._show(change.text)

    async def _compose(self) -> None:
        asked, draft = self._asked, self._draft
        draft.query = asked.query
        if not await self._configured.told():
            await self._tell_from_pages()

    async def _tell_from_pages(self) -> None:
        asked, draft = self._asked, self._draft
        try:
            passages = await self._finding.passages()
        except Exception as error:
            log.error("search failed", error=type(error).__name__, exc_info=error)
            draft.answered = False
            self._show(say("unavailable", asked.language))
            return
        model = self._kit.resources.model if asked.within_budget and self._turn.waited < LONGEST_WAIT else None
        if model is not None:
            passages = await self._finding.again(model, passages)
        judged = self._finding.judged(passages)
        if model is not None and judged.confidence >= HOPELESS:
            written = await self._written(model, passages)
            if written is Written.UNKNOWN:
                written = await self._looked_further(model, passages)
            if written is not Written.NOTHING and not self._misses_the_point(written, judged.supporting):
                self._conclude(written)
                return
        await self._quoter.tell(passages, judged)

    def _conclude(self, written: Written) -> None:
        """What is said behind what the model wrote, if anything."""
        if written is Written.ANSWER:
            self._draft.grounded = bool(self._draft.citations)
        elif written is Written.STOPPED:
            self._show(say("stopped", self._asked.language))
        elif written is Written.UNKNOWN:
            self._quoter.refuse()

    async def _looked_further(self, model: ModelClient, passages: Sequence[Passage]) -> Written:
        """Let the model, which found no answer, name what to look for, and read what is found with that."""
        further = await self._finding.further(model, passages)
        written = await self._written(model, further) if further else Written.UNKNOWN
        LOOKED_FURTHER.labels("nothing new" if not further else written.name.lower()).inc()
        # what cannot be shown of a second answer does not outweigh that the first look found none
        return Written.UNKNOWN if written is Written.NOTHING else written

    def _misses_the_point(self, written: Written, supporting: Sequence[Passage]) -> bool:
        """Whether the model told no price or duration though one was asked for, and the passages' own words do.

        Then what it wrote is taken back.
        """
        draft = self._draft
        if (
            written is not Written.ANSWER
            or not supporting
            or draft.stopped
            or holds_what_is_asked(draft.sought, draft.text)
        ):
            return False
        if not holds_what_is_asked(draft.sought, quote(draft.sought, merge_neighbours(supporting)).text):
            return False
        self._take_back()
        return True

    def _take_back(self) -> None:
        """Leave what stood there before the model began."""
        draft = self._draft
        draft.text, draft.citations, draft.broken_off = self._before, [], False
        self._live.emit("replace", {"text": draft.text, "mode": draft.mode})

    async def _written(self, model: ModelClient, passages: Sequence[Passage]) -> Written:
        """Let the model write from what was found and what is configured."""
        asked, draft = self._asked, self._draft
        own, now = asked.configuration.custom_prompts, self._kit.clock.now()
        voice = prompt.Voice(asked.understood.company, own.response_style, asked.language, own.system_prompt_additions)
        known = [
            *prompt.chosen(merge_neighbours(passages)),
            *company.passages(asked.bot, asked.configuration, now, asked.language),
        ]
        today = company.today(asked.configuration, now)
        messages = prompt.conversation(voice, asked.understood.asked_of_model, known, asked.history, today)
        draft.mode = "model"  # what is quoted instead, when the model fails, says so itself
        self._before = draft.text
        gate = SupportGate(
            known, draft.sought, asked.language, told=messages[0]["content"], asks=model.check_seconds > 0
        )
        self._turn.leave()  # from here on the model takes its time, and this process none
        written = await write(model, messages, gate, draft, self._live, self._change)
        if written not in (Written.ANSWER, Written.QUESTION) and draft.text != self._before:  # a courtesy alone
            self._take_back()
        return written

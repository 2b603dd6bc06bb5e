"""The model is asked whether what it wrote stands in the passages, while it goes on writing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing

import structlog
from knowledge import Passage

from chat_svc.adapters.model import ModelClient, ModelFailed
from chat_svc.answering.accounting import account
from chat_svc.domain import prompt
from chat_svc.domain.draft import Draft
from chat_svc.domain.support import Claim, Shown, SupportGate

log = structlog.get_logger(__name__)

ANSWERED_BY = 24
"""Characters of a reply by which a verdict must have begun; a model that says something else is not waited for."""


class Checking:
    """Asks about the gate's open claims, all that there are at once, one request at a time."""

    def __init__(self, model: ModelClient, gate: SupportGate, draft: Draft, change: Callable[[Shown], None]) -> None:
        self._model = model
        self._gate = gate
        self._draft = draft
        self._change = change
        self._running: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Ask about what is open, unless an answer is being waited for."""
        if (self._running is None or self._running.done()) and (claims := self._gate.claims()):
            self._running = asyncio.create_task(self._settle(claims))

    async def finish(self) -> None:
        """Wait until nothing is open."""
        self.look()
        while self._running is not None and not self._running.done():
            await self._running
            self.look()

    def give_up(self) -> None:
        """Nobody is asked any more: what is open is judged by the rules."""
        if self._running is not None:
            self._running.cancel()
        self._gate.asks = False
        self._change(self._gate.settle([], {}))

    async def _settle(self, claims: Sequence[Claim]) -> None:
        self._change(self._gate.settle(claims, await self._asked(claims)))
        asyncio.get_running_loop().call_soon(self.look)

    async def _asked(self, claims: Sequence[Claim]) -> dict[str, bool]:
        passages = _together(claims)
        messages = prompt.checking(self._gate.question, [claim.text for claim in claims], passages)
        completion = self._model.complete(messages, max_tokens=prompt.CHECK_TOKENS * len(claims), temperature=0.0)
        received: list[str] = []
        found: dict[int, bool] = {}
        try:
            async with asyncio.timeout(self._model.check_seconds), aclosing(completion.pieces) as pieces:
                async for piece in pieces:
                    received.append(piece)
                    reply = "".join(received)
                    found = prompt.checked(reply, len(claims))
                    if len(found) == len(claims) or (len(reply) > ANSWERED_BY and not found):
                        break
        except (TimeoutError, ModelFailed) as error:
            log.info("claims not checked", error=type(error).__name__, claims=len(claims))
        finally:
            account(self._model, completion, messages, received, self._draft)
        return {claims[place].text: supported for place, supported in found.items()}


def _together(claims: Sequence[Claim]) -> list[Passage]:
    """The passages of all claims, each once."""
    return list({passage.chunk.id: passage for claim in claims for passage in claim.passages}.values())

"""A model writes an answer, and only what the passages support of it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from enum import Enum

import structlog

from chat_svc.adapters.live import LiveAnswer
from chat_svc.adapters.model import Completion, ModelClient, ModelFailed
from chat_svc.answering.accounting import account
from chat_svc.answering.checking import Checking
from chat_svc.domain import prompt
from chat_svc.domain.draft import Draft
from chat_svc.domain.support import Shown, SupportGate

log = structlog.get_logger(__name__)

REWRITE_SECONDS = 2.5
LONGEST_QUERY = 300


class Written(Enum):
    """What came of it."""

    ANSWER = "something stands on the screen"
    QUESTION = "a question back"
    UNKNOWN = "the model says that the passages do not answer"
    NOTHING = "nothing of what it wrote can be shown"
    STOPPED = "the visitor stopped it before anything was shown"


async def write(
    model: ModelClient,
    messages: Sequence[dict[str, str]],
    gate: SupportGate,
    draft: Draft,
    live: LiveAnswer,
    change: Callable[[Shown], None],
) -> Written:
    """Let the model write; `change` puts on the screen what the gate lets through."""
    completion = model.complete(messages, max_tokens=prompt.ANSWER_TOKENS, pause=live.pause)
    received: list[str] = []
    checking = Checking(model, gate, draft, change)
    reading = asyncio.create_task(_read(completion, gate, received, change, checking))
    live.on_stop(reading.cancel)
    complete = False
    try:
        await reading
        complete = completion.complete
    except ModelFailed as error:
        log.warning("the model failed", error=str(error), shown=gate.shown)
    except asyncio.CancelledError:
        reading.cancel()
        if not live.stopped:
            raise
        draft.stopped = True
    if not complete:
        change(gate.end(complete=False))
    checking.give_up()
    account(model, completion, messages, received, draft)
    draft.citations = gate.citations
    draft.broken_off = not complete and not draft.stopped
    if gate.shown:
        return Written.ANSWER
    if gate.asked and not draft.stopped:
        return Written.QUESTION
    if draft.stopped:
        return Written.STOPPED
    draft.broken_off = False
    return Written.UNKNOWN if gate.knows_nothing else Written.NOTHING


async def standalone(model: ModelClient, message: str, history: Sequence[tuple[str, str]], draft: Draft) -> str | None:
    """The message as a question that can be searched for by itself; None when the model gives none in time."""
    found = await _reply(model, prompt.standalone(message, history), draft)
    found = " ".join(found.split()).strip(" \"„“'")
    return found if 3 <= len(found) <= LONGEST_QUERY else None


async def to_look_for(model: ModelClient, question: str, titles: Sequence[str], draft: Draft) -> str | None:
    """Words of the pages for what a question means; None when the model gives none in time."""
    return prompt.named_words(await _reply(model, prompt.to_look_for(question, titles), draft), question)


async def _reply(model: ModelClient, messages: Sequence[dict[str, str]], draft: Draft) -> str:
    """What the model says to a short request; nothing when it does not in time."""
    completion = model.complete(messages, max_tokens=prompt.QUERY_TOKENS)
    received: list[str] = []
    try:
        async with asyncio.timeout(REWRITE_SECONDS):
            async for piece in completion.pieces:
                received.append(piece)
    except (TimeoutError, ModelFailed) as error:
        log.info("no reply to a short request", error=type(error).__name__)
        return ""
    finally:
        account(model, completion, messages, received, draft)
    return "".join(received)


async def _read(
    completion: Completion,
    gate: SupportGate,
    received: list[str],
    change: Callable[[Shown], None],
    checking: Checking,
) -> None:
    async for piece in completion.pieces:
        received.append(piece)
        change(gate.feed(piece))
        checking.look()
    if completion.complete:
        change(gate.end())
        await checking.finish()

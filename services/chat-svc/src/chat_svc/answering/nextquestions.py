"""Questions to go on with after an answer; each is tried before it is offered.

They are looked for once the answer is on the screen, so that it comes no later. What was found out is remembered, and
a process tries for one answer at a time: the others make do with what is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import structlog
from knowledge import Passage, Verdict
from servicekit.kit import Kit

from chat_svc.adapters.resources import Resources
from chat_svc.answering.lookup import Lookup
from chat_svc.domain.citations import title_of
from chat_svc.domain.draft import Draft
from chat_svc.domain.quickreplies import (
    MOST,
    MOST_HEADINGS,
    beside,
    can_stand_alone,
    heading,
    is_question,
    not_yet,
    same_place,
    way_to_ask,
)
from chat_svc.domain.understanding import understand
from chat_svc.domain.wishes import offers_contact
from chat_svc.models import Message
from chat_svc.repository import Unit
from chat_svc.repository.conversations import Conversations
from chat_svc.service import hours
from chat_svc.service.asking import Asked
from chat_svc.service.sessions import is_name, is_subject, names_of, suggested_questions
from chat_svc.settings import Settings
from chat_svc.texts import say

log = structlog.get_logger(__name__)

SECONDS = 0.5
"""An answer ends with what was found until then."""
TRIED = 6
JUDGED = 8
_ENDS_TALK = frozenset({"thanks", "declined", "bye"})


async def next_questions(
    kit: Kit[Settings, Unit, Resources], asked: Asked, draft: Draft, found: Sequence[Passage]
) -> tuple[str, ...]:
    """Up to three questions that this bot answers and that were not asked; none where they would be in the way.

    `found` are the passages that the answer was looked for in.
    """
    waits = draft.text.rstrip().endswith("?") and not draft.small_talk and not offers_contact(draft.text)
    if waits or draft.stopped or draft.broken_off or asked.understood.small_talk in _ENDS_TALK:
        return ()
    known = kit.resources.questions
    chosen: list[str] = []
    first, known.trying = not known.trying, True
    try:
        async with asyncio.timeout(SECONDS):
            async with aclosing(_answered(kit, asked, draft, found, may_try=first)) as answered:
                async for question in answered:
                    chosen.append(question)
                    if len(chosen) == MOST:
                        break
    except Exception as error:  # an answer is whole without them
        log.info("next questions not looked for to the end", error=type(error).__name__)
    finally:
        if first:
            known.trying = False
    return tuple(chosen)


async def _answered(
    kit: Kit[Settings, Unit, Resources], asked: Asked, draft: Draft, found: Sequence[Passage], *, may_try: bool
) -> AsyncGenerator[str]:
    held, bot = kit.resources, asked.bot.id
    said, cited = await _so_far(kit, asked, draft)
    near = _beside(found, asked, draft, cited)
    suggested = suggested_questions(asked.configuration, await held.titles.of(bot), asked.language)
    left = TRIED
    for question in not_yet(filter(can_stand_alone, (*near, *suggested)), said):
        answers = held.questions.get(bot, question)
        if answers is None and may_try and left:
            left -= 1
            answers = await _is_answered(held, asked, question, near.get(question))
            held.questions.put(bot, question, answers=answers)
        if answers:
            yield question


async def _so_far(kit: Kit[Settings, Unit, Resources], asked: Asked, draft: Draft) -> tuple[list[str], set[str]]:
    """What the visitor asked in this conversation, and the titles of what was quoted."""
    messages: Sequence[Message] = ()
    if asked.turn > 1:
        async with kit.database.statements() as session:
            messages = await Conversations(session).messages(asked.claims.conversation_id)
    cited = {citation["title"] for message in messages for citation in message.kept("citations", [])}
    said = [message.text for message in messages if message.role == "visitor"]
    return [*said, asked.text], cited | {citation.title for citation in draft.citations}


def _beside(passages: Sequence[Passage], asked: Asked, draft: Draft, cited: set[str]) -> dict[str, Passage]:
    """Questions by what stands beside the cited passages, and where their answers stand."""
    questions: dict[str, Passage] = {}
    headings = 0
    for passage in beside(passages, (citation.url for citation in draft.citations), asked.language):
        if title_of(passage) in cited:
            continue
        question = _asking(heading(passage), asked)
        if question is None or question in questions:
            continue
        headings += not is_question(heading(passage))
        if is_question(heading(passage)) or headings <= MOST_HEADINGS:
            questions[question] = passage
    return questions


def _asking(head: str, asked: Asked) -> str | None:
    named = way_to_ask(head)
    if named is None:
        return head
    if named == "reply_more" and (not is_subject(head) or is_name(head, names_of(asked.configuration))):
        return None
    return say(named, asked.language, title=head)


async def _is_answered(held: Resources, asked: Asked, question: str, place: Passage | None) -> bool:
    """Whether the bot answers a question, from that place if there is one."""
    own = asked.configuration
    company = asked.understood.company
    understood = understand(question, configured_language=own.custom_prompts.language, company=company)
    if understood.small_talk is not None:
        return False
    if understood.asks_for_hours:
        return hours.shown(own)
    lookup = Lookup(held, asked.bot.id, understood.query())
    judged = await lookup.judged(company, JUDGED)
    return judged.verdict is Verdict.ANSWER and (place is None or same_place(judged.supporting[0], place))

"""An answer is stored, with all that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.chat import ContactPersonsShown, ConversationEvent, EmailPromptShown, MessageSent

from chat_svc.domain.draft import Draft
from chat_svc.domain.fitting import in_order_of_fit
from chat_svc.domain.groups import KnownGroups
from chat_svc.domain.questions import wording
from chat_svc.domain.quickreplies import MOST, reach_reply
from chat_svc.domain.triggers import CardRules, FormRules, Turn, cards_due, form_trigger
from chat_svc.domain.wishes import wants_contact
from chat_svc.models import Conversation, Message
from chat_svc.repository import Unit
from chat_svc.service import grouping, hours
from chat_svc.service.asking import LEASE_SECONDS, Asked
from chat_svc.service.cards import Cards
from chat_svc.service.reaching import can_be_reached, email_form
from chat_svc.texts import say

Followed = list[tuple[str, Any]]


async def finish(unit: Unit, asked: Asked, draft: Draft, groups: KnownGroups, embedding_model: str) -> Followed:
    """Store the answer and return the events that come after its citations.

    Tokens count even when the conversation was erased while the answer was written; nothing else is kept then.
    """
    taken = await unit.conversations.take(asked.claims.conversation_id, unit.now().date())
    if taken is None:
        await _count_tokens(unit, asked, draft)
        return [_done(asked, draft)]
    conversation = taken.conversation
    if conversation.answering != asked.request_id:  # released by a stop, or answered by another process
        stored = await unit.conversations.answered(conversation.id, asked.request_id)
        if stored is not None:
            await _count_tokens(unit, asked, draft)
            return [*stored.followed, _done(asked, draft, stored.kept("quick_replies", []))]
    now = unit.now()
    conversation.messages += 1
    conversation.version += 1
    conversation.last_message_at = now
    if conversation.answering == asked.request_id:
        conversation.answering = None
    conversation.topics = sorted({*conversation.topics, *(t for t in asked.topics if t != "other")})
    followed, shown = _follow(unit, conversation, asked, draft)
    replies = _quick_replies(asked, draft, asks_next=any(event in ("cards", "email_prompt") for event, _ in followed))
    citations = [("citations", [citation.as_dict() for citation in draft.citations])] if draft.citations else []
    offered = [("quick_replies", replies)] if replies else []
    answer = Message(
        id=asked.answer_id,
        conversation_id=conversation.id,
        request_id=asked.request_id,
        role="assistant",
        turn=asked.turn,
        text=draft.text,
        language=asked.language,
        at=now,
        mode=draft.mode,
        answered=draft.answered,
        grounded=draft.grounded,
        topics=list(asked.topics),
        extras=[list(pair) for pair in (*citations, *followed, *offered)],
        tokens=draft.tokens,
        first_token_ms=draft.first_token_ms,
        total_ms=draft.total_ms,
    )
    await unit.conversations.save(conversation, answer, lease=LEASE_SECONDS)
    # The last two wait for everybody who asks the same, or asks the same bot: for as short a time as can be.
    group_id = await _group(unit, asked, draft, groups, embedding_model)
    _announce(unit, conversation, asked, draft, group_id)
    for event in shown:
        unit.publish(conversation, event)
    await _count_tokens(unit, asked, draft)
    return [*followed, _done(asked, draft, replies)]


async def _count_tokens(unit: Unit, asked: Asked, draft: Draft) -> None:
    if draft.tokens:
        await unit.visitors.use_tokens(asked.bot.id, unit.now().date(), draft.tokens)


def stored_events(answer: Message) -> Followed:
    """A stored answer as the stream that it was."""
    start = {
        "message_id": str(answer.request_id),
        "answer_id": str(answer.id),
        "conversation_id": str(answer.conversation_id),
    }
    usage = {"grounded": answer.grounded, "answered": answer.answered, "mode": answer.mode}
    replies = answer.kept("quick_replies", [])
    citations = answer.kept("citations", None)
    return [
        ("start", start),
        ("delta", {"text": answer.text, "mode": answer.mode}),
        *([("citations", citations)] if citations else []),
        *answer.followed,
        ("done", {**usage, "usage": {"total_tokens": answer.tokens}, "replayed": True, "quick_replies": replies}),
    ]


def _quick_replies(asked: Asked, draft: Draft, *, asks_next: bool) -> list[str]:
    """Up to three messages to go on with: questions, and at their end how somebody gets in touch, where that fits."""
    persons = asked.configuration.contact_persons
    reach = None
    if not (draft.stopped or draft.broken_off or draft.small_talk) and can_be_reached(asked.bot, asked.configuration):
        reach = reach_reply(
            answer=draft.text,
            answered=draft.answered,
            topics=asked.topics,
            said=[asked.text, *(text for role, text in asked.history if role == "user")],
            asks_next=asks_next,
            bookable=persons.enabled and any(person.booking_url for person in persons.persons),
        )
    last = [say(reach, asked.language)] if reach is not None else []
    return [*draft.next_questions[: MOST - len(last)], *last]


def _done(asked: Asked, draft: Draft, replies: Sequence[str] = ()) -> tuple[str, Any]:
    return "done", {
        "grounded": draft.grounded,
        "answered": draft.answered,
        "mode": draft.mode,
        "usage": {"total_tokens": draft.tokens},
        "answer_id": str(asked.answer_id),
        "stopped": draft.stopped,
        "quick_replies": list(replies),
    }


async def _group(unit: Unit, asked: Asked, draft: Draft, groups: KnownGroups, embedding_model: str) -> Any:
    """Only questions of production are grouped, since only they are counted."""
    if draft.small_talk or asked.claims.environment != "production":
        return None
    question = grouping.Question(
        bot_id=asked.bot.id,
        workspace_id=asked.bot.workspace_id,
        text=draft.query,
        wording=wording(draft.query, asked.configuration.company.address.country),
        language=asked.language,
        answered=draft.answered,
        visitor=asked.claims.visitor,
        conversation_id=asked.claims.conversation_id,
        vector=draft.vector,
        model=embedding_model,
    )
    return await grouping.group(unit, question, groups)


def _about(conversation: Conversation, unit: Unit) -> dict[str, Any]:
    return {
        "bot_id": conversation.bot_id,
        "conversation_id": conversation.id,
        "environment": conversation.environment,
        "at": unit.now(),
    }


def _announce(unit: Unit, conversation: Conversation, asked: Asked, draft: Draft, group_id: Any) -> None:
    unit.publish(
        conversation,
        MessageSent(
            **_about(conversation, unit),
            message_id=asked.answer_id,
            role="assistant",
            turn=asked.turn,
            first_token_ms=draft.first_token_ms,
            total_ms=draft.total_ms,
            grounded=None if draft.small_talk else draft.grounded,
            answered=None if draft.small_talk else draft.answered,
            citations=len(draft.citations),
            question_group_id=group_id,
            topics=asked.topics,
            language=asked.language,
            mode=draft.mode,
        ),
    )


def _follow(
    unit: Unit, conversation: Conversation, asked: Asked, draft: Draft
) -> tuple[Followed, list[ConversationEvent]]:
    """Notices, contact cards and the e-mail form that this answer brings up, and what is to be announced of them."""
    turn = Turn(
        message=asked.text,
        topics=asked.topics,
        answered=draft.answered,
        question=asked.turn,
        messages=conversation.messages,
        small_talk=draft.small_talk,
        wants_contact=draft.names_person or wants_contact(asked.text, asked.answer_before),
        asks_back=draft.text.endswith("?"),
    )
    followed: Followed = []
    if draft.broken_off:
        followed.append(("notice", {"kind": "incomplete", "text": say("broken_off", asked.language)}))
    notice = hours.notice(asked.configuration, unit.now(), asked.language)
    if notice is not None and notice["kind"] not in conversation.notices and draft.mode != "configured":
        conversation.notices = [*conversation.notices, notice["kind"]]
        followed.append(("notice", notice))
    more, shown = _cards(unit, conversation, asked, turn)
    if not more:  # one thing is asked of a visitor at a time
        more, shown = _form(unit, conversation, asked, turn)
    return [*followed, *more], list(shown)


def _cards(
    unit: Unit, conversation: Conversation, asked: Asked, turn: Turn
) -> tuple[Followed, Sequence[ConversationEvent]]:
    own = asked.configuration.contact_persons
    rules = CardRules(own.enabled and bool(own.persons), own.keywords, own.min_messages, own.topics)
    if not cards_due(rules, turn, shown_before=conversation.cards_shown > 0):
        return [], ()
    conversation.cards_shown += 1
    said = [asked.text, *(text for role, text in reversed(asked.history) if role == "user")]
    ordered = in_order_of_fit(own.persons, said, turn.topics, asked.understood.company)
    cards = Cards.of(own, say("cards_heading", asked.language), ordered)
    ids = tuple(card.id for card in cards.persons[: cards.first])
    event = ContactPersonsShown(**_about(conversation, unit), person_ids=ids)
    return [("cards", cards.model_dump(mode="json"))], (event,)


def _form(
    unit: Unit, conversation: Conversation, asked: Asked, turn: Turn
) -> tuple[Followed, Sequence[ConversationEvent]]:
    own = asked.configuration.email_capture
    rules = FormRules(
        enabled=own.enabled,
        max_requests=own.max_requests,
        shown=conversation.forms_shown,
        stopped=conversation.form_stopped is not None,
    )
    trigger = form_trigger(rules, turn)
    if trigger is None:
        return [], ()
    folded = not turn.wants_contact and (rules.shown > 0 or rules.stopped)
    form = email_form(asked.bot, asked.configuration, asked.language, trigger, folded=folded)
    if form is None:
        return [], ()
    conversation.forms_shown += 1
    return [("email_prompt", form)], (EmailPromptShown(**_about(conversation, unit), trigger=trigger),)

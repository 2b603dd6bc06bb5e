"""Questions that mean the same are counted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from contracts.chat import QuestionGroup, QuestionGroupSaved
from numpy.typing import NDArray

from chat_svc.domain.groups import KnownGroups
from chat_svc.domain.questions import ASKERS_FOR_LABEL, normalised
from chat_svc.models import QuestionGroupRow
from chat_svc.repository import Unit

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Question:
    """A question that was asked, and what may be kept of it."""

    bot_id: UUID
    workspace_id: UUID
    text: str
    wording: str
    language: str
    answered: bool
    visitor: str
    conversation_id: UUID
    vector: Vector | None
    model: str
    """The embedding model that made the vector."""


async def group(unit: Unit, question: Question, known: KnownGroups) -> UUID:
    """Count the question in the group it means, or in a new one; returns the group.

    Groups of this process's memory are tried first, so that questions asked again wait for nobody but those who ask
    the same. Only what seems new is compared with all of the bot's groups, one question at a time.
    """
    terms = normalised(question.text)
    near = known.nearest(question.bot_id, question.vector, question.model, terms)
    found = await _count(unit, question, near) if near is not None else None
    if found is None:
        await unit.questions.wait_for_others(question.bot_id)
        known.learn(question.bot_id, await unit.questions.known(question.bot_id))
        near = known.nearest(question.bot_id, question.vector, question.model, terms)
        if near is None:
            near = await unit.questions.begin(_new(unit, question, terms))
        found = await _count(unit, question, near)
        assert found is not None  # noqa: S101  (nobody deletes groups beside this transaction)
    if found.label is None:
        askers = await unit.questions.askers(found.id, unit.now().date(), question.visitor)
        if askers >= ASKERS_FOR_LABEL:
            found = await unit.questions.label(found.id)
            await unit.questions.forget_askers(found.id)
    announce(unit, found)
    return found.id


async def _count(unit: Unit, question: Question, group_id: UUID) -> QuestionGroupRow | None:
    return await unit.questions.count(
        group_id,
        answered=question.answered,
        at=unit.now(),
        wording=question.wording,
        conversation_id=question.conversation_id,
    )


def _new(unit: Unit, question: Question, terms: str) -> QuestionGroupRow:
    return QuestionGroupRow(
        id=unit.new_id(),
        workspace_id=question.workspace_id,
        bot_id=question.bot_id,
        version=0,
        language=question.language,
        terms=terms,
        model=question.model if question.vector is not None else None,
        vector=question.vector.astype(np.float32).tobytes() if question.vector is not None else None,
        asked=0,
        answered=0,
        first_asked_at=unit.now(),
        last_asked_at=unit.now(),
    )


async def forget_wordings(unit: Unit, conversation_ids: Sequence[UUID]) -> int:
    """Take back wordings that come from erased conversations; returns how many."""
    rows = await unit.questions.worded_by(conversation_ids)
    for row in rows:
        row.wording = row.wording_from = row.label = None
        row.version += 1
        announce(unit, row)
    return len(rows)


def announce(unit: Unit, row: QuestionGroupRow) -> None:
    """Publish a group as it is now."""
    unit.publish(
        row,
        QuestionGroupSaved(
            group=QuestionGroup(
                id=row.id,
                workspace_id=row.workspace_id,
                version=row.version,
                bot_id=row.bot_id,
                label=row.label,
                language=row.language,
                asked=row.asked,
                answered=row.answered,
                first_asked_at=row.first_asked_at,
                last_asked_at=row.last_asked_at,
            )
        ),
    )

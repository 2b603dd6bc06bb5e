"""Questions that mean the same are counted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from contracts.chat import QuestionGroup, QuestionGroupSaved
from numpy.typing import NDArray

from chat_svc.domain.questions import ASKERS_FOR_LABEL, SAME_MEANING, normalised
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


async def group(unit: Unit, question: Question, vector: Vector | None, model: str) -> UUID:
    """Count the question in the group it means, or in a new one; returns the group."""
    now = unit.now()
    terms = normalised(question.text)
    known = await unit.questions.lock_of_bot(question.bot_id)
    found = nearest(known, vector, model, terms)
    if found is None:
        found = QuestionGroupRow(
            id=unit.new_id(),
            workspace_id=question.workspace_id,
            bot_id=question.bot_id,
            version=0,
            language=question.language,
            terms=terms,
            model=model if vector is not None else None,
            vector=vector.astype(np.float32).tobytes() if vector is not None else None,
            asked=0,
            answered=0,
            first_asked_at=now,
            last_asked_at=now,
        )
        unit.questions.add(found)
    found.version += 1
    found.asked += 1
    found.answered += int(question.answered)
    found.last_asked_at = now
    if found.wording is None:
        found.wording, found.wording_from = question.wording, question.conversation_id
    if found.label is None:
        askers = await unit.questions.askers(found.id, now.date(), question.visitor)
        if askers >= ASKERS_FOR_LABEL:
            found.label = found.wording
            await unit.questions.forget_askers(found.id)
    announce(unit, found)
    return found.id


def nearest(
    known: Sequence[QuestionGroupRow], vector: Vector | None, model: str, terms: str
) -> QuestionGroupRow | None:
    """The group that means the same: by vectors of the same model, else by the same terms."""
    comparable = [row for row in known if vector is not None and row.vector is not None and row.model == model]
    if vector is not None and comparable:
        vectors = np.stack([np.frombuffer(row.vector or b"", dtype=np.float32) for row in comparable])
        near = vectors @ vector.astype(np.float32)
        best = int(np.argmax(near))
        if float(near[best]) >= SAME_MEANING:
            return comparable[best]
    return next((row for row in known if terms and row.terms == terms), None)


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

"""The groups of questions that this process has met, to compare new questions with."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chat_svc.domain.questions import SAME_MEANING

Vector = NDArray[np.float32]
MOST_VECTORS = 20_000
"""Kept in this process, 2 kB each; bots that were asked longest ago are forgotten first."""


@dataclass(frozen=True, slots=True)
class Known:
    """A group as far as comparing goes. `vector` was made by the embedding model `model`."""

    id: UUID
    terms: str
    model: str | None
    vector: bytes | None


class _OfBot:
    def __init__(self, groups: Sequence[Known]) -> None:
        self.by_terms = {group.terms: group.id for group in reversed(groups) if group.terms}
        self.by_model: dict[str, tuple[list[UUID], NDArray[np.float16]]] = {}
        self.size = len(groups)
        for model in {group.model for group in groups if group.model is not None}:
            made = [(group.id, group.vector) for group in groups if group.model == model and group.vector is not None]
            if made:
                vectors = np.stack([np.frombuffer(vector, dtype=np.float32) for _, vector in made])
                self.by_model[model] = ([id for id, _ in made], vectors.astype(np.float16))

    def nearest(self, vector: Vector | None, model: str, terms: str) -> UUID | None:
        ids, vectors = self.by_model.get(model, ([], None))
        if vector is not None and vectors is not None:
            near = vectors.astype(np.float32) @ vector.astype(np.float32)
            best = int(np.argmax(near))
            if float(near[best]) >= SAME_MEANING:
                return ids[best]
        return self.by_terms.get(terms) if terms else None


class KnownGroups:
    """Groups by bot. What is here may have been deleted since, and others may be new: the database decides."""

    def __init__(self) -> None:
        self._bots: OrderedDict[UUID, _OfBot] = OrderedDict()

    def learn(self, bot_id: UUID, groups: Sequence[Known]) -> None:
        """These are the bot's groups, those asked last first."""
        self._bots.pop(bot_id, None)
        self._bots[bot_id] = _OfBot(groups)
        while len(self._bots) > 1 and sum(bot.size for bot in self._bots.values()) > MOST_VECTORS:
            self._bots.popitem(last=False)

    def nearest(self, bot_id: UUID, vector: Vector | None, model: str, terms: str) -> UUID | None:
        """The group that means the same: by vectors of the same model, else by the same terms."""
        bot = self._bots.get(bot_id)
        if bot is None:
            return None
        self._bots.move_to_end(bot_id)
        return bot.nearest(vector, model, terms)

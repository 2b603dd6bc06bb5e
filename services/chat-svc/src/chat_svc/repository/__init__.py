"""The unit of work and all SQL of chat-svc."""

from __future__ import annotations

from functools import cached_property

from servicekit.unit import UnitOfWork

from chat_svc.repository.conversations import Conversations, Listed, Said, Taken, Wanted
from chat_svc.repository.questions import Questions
from chat_svc.repository.transcripts import Transcripts
from chat_svc.repository.visitors import Visitors


class Unit(UnitOfWork):
    """chat-svc's repositories."""

    @cached_property
    def conversations(self) -> Conversations:
        """Conversations with their messages."""
        return Conversations(self.session)

    @cached_property
    def questions(self) -> Questions:
        """Groups of questions."""
        return Questions(self.session)

    @cached_property
    def transcripts(self) -> Transcripts:
        """Transcripts that are to be mailed."""
        return Transcripts(self.session)

    @cached_property
    def visitors(self) -> Visitors:
        """Salts and budgets."""
        return Visitors(self.session)


__all__ = ["Conversations", "Listed", "Questions", "Said", "Taken", "Transcripts", "Unit", "Visitors", "Wanted"]

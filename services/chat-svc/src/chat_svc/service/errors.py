"""What a visitor can run into."""

from __future__ import annotations

from servicekit.errors import Conflict, Gone
from wording import Language


class BotGone(Gone):
    """The bot is not open in this environment; `reason` says why, the detail is for the visitor, in their language."""

    def __init__(self, reason: str, detail: str, language: Language) -> None:
        super().__init__(detail)
        self.reason = reason
        self.language = language


class ConversationOver(Gone):
    """The conversation has ended; a new session begins another."""

    slug = "conversation-ended"


class ConversationErased(Gone):
    """The conversation was deleted on request."""

    slug = "conversation-erased"


class StillAnswering(Conflict):
    """Another message of this conversation is being answered."""

    slug = "still-answering"

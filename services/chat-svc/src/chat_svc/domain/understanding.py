"""What a message is, decided once when it comes: everything that follows reads it from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wording import Language

from chat_svc.domain import smalltalk
from chat_svc.domain.language import answer_language
from chat_svc.domain.phrases import Kind
from chat_svc.domain.questions import to_search


@dataclass(frozen=True, slots=True)
class Understood:
    """A visitor's message. `question` is it without a greeting in front; `company` is who it was written to.

    `asks_whether_human` is set when it asks that beside its question, and both are to be answered.
    """

    text: str
    question: str
    language: Language
    company: str
    small_talk: Kind | None
    asks_for_hours: bool
    asks_whether_human: bool
    hours_question: str = ""
    """What it asks about opening hours beside its question."""

    @property
    def asked_of_model(self) -> str:
        """The message for a model: without what is answered already."""
        return self.question if self.hours_question else self.text

    def query(self, earlier: Sequence[str] = ()) -> str:
        """What to search for, with what it leans on in the visitor's `earlier` messages; small talk as it is."""
        return self.text if self.small_talk is not None else to_search(self.question, earlier, self.company)


def understand(text: str, *, configured_language: str, company: str, chosen: Language | None = None) -> Understood:
    """Read a message. `configured_language` is the bot's: deutsch, english or multilingual; `chosen` the visitor's."""
    question, hours_question = smalltalk.apart(smalltalk.without_greeting(text))
    small_talk = smalltalk.kind_of(text)
    return Understood(
        text=text,
        question=question,
        language=answer_language(configured_language, text, chosen),
        company=company,
        small_talk=small_talk,
        asks_for_hours=smalltalk.asks_for_hours(question),
        hours_question=hours_question,
        asks_whether_human=small_talk is None and smalltalk.asks_whether_human(text),
    )

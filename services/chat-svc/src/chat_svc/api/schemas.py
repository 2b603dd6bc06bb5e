"""What goes in and out over HTTP."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.bots import Environment
from identity.address import LONGEST
from identity.text import AS_LINE, AS_TEXT
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from servicekit.ids import new_id
from wording import Language

from chat_svc.api.stream import QUICK_REPLIES, AnswerEvent, CitationOut, EmailPrompt
from chat_svc.domain.draft import Mode
from chat_svc.models import Message
from chat_svc.service.cards import Cards

CHOSEN = (
    "What the visitor chose; counts where the bot has the choice (`languages`). Without it a multilingual bot answers "
    "in the message's language. Gewählte Sprache."
)
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})


def printable(text: object) -> object:
    """Text without control and formatting characters, and without blanks around it: only what can be seen is kept."""
    if not isinstance(text, str):
        return text
    kept = (letter for letter in text if letter in "\n\t\u200d" or unicodedata.category(letter) not in UNSEEN)
    return "".join(kept).strip()


class MessageIn(BaseModel):
    """What a visitor says."""

    message_id: UUID = Field(
        default_factory=new_id,
        description="Chosen by the client; sent again it gives the stored answer. Eigene Kennung der Nachricht.",
    )
    text: Annotated[str, BeforeValidator(printable), StringConstraints(min_length=1, max_length=4000)] = Field(
        description="1 to 4,000 characters. 1 bis 4.000 Zeichen.", examples=["Was kostet eine Küche mit Insel?"]
    )
    language: Language | None = Field(default=None, description=CHOSEN)


class StopIn(BaseModel):
    """Which answer is to end."""

    message_id: UUID = Field(description="The id of the question. Kennung der Frage.")


class SessionIn(BaseModel):
    """What opens a session."""

    token: Annotated[
        str,
        Field(min_length=1, max_length=200, description="The token of the bot's link. Das Token des Bot-Links."),
        AS_LINE,
    ]
    resume: Annotated[str, Field(max_length=4000), AS_LINE] | None = Field(
        default=None,
        description="The visitor token that was had before: its open conversation goes on, also when the token is "
        "over. Das frühere Besucher-Token: sein offenes Gespräch geht weiter.",
    )
    language: Language | None = Field(default=None, description=CHOSEN)
    conversation: UUID | None = Field(
        default=None, deprecated=True, description="No longer read: an id is no proof of whose conversation it is."
    )


class ColorsOut(BaseModel):
    """A brand's two colours as they are used: as they are, with the text on them, readable on light and on dark."""

    brand: str
    on_brand: str
    primary: str
    secondary: str
    primary_dark: str
    secondary_dark: str


class AppearanceOut(BaseModel):
    """How a bot presents itself. Erscheinungsbild."""

    name: str
    company: str
    primary_color: str
    secondary_color: str
    colors: ColorsOut
    logo_url: str | None
    profile_image_url: str | None
    welcome_message: str
    disclosure: str = Field(description="That nobody human answers: Art. 50 AI Act. KI-Hinweis.")
    language: Language
    languages: list[Language] = Field(description="What a visitor may choose from. Sprachen zur Wahl.")


class OpeningStatusOut(BaseModel):
    """Whether it is open, null when hours are unknown or not shown, and a line of text. Öffnungsstatus."""

    open: bool | None
    text: str


class ContactOut(BaseModel):
    """How else the company is reached. Weitere Kontaktwege."""

    available: bool
    phone: str | None
    email: str | None
    website: str | None
    cards: Cards | None = Field(default=None, description="The contact persons, in their order. Kontaktpersonen.")
    form: EmailPrompt | None = Field(default=None, description="The form for an address. Formular für eine Adresse.")


class PrivacyOut(BaseModel):
    """The text a visitor agrees to before leaving an address; without a version there is none. Einwilligung."""

    url: str | None
    consent_text: str | None
    version: int | None
    language: Language | None
    transcript_consent: str | None = Field(
        default=None,
        description="What to agree to before the conversation is mailed; null where it cannot be. "
        "Einwilligung in den Versand des Gesprächs.",
    )


class LimitsOut(BaseModel):
    """What a visitor may send. Grenzen."""

    message_characters: int
    messages_per_minute: int


class GreetingOut(BaseModel):
    """What a visitor sees before the first message."""

    appearance: AppearanceOut
    opening_status: OpeningStatusOut
    suggested_questions: list[str] = Field(description="Up to four questions. Bis zu vier Fragen.")
    contact: ContactOut
    privacy: PrivacyOut
    limits: LimitsOut


class SessionOut(GreetingOut):
    """A visitor's session."""

    visitor_token: str = Field(description="For the header X-Visitor-Token; 60 minutes. Gilt 60 Minuten.")
    conversation_id: UUID
    environment: Literal["production", "staging", "preview"]


class TranscriptIn(BaseModel):
    """Where the conversation is to be mailed."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=LONGEST), AS_LINE] = Field(
        description="E-Mail-Adresse; nur für diese eine Mail. E-mail address, for this one mail only."
    )
    consent: Literal[True] = Field(description="To `privacy.transcript_consent`, as it was shown. Einwilligung.")
    language: Language | None = Field(default=None, description=CHOSEN)


class FeedbackIn(BaseModel):
    """A visitor's judgement of an answer."""

    message_id: UUID = Field(description="The message's or the answer's id. Kennung der Nachricht oder Antwort.")
    rating: Literal[-1, 1] = Field(description="1 thumbs up, -1 thumbs down. 1 hilfreich, -1 nicht hilfreich.")
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AS_TEXT] | None = None


class BookingIn(BaseModel):
    """Whose page for appointments was opened."""

    person_id: UUID = Field(description="The contact person's id. Kennung der Kontaktperson.")


class SaidOut(BaseModel):
    """One message of a conversation."""

    id: UUID
    message_id: UUID = Field(description="The id the visitor's client gave; question and answer share it.")
    role: Literal["visitor", "assistant"]
    turn: int
    text: str
    language: Language
    at: datetime
    mode: Mode | None = None
    answered: bool | None = None
    grounded: bool | None = None
    citations: list[CitationOut] = []
    extras: list[AnswerEvent] = Field(default=[], description="Cards, form and notices shown after the answer.")
    quick_replies: list[str] = Field(default=[], description=QUICK_REPLIES)
    rating: int | None = None
    comment: str | None = None

    @classmethod
    def of(cls, message: Message) -> SaidOut:
        """A stored message as callers see it."""
        return cls.model_validate(
            {
                "id": message.id,
                "message_id": message.request_id,
                "role": message.role,
                "turn": message.turn,
                "text": message.text,
                "language": message.language,
                "at": message.at,
                "mode": message.mode,
                "answered": message.answered,
                "grounded": message.grounded,
                "citations": message.kept("citations", []),
                "extras": [{"event": event, "data": data} for event, data in message.followed],
                "quick_replies": message.kept("quick_replies", []),
                "rating": message.rating,
                "comment": message.comment,
            }
        )


class RecalledOut(BaseModel):
    """A conversation as its visitor sees it."""

    conversation_id: UUID
    ended: bool
    messages: list[SaidOut]


class ConversationOut(BaseModel):
    """A conversation without what was said."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    bot_id: UUID
    environment: Environment
    language: Language
    started_at: datetime
    last_message_at: datetime
    ended_at: datetime | None
    end_reason: Literal["timeout", "visitor", "bot_closed"] | None
    messages: int
    questions: int
    topics: list[str]
    form_stopped: Literal["captured", "declined"] | None

"""The types of chat-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict


class BookingIn(TypedDict):
    """Whose page for appointments was opened."""

    person_id: str


class Card(TypedDict):
    """What a card shows of a contact person. Address and number stay behind its button."""

    booking_url: str | None
    id: str
    image_url: str | None
    name: str
    position: str
    specialization: str


class Cards(TypedDict):
    """The event that brings the cards up."""

    first: NotRequired[int]
    heading: str
    layout: Literal["horizontal", "vertical"]
    persons: list[Card]


class CardsEvent(TypedDict):
    """Contact persons after the answer."""

    data: Cards
    event: Literal["cards"]


class CitationOut(TypedDict):
    """A passage behind an answer; `n` is the number in the answer's text, `page` one of a PDF."""

    n: int
    page: NotRequired[int | None]
    quote: str
    title: str
    url: str


class CitationsEvent(TypedDict):
    """The passages behind the answer."""

    data: list[CitationOut]
    event: Literal["citations"]


class ColorsOut(TypedDict):
    """A brand's two colours as they are used: as they are, with the text on them, readable on light and on dark."""

    brand: str
    on_brand: str
    primary: str
    primary_dark: str
    secondary: str
    secondary_dark: str


class ConversationListed(TypedDict):
    """A conversation in a list, with what tells it apart."""

    bot_id: str
    comments: list[str]
    disliked: int
    end_reason: Literal["timeout", "visitor", "bot_closed"] | None
    ended_at: str | None
    environment: Literal["production", "staging", "preview"]
    first_question: str
    form_stopped: Literal["captured", "declined"] | None
    id: str
    language: Literal["de", "en"]
    last_message_at: str
    liked: int
    messages: int
    questions: int
    started_at: str
    topics: list[str]
    unanswered: int


class DeadLetterOut(TypedDict):
    """An event that could not be worked on. Its content is not shown."""

    attempts: int
    created_at: str
    error: str
    id: str
    key: str
    state: Literal["parked", "dead", "replay"]
    topic: str
    type: str


class EmailPrompt(TypedDict):
    """The form that asks for an address, with the text to agree to."""

    consent_text: str
    folded: NotRequired[bool]
    language: Literal["de", "en"]
    privacy_url: str | None
    prompt: str
    trigger: Literal["initial", "follow_up", "technical"]
    version: int


class EmailPromptEvent(TypedDict):
    """The form for an address after the answer."""

    data: EmailPrompt
    event: Literal["email_prompt"]


class FeedbackIn(TypedDict):
    """A visitor's judgement of an answer."""

    comment: NotRequired[str | None]
    message_id: str
    rating: Literal[-1, 1]


class FieldProblem(TypedDict):
    """What is wrong with one field."""

    message: str
    pointer: str


class GapOut(TypedDict):
    """Questions of one meaning that were left open. The wording is the first one's, without what names a person."""

    answered: int
    asked: int
    group_id: str
    language: Literal["de", "en"]
    last_unanswered_at: str
    question: str


class HealthOut(TypedDict):
    """The state of the process that answered; `problems` names each part that is not well.

    A process may be ready with problems: an API answers while the broker is away, and its events wait.
    """

    problems: dict[str, str]
    ready: bool
    service: str


class JobOut(TypedDict):
    """A job that waits, runs or failed."""

    attempts: int
    id: int
    scheduled_at: str | None
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    task: str


class LimitsOut(TypedDict):
    """What a visitor may send. Grenzen."""

    message_characters: int
    messages_per_minute: int


class MessageIn(TypedDict):
    """What a visitor says."""

    language: NotRequired[Literal["de", "en"] | None]
    message_id: NotRequired[str]
    text: str


class Notice(TypedDict):
    """A line of the platform itself."""

    kind: Literal["incomplete", "offline", "holiday"]
    text: str


class NoticeEvent(TypedDict):
    """A line after the answer."""

    data: Notice
    event: Literal["notice"]


class OpeningStatusOut(TypedDict):
    """Whether it is open, null when hours are unknown or not shown, and a line of text. Öffnungsstatus."""

    open: bool | None
    text: str


class PageConversationListed(TypedDict):
    items: list[ConversationListed]
    next: NotRequired[str | None]


class PageDeadLetterOut(TypedDict):
    items: list[DeadLetterOut]
    next: NotRequired[str | None]


class PageJobOut(TypedDict):
    items: list[JobOut]
    next: NotRequired[str | None]


class PassageOut(TypedDict):
    """A passage found for a question, best first; its score is comparable inside one answer."""

    headings: list[str]
    nearness: float | None
    page: int | None
    score: float
    source_id: str
    text: str
    title: str
    url: str
    words: float


class PrivacyOut(TypedDict):
    """The text a visitor agrees to before leaving an address; without a version there is none. Einwilligung."""

    consent_text: str | None
    language: Literal["de", "en"] | None
    transcript_consent: NotRequired[str | None]
    url: str | None
    version: int | None


class ProblemOut(TypedDict):
    """An error as callers see it (RFC 9457)."""

    detail: str
    errors: NotRequired[list[FieldProblem]]
    status: int
    title: str
    trace_id: NotRequired[str | None]
    type: str


class ProblemPart(TypedDict):
    """What went wrong, worded for the visitor."""

    detail: str
    status: int
    type: str


class SessionIn(TypedDict):
    """What opens a session."""

    conversation: NotRequired[str | None]
    language: NotRequired[Literal["de", "en"] | None]
    resume: NotRequired[str | None]
    token: str


class Started(TypedDict):
    """The answer has begun; `answer_id` is what it is rated by."""

    answer_id: str
    conversation_id: str
    message_id: str


class StopIn(TypedDict):
    """Which answer is to end."""

    message_id: str


class TextPart(TypedDict):
    """Text of the answer. Only a model writes markup."""

    mode: Literal["model", "quoted", "configured", "smalltalk"]
    text: str


class TranscriptIn(TypedDict):
    """Where the conversation is to be mailed."""

    consent: Literal[True]
    email: str
    language: NotRequired[Literal["de", "en"] | None]


class Usage(TypedDict):
    """What the answer used of the bot's daily budget."""

    total_tokens: int


Verdict: TypeAlias = Literal["answer", "partial", "refuse"]


class Waiting(TypedDict):
    """Many ask at the moment; worded for the visitor."""

    text: str


class WaitingEvent(TypedDict):
    """The answer waits for its turn; at most once, before any text."""

    data: Waiting
    event: Literal["waiting"]


class AppearanceOut(TypedDict):
    """How a bot presents itself. Erscheinungsbild."""

    colors: ColorsOut
    company: str
    disclosure: str
    language: Literal["de", "en"]
    languages: list[Literal["de", "en"]]
    logo_url: str | None
    name: str
    primary_color: str
    profile_image_url: str | None
    secondary_color: str
    welcome_message: str


class ContactOut(TypedDict):
    """How else the company is reached. Weitere Kontaktwege."""

    available: bool
    cards: NotRequired[Cards | None]
    email: str | None
    form: NotRequired[EmailPrompt | None]
    phone: str | None
    website: str | None


class DeltaEvent(TypedDict):
    """More text."""

    data: TextPart
    event: Literal["delta"]


class Done(TypedDict):
    """The answer is complete and kept."""

    answer_id: NotRequired[str | None]
    answered: bool | None
    grounded: bool | None
    mode: Literal["model", "quoted", "configured", "smalltalk"]
    quick_replies: NotRequired[list[str]]
    replayed: NotRequired[bool]
    stopped: NotRequired[bool]
    usage: Usage


class DoneEvent(TypedDict):
    """The end of an answer."""

    data: Done
    event: Literal["done"]


class Failed(TypedDict):
    """The end of a stream whose answer could not be kept."""

    problem: ProblemPart


class FoundOut(TypedDict):
    """What a bot finds for a question, and whether it would answer from that."""

    confidence: float
    passages: list[PassageOut]
    verdict: Verdict


class GreetingOut(TypedDict):
    """What a visitor sees before the first message."""

    appearance: AppearanceOut
    contact: ContactOut
    limits: LimitsOut
    opening_status: OpeningStatusOut
    privacy: PrivacyOut
    suggested_questions: list[str]


class ReplaceEvent(TypedDict):
    """The text so far, anew."""

    data: TextPart
    event: Literal["replace"]


class SessionOut(TypedDict):
    """A visitor's session."""

    appearance: AppearanceOut
    contact: ContactOut
    conversation_id: str
    environment: Literal["production", "staging", "preview"]
    limits: LimitsOut
    opening_status: OpeningStatusOut
    privacy: PrivacyOut
    suggested_questions: list[str]
    visitor_token: str


class StartEvent(TypedDict):
    """The answer begins."""

    data: Started
    event: Literal["start"]


class ErrorEvent(TypedDict):
    """The end of an answer that could not be kept."""

    data: Failed
    event: Literal["error"]


AnswerEvent: TypeAlias = (
    StartEvent
    | WaitingEvent
    | DeltaEvent
    | ReplaceEvent
    | CitationsEvent
    | CardsEvent
    | EmailPromptEvent
    | NoticeEvent
    | DoneEvent
    | ErrorEvent
)


class SaidOut(TypedDict):
    """One message of a conversation."""

    answered: NotRequired[bool | None]
    at: str
    citations: NotRequired[list[CitationOut]]
    comment: NotRequired[str | None]
    extras: NotRequired[list[AnswerEvent]]
    grounded: NotRequired[bool | None]
    id: str
    language: Literal["de", "en"]
    message_id: str
    mode: NotRequired[Literal["model", "quoted", "configured", "smalltalk"] | None]
    quick_replies: NotRequired[list[str]]
    rating: NotRequired[int | None]
    role: Literal["visitor", "assistant"]
    text: str
    turn: int


class ConversationWithMessages(TypedDict):
    """A conversation with what was said."""

    bot_id: str
    end_reason: Literal["timeout", "visitor", "bot_closed"] | None
    ended_at: str | None
    environment: Literal["production", "staging", "preview"]
    form_stopped: Literal["captured", "declined"] | None
    id: str
    language: Literal["de", "en"]
    last_message_at: str
    messages: int
    questions: int
    started_at: str
    topics: list[str]
    transcript: list[SaidOut]


class RecalledOut(TypedDict):
    """A conversation as its visitor sees it."""

    conversation_id: str
    ended: bool
    messages: list[SaidOut]

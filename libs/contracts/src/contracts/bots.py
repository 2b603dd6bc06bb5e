"""config-svc: bots and their whole configuration."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.base import Event, Snapshot, Value

Environment = Literal["production", "staging", "preview"]
BotState = Literal["draft", "ready", "live", "demo_expired", "deactivated"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Interval(Value):
    """Opening times of one stretch, local `HH:MM`; `closes` at or before `opens` means past midnight."""

    opens: str
    closes: str


class SpecialDay(Value):
    """A date that goes its own way; no intervals means closed."""

    date: date
    intervals: tuple[Interval, ...] = ()
    note: str = ""


class OpeningHours(Value):
    """Opening hours in the company's time zone. `holidays`: country-subdivision (`DE-BY`), None ignores holidays.

    Days `by_appointment` have no hours, and yet one may come when that was agreed.
    """

    time_zone: str = "Europe/Berlin"
    weekly: dict[Weekday, tuple[Interval, ...]] = {}
    holidays: str | None = None
    special_days: tuple[SpecialDay, ...] = ()
    by_appointment: tuple[Weekday, ...] = ()


class Branding(Value):
    """Looks. Keys name objects under `/media/`; colours are `#rrggbb`; `teaser` is a line beside the button."""

    logo_key: str | None = None
    profile_image_key: str | None = None
    primary_color: str = "#1f4e79"
    secondary_color: str = "#4b5563"
    welcome_message: str = ""
    teaser: str = ""


class Address(Value):
    """A postal address."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""


class Company(Value):
    """The company the bot speaks for. `phone` is E.164; `social` maps a network's name to the company's page there."""

    company_name: str = ""
    address: Address = Address()
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    social: dict[str, str] = {}


class ConsentText(Value):
    """One numbered version of the text a visitor agrees to, in one language. Never changed once shown."""

    number: int
    language: Literal["de", "en"]
    text: str
    privacy_url: str
    since: datetime


class EmailCapture(Value):
    """When and how the bot asks for an address. Empty trigger texts fall back to `prompt`, then to the catalogue."""

    enabled: bool = False
    max_requests: int = 1
    prompt: str = ""
    initial: str = ""
    follow_up: str = ""
    technical: str = ""


class ContactPerson(Value):
    """A person of the company whom visitors may contact; published by the company itself."""

    id: UUID
    name: str
    position: str = ""
    phone: str | None = None
    email: str = ""
    image_key: str | None = None
    specialization: str = ""
    booking_url: str | None = None
    display_order: int = 0


class ContactPersons(Value):
    """The contact cards and what brings them up."""

    enabled: bool = False
    layout: Literal["horizontal", "vertical"] = "horizontal"
    persons: tuple[ContactPerson, ...] = ()
    keywords: tuple[str, ...] = ("ansprechpartner", "kontakt", "verkauf")
    min_messages: int = 3
    topics: tuple[str, ...] = ("preise", "angebot", "demo")


class CustomPrompts(Value):
    """How the bot speaks."""

    system_prompt_additions: str = ""
    response_style: Literal["professional", "friendly", "technical", "casual"] = "professional"
    language: Literal["deutsch", "english", "multilingual"] = "deutsch"


class BusinessHoursIntegration(Value):
    """What the bot says about opening hours. Empty messages fall back to the catalogue."""

    show_hours: bool = True
    auto_offline_message: str = ""
    holiday_message: str = ""


class BotLimits(Value):
    """Server-side limits: messages per visitor and minute, model tokens per bot and day."""

    messages_per_minute: int = 20
    tokens_per_day: int = 200_000
    allowed_origins: tuple[str, ...] = ()


class BotConfiguration(Value):
    """One version of a bot's configuration: the draft or the published one."""

    name: str
    description: str = ""
    branding: Branding = Branding()
    company: Company = Company()
    opening_hours: OpeningHours = OpeningHours()
    email_capture: EmailCapture = EmailCapture()
    contact_persons: ContactPersons = ContactPersons()
    custom_prompts: CustomPrompts = CustomPrompts()
    business_hours_integration: BusinessHoursIntegration = BusinessHoursIntegration()
    limits: BotLimits = BotLimits()


class BotLink(Value):
    """The address of the bot in one environment and the publishable token inside it."""

    url: str
    token: str


class BotLinks(Value):
    """The three links of a bot; `version` is raised by every rotation."""

    version: int
    production: BotLink
    staging: BotLink
    preview: BotLink


class SourceRequest(Value):
    """A source asked for when the bot was created; ingest-svc owns it from then on."""

    kind: Literal["url", "text"]
    url: str | None = None
    title: str = ""
    text: str = ""


class BotSnapshot(Snapshot):
    """A bot. Production serves `published` while `state` is live, staging `published`, preview `draft`."""

    state: BotState
    draft: BotConfiguration
    published: BotConfiguration | None = None
    links: BotLinks
    consent_texts: tuple[ConsentText, ...] = ()
    prospect_id: UUID | None = None
    created_at: datetime
    published_at: datetime | None = None
    deployed_at: datetime | None = None
    demo_ends_at: datetime | None = None


class BotEvent(Event):
    """Something happened to a bot; carries the bot as it is afterwards."""

    bot: BotSnapshot

    @property
    def bot_id(self) -> UUID:
        """The bot's id."""
        return self.bot.id

    @property
    def snapshot(self) -> BotSnapshot:
        return self.bot


class BotCreated(BotEvent, type="empfang.config.BotCreated.v1"):
    """A bot exists, with the sources that were asked for."""

    sources: tuple[SourceRequest, ...] = ()


class BotUpdated(BotEvent, type="empfang.config.BotUpdated.v1"):
    """Configuration, state or links changed."""


class BotDeployed(BotEvent, type="empfang.config.BotDeployed.v1"):
    """A prospect's bot went live as a demo."""


class BotDeploymentFailed(BotEvent, type="empfang.config.BotDeploymentFailed.v1"):
    """None of a prospect bot's sources could be read."""

    reason: str


class DemoEnding(BotEvent, type="empfang.config.DemoEnding.v1"):
    """A demo ends in `days_left` days."""

    days_left: int


class BotDeactivated(BotEvent, type="empfang.config.BotDeactivated.v1"):
    """A live bot was switched off."""

    reason: Literal["demo_expired", "operator", "prospect_closed"]


class BotDeleted(Event, type="empfang.config.BotDeleted.v1"):
    """A bot and all that belongs to it is to be forgotten."""

    bot_id: UUID
    version: int

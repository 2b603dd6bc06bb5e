"""A bot's configuration as callers give it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from contracts.bots import BotConfiguration, ContactPerson, SourceRequest, Weekday
from contracts.sources import MOST_SOURCES
from identity import phone
from identity.moments import Day
from identity.text import AS_LINE, AS_TEXT, Text
from pydantic import Field, ValidationInfo, field_validator, model_validator
from servicekit.ids import new_id
from wording import Language

from config_svc.api.schemas.fields import (
    Color,
    ConsentText,
    Given,
    HolidayCalendar,
    Line,
    LocalTime,
    MailAddress,
    Name,
    NameOrNone,
    Notice,
    Origin,
    PhoneText,
    PromptText,
    TimeZone,
    TriggerWord,
    Url,
    dialable,
)
from config_svc.domain import hours
from config_svc.domain import limits as most
from config_svc.domain.consents import Wording
from config_svc.domain.social import network, page_on
from config_svc.service.bots import Draft


class BrandingIn(Given):
    """Looks. Pictures are uploaded on their own."""

    primary_color: Color = "#1f4e79"
    secondary_color: Color = "#4b5563"
    welcome_message: Annotated[str, Field(max_length=most.WELCOME_MESSAGE), AS_TEXT] = ""
    teaser: Annotated[
        str,
        Field(
            max_length=most.TEASER,
            description="A line beside the button on a company's site; empty for none. Hinweis neben dem Knopf.",
        ),
        AS_LINE,
    ] = ""


class AddressIn(Given):
    """A postal address. `country` is a code such as DE or a name."""

    street: Line = ""
    postal_code: Annotated[str, Field(max_length=20), AS_LINE] = ""
    city: Line = ""
    country: Annotated[str, Field(max_length=100), AS_LINE] = ""


class CompanyIn(Given):
    """The company the bot speaks for. A phone number without country code is read as one of the address' country."""

    company_name: NameOrNone = ""
    address: AddressIn = AddressIn()
    phone: PhoneText | None = None
    email: MailAddress | None = None
    website: Url | None = None
    social: Annotated[dict[Line, Url], Field(max_length=6)] = {}

    @field_validator("phone")
    @classmethod
    def _phone_is_dialable(cls, number: str | None, info: ValidationInfo) -> str | None:
        address = info.data.get("address")
        return phone.parse(number, address.country if address else "") if number else None

    @field_validator("social")
    @classmethod
    def _pages_are_on_their_networks(cls, social: dict[str, str]) -> dict[str, str]:
        found = {}
        for name, url in social.items():
            try:
                found[network(name)] = page_on(name, url)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
        return found


class IntervalIn(Given):
    """Opening times of one stretch, `HH:MM`; closing at or before opening means past midnight."""

    opens: LocalTime
    closes: LocalTime

    @model_validator(mode="after")
    def _is_a_stretch(self) -> Self:
        hours.span((self.opens, self.closes))
        return self


def _without_overlap(intervals: list[IntervalIn]) -> list[IntervalIn]:
    hours.check_day([(interval.opens, interval.closes) for interval in intervals])
    return sorted(intervals, key=lambda interval: interval.opens)


class SpecialDayIn(Given):
    """A date that goes its own way; no intervals means closed."""

    date: Day
    intervals: Annotated[list[IntervalIn], Field(max_length=most.INTERVALS_PER_DAY)] = []
    note: Line = ""

    _order = field_validator("intervals")(_without_overlap)


class OpeningHoursIn(Given):
    """Opening hours in the company's time zone; `holidays` is a country or federal state such as DE-BY.

    Days `by_appointment` have no hours, and yet one may come when that was agreed.
    """

    time_zone: TimeZone = "Europe/Berlin"
    weekly: dict[Weekday, Annotated[list[IntervalIn], Field(max_length=most.INTERVALS_PER_DAY)]] = {}
    holidays: HolidayCalendar | None = None
    special_days: Annotated[list[SpecialDayIn], Field(max_length=most.SPECIAL_DAYS)] = []
    by_appointment: Annotated[list[Weekday], Field(max_length=len(hours.WEEKDAYS))] = []

    @field_validator("weekly")
    @classmethod
    def _week_is_consistent(cls, weekly: dict[Weekday, list[IntervalIn]]) -> dict[Weekday, list[IntervalIn]]:
        ordered = {}
        for day, intervals in weekly.items():
            try:
                ordered[day] = _without_overlap(intervals)
            except ValueError as error:
                raise ValueError(f"{day} {error}") from error
        night = hours.overlapping_day({d: [(i.opens, i.closes) for i in found] for d, found in ordered.items()})
        if night is not None:
            raise ValueError(f"the night of {night} runs into the opening of the next day")
        return ordered

    @field_validator("special_days")
    @classmethod
    def _each_date_once(cls, days: list[SpecialDayIn]) -> list[SpecialDayIn]:
        if len({day.date for day in days}) < len(days):
            raise ValueError("must name each date once")
        return sorted(days, key=lambda day: day.date)

    @field_validator("by_appointment")
    @classmethod
    def _only_days_without_hours(cls, days: list[Weekday], info: ValidationInfo) -> list[Weekday]:
        weekly = info.data.get("weekly") or {}
        if named := next((day for day in days if weekly.get(day)), None):
            raise ValueError(f"{named} has opening hours")
        return sorted(set(days), key=hours.WEEKDAYS.index)


class EmailCaptureIn(Given):
    """When and how the bot asks for an address.

    `consent_text` is a text by language, or one German text; without one the workspace's text is used.
    """

    enabled: bool = False
    max_requests: Annotated[int, Field(ge=1, le=most.EMAIL_REQUESTS)] = 1
    consent_text: dict[Language, ConsentText] = {}
    privacy_url: Url | None = None
    prompt: PromptText = ""
    initial: PromptText = ""
    follow_up: PromptText = ""
    technical: PromptText = ""

    @field_validator("consent_text", mode="before")
    @classmethod
    def _one_text_is_german(cls, given: Any) -> Any:
        return {"de": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _text_needs_a_notice(self) -> Self:
        if bool(self.consent_text) != bool(self.privacy_url):
            raise ValueError("consent_text and privacy_url belong together")
        return self


class ContactPersonIn(Given):
    """A person of the company whom visitors may contact. A number without country code is one of its country."""

    name: Name
    position: Line = ""
    phone: PhoneText | None = None
    email: MailAddress
    specialization: Line = ""
    booking_url: Url | None = None

    def person(self, id: UUID, *, phone: str | None, display_order: int = 0) -> ContactPerson:
        """The person as it is stored; `phone` is the number in E.164."""
        return ContactPerson(**{**self.model_dump(), "id": id, "phone": phone, "display_order": display_order})


class ContactPersonsIn(Given):
    """The contact cards and what brings them up. `persons` counts at creation; later they have their own addresses."""

    enabled: bool = False
    layout: Literal["horizontal", "vertical"] = "horizontal"
    persons: Annotated[list[ContactPersonIn], Field(max_length=most.CONTACT_PERSONS)] = []
    keywords: Annotated[list[TriggerWord], Field(max_length=most.TRIGGER_WORDS)] = [
        "ansprechpartner",
        "kontakt",
        "verkauf",
    ]
    min_messages: Annotated[int, Field(ge=0, le=most.TRIGGER_MESSAGES)] = 3
    topics: Annotated[list[TriggerWord], Field(max_length=most.TRIGGER_WORDS)] = ["preise", "angebot", "demo"]


class CustomPromptsIn(Given):
    """How the bot speaks."""

    system_prompt_additions: Annotated[str, Field(max_length=most.SYSTEM_PROMPT_ADDITIONS), AS_TEXT] = ""
    response_style: Literal["professional", "friendly", "technical", "casual"] = "professional"
    language: Literal["deutsch", "english", "multilingual"] = "deutsch"


class BusinessHoursIntegrationIn(Given):
    """What the bot says about opening hours."""

    show_hours: bool = True
    auto_offline_message: Notice = ""
    holiday_message: Notice = ""


class BotLimitsIn(Given):
    """Limits kept by the server: messages per visitor and minute, model tokens per bot and day, embedding pages."""

    messages_per_minute: Annotated[int, Field(ge=1, le=most.MESSAGES_PER_MINUTE)] = 20
    tokens_per_day: Annotated[int, Field(ge=0, le=most.TOKENS_PER_DAY)] = 200_000
    allowed_origins: Annotated[list[Origin], Field(max_length=most.ALLOWED_ORIGINS)] = []


class ConfigurationIn(Given):
    """A bot's whole configuration."""

    name: Name
    description: Annotated[str, Field(max_length=most.DESCRIPTION), AS_TEXT] = ""
    branding: BrandingIn = BrandingIn()
    company: CompanyIn = CompanyIn()
    opening_hours: OpeningHoursIn = OpeningHoursIn()
    email_capture: EmailCaptureIn = EmailCaptureIn()
    contact_persons: ContactPersonsIn = ContactPersonsIn()
    custom_prompts: CustomPromptsIn = CustomPromptsIn()
    business_hours_integration: BusinessHoursIntegrationIn = BusinessHoursIntegrationIn()
    limits: BotLimitsIn = BotLimitsIn()

    def draft(self) -> Draft:
        """The configuration as the service stores it; persons get their ids here. Raises `Invalid` (their numbers)."""
        values = self.model_dump(exclude={"data_sources"})
        texts = values["email_capture"].pop("consent_text")
        privacy_url = values["email_capture"].pop("privacy_url")
        values["contact_persons"]["persons"] = [
            person.person(new_id(), phone=self._number(order, person.phone), display_order=order)
            for order, person in enumerate(self.contact_persons.persons)
        ]
        consents = {language: Wording(text, privacy_url) for language, text in texts.items()}
        return Draft(BotConfiguration.model_validate(values), consents)

    def _number(self, order: int, phone: str | None) -> str | None:
        return dialable(phone, self.company.address.country, f"/contact_persons/persons/{order}/phone")


class SourceIn(Given):
    """A source to start with: a page's or site's address, or a text."""

    kind: Literal["url", "text"]
    url: Url | None = None
    title: Line = ""
    text: Text = ""

    @model_validator(mode="after")
    def _says_what_it_is(self) -> Self:
        if self.kind == "url" and (not self.url or self.text):
            raise ValueError("a url source has a url and no text")
        if self.kind == "text" and (not self.text or self.url):
            raise ValueError("a text source has a text and no url")
        return self

    def request(self) -> SourceRequest:
        """The source as ingest-svc hears of it."""
        return SourceRequest(kind=self.kind, url=self.url, title=self.title, text=self.text)


class CreateExtendedIn(ConfigurationIn):
    """A bot in one request: its whole configuration and the sources to start with."""

    data_sources: Annotated[list[SourceIn], Field(max_length=MOST_SOURCES)] = []

    @field_validator("data_sources")
    @classmethod
    def _texts_fit_an_event(cls, sources: list[SourceIn]) -> list[SourceIn]:
        if sum(len(source.text.encode()) for source in sources) > most.SOURCE_TEXTS_BYTES:
            raise ValueError(f"may hold {most.SOURCE_TEXTS_BYTES} bytes of text together; add longer ones later")
        return sources


class PersonPatchIn(Given):
    """What changes about a contact person."""

    name: Name | None = None
    position: Line | None = None
    phone: PhoneText | None = None
    email: MailAddress | None = None
    specialization: Line | None = None
    booking_url: Url | None = None

    @field_validator("name", "position", "email", "specialization")
    @classmethod
    def _is_not_removed(cls, value: str | None) -> str:
        if value is None:
            raise ValueError("must not be null")
        return value


class OrderIn(Given):
    """Every contact person's id, in the order to show them."""

    person_ids: Annotated[list[UUID], Field(max_length=most.CONTACT_PERSONS)]

"""The types of config-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict


class Address(TypedDict):
    """A postal address."""

    city: NotRequired[str]
    country: NotRequired[str]
    postal_code: NotRequired[str]
    street: NotRequired[str]


class AddressIn(TypedDict):
    """A postal address. `country` is a code such as DE or a name."""

    city: NotRequired[str]
    country: NotRequired[str]
    postal_code: NotRequired[str]
    street: NotRequired[str]


Scope: TypeAlias = str


class ApiKeyIn(TypedDict):
    """A new API key; `bots` restricts it to these bots."""

    bots: NotRequired[list[str] | None]
    name: str
    scopes: list[Scope]


class ApiKeyOut(TypedDict):
    """An API key. `key` is its text, shown only in the answer that made it."""

    bots: list[str] | None
    created_at: str
    id: str
    key: NotRequired[str | None]
    name: str
    revoked_at: str | None
    scopes: list[str]
    workspace_id: str


class AuditOut(TypedDict):
    """Who changed what, when. `changes` are JSON pointers; a member's name is the one of today."""

    action: str
    actor_id: str | None
    actor_kind: Literal["member", "key", "event", "clock", "init"]
    actor_name: str
    at: str
    changes: list[str]
    id: str
    object_version: int


class BotBrief(TypedDict):
    """A bot in a list."""

    company_name: str
    created_at: str
    demo_ends_at: str | None
    deployed_at: str | None
    id: str
    name: str
    prospect_id: str | None
    published_at: str | None
    state: Literal["draft", "ready", "live", "demo_expired", "deactivated"]
    updated_at: str
    version: int


class BotLimits(TypedDict):
    """Server-side limits: messages per visitor and minute, model tokens per bot and day."""

    allowed_origins: NotRequired[list[str]]
    messages_per_minute: NotRequired[int]
    tokens_per_day: NotRequired[int]


AllowedOrigin: TypeAlias = str


class BotLimitsIn(TypedDict):
    """Limits kept by the server: messages per visitor and minute, model tokens per bot and day, embedding pages."""

    allowed_origins: NotRequired[list[AllowedOrigin]]
    messages_per_minute: NotRequired[int]
    tokens_per_day: NotRequired[int]


class BotLink(TypedDict):
    """The address of the bot in one environment and the publishable token inside it."""

    token: str
    url: str


class BotLinks(TypedDict):
    """The three links of a bot; `version` is raised by every rotation."""

    preview: BotLink
    production: BotLink
    staging: BotLink
    version: int


class BrandingIn(TypedDict):
    """Looks. Pictures are uploaded on their own."""

    primary_color: NotRequired[str]
    secondary_color: NotRequired[str]
    teaser: NotRequired[str]
    welcome_message: NotRequired[str]


class BrandingOut(TypedDict):
    """Looks, with the addresses of the pictures."""

    logo_key: NotRequired[str | None]
    logo_url: NotRequired[str | None]
    primary_color: NotRequired[str]
    profile_image_key: NotRequired[str | None]
    profile_image_url: NotRequired[str | None]
    secondary_color: NotRequired[str]
    teaser: NotRequired[str]
    welcome_message: NotRequired[str]


class BusinessHoursIntegration(TypedDict):
    """What the bot says about opening hours. Empty messages fall back to the catalogue."""

    auto_offline_message: NotRequired[str]
    holiday_message: NotRequired[str]
    show_hours: NotRequired[bool]


class BusinessHoursIntegrationIn(TypedDict):
    """What the bot says about opening hours."""

    auto_offline_message: NotRequired[str]
    holiday_message: NotRequired[str]
    show_hours: NotRequired[bool]


class CompanyIn(TypedDict):
    """The company the bot speaks for. A phone number without country code is read as one of the address' country."""

    address: NotRequired[AddressIn]
    company_name: NotRequired[str]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    social: NotRequired[dict[str, str]]
    website: NotRequired[str | None]


class CompanyOut(TypedDict):
    """The company; `phone_national` is the number as people of its country write it."""

    address: NotRequired[Address]
    company_name: NotRequired[str]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    phone_national: NotRequired[str | None]
    social: NotRequired[dict[str, str]]
    website: NotRequired[str | None]


class ConsentText(TypedDict):
    """One numbered version of the text a visitor agrees to, in one language. Never changed once shown."""

    language: Literal["de", "en"]
    number: int
    privacy_url: str
    since: str
    text: str


class ContactPersonIn(TypedDict):
    """A person of the company whom visitors may contact. A number without country code is one of its country."""

    booking_url: NotRequired[str | None]
    email: str
    name: str
    phone: NotRequired[str | None]
    position: NotRequired[str]
    specialization: NotRequired[str]


class ContactPersonOut(TypedDict):
    """A contact person; `phone_national` is the number as people of its country write it."""

    booking_url: NotRequired[str | None]
    display_order: NotRequired[int]
    email: NotRequired[str]
    id: str
    image_key: NotRequired[str | None]
    image_url: NotRequired[str | None]
    name: str
    phone: NotRequired[str | None]
    phone_national: NotRequired[str | None]
    position: NotRequired[str]
    specialization: NotRequired[str]


Keyword: TypeAlias = str


Topic: TypeAlias = str


class ContactPersonsIn(TypedDict):
    """The contact cards and what brings them up. `persons` counts at creation; later they have their own addresses."""

    enabled: NotRequired[bool]
    keywords: NotRequired[list[Keyword]]
    layout: NotRequired[Literal["horizontal", "vertical"]]
    min_messages: NotRequired[int]
    persons: NotRequired[list[ContactPersonIn]]
    topics: NotRequired[list[Topic]]


class ContactPersonsOut(TypedDict):
    """The contact cards."""

    enabled: NotRequired[bool]
    keywords: NotRequired[list[str]]
    layout: NotRequired[Literal["horizontal", "vertical"]]
    min_messages: NotRequired[int]
    persons: NotRequired[list[ContactPersonOut]]
    topics: NotRequired[list[str]]


class CustomPrompts(TypedDict):
    """How the bot speaks."""

    language: NotRequired[Literal["deutsch", "english", "multilingual"]]
    response_style: NotRequired[Literal["professional", "friendly", "technical", "casual"]]
    system_prompt_additions: NotRequired[str]


class CustomPromptsIn(TypedDict):
    """How the bot speaks."""

    language: NotRequired[Literal["deutsch", "english", "multilingual"]]
    response_style: NotRequired[Literal["professional", "friendly", "technical", "casual"]]
    system_prompt_additions: NotRequired[str]


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


class DefaultConsent(TypedDict):
    """The consent text new bots start with, one language."""

    language: Literal["de", "en"]
    privacy_url: str
    text: str


class DefaultConsentIn(TypedDict):
    """The consent text that bots without one of their own use, one language."""

    language: Literal["de", "en"]
    privacy_url: str
    text: str


class EarlierOut(TypedDict):
    """A draft that was replaced. `changes` names what restoring it would change, as JSON pointers."""

    changes: list[str]
    until: str
    version: int


class EmailCaptureIn(TypedDict):
    """When and how the bot asks for an address.

    `consent_text` is a text by language, or one German text; without one the workspace's text is used.
    """

    consent_text: NotRequired[dict[Literal["de", "en"], str]]
    enabled: NotRequired[bool]
    follow_up: NotRequired[str]
    initial: NotRequired[str]
    max_requests: NotRequired[int]
    privacy_url: NotRequired[str | None]
    prompt: NotRequired[str]
    technical: NotRequired[str]


class EmailCaptureOut(TypedDict):
    """E-mail capture with the consent text that the bot sets itself."""

    consent_text: NotRequired[dict[str, str]]
    enabled: NotRequired[bool]
    follow_up: NotRequired[str]
    initial: NotRequired[str]
    max_requests: NotRequired[int]
    privacy_url: NotRequired[str | None]
    prompt: NotRequired[str]
    technical: NotRequired[str]


class ExtendIn(TypedDict):
    """By how many days."""

    days: NotRequired[int]


class FieldProblem(TypedDict):
    """What is wrong with one field."""

    message: str
    pointer: str


class HealthOut(TypedDict):
    """The state of the process that answered; `problems` names each part that is not well.

    A process may be ready with problems: an API answers while the broker is away, and its events wait.
    """

    problems: dict[str, str]
    ready: bool
    service: str


class HolderWorkspaceOut(TypedDict):
    """What everybody in a workspace may know of it."""

    id: str
    locale: str
    name: str
    time_zone: str


class Interval(TypedDict):
    """Opening times of one stretch, local `HH:MM`; `closes` at or before `opens` means past midnight."""

    closes: str
    opens: str


class IntervalIn(TypedDict):
    """Opening times of one stretch, `HH:MM`; closing at or before opening means past midnight."""

    closes: str
    opens: str


class JobOut(TypedDict):
    """A job that waits, runs or failed."""

    attempts: int
    id: int
    scheduled_at: str | None
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    task: str


class MemberIn(TypedDict):
    """Whom to invite: they sign in with the account that has this address. `bots` restricts them to these bots."""

    bots: NotRequired[list[str] | None]
    email: str
    name: str
    role: NotRequired[Literal["admin", "editor", "viewer"]]


class MemberOut(TypedDict):
    """A member. `last_seen_at` is when they last signed in; `email` is null once they were removed.

    `invitation` is what became of the mail that tells them where the console is; null where none was to be sent.
    """

    bots: list[str] | None
    email: str | None
    id: str
    invitation: NotRequired[Literal["waiting", "sent", "failed", "uncertain"] | None]
    invited_at: str
    last_seen_at: str | None
    name: str
    role: Literal["admin", "editor", "viewer"]
    state: Literal["invited", "active", "removed"]
    version: int
    workspace_id: str


class MemberPatchIn(TypedDict):
    """What changes about a member; the address is their account's and does not."""

    bots: NotRequired[list[str] | None]
    name: NotRequired[str]
    role: NotRequired[Literal["admin", "editor", "viewer"]]


class OpeningStatusOut(TypedDict):
    """Open until `until`, or closed until `next_open`, in the company's zone; `text` says it for people."""

    at: str
    next_open: str | None
    note: str
    open: bool
    reason: Literal["regular", "special", "holiday", "closed", "unknown"]
    text: dict[Literal["de", "en"], str]
    until: str | None


class OrderIn(TypedDict):
    """Every contact person's id, in the order to show them."""

    person_ids: list[str]


class PageApiKeyOut(TypedDict):
    items: list[ApiKeyOut]
    next: NotRequired[str | None]


class PageAuditOut(TypedDict):
    items: list[AuditOut]
    next: NotRequired[str | None]


class PageBotBrief(TypedDict):
    items: list[BotBrief]
    next: NotRequired[str | None]


class PageDeadLetterOut(TypedDict):
    items: list[DeadLetterOut]
    next: NotRequired[str | None]


class PageJobOut(TypedDict):
    items: list[JobOut]
    next: NotRequired[str | None]


class PageMemberOut(TypedDict):
    items: list[MemberOut]
    next: NotRequired[str | None]


class PersonPatchIn(TypedDict):
    """What changes about a contact person."""

    booking_url: NotRequired[str | None]
    email: NotRequired[str | None]
    name: NotRequired[str | None]
    phone: NotRequired[str | None]
    position: NotRequired[str | None]
    specialization: NotRequired[str | None]


class PostalSender(TypedDict):
    """Who signs mails and letters of a workspace."""

    city: NotRequired[str]
    company: NotRequired[str]
    country: NotRequired[str]
    email: NotRequired[str]
    name: NotRequired[str]
    phone: NotRequired[str | None]
    postal_code: NotRequired[str]
    street: NotRequired[str]
    website: NotRequired[str | None]


class ProblemOut(TypedDict):
    """An error as callers see it (RFC 9457)."""

    detail: str
    errors: NotRequired[list[FieldProblem]]
    status: int
    title: str
    trace_id: NotRequired[str | None]
    type: str


class Retention(TypedDict):
    """How long personal data is kept."""

    expired_demo_days: NotRequired[int]
    lead_months: NotRequired[int]
    transcript_days: NotRequired[int]


class RetentionIn(TypedDict):
    """How long personal data is kept."""

    expired_demo_days: NotRequired[int]
    lead_months: NotRequired[int]
    transcript_days: NotRequired[int]


class SavedFilterIn(TypedDict):
    """A filter to keep: its list, its name, and what the list is narrowed by, as the console's address says it."""

    list: Literal["leads", "bots", "prospects"]
    name: str
    values: dict[str, str]


class SavedFilterOut(TypedDict):
    """A filter that the workspace keeps."""

    created_at: str
    id: str
    list: Literal["leads", "bots", "prospects"]
    name: str
    values: dict[str, str]


class SavedFiltersOut(TypedDict):
    """Every filter of a list, by name."""

    items: list[SavedFilterOut]


class SenderIn(TypedDict):
    """Who signs mails and letters."""

    city: NotRequired[str]
    company: NotRequired[str]
    country: NotRequired[str]
    email: NotRequired[str]
    name: NotRequired[str]
    phone: NotRequired[str | None]
    postal_code: NotRequired[str]
    street: NotRequired[str]
    website: NotRequired[str | None]


class SendingWindow(TypedDict):
    """Local hours in which outreach mail may go out. `weekdays` are ISO numbers, 1 = Monday; `HH:MM`."""

    closes: NotRequired[str]
    opens: NotRequired[str]
    time_zone: NotRequired[str]
    weekdays: NotRequired[list[int]]


Weekday: TypeAlias = int


class SendingWindowIn(TypedDict):
    """Local hours in which outreach mail may go out; weekdays are ISO numbers, 1 = Monday."""

    closes: NotRequired[str]
    opens: NotRequired[str]
    time_zone: NotRequired[str]
    weekdays: NotRequired[list[Weekday]]


class SessionIn(TypedDict):
    """An ID token of the configured issuer, and the nonce that it was asked for with."""

    id_token: str
    nonce: str
    workspace_id: NotRequired[str | None]


class SourceIn(TypedDict):
    """A source to start with: a page's or site's address, or a text."""

    kind: Literal["url", "text"]
    text: NotRequired[str]
    title: NotRequired[str]
    url: NotRequired[str | None]


class SpecialDay(TypedDict):
    """A date that goes its own way; no intervals means closed."""

    date: str
    intervals: NotRequired[list[Interval]]
    note: NotRequired[str]


class SpecialDayIn(TypedDict):
    """A date that goes its own way; no intervals means closed."""

    date: str
    intervals: NotRequired[list[IntervalIn]]
    note: NotRequired[str]


class Warning(TypedDict):
    """Something that is allowed and still worth a look."""

    message: str
    pointer: str


class WorkspaceAuditOut(TypedDict):
    """Who did what to what. `object_name` is what it is called today, null when it is not there any more."""

    action: str
    actor_id: str | None
    actor_kind: Literal["member", "key", "event", "clock", "init"]
    actor_name: str
    at: str
    changes: list[str]
    id: str
    object_id: str
    object_kind: Literal["bot", "member", "key", "workspace"]
    object_name: str | None
    object_version: int


class WorkspaceChoiceOut(TypedDict):
    """A workspace that an account is a member of."""

    id: str
    name: str


class WorkspaceIn(TypedDict):
    """A workspace."""

    daily_mail_cap: NotRequired[int]
    default_consents: NotRequired[list[DefaultConsentIn]]
    locale: NotRequired[Literal["de", "en"]]
    name: str
    operator_email: NotRequired[str]
    retention: NotRequired[RetentionIn]
    sender: NotRequired[SenderIn]
    sending_window: NotRequired[SendingWindowIn]


class WorkspaceOut(TypedDict):
    """A workspace. `admin_key` is its first key, only in the answer that made it."""

    admin_key: NotRequired[str | None]
    created_at: str
    daily_mail_cap: int
    default_consents: list[DefaultConsent]
    id: str
    locale: str
    name: str
    operator_email: str
    retention: Retention
    sender: PostalSender
    sending_window: SendingWindow
    version: int


class WorkspacePatchIn(TypedDict):
    """What changes about a workspace; a part that is given replaces the whole part."""

    daily_mail_cap: NotRequired[int]
    default_consents: NotRequired[list[DefaultConsentIn]]
    locale: NotRequired[Literal["de", "en"]]
    name: NotRequired[str]
    operator_email: NotRequired[str]
    retention: NotRequired[RetentionIn]
    sender: NotRequired[SenderIn]
    sending_window: NotRequired[SendingWindowIn]


class HolderOut(TypedDict):
    """Who a key's holder is. `member` is null for a key that somebody made."""

    bots: list[str] | None
    member: MemberOut | None
    scopes: list[str]
    workspace: HolderWorkspaceOut


class OpeningHours(TypedDict):
    """Opening hours in the company's time zone. `holidays`: country-subdivision (`DE-BY`), None ignores holidays.

    Days `by_appointment` have no hours, and yet one may come when that was agreed.
    """

    by_appointment: NotRequired[
        list[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]]
    ]
    holidays: NotRequired[str | None]
    special_days: NotRequired[list[SpecialDay]]
    time_zone: NotRequired[str]
    weekly: NotRequired[
        dict[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], list[Interval]]
    ]


class OpeningHoursIn(TypedDict):
    """Opening hours in the company's time zone; `holidays` is a country or federal state such as DE-BY.

    Days `by_appointment` have no hours, and yet one may come when that was agreed.
    """

    by_appointment: NotRequired[
        list[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]]
    ]
    holidays: NotRequired[str | None]
    special_days: NotRequired[list[SpecialDayIn]]
    time_zone: NotRequired[str]
    weekly: NotRequired[
        dict[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], list[IntervalIn]]
    ]


class PageWorkspaceAuditOut(TypedDict):
    items: list[WorkspaceAuditOut]
    next: NotRequired[str | None]


class PageWorkspaceOut(TypedDict):
    items: list[WorkspaceOut]
    next: NotRequired[str | None]


class SessionOut(TypedDict):
    """A sign-in: its key, shown only now, and its end; both null when one of several workspaces is to be named."""

    expires_at: str | None
    key: str | None
    workspaces: list[WorkspaceChoiceOut]


class ConfigurationOut(TypedDict):
    """One version of the configuration."""

    branding: NotRequired[BrandingOut]
    business_hours_integration: NotRequired[BusinessHoursIntegration]
    company: NotRequired[CompanyOut]
    contact_persons: NotRequired[ContactPersonsOut]
    custom_prompts: NotRequired[CustomPrompts]
    description: NotRequired[str]
    email_capture: NotRequired[EmailCaptureOut]
    limits: NotRequired[BotLimits]
    name: str
    opening_hours: NotRequired[OpeningHours]


class CreateExtendedIn(TypedDict):
    """A bot in one request: its whole configuration and the sources to start with."""

    branding: NotRequired[BrandingIn]
    business_hours_integration: NotRequired[BusinessHoursIntegrationIn]
    company: NotRequired[CompanyIn]
    contact_persons: NotRequired[ContactPersonsIn]
    custom_prompts: NotRequired[CustomPromptsIn]
    data_sources: NotRequired[list[SourceIn]]
    description: NotRequired[str]
    email_capture: NotRequired[EmailCaptureIn]
    limits: NotRequired[BotLimitsIn]
    name: str
    opening_hours: NotRequired[OpeningHoursIn]


class EarlierDraftOut(TypedDict):
    """An earlier draft with its configuration, without contact persons and pictures."""

    changes: list[str]
    draft: ConfigurationOut
    until: str
    version: int


class BotOut(TypedDict):
    """A bot: its draft and published configuration, its links and what deserves a look."""

    company_name: str
    consent_texts: list[ConsentText]
    converted_at: str | None
    created_at: str
    demo_ends_at: str | None
    deployed_at: str | None
    draft: ConfigurationOut
    id: str
    links: BotLinks
    name: str
    prospect_id: str | None
    published: ConfigurationOut | None
    published_at: str | None
    state: Literal["draft", "ready", "live", "demo_expired", "deactivated"]
    unpublished_changes: bool
    updated_at: str
    version: int
    warnings: list[Warning]
    workspace_id: str


class ConvertedOut(TypedDict):
    """A converted demo and the customer's key, which is shown only now."""

    api_key: ApiKeyOut
    chatbot: BotOut

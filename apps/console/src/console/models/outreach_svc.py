"""The types of outreach-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict


class ActorOut(TypedDict):
    """Wer es war: ein Mitglied, über seine id, oder ein Schlüssel. Who it was: a member, by id, or a key."""

    id: str
    kind: Literal["member", "key"]
    name: str


class BasisIn(TypedDict):
    """An enquiry of the company, or an existing customer with the conditions of section 7(3) UWG."""

    address_from_sale: NotRequired[bool]
    channel: NotRequired[str]
    email: str
    informed_of_objection: NotRequired[bool]
    kind: Literal["enquiry", "existing_customer"]
    note: NotRequired[str]
    occurred_at: str
    similar_goods: NotRequired[bool]


class BasisOut(TypedDict):
    """A recorded enquiry, consent or customer relation."""

    address: str
    channel: str
    confirmed_at: str | None
    id: str
    kind: Literal["enquiry", "consent", "existing_customer"]
    note: str
    occurred_at: str
    recorded_at: str
    withdrawn_at: str | None


class CallSheetOut(TypedDict):
    """What a caller needs on one page."""

    company: str
    contact_person: str
    demo_ends_at: str | None
    demo_link: str | None
    engagement: float
    law: str
    note: str
    offer: str
    opening: str
    phone: str | None
    question: str
    talking_points: list[str]
    website: str


class ChangeOut(TypedDict):
    """Who put the host on the list or took it off, and why."""

    action: Literal["added", "removed"]
    at: str
    by: str
    reason: str


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


class DecisionOut(TypedDict):
    """Whether advertising mail may be sent now, and why (not)."""

    allowed: bool
    basis: Literal["enquiry", "consent", "existing_customer"] | None
    reasons: list[
        Literal[
            "no_recipient",
            "recipient_suppressed",
            "host_opted_out",
            "no_lawful_basis",
            "consent_not_confirmed",
            "consent_withdrawn",
            "basis_for_another_address",
            "customer_address_not_from_sale",
            "customer_goods_not_similar",
            "customer_objected",
            "customer_not_informed",
            "sender_incomplete",
            "no_enquiry",
            "opt_in_already_sent",
            "basis_exists",
        ]
    ]


class ExpectedOut(TypedDict):
    """What the prospect waits for."""

    due_at: str
    overdue: bool
    stage: Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"]


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


class ImportedOut(TypedDict):
    """How many entries were new."""

    added: int


class InboundIn(TypedDict):
    """A reply to, or the bounce of, a mail of ours."""

    at: str
    automatic: NotRequired[bool | None]
    headers: NotRequired[dict[str, str]]
    id: str
    kind: Literal["reply", "bounce"]
    message_id: NotRequired[str]
    permanent: NotRequired[bool]
    subject: NotRequired[str]
    text: NotRequired[str]


class InboundOut(TypedDict):
    """A reply or bounce."""

    at: str
    id: str
    kind: Literal["reply", "bounce", "automatic"]
    message_id: str | None
    subject: str
    text: str


class JobOut(TypedDict):
    """A job that waits, runs or failed."""

    attempts: int
    id: int
    scheduled_at: str | None
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    task: str


class MessageIn(TypedDict):
    """A draft's text."""

    body: str
    subject: str


class MessageListedOut(TypedDict):
    """A mail or letter in a list, with the company that it is for."""

    approved_at: str | None
    body: str
    bounced_at: str | None
    channel: Literal["email", "letter"]
    claimed_at: str | None
    company: str
    created_at: str
    demo_ends_at: str | None
    dispatched_at: str | None
    first_contact: bool
    footer: str
    id: str
    kind: Literal["first_contact", "follow_up", "reminder", "opt_in"]
    language: Literal["de", "en"]
    message_id: str | None
    not_before: str | None
    prospect_id: str
    reason: str
    recipient: str | None
    state: Literal["draft", "approved", "sending", "dispatched", "uncertain", "failed", "rejected", "skipped"]
    subject: str
    template: str
    version: int


class MessageOut(TypedDict):
    """A mail or letter."""

    approved_at: str | None
    body: str
    bounced_at: str | None
    channel: Literal["email", "letter"]
    claimed_at: str | None
    created_at: str
    demo_ends_at: str | None
    dispatched_at: str | None
    first_contact: bool
    footer: str
    id: str
    kind: Literal["first_contact", "follow_up", "reminder", "opt_in"]
    language: Literal["de", "en"]
    message_id: str | None
    not_before: str | None
    prospect_id: str
    reason: str
    recipient: str | None
    state: Literal["draft", "approved", "sending", "dispatched", "uncertain", "failed", "rejected", "skipped"]
    subject: str
    template: str
    version: int


class OptOutIn(TypedDict):
    """A host, or an address on it; what is below it is meant, too."""

    host: str
    reason: NotRequired[str]


class OptOutOut(TypedDict):
    """An entry. One that is not `active` was taken off the list."""

    active: bool
    everywhere: bool
    history: list[ChangeOut]
    host: str
    id: str
    since: str


class PageDeadLetterOut(TypedDict):
    items: list[DeadLetterOut]
    next: NotRequired[str | None]


class PageJobOut(TypedDict):
    items: list[JobOut]
    next: NotRequired[str | None]


class PageMessageListedOut(TypedDict):
    items: list[MessageListedOut]
    next: NotRequired[str | None]


class PageOptOutOut(TypedDict):
    items: list[OptOutOut]
    next: NotRequired[str | None]


class PlannedOut(TypedDict):
    """A message that is to come, or with `comes` false why none of its kind does."""

    at: str | None
    because: str
    comes: bool
    days: int | None
    template: str | None
    what: Literal["first_contact", "follow_up", "reminder", "demo_ended"]


class PostedIn(TypedDict):
    """When the letter was given to the post; now when left out."""

    posted_at: NotRequired[str | None]


class ProblemOut(TypedDict):
    """An error as callers see it (RFC 9457)."""

    detail: str
    errors: NotRequired[list[FieldProblem]]
    status: int
    title: str
    trace_id: NotRequired[str | None]
    type: str


class ProspectChangeIn(TypedDict):
    """What an operator says of a prospect."""

    value: int | None


class ProspectCountsOut(TypedDict):
    """How many prospects stand in each stage; a stage without any is left out."""

    stages: dict[
        Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"],
        int,
    ]
    values: NotRequired[
        dict[
            Literal[
                "new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"
            ],
            int,
        ]
    ]


class ProspectIn(TypedDict):
    """A company that is to get a demo; only its web address is needed."""

    company_name: NotRequired[str]
    contact_person: NotRequired[str]
    email: NotRequired[str | None]
    industry: NotRequired[str]
    language: NotRequired[Literal["de", "en"]]
    note: NotRequired[str]
    website: str


class ProspectOut(TypedDict):
    """A prospect."""

    bot_id: str | None
    company_name: str
    contact_person: str
    created_at: str
    demo_ends_at: str | None
    demo_link: str | None
    demo_over_at: str | None
    email: str | None
    engagement: float
    expected: ExpectedOut | None
    first_contact_at: str | None
    follow_ups_stopped: str | None
    id: str
    industry: str
    language: Literal["de", "en"]
    next_follow_up_at: str | None
    note: str
    research_revision: int
    same_as: NotRequired[str | None]
    stage: Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"]
    stage_dates: dict[str, str]
    value: NotRequired[int | None]
    version: int
    website: str


class ReceivedOut(TypedDict):
    """Whether the report was new and about a mail of ours."""

    taken: bool


class RejectIn(TypedDict):
    """Why a draft is thrown away."""

    reason: NotRequired[str]


class RowProblemOut(TypedDict):
    """What a row lacks."""

    column: str
    message: str


class SettleIn(TypedDict):
    """What a person found out about an uncertain mail."""

    arrived: bool


class StageIn(TypedDict):
    """A stage set by hand."""

    stage: Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"]


class SuppressionOut(TypedDict):
    """One entry."""

    address_hash: str
    reason: str
    since: str


Email: TypeAlias = str


Hash: TypeAlias = str


class SuppressionsIn(TypedDict):
    """Addresses, or hashes from an earlier export of this installation."""

    emails: NotRequired[list[Email]]
    hashes: NotRequired[list[Hash]]


class TemplateIn(TypedDict):
    """A wording, in Jinja: `company`, `salutation`, `field`, `demo_link`, `demo_end`, `talking_points`, …"""

    body: str
    only_preview: NotRequired[bool]
    prospect_id: NotRequired[str | None]
    subject: str


class TemplateListedOut(TypedDict):
    """A wording in the list; version 0 is the one that every workspace starts with."""

    changed_at: str | None
    fixed: bool
    language: Literal["de", "en"]
    name: str
    subject: str
    version: int


class TemplateOut(TypedDict):
    """A wording and how it looks when filled."""

    body: str
    fixed: NotRequired[bool]
    language: Literal["de", "en"]
    name: str
    placeholders: NotRequired[
        list[
            Literal[
                "company",
                "salutation",
                "contact_person",
                "field",
                "demo_link",
                "demo_end",
                "talking_points",
                "days_left",
                "slot",
                "enquiry_date",
                "confirm_link",
                "channel",
                "sender.name",
                "sender.company",
                "sender.phone",
                "sender.email",
                "sender.website",
                "sender.street",
                "sender.postal_code",
                "sender.city",
                "sender.country",
            ]
        ]
    ]
    preview_footer: NotRequired[str]
    preview_html: str
    preview_subject: str
    preview_text: str
    subject: str
    version: int


class TimelineOut(TypedDict):
    """One step and its time."""

    actor: NotRequired[ActorOut | None]
    at: str
    detail: dict[str, Any]
    step: str
    text: str


class PageProspectOut(TypedDict):
    items: list[ProspectOut]
    next: NotRequired[str | None]


class PageSuppressionOut(TypedDict):
    items: list[SuppressionOut]
    next: NotRequired[str | None]


class ProspectDetailOut(TypedDict):
    """A prospect with what happened: timeline, messages, what came back, what allows mail, found facts."""

    bases: list[BasisOut]
    bot_id: str | None
    company_name: str
    contact_person: str
    created_at: str
    demo_ends_at: str | None
    demo_link: str | None
    demo_over_at: str | None
    email: str | None
    engagement: float
    expected: ExpectedOut | None
    facts: dict[str, Any]
    first_contact_at: str | None
    follow_ups_stopped: str | None
    id: str
    inbound: list[InboundOut]
    industry: str
    language: Literal["de", "en"]
    mail: DecisionOut
    messages: list[MessageOut]
    next_follow_up_at: str | None
    note: str
    plan: NotRequired[list[PlannedOut]]
    research_revision: int
    same_as: NotRequired[str | None]
    stage: Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"]
    stage_dates: dict[str, str]
    talking_points: list[str]
    timeline: list[TimelineOut]
    value: NotRequired[int | None]
    version: int
    website: str


class RowOut(TypedDict):
    """What became of a row of a table, counted from 1 without the head."""

    problems: NotRequired[list[RowProblemOut]]
    prospect_id: NotRequired[str | None]
    result: Literal["created", "known", "invalid"]
    row: int
    website: str


class BulkOut(TypedDict):
    """What became of a table. `GET /api/prospects?batch=…` tells how far its companies are."""

    batch_id: str
    created: list[str]
    rows: list[RowOut]

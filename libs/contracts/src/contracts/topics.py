"""Every topic: who writes it, who hears of it, what it is keyed by, how long it keeps what.

Created from here and nowhere else.
"""

from __future__ import annotations

from datetime import timedelta

from contracts.analytics import AnomalyNoticed, EngagementScored, ReportReady
from contracts.base import Event, Topic, counts, reacts, replicate
from contracts.bots import (
    BotCreated,
    BotDeactivated,
    BotDeleted,
    BotDeployed,
    BotDeploymentFailed,
    BotSnapshot,
    BotUpdated,
    DemoEnding,
)
from contracts.chat import (
    AnswerRated,
    BookingOpened,
    BotVisited,
    ContactPersonsShown,
    ConversationEnded,
    ConversationErased,
    ConversationStarted,
    EmailPromptDeclined,
    EmailPromptShown,
    MessageSent,
    QuestionGroup,
    QuestionGroupSaved,
)
from contracts.lead import (
    ErasureCertified,
    ErasureCompleted,
    ErasureRequested,
    LeadCaptured,
    LeadConfirmed,
    LeadErased,
    LeadStatusChanged,
)
from contracts.outreach import (
    HostOptOutSaved,
    HostOptOutSnapshot,
    InvitationSettled,
    MessageApproved,
    MessageBounced,
    MessageDispatched,
    MessageDrafted,
    ProspectDeleted,
    ProspectSaved,
    ProspectSnapshot,
    RecipientUnsubscribed,
    ReplyReceived,
)
from contracts.sources import (
    ProspectResearched,
    ProspectResearchFailed,
    SourceAdded,
    SourceFailed,
    SourceIngested,
    SourceRemoved,
    SourceSearchable,
)
from contracts.workspaces import (
    ApiKeySaved,
    ApiKeySnapshot,
    MemberInvited,
    MemberSaved,
    MemberSnapshot,
    WorkspaceDeleted,
    WorkspaceSaved,
    WorkspaceSnapshot,
)

MAX_EVENT_BYTES = 900_000
"""Checked at publish, below the broker's 1 MB."""


YEAR = timedelta(days=365)

WORKSPACES = Topic(
    "config.workspaces",
    "workspace_id",
    "config-svc",
    (WorkspaceSaved, WorkspaceDeleted),
    (
        *replicate("config-svc", "ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc"),
        reacts("ingest-svc", WorkspaceDeleted),
        reacts("chat-svc", WorkspaceDeleted),
        reacts("lead-svc", WorkspaceDeleted),
        reacts("analytics-svc", WorkspaceDeleted),
        reacts("outreach-svc", WorkspaceDeleted),
    ),
    retention=None,
    partitions=3,
    snapshot=WorkspaceSnapshot,
)
API_KEYS = Topic(
    "config.api-keys",
    "key_id",
    "config-svc",
    (ApiKeySaved,),
    replicate("config-svc", "ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc"),
    retention=None,
    partitions=3,
    snapshot=ApiKeySnapshot,
)
MEMBERS = Topic(
    "config.members",
    "member_id",
    "config-svc",
    (MemberSaved,),
    replicate("lead-svc", "outreach-svc"),
    retention=None,
    partitions=3,
    snapshot=MemberSnapshot,
)
INVITATIONS = Topic(
    "config.invitations",
    "member_id",
    "config-svc",
    (MemberInvited,),
    (reacts("outreach-svc", MemberInvited),),
    retention=timedelta(days=3),
    partitions=1,
)
INVITED = Topic(
    "outreach.invitations",
    "member_id",
    "outreach-svc",
    (InvitationSettled,),
    (reacts("config-svc", InvitationSettled),),
    partitions=1,
)
BOTS = Topic(
    "config.bots",
    "bot_id",
    "config-svc",
    (BotCreated, BotUpdated, BotDeployed, BotDeploymentFailed, DemoEnding, BotDeactivated, BotDeleted),
    (
        *replicate("ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc"),
        reacts("ingest-svc", BotCreated, BotDeleted),
        reacts("chat-svc", BotDeactivated, BotDeleted),
        reacts("lead-svc", BotDeleted),
        reacts("analytics-svc", BotDeleted),
        reacts(
            "outreach-svc",
            *(BotCreated, BotUpdated, BotDeployed, BotDeploymentFailed, DemoEnding, BotDeactivated, BotDeleted),
        ),
    ),
    retention=None,
    snapshot=BotSnapshot,
)
SOURCES = Topic(
    "ingest.sources",
    "bot_id",
    "ingest-svc",
    (SourceAdded, SourceSearchable, SourceIngested, SourceFailed, SourceRemoved),
    (
        reacts("config-svc", SourceSearchable, SourceFailed),
        reacts("outreach-svc", SourceSearchable, SourceFailed),
    ),
)
RESEARCH = Topic(
    "ingest.prospects",
    "prospect_id",
    "ingest-svc",
    (ProspectResearched, ProspectResearchFailed),
    (
        reacts("config-svc", ProspectResearched),
        reacts("outreach-svc", ProspectResearched, ProspectResearchFailed),
    ),
    partitions=3,
)
CONVERSATIONS = Topic(
    "chat.conversations",
    "bot_id",
    "chat-svc",
    (
        BotVisited,
        ConversationStarted,
        MessageSent,
        ContactPersonsShown,
        EmailPromptShown,
        EmailPromptDeclined,
        AnswerRated,
        BookingOpened,
        ConversationEnded,
        ConversationErased,
    ),
    (
        reacts("lead-svc", MessageSent, BookingOpened, ConversationEnded, ConversationErased),
        counts(
            "analytics-svc",
            *(
                BotVisited,
                ConversationStarted,
                MessageSent,
                AnswerRated,
                BookingOpened,
                ConversationEnded,
                ConversationErased,
            ),
        ),
    ),
)
QUESTIONS = Topic(
    "chat.questions",
    "group_id",
    "chat-svc",
    (QuestionGroupSaved,),
    replicate("analytics-svc"),
    retention=None,
    partitions=3,
    snapshot=QuestionGroup,
)
LEADS = Topic(
    "lead.leads",
    "bot_id",
    "lead-svc",
    (LeadCaptured, LeadConfirmed, LeadStatusChanged, LeadErased),
    (
        reacts("chat-svc", LeadCaptured),
        reacts("outreach-svc", LeadCaptured),
        counts("analytics-svc", LeadCaptured, LeadStatusChanged),
    ),
    retention=YEAR,
)
_CERTIFIED = reacts("lead-svc", ErasureCompleted)
ERASURES = Topic(
    "lead.erasures",
    "erasure_id",
    "lead-svc",
    (ErasureRequested, ErasureCompleted, ErasureCertified),
    (
        reacts("lead-svc", ErasureRequested, ErasureCompleted),
        reacts("chat-svc", ErasureRequested),
        reacts("analytics-svc", ErasureRequested),
        reacts("outreach-svc", ErasureRequested),
    ),
    retention=YEAR,
    partitions=3,
)
CHAT_ERASURES = Topic(
    "chat.erasures", "erasure_id", "chat-svc", (ErasureCompleted,), (_CERTIFIED,), retention=YEAR, partitions=3
)
ANALYTICS_ERASURES = Topic(
    "analytics.erasures",
    "erasure_id",
    "analytics-svc",
    (ErasureCompleted,),
    (_CERTIFIED,),
    retention=YEAR,
    partitions=3,
)
OUTREACH_ERASURES = Topic(
    "outreach.erasures", "erasure_id", "outreach-svc", (ErasureCompleted,), (_CERTIFIED,), retention=YEAR, partitions=3
)
ENGAGEMENT = Topic(
    "analytics.engagement",
    "bot_id",
    "analytics-svc",
    (EngagementScored,),
    (reacts("outreach-svc", EngagementScored),),
    retention=None,
    partitions=3,
)
REPORTS = Topic(
    "analytics.reports",
    "workspace_id",
    "analytics-svc",
    (ReportReady, AnomalyNoticed),
    (reacts("outreach-svc", ReportReady, AnomalyNoticed),),
    partitions=3,
)
PROSPECTS = Topic(
    "outreach.prospects",
    "prospect_id",
    "outreach-svc",
    (ProspectSaved, ProspectDeleted),
    (*replicate("analytics-svc"), reacts("ingest-svc", ProspectSaved, ProspectDeleted)),
    retention=None,
    partitions=3,
    snapshot=ProspectSnapshot,
)
OPT_OUTS = Topic(
    "outreach.opt-outs",
    "opt_out_id",
    "outreach-svc",
    (HostOptOutSaved,),
    (*replicate("config-svc", "ingest-svc"), reacts("config-svc", HostOptOutSaved)),
    retention=None,
    partitions=3,
    snapshot=HostOptOutSnapshot,
)
MESSAGES = Topic(
    "outreach.messages",
    "prospect_id",
    "outreach-svc",
    (MessageDrafted, MessageApproved, MessageDispatched, MessageBounced, ReplyReceived, RecipientUnsubscribed),
    (
        reacts("config-svc", MessageDispatched),
        counts("analytics-svc", MessageDispatched, MessageBounced, ReplyReceived, RecipientUnsubscribed),
    ),
    retention=YEAR,
    partitions=3,
)

SERVICES: tuple[str, ...] = (
    "config-svc",
    "ingest-svc",
    "chat-svc",
    "lead-svc",
    "analytics-svc",
    "outreach-svc",
)

DEAD_LETTERS: dict[str, Topic] = {
    service: Topic(f"{service}.dlq", "", service, (), retention=timedelta(days=30), partitions=1)
    for service in SERVICES
}

TOPICS: tuple[Topic, ...] = (
    WORKSPACES,
    API_KEYS,
    MEMBERS,
    INVITATIONS,
    INVITED,
    BOTS,
    SOURCES,
    RESEARCH,
    CONVERSATIONS,
    QUESTIONS,
    LEADS,
    ERASURES,
    CHAT_ERASURES,
    ANALYTICS_ERASURES,
    OUTREACH_ERASURES,
    ENGAGEMENT,
    REPORTS,
    PROSPECTS,
    OPT_OUTS,
    MESSAGES,
    *DEAD_LETTERS.values(),
)


EVENT_TYPES: dict[str, type[Event]] = {event.TYPE: event for topic in TOPICS for event in topic.events}
"""Every event class by its CloudEvents type."""


def topic_of(event: type[Event], service: str) -> Topic:
    """The topic on which `service` publishes events of this type.

    Raises `LookupError` when the service owns no such topic: one writer per topic.
    """
    for topic in TOPICS:
        if topic.owner == service and event in topic.events:
            return topic
    raise LookupError(f"{service} owns no topic for {event.__name__}")


def topics_with(event: type[Event]) -> tuple[Topic, ...]:
    """Every topic that may hold events of this type."""
    return tuple(topic for topic in TOPICS if event in topic.events)

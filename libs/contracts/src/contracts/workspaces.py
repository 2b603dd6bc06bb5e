"""config-svc: workspaces, their API keys and their members."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.base import Event, Snapshot, Value


class PostalSender(Value):
    """Who signs mails and letters of a workspace."""

    name: str = ""
    company: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "DE"
    email: str = ""
    phone: str | None = None
    website: str | None = None


class SendingWindow(Value):
    """Local hours in which outreach mail may go out. `weekdays` are ISO numbers, 1 = Monday; `HH:MM`."""

    time_zone: str = "Europe/Berlin"
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    opens: str = "09:00"
    closes: str = "17:00"


class DefaultConsent(Value):
    """The consent text new bots start with, one language."""

    language: Literal["de", "en"]
    text: str
    privacy_url: str


class Retention(Value):
    """How long personal data is kept."""

    transcript_days: int = 90
    lead_months: int = 24
    expired_demo_days: int = 60


class WorkspaceSnapshot(Snapshot):
    """A workspace; its `id` and `workspace_id` are the same."""

    name: str
    sender: PostalSender = PostalSender()
    operator_email: str = ""
    sending_window: SendingWindow = SendingWindow()
    daily_mail_cap: int = 50
    default_consents: tuple[DefaultConsent, ...] = ()
    retention: Retention = Retention()
    locale: Literal["de", "en"] = "de"
    created_at: datetime

    @property
    def mails_from(self) -> str:
        """The address that its service mails come from: the sender's, else the operator's; empty without any."""
        return self.sender.email or self.operator_email or ""


class WorkspaceSaved(Event, type="empfang.config.WorkspaceSaved.v1"):
    """A workspace was made or changed."""

    workspace: WorkspaceSnapshot

    @property
    def workspace_id(self) -> UUID:
        """The workspace's id."""
        return self.workspace.id

    @property
    def snapshot(self) -> WorkspaceSnapshot:
        return self.workspace


class WorkspaceDeleted(Event, type="empfang.config.WorkspaceDeleted.v1"):
    """A workspace and all it owns is to be forgotten."""

    workspace_id: UUID
    version: int


class ApiKeySnapshot(Snapshot):
    """An API key without its secret. `secret_hash`: SHA-256 hex; `bots` None means all of the workspace.

    A key with `member_id` is a member's sign-in: it ends at `expires_at`, and its `name` tells nothing of the person.
    """

    name: str
    secret_hash: str
    scopes: tuple[str, ...]
    bots: tuple[UUID, ...] | None = None
    created_at: datetime
    revoked_at: datetime | None = None
    expires_at: datetime | None = None
    member_id: UUID | None = None


class ApiKeySaved(Event, type="empfang.config.ApiKeySaved.v1"):
    """An API key was made, changed or revoked."""

    key: ApiKeySnapshot

    @property
    def key_id(self) -> UUID:
        """The key's id."""
        return self.key.id

    @property
    def snapshot(self) -> ApiKeySnapshot:
        return self.key


class MemberSnapshot(Snapshot):
    """A member of a workspace. Carries nothing of the person: ask config-svc with its `id`."""

    here: bool = True
    """False of one who was removed; whatever names them goes on doing so."""


class MemberSaved(Event, type="empfang.config.MemberSaved.v1"):
    """A member was invited or removed."""

    member: MemberSnapshot

    @property
    def member_id(self) -> UUID:
        """The member's id."""
        return self.member.id

    @property
    def snapshot(self) -> MemberSnapshot:
        return self.member


class MemberInvited(Event, type="empfang.config.MemberInvited.v1"):
    """Somebody may sign in, and is to be told so once. Carries whom to mail, and so is kept for days only.

    `number` counts the mails that were asked for: who is invited again is mailed again.
    """

    member_id: UUID
    name: str
    email: str
    at: datetime
    number: int = 1

"""What callers get."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from contracts.bots import (
    BotConfiguration,
    BotLinks,
    BotState,
    Branding,
    Company,
    ConsentText,
    ContactPerson,
    ContactPersons,
    EmailCapture,
)
from contracts.workspaces import DefaultConsent, PostalSender, Retention, SendingWindow
from identity.phone import national
from pydantic import BaseModel

from config_svc.domain import filters
from config_svc.domain.actors import ActorKind
from config_svc.domain.colors import AA_CONTRAST, contrast_on_white, is_readable_on_white
from config_svc.domain.links import Linker
from config_svc.domain.roles import Role
from config_svc.models import ApiKey, Bot, EarlierDraft, Member, ObjectKind, PersonRow, Workspace
from config_svc.repository.audit import Told
from config_svc.service.members import SignedIn
from config_svc.service.snapshots import consent_texts_of, draft_of, links_of, published_of


class Warning(BaseModel):
    """Something that is allowed and still worth a look."""

    pointer: str
    message: str


class BrandingOut(Branding):
    """Looks, with the addresses of the pictures."""

    logo_url: str | None = None
    profile_image_url: str | None = None


class CompanyOut(Company):
    """The company; `phone_national` is the number as people of its country write it."""

    phone_national: str | None = None


class EmailCaptureOut(EmailCapture):
    """E-mail capture with the consent text that the bot sets itself."""

    consent_text: dict[str, str] = {}
    privacy_url: str | None = None


class ContactPersonOut(ContactPerson):
    """A contact person; `phone_national` is the number as people of its country write it."""

    phone_national: str | None = None
    image_url: str | None = None

    @classmethod
    def of(cls, person: PersonRow | ContactPerson) -> Self:
        """A row or a published copy."""
        fields = ContactPerson.model_validate(person, from_attributes=True).model_dump()
        return cls(**fields, phone_national=_national(person.phone), image_url=media_url(person.image_key))


class ContactPersonsOut(ContactPersons):
    """The contact cards."""

    persons: tuple[ContactPersonOut, ...] = ()


class ConfigurationOut(BotConfiguration):
    """One version of the configuration."""

    branding: BrandingOut = BrandingOut()
    company: CompanyOut = CompanyOut()
    email_capture: EmailCaptureOut = EmailCaptureOut()
    contact_persons: ContactPersonsOut = ContactPersonsOut()

    @classmethod
    def of(cls, configuration: BotConfiguration, consents: dict[str, Any]) -> Self:
        """A stored configuration with what is derived from it."""
        values = configuration.model_dump()
        branding, company = values["branding"], values["company"]
        branding["logo_url"] = media_url(branding["logo_key"])
        branding["profile_image_url"] = media_url(branding["profile_image_key"])
        company["phone_national"] = _national(company["phone"])
        values["email_capture"]["consent_text"] = {language: given["text"] for language, given in consents.items()}
        values["email_capture"]["privacy_url"] = next((given["privacy_url"] for given in consents.values()), None)
        for person in values["contact_persons"]["persons"]:
            person["phone_national"] = _national(person["phone"])
            person["image_url"] = media_url(person["image_key"])
        return cls.model_validate(values)


class BotBrief(BaseModel):
    """A bot in a list."""

    id: UUID
    name: str
    company_name: str
    state: BotState
    version: int
    prospect_id: UUID | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    deployed_at: datetime | None
    demo_ends_at: datetime | None

    @classmethod
    def of(cls, bot: Bot) -> Self:
        """A row."""
        return cls.model_validate(bot, from_attributes=True)


class BotOut(BotBrief):
    """A bot: its draft and published configuration, its links and what deserves a look."""

    workspace_id: UUID
    draft: ConfigurationOut
    published: ConfigurationOut | None
    unpublished_changes: bool
    links: BotLinks
    consent_texts: tuple[ConsentText, ...]
    converted_at: datetime | None
    warnings: list[Warning]

    @classmethod
    def shown(cls, bot: Bot, linker: Linker) -> Self:
        """A row as the API shows it."""
        draft, published = draft_of(bot), published_of(bot)
        current: dict[str, Any] = {text.language: text.model_dump() for text in consent_texts_of(bot)}
        return cls(
            **BotBrief.of(bot).model_dump(),
            workspace_id=bot.workspace_id,
            draft=ConfigurationOut.of(draft, bot.consents),
            published=ConfigurationOut.of(published, current) if published is not None else None,
            unpublished_changes=draft != published,
            links=links_of(bot, linker),
            consent_texts=consent_texts_of(bot),
            converted_at=bot.converted_at,
            warnings=warnings_about(draft),
        )


class EarlierOut(BaseModel):
    """A draft that was replaced. `changes` names what restoring it would change, as JSON pointers."""

    version: int
    until: datetime
    changes: list[str]

    @classmethod
    def of(cls, earlier: EarlierDraft, changes: list[str]) -> Self:
        """A row, and what is other today."""
        return cls(version=earlier.version, until=earlier.until, changes=changes)


class EarlierDraftOut(EarlierOut):
    """An earlier draft with its configuration, without contact persons and pictures."""

    draft: ConfigurationOut


class AuditOut(BaseModel):
    """Who changed what, when. `changes` are JSON pointers; a member's name is the one of today."""

    id: UUID
    at: datetime
    object_version: int
    actor_kind: ActorKind
    actor_id: UUID | None
    actor_name: str
    action: str
    changes: list[str]

    @classmethod
    def of(cls, told: Told) -> Self:
        """An entry."""
        fields = {name: getattr(told.entry, name) for name in AuditOut.model_fields}
        return cls.model_validate({**fields, "actor_name": told.actor})


class WorkspaceAuditOut(AuditOut):
    """Who did what to what. `object_name` is what it is called today, null when it is not there any more."""

    object_kind: ObjectKind
    object_id: UUID
    object_name: str | None

    @classmethod
    def told(cls, told: Told) -> Self:
        """An entry with its object."""
        of_object = {"object_kind": told.entry.object_kind, "object_id": told.entry.object_id}
        return cls.model_validate({**AuditOut.of(told).model_dump(), **of_object, "object_name": told.object})


class ApiKeyOut(BaseModel):
    """An API key. `key` is its text, shown only in the answer that made it."""

    id: UUID
    workspace_id: UUID
    name: str
    scopes: list[str]
    bots: list[UUID] | None
    created_at: datetime
    revoked_at: datetime | None
    key: str | None = None

    @classmethod
    def of(cls, row: ApiKey, text: str | None = None) -> Self:
        """A row, and the key's text when it was just made."""
        fields = ("id", "workspace_id", "name", "scopes", "bots", "created_at", "revoked_at")
        return cls.model_validate({**{name: getattr(row, name) for name in fields}, "key": text})


class MemberOut(BaseModel):
    """A member. `last_seen_at` is when they last signed in; `email` is null once they were removed.

    `invitation` is what became of the mail that tells them where the console is; null where none was to be sent.
    """

    id: UUID
    workspace_id: UUID
    version: int
    name: str
    email: str | None
    role: Role
    bots: list[UUID] | None
    state: Literal["invited", "active", "removed"]
    invited_at: datetime
    last_seen_at: datetime | None
    invitation: Literal["waiting", "sent", "failed", "uncertain"] | None = None

    @classmethod
    def of(cls, row: Member) -> Self:
        """A row."""
        return cls.model_validate(row, from_attributes=True)


class WorkspaceChoiceOut(BaseModel):
    """A workspace that an account is a member of."""

    id: UUID
    name: str


class SessionOut(BaseModel):
    """A sign-in: its key, shown only now, and its end; both null when one of several workspaces is to be named."""

    key: str | None
    expires_at: datetime | None
    workspaces: list[WorkspaceChoiceOut]

    @classmethod
    def of(cls, found: SignedIn) -> Self:
        """What a sign-in gave."""
        row, text = found.key or (None, None)
        choice = [WorkspaceChoiceOut(id=id, name=name) for id, name in found.workspaces]
        return cls(key=text, expires_at=row.expires_at if row else None, workspaces=choice)


class HolderWorkspaceOut(BaseModel):
    """What everybody in a workspace may know of it."""

    id: UUID
    name: str
    locale: str
    time_zone: str


class HolderOut(BaseModel):
    """Who a key's holder is. `member` is null for a key that somebody made."""

    workspace: HolderWorkspaceOut
    member: MemberOut | None
    scopes: list[str]
    bots: list[UUID] | None

    @classmethod
    def of(
        cls, workspace: Workspace, member: Member | None, scopes: Iterable[str], bots: Iterable[UUID] | None
    ) -> Self:
        """From the rows and the key's rights."""
        shown = HolderWorkspaceOut(
            id=workspace.id,
            name=workspace.name,
            locale=workspace.locale,
            time_zone=workspace.sending_window["time_zone"],
        )
        who = MemberOut.of(member) if member else None
        return cls(workspace=shown, member=who, scopes=sorted(scopes), bots=sorted(bots) if bots is not None else None)


class SavedFilterOut(BaseModel):
    """A filter that the workspace keeps."""

    id: UUID
    list: filters.List
    name: str
    values: dict[str, str]
    created_at: datetime


class ConvertedOut(BaseModel):
    """A converted demo and the customer's key, which is shown only now."""

    chatbot: BotOut
    api_key: ApiKeyOut


class WorkspaceOut(BaseModel):
    """A workspace. `admin_key` is its first key, only in the answer that made it."""

    id: UUID
    version: int
    name: str
    sender: PostalSender
    operator_email: str
    sending_window: SendingWindow
    daily_mail_cap: int
    default_consents: list[DefaultConsent]
    retention: Retention
    locale: str
    created_at: datetime
    admin_key: str | None = None

    @classmethod
    def of(cls, row: Workspace, admin_key: str | None = None) -> Self:
        """A row, and its first key when it was just made."""
        fields = [name for name in cls.model_fields if name != "admin_key"]
        return cls.model_validate({**{name: getattr(row, name) for name in fields}, "admin_key": admin_key})


def media_url(key: str | None) -> str | None:
    """Where a picture is served."""
    return f"/media/{key}" if key else None


def warnings_about(draft: BotConfiguration) -> list[Warning]:
    """What is allowed and still worth a look."""
    found = []
    for name in ("primary_color", "secondary_color"):
        value = getattr(draft.branding, name)
        if not is_readable_on_white(value):
            ratio = contrast_on_white(value)
            text = f"has a contrast of {ratio:.2f} on white, below the {AA_CONTRAST} that WCAG AA asks for"
            found.append(Warning(pointer=f"/branding/{name}", message=text))
    if draft.contact_persons.enabled and not draft.contact_persons.persons:
        found.append(Warning(pointer="/contact_persons/persons", message="is empty, so no contact card can be shown"))
    return found


def _national(phone: str | None) -> str | None:
    return national(phone) if phone else None

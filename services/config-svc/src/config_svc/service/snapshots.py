"""From rows to the snapshots that other services see."""

from __future__ import annotations

from typing import Any, cast

from contracts.bots import (
    BotConfiguration,
    BotLink,
    BotLinks,
    BotSnapshot,
    BotState,
    ConsentText,
    ContactPerson,
)
from contracts.workspaces import ApiKeySnapshot, MemberSnapshot, WorkspaceSnapshot

from config_svc.domain.links import ENVIRONMENTS, Linker
from config_svc.models import ApiKey, Bot, EarlierDraft, Member, PersonRow, Workspace


def stored_configuration(configuration: BotConfiguration) -> dict[str, Any]:
    """A draft as its row keeps it: persons have rows of their own."""
    values = configuration.model_dump(mode="json")
    del values["contact_persons"]["persons"]
    return values


def row_of(person: ContactPerson) -> PersonRow:
    """A person as a row; the fields are the contract's, so that a new one is in all places at once."""
    return PersonRow(**person.model_dump())


def person_of(row: PersonRow) -> ContactPerson:
    """A row as the contract says it."""
    return ContactPerson.model_validate(row, from_attributes=True)


def draft_of(bot: Bot) -> BotConfiguration:
    """The bot's draft with its contact persons."""
    persons = tuple(person_of(row) for row in bot.persons)
    contact = {**bot.draft["contact_persons"], "persons": persons}
    return BotConfiguration.model_validate({**bot.draft, "contact_persons": contact})


def configuration_of(earlier: EarlierDraft) -> BotConfiguration:
    """An earlier draft; persons and pictures are no part of it."""
    branding = {**earlier.draft["branding"], "logo_key": None, "profile_image_key": None}
    return BotConfiguration.model_validate({**earlier.draft, "branding": branding})


def published_of(bot: Bot) -> BotConfiguration | None:
    """The bot's published configuration."""
    return BotConfiguration.model_validate(bot.published) if bot.published is not None else None


def links_of(bot: Bot, linker: Linker) -> BotLinks:
    """The bot's links in the three environments."""
    tokens = {environment: linker.token(bot.id, environment, bot.link_version) for environment in ENVIRONMENTS}
    links = {
        environment: BotLink(url=linker.url(bot.id, environment, token), token=token)
        for environment, token in tokens.items()
    }
    return BotLinks(version=bot.link_version, **links)


def bot_snapshot(bot: Bot, linker: Linker) -> BotSnapshot:
    """The bot as the other services keep it."""
    return BotSnapshot(
        id=bot.id,
        workspace_id=bot.workspace_id,
        version=bot.version,
        state=cast(BotState, bot.state),
        draft=draft_of(bot),
        published=published_of(bot),
        links=links_of(bot, linker),
        consent_texts=consent_texts_of(bot),
        prospect_id=bot.prospect_id,
        created_at=bot.created_at,
        published_at=bot.published_at,
        deployed_at=bot.deployed_at,
        demo_ends_at=bot.demo_ends_at,
    )


def consent_texts_of(bot: Bot) -> tuple[ConsentText, ...]:
    """Every version of the consent text that the bot has published."""
    return tuple(
        ConsentText(
            number=version.number,
            language=cast(Any, version.language),
            text=version.text,
            privacy_url=version.privacy_url,
            since=version.since,
        )
        for version in bot.consent_texts
    )


def workspace_snapshot(workspace: Workspace) -> WorkspaceSnapshot:
    """The workspace as the other services keep it."""
    return WorkspaceSnapshot.model_validate(
        {
            "id": workspace.id,
            "workspace_id": workspace.id,
            "version": workspace.version,
            "name": workspace.name,
            "sender": workspace.sender,
            "operator_email": workspace.operator_email,
            "sending_window": workspace.sending_window,
            "daily_mail_cap": workspace.daily_mail_cap,
            "default_consents": workspace.default_consents,
            "retention": workspace.retention,
            "locale": workspace.locale,
            "created_at": workspace.created_at,
        }
    )


def member_snapshot(member: Member) -> MemberSnapshot:
    """The member as the other services know them."""
    return MemberSnapshot(
        id=member.id, workspace_id=member.workspace_id, version=member.version, here=member.state != "removed"
    )


def key_snapshot(key: ApiKey) -> ApiKeySnapshot:
    """The key as the other services verify it."""
    return ApiKeySnapshot(
        id=key.id,
        workspace_id=key.workspace_id,
        version=key.version,
        name=key.name,
        secret_hash=key.secret_hash,
        scopes=tuple(key.scopes),
        bots=tuple(key.bots) if key.bots is not None else None,
        created_at=key.created_at,
        revoked_at=key.revoked_at,
        expires_at=key.expires_at,
        member_id=key.member_id,
    )

"""Making, changing and deleting bots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from contracts.bots import BotConfiguration, BotCreated, BotDeleted, SourceRequest
from contracts.topics import BOTS
from servicekit.errors import NotFound, check_version

from config_svc.domain.actors import Actor
from config_svc.domain.consents import Wording
from config_svc.domain.differences import differences
from config_svc.domain.links import Linker
from config_svc.models import Bot, EarlierDraft
from config_svc.repository import Unit
from config_svc.service.changes import discard_pictures, pictures_of, record
from config_svc.service.snapshots import bot_snapshot, draft_of, row_of, stored_configuration

PICTURES = ("/branding/logo_key", "/branding/profile_image_key")
"""They stay as they are when a draft is replaced: what they named may be gone."""


@dataclass(frozen=True)
class Draft:
    """A complete configuration, checked, with the consent text of each language that it sets itself."""

    configuration: BotConfiguration
    consents: Mapping[str, Wording] = field(default_factory=dict)

    def stored_consents(self) -> dict[str, dict[str, str]]:
        """The consent texts as a bot's row keeps them."""
        return {
            language: {"text": wording.text, "privacy_url": wording.privacy_url}
            for language, wording in self.consents.items()
        }


async def create(
    unit: Unit,
    workspace_id: UUID,
    draft: Draft,
    sources: Sequence[SourceRequest],
    actor: Actor,
    *,
    linker: Linker,
    prospect_id: UUID | None = None,
) -> Bot:
    """Store a new bot with its whole configuration and announce it with the sources asked for.

    Raises `NotFound` when the workspace is gone.
    """
    configuration, now = draft.configuration, unit.now()
    bot = Bot(
        id=unit.new_id(),
        workspace_id=workspace_id,
        version=1,
        state="draft",
        name=configuration.name,
        company_name=configuration.company.company_name,
        draft=stored_configuration(configuration),
        published=None,
        consents=draft.stored_consents(),
        link_version=1,
        prospect_id=prospect_id,
        created_at=now,
        updated_at=now,
        published_at=None,
        deployed_at=None,
        deployment_failed_at=None,
        demo_ends_at=None,
        demo_reset_at=None,
        demo_reminded=None,
        converted_at=None,
        persons=[
            row_of(person.model_copy(update={"display_order": order}))
            for order, person in enumerate(configuration.contact_persons.persons)
        ],
        consent_texts=[],
    )
    if not await unit.bots.add(bot, unit.entry(bot, actor, "created")):
        raise NotFound("The workspace is gone.")
    unit.publish(bot, BotCreated(bot=bot_snapshot(bot, linker), sources=tuple(sources)))
    return bot


async def change(unit: Unit, bot: Bot, draft: Draft, actor: Actor, *, linker: Linker, action: str = "changed") -> Bot:
    """Replace the draft of a locked bot, which is kept; persons and pictures stay.

    Without a difference nothing happens.
    """
    before = {**bot.draft, "consents": bot.consents}
    shown = draft.configuration.model_copy(update={"branding": _keeping_pictures(bot, draft.configuration)})
    stored = stored_configuration(shown)
    changes = differences(before, {**stored, "consents": draft.stored_consents()})
    if not changes:
        return bot
    await unit.bots.keep_draft(bot, unit.now())
    bot.draft = stored
    bot.consents = draft.stored_consents()
    bot.name = shown.name
    bot.company_name = shown.company.company_name
    record(unit, bot, actor, action, linker=linker, changes=changes)
    return bot


def changed_since(bot: Bot, earlier: EarlierDraft) -> list[str]:
    """What restoring an earlier draft would change, as JSON pointers."""
    found = differences({**earlier.draft, "consents": earlier.consents}, {**bot.draft, "consents": bot.consents})
    return [pointer for pointer in found if pointer not in PICTURES]


async def set_picture(unit: Unit, bot: Bot, field_name: str, key: str, actor: Actor, *, linker: Linker) -> Bot:
    """Show another logo or profile image; `field_name` is the key's name in the branding."""
    before = pictures_of(bot)
    bot.draft = {**bot.draft, "branding": {**bot.draft["branding"], field_name: key}}
    record(unit, bot, actor, "changed", linker=linker, changes=[f"/branding/{field_name}"])
    await discard_pictures(unit, bot, before - pictures_of(bot))
    return bot


async def rotate_token(unit: Unit, bot: Bot, actor: Actor, *, linker: Linker) -> Bot:
    """Give a locked bot new links; the old ones stop working."""
    bot.link_version += 1
    record(unit, bot, actor, "token rotated", linker=linker, changes=["/links"])
    return bot


async def delete(unit: Unit, bot: Bot, actor: Actor) -> None:
    """Remove a locked bot; every service forgets what belongs to it. The audit trail stays, it holds no values."""
    pictures = pictures_of(bot)
    bot.version += 1
    unit.audit(bot, actor, "deleted")
    unit.publish(bot, BotDeleted(bot_id=bot.id, version=bot.version))
    unit.forget(BOTS, bot.id)
    await discard_pictures(unit, bot, pictures)
    await unit.bots.delete(bot)


async def locked(unit: Unit, bot_id: UUID, workspace_id: UUID, expected_version: int | None) -> Bot:
    """A bot to change. Raises `NotFound`, and `LostUpdate` when the caller saw another version."""
    bot = await unit.bots.lock(bot_id, workspace_id)
    check_version(bot.version, expected_version)
    return bot


def _keeping_pictures(bot: Bot, configuration: BotConfiguration) -> object:
    current = draft_of(bot).branding
    return configuration.branding.model_copy(
        update={"logo_key": current.logo_key, "profile_image_key": current.profile_image_key}
    )

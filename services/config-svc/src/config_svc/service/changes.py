"""How every change of a bot ends: a higher version, an audit entry, an event; pictures nobody shows any more go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from contracts.bots import BotEvent, BotUpdated

from config_svc.domain.actors import Actor
from config_svc.domain.links import Linker
from config_svc.models import Bot
from config_svc.repository import Unit
from config_svc.service.snapshots import bot_snapshot

PICTURES_STAY = timedelta(hours=1)
"""How long a replaced picture is still served: pages and read models that name it are about to change."""


def record(
    unit: Unit,
    bot: Bot,
    actor: Actor,
    action: str,
    *,
    linker: Linker,
    changes: Sequence[str] = (),
    event: type[BotEvent] = BotUpdated,
    **details: object,
) -> None:
    """Raise the version of a locked bot, write the audit entry and publish the bot as it is now."""
    bot.version += 1
    bot.updated_at = unit.now()
    unit.audit(bot, actor, action, changes)
    unit.publish(bot, event.model_validate({"bot": bot_snapshot(bot, linker), **details}))


def pictures_of(bot: Bot) -> set[str]:
    """The keys of every picture that the draft or the published version shows."""
    keys = {person.image_key for person in bot.persons}
    for configuration in (bot.draft, bot.published or {}):
        branding = configuration.get("branding", {})
        keys |= {branding.get("logo_key"), branding.get("profile_image_key")}
        keys |= {person["image_key"] for person in configuration.get("contact_persons", {}).get("persons", ())}
    return {key for key in keys if key}


async def discard_pictures(unit: Unit, bot: Bot, keys: set[str]) -> None:
    """Remove pictures from the object store, a while after this transaction."""
    if keys:
        await unit.enqueue(
            "delete_pictures", workspace_id=bot.workspace_id, at=unit.now() + PICTURES_STAY, keys=sorted(keys)
        )

"""Publishing a draft and switching bots on and off."""

from __future__ import annotations

from typing import cast

from contracts.bots import BotDeactivated
from servicekit.errors import Conflict

from config_svc.domain import lifecycle
from config_svc.domain.actors import Actor
from config_svc.domain.consents import NumberedWording, Wording, to_append
from config_svc.domain.lifecycle import State, Trigger
from config_svc.domain.links import Linker
from config_svc.models import Bot, ConsentText
from config_svc.repository import Unit
from config_svc.service.changes import discard_pictures, pictures_of, record
from config_svc.service.snapshots import draft_of


class ConsentMissing(Conflict):
    """A bot that asks for contact details has no text that visitors could agree to."""


def step(bot: Bot, trigger: Trigger) -> None:
    """Move a locked bot to the state after `trigger`. Raises `NotInThisState`."""
    bot.state = lifecycle.follow(cast(State, bot.state), trigger)


async def consents_of(unit: Unit, bot: Bot) -> dict[str, Wording]:
    """What visitors of the bot agree to: its own texts, or the workspace's when it has none."""
    if bot.consents:
        return {language: Wording(**wording) for language, wording in bot.consents.items()}
    workspace = await unit.workspaces.get(bot.workspace_id)
    return {
        consent["language"]: Wording(consent["text"], consent["privacy_url"]) for consent in workspace.default_consents
    }


async def copy_draft(unit: Unit, bot: Bot) -> None:
    """Make a locked bot's draft its published version and number its consent texts.

    Raises `ConsentMissing` when e-mail capture or contact persons are on and there is no consent text.
    """
    wanted = await consents_of(unit, bot)
    draft = draft_of(bot)
    if not wanted and (draft.email_capture.enabled or draft.contact_persons.enabled):
        raise ConsentMissing("E-mail capture and contact persons need a consent text, in the bot or the workspace.")
    known = [
        NumberedWording(row.number, row.language, Wording(row.text, row.privacy_url), row.since)
        for row in bot.consent_texts
    ]
    for version in to_append(known, wanted, unit.now()):
        bot.consent_texts.append(
            ConsentText(
                bot_id=bot.id,
                language=version.language,
                number=version.number,
                text=version.wording.text,
                privacy_url=version.wording.privacy_url,
                since=version.since,
            )
        )
    before = pictures_of(bot)
    bot.published = draft.model_dump(mode="json")
    bot.published_at = unit.now()
    await discard_pictures(unit, bot, before - pictures_of(bot))


async def publish(unit: Unit, bot: Bot, actor: Actor, *, linker: Linker) -> Bot:
    """Publish the draft of a locked bot; staging, and production while it is live, serve it from now on."""
    await copy_draft(unit, bot)
    record(unit, bot, actor, "published", linker=linker, changes=["/published"])
    return bot


async def activate(unit: Unit, bot: Bot, actor: Actor, *, linker: Linker) -> Bot:
    """Switch a locked bot on. Raises `NotInThisState`, and `Conflict` when nothing has been published."""
    if bot.published is None:
        raise Conflict("The bot has not been published yet.")
    step(bot, "activate")
    bot.deployed_at = bot.deployed_at or unit.now()
    record(unit, bot, actor, "activated", linker=linker, changes=["/state"])
    return bot


async def deactivate(unit: Unit, bot: Bot, actor: Actor, *, linker: Linker) -> Bot:
    """Switch a locked bot off. Raises `NotInThisState`."""
    step(bot, "deactivate")
    record(
        unit,
        bot,
        actor,
        "deactivated",
        linker=linker,
        changes=["/state"],
        event=BotDeactivated,
        reason="operator",
    )
    return bot

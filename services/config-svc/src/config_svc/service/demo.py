"""The demo's clock: started by the deployment, reset by the first contact, ended by time, prolonged by the operator."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from contracts.bots import BotDeactivated, BotDeployed, BotDeploymentFailed, BotUpdated, DemoEnding
from contracts.outreach import HostOptOutSnapshot
from contracts.workspaces import Retention
from identity.optouts import covering
from servicekit.errors import Conflict

from config_svc.domain.actors import CLOCK, Actor, reaction
from config_svc.domain.demo import DemoClock
from config_svc.domain.links import Linker
from config_svc.models import ApiKey, Bot
from config_svc.repository import Unit
from config_svc.service import bots, publishing, workspaces
from config_svc.service.changes import record
from config_svc.service.publishing import ConsentMissing, step

CUSTOMER_SCOPES = (
    "bots:read",
    "bots:write",
    "sources:write",
    "conversations:read",
    "leads:read",
    "leads:write",
    "leads:export",
    "analytics:read",
)
"""What a converted customer may do with its own bots."""

SWEEP_BATCH = 200


async def source_searchable(unit: Unit, bot_id: UUID, *, linker: Linker) -> None:
    """A bot's first source can be searched: it is ready, and a prospect's bot goes live as a demo by itself."""
    bot = await unit.bots.lock_known(bot_id)
    if bot is None or bot.state != "draft":
        return
    actor = reaction("SourceSearchable")
    step(bot, "source_searchable")
    if bot.prospect_id is None or await unit.replicas.opted_out(bot.workspace_id, _website(bot)):
        record(unit, bot, actor, "ready", linker=linker, changes=["/state"])
        return
    if bot.published is None:
        await publish_for_prospect(unit, bot)
    step(bot, "activate")
    bot.deployed_at = unit.now()
    _set(bot, DemoClock.started(bot.deployed_at))
    record(unit, bot, actor, "deployed", linker=linker, changes=["/state", "/demo_ends_at"], event=BotDeployed)


async def publish_for_prospect(unit: Unit, bot: Bot) -> None:
    """Publish without an operator: where nobody gave a consent text, nothing that needs one is switched on."""
    try:
        await publishing.copy_draft(unit, bot)
    except ConsentMissing:
        bot.draft = {
            **bot.draft,
            "email_capture": {**bot.draft["email_capture"], "enabled": False},
            "contact_persons": {**bot.draft["contact_persons"], "enabled": False},
        }
        await publishing.copy_draft(unit, bot)


async def sources_failed(unit: Unit, bot_id: UUID, reason: str, *, linker: Linker) -> None:
    """No source of a bot could be read. Only a prospect's bot that was never deployed is concerned."""
    bot = await unit.bots.lock_known(bot_id)
    if bot is None or bot.prospect_id is None or bot.state != "draft" or bot.deployment_failed_at is not None:
        return
    bot.deployment_failed_at = unit.now()
    record(
        unit,
        bot,
        reaction("SourceFailed"),
        "deployment failed",
        linker=linker,
        event=BotDeploymentFailed,
        reason=reason,
    )


async def first_contact(
    unit: Unit, bot_id: UUID | None, prospect_id: UUID, at: datetime, printed_end: datetime | None, *, linker: Linker
) -> None:
    """The first contact went out: the demo now ends on the date that it promises, and no sooner."""
    bot = await (unit.bots.lock_known(bot_id) if bot_id else unit.bots.lock_of_prospect(prospect_id))
    clock = _clock(bot) if bot is not None else None
    if bot is None or clock is None:
        return
    reset = clock.first_contact(at, printed_end)
    if reset == clock:
        return
    _set(bot, reset)
    changes = ["/demo_ends_at"]
    if bot.state == "demo_expired" and not reset.is_over(unit.now()):
        step(bot, "demo_prolonged")
        changes.append("/state")
    record(unit, bot, reaction("MessageDispatched"), "demo clock reset", linker=linker, changes=changes)


async def opted_out(unit: Unit, entry: HostOptOutSnapshot, *, linker: Linker) -> None:
    """End the demos of companies at a host that was put on the opt-out list, in one workspace or in all.

    They are kept as long as any demo that is over, since the entry may have been a mistake. Converted bots are no
    demos.
    """
    if not entry.active:
        return
    demos = await unit.bots.live_demos(None if entry.everywhere else entry.workspace_id)
    for id in (id for id, website in demos if entry.host in covering(website)):
        bot = await unit.bots.lock_known(id)
        clock = _clock(bot) if bot is not None else None
        if bot is None or clock is None or bot.state != "live":
            continue
        _set(bot, clock.ended(unit.now()))
        _expire(unit, bot, reaction("HostOptOutSaved"), "prospect_closed", linker=linker)


async def extend(unit: Unit, bot: Bot, days: int, actor: Actor, *, linker: Linker) -> Bot:
    """Give a demo more days; one that is over goes on. Raises `Conflict` for a bot that is no demo."""
    _set(bot, _required(bot).extended(timedelta(days=days), unit.now()))
    if bot.state == "demo_expired":
        step(bot, "demo_prolonged")
    record(unit, bot, actor, "demo extended", linker=linker, changes=["/state", "/demo_ends_at"])
    return bot


async def convert(unit: Unit, bot: Bot, actor: Actor, *, linker: Linker) -> tuple[Bot, ApiKey, str]:
    """Make a demo a customer's bot without an end, and a key restricted to it: (bot, key, secret).

    Raises `Conflict` for a bot that is no demo or is converted already.
    """
    _required(bot)
    bot.demo_ends_at = bot.demo_reminded = None
    bot.converted_at = unit.now()
    if bot.state == "demo_expired":
        step(bot, "demo_prolonged")
    record(unit, bot, actor, "demo converted", linker=linker, changes=["/state", "/demo_ends_at"], event=BotUpdated)
    name = bot.company_name or bot.name
    key, secret = workspaces.add_key(unit, bot.workspace_id, name, CUSTOMER_SCOPES, (bot.id,), actor)
    return bot, key, secret


async def due(unit: Unit) -> list[UUID]:
    """Bots that the sweep has to look at: an end or a reminder may be due, or the data's retention is over."""
    now = unit.now()
    due_now = await unit.bots.due_demos(now, SWEEP_BATCH)
    return [*due_now, *await unit.bots.outlived_demos(now, SWEEP_BATCH)]


async def sweep(unit: Unit, bot_id: UUID, *, linker: Linker) -> None:
    """Do what the clock demands of one bot; doing it again changes nothing."""
    bot = await unit.bots.lock_known(bot_id)
    clock = _clock(bot) if bot is not None else None
    if bot is None or clock is None:
        return
    now = unit.now()
    if bot.state == "demo_expired":
        workspace = await unit.workspaces.get(bot.workspace_id)
        kept = timedelta(days=Retention.model_validate(workspace.retention).expired_demo_days)
        if now >= clock.ends_at + kept:
            await bots.delete(unit, bot, CLOCK)
        return
    if bot.state != "live":
        return
    if clock.is_over(now):
        _expire(unit, bot, CLOCK, "demo_expired", linker=linker)
        return
    days = clock.reminder(now)
    if days is not None:
        _set(bot, clock.after_reminder(days))
        record(unit, bot, CLOCK, "demo ending", linker=linker, event=DemoEnding, days_left=days)


def _expire(unit: Unit, bot: Bot, actor: Actor, reason: str, *, linker: Linker) -> None:
    step(bot, "demo_expires")
    changes = ["/state"] if actor is CLOCK else ["/state", "/demo_ends_at"]
    record(unit, bot, actor, "demo expired", linker=linker, changes=changes, event=BotDeactivated, reason=reason)


def _website(bot: Bot) -> str:
    return str(bot.draft["company"].get("website") or "")


def _clock(bot: Bot) -> DemoClock | None:
    if bot.demo_ends_at is None:
        return None
    return DemoClock(bot.demo_ends_at, bot.demo_reset_at, bot.demo_reminded)


def _required(bot: Bot) -> DemoClock:
    clock = _clock(bot)
    if clock is None:
        raise Conflict("The bot is converted already." if bot.converted_at else "The bot is not a demo.")
    return clock


def _set(bot: Bot, clock: DemoClock) -> None:
    bot.demo_ends_at = clock.ends_at
    bot.demo_reset_at = clock.reset_at
    bot.demo_reminded = clock.reminded

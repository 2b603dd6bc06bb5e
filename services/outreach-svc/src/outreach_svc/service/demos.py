"""What the other services report about a prospect: its research, its demo, the demo's sources and end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.bots import BotSnapshot
from identity.address import NoAddress
from servicekit.events.inbox import ParentUnknown

from outreach_svc.domain.composing import date_in_words
from outreach_svc.domain.sending import spaced
from outreach_svc.models import Prospect
from outreach_svc.repository import Unit
from outreach_svc.service.drafting import stop_follow_ups, write
from outreach_svc.service.prospects import address
from outreach_svc.service.recording import advance, announce, note, put


async def researched(
    unit: Unit,
    prospect_id: UUID,
    revision: int,
    facts: Mapping[str, Any],
    *,
    pages: int,
    seconds: float,
    erasure_key: str,
) -> None:
    """Keep what the company publishes about itself; an older revision's result is not taken."""
    prospect = await unit.prospects.find_locked(prospect_id)
    if prospect is None or revision != prospect.research_revision:
        return
    prospect.facts = dict(facts)
    if facts.get("language") == "en":
        prospect.language = "en"
    published = (facts.get("email") or {}).get("value")
    if prospect.email is None and published:
        with suppress(NoAddress):  # a site may print what nobody can write to
            address(prospect, published, erasure_key)
    note(unit, prospect, "researched", pages=pages, seconds=round(seconds, 1))
    advance(unit, prospect, "researched")


async def research_failed(
    unit: Unit, prospect_id: UUID, revision: int, reason: str, *, same_as: UUID | None = None
) -> None:
    """The site could not be read, or is the one of another prospect."""
    prospect = await unit.prospects.find_locked(prospect_id)
    if prospect is None or revision != prospect.research_revision:
        return
    other = await unit.prospects.find(same_as, prospect.workspace_id) if same_as else None
    if other is not None:
        prospect.same_as = other.id
        note(unit, prospect, "same_company", company=other.company, prospect_id=str(other.id))
    else:
        note(unit, prospect, "research_failed", reason=reason)
    advance(unit, prospect, "failed")


async def prospect_of(unit: Unit, bot_id: UUID) -> Prospect | None:
    """The locked prospect whose demo a bot is; None for other bots.

    Raises `ParentUnknown` while the bot itself is not known yet.
    """
    prospect = await unit.prospects.of_bot(bot_id)
    if prospect is not None:
        return prospect
    bot = await unit.replicas.get(BotSnapshot, bot_id)
    if bot is None:
        if await unit.replicas.was_deleted(BotSnapshot, bot_id):
            return None
        raise ParentUnknown(bot_id)
    return await unit.prospects.find_locked(bot.prospect_id) if bot.prospect_id else None


async def bot_created(unit: Unit, bot: BotSnapshot) -> None:
    """A prospect's bot exists."""
    await unit.arrived(bot.id)
    prospect = await _of(unit, bot)
    if prospect is None or prospect.bot_id == bot.id:
        return
    prospect.bot_id = bot.id
    note(unit, prospect, "bot_created")
    announce(unit, prospect)


async def source_searchable(unit: Unit, bot_id: UUID, *, pages: int, chunks: int) -> None:
    """A source of the demo can be asked."""
    if prospect := await prospect_of(unit, bot_id):
        note(unit, prospect, "source_searchable", pages=pages, chunks=chunks)


async def source_failed(unit: Unit, bot_id: UUID, reason: str) -> None:
    """A source of the demo could not be read."""
    if prospect := await prospect_of(unit, bot_id):
        note(unit, prospect, "source_failed", reason=reason)


async def deployed(unit: Unit, bot: BotSnapshot) -> None:
    """The demo is live: the first message is drafted with its link."""
    prospect = await _of(unit, bot)
    if prospect is None:
        return
    again = bool(prospect.demo_link)
    prospect.bot_id = bot.id
    prospect.demo_link = bot.links.production.url
    prospect.demo_ends_at = bot.demo_ends_at
    prospect.demo_over_at = None
    note(unit, prospect, "bot_deployed")
    advance(unit, prospect, "demo_ready")
    if not again and prospect.first_contact_at is None and not await unit.messages.waiting(prospect.id):
        await write(unit, prospect, kind="first_contact", template="first_contact")


async def deployment_failed(unit: Unit, bot: BotSnapshot, reason: str) -> None:
    """None of the demo's sources could be read."""
    prospect = await _of(unit, bot)
    if prospect is not None:
        note(unit, prospect, "deployment_failed", reason=reason)
        advance(unit, prospect, "failed")


async def ending(unit: Unit, bot: BotSnapshot, days_left: int) -> None:
    """A demo ends soon: a reminder is drafted, unless another mail went out within five days."""
    prospect = await _of(unit, bot)
    if prospect is None:
        return
    prospect.demo_ends_at = bot.demo_ends_at
    note(unit, prospect, "demo_ending", days=days_left)
    if prospect.first_contact_at is None or prospect.stage in ("won", "lost"):
        return
    if spaced(unit.now(), await unit.messages.spaced_times(prospect.id)) > unit.now():
        note(unit, prospect, "skipped", reason="one_mail_in_five_days")
        return
    await _overtake(unit, prospect, "reminder")
    await write(unit, prospect, kind="reminder", template="reminder", more={"days_left": days_left})


async def updated(unit: Unit, bot: BotSnapshot) -> None:
    """Link or end of a demo changed; a demo that lost its end has become a customer's bot."""
    prospect = await _of(unit, bot)
    if prospect is None or not prospect.demo_link:
        return
    prospect.demo_link = bot.links.production.url
    if bot.state == "live":
        prospect.demo_over_at = None
    if bot.demo_ends_at == prospect.demo_ends_at:
        return
    before, prospect.demo_ends_at = prospect.demo_ends_at, bot.demo_ends_at
    if bot.demo_ends_at is not None:
        zone = (await unit.workspace(prospect.workspace_id)).sending_window.time_zone
        note(unit, prospect, "demo_moved", date=date_in_words(bot.demo_ends_at, prospect.language, zone))
    elif before is not None and bot.state == "live":
        note(unit, prospect, "converted")
        if prospect.stage != "won":
            put(unit, prospect, "won")
        await stop_follow_ups(unit, prospect, "won", kinds=("first_contact", "follow_up", "reminder"))


async def expired(unit: Unit, bot: BotSnapshot) -> None:
    """The demo is over: no more follow-ups, one last note is drafted."""
    prospect = await _of(unit, bot)
    if prospect is None or prospect.demo_over_at is not None:
        return
    prospect.demo_over_at = unit.now()
    note(unit, prospect, "demo_ended")
    await stop_follow_ups(unit, prospect, "demo_ended", kinds=("first_contact", "follow_up", "reminder"))
    announce(unit, prospect)
    if prospect.first_contact_at is not None and prospect.stage not in ("won", "lost"):
        await write(unit, prospect, kind="reminder", template="demo_ended", not_before=await _free_from(unit, prospect))


async def bot_deleted(unit: Unit, bot_id: UUID) -> None:
    """The demo is gone for good: its link must not be sent."""
    prospect = await unit.prospects.of_bot(bot_id)
    if prospect is None:
        return
    prospect.bot_id, prospect.demo_link, prospect.demo_ends_at = None, "", None
    prospect.demo_over_at = unit.now()
    note(unit, prospect, "bot_deleted")
    await stop_follow_ups(unit, prospect, "demo_ended", kinds=("first_contact", "follow_up", "reminder"))
    announce(unit, prospect)


async def _free_from(unit: Unit, prospect: Prospect) -> datetime:
    return spaced(unit.now(), await unit.messages.spaced_times(prospect.id))


async def _overtake(unit: Unit, prospect: Prospect, kind: str) -> None:
    for message in await unit.messages.waiting(prospect.id, kind, or_failed=True):
        message.move("skip")
        message.reason = "overtaken"


async def _of(unit: Unit, bot: BotSnapshot) -> Prospect | None:
    return await unit.prospects.find_locked(bot.prospect_id) if bot.prospect_id else None

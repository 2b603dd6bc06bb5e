"""Who may speak to a bot where: links, states and environments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.bots import BotConfiguration, BotSnapshot, Environment
from contracts.workspaces import WorkspaceSnapshot
from identity.tokens import same
from servicekit.auth.visitor import VisitorClaims
from servicekit.errors import NotFound, Unauthorized
from wording import Language, long_day

from chat_svc.domain.language import base_language
from chat_svc.service.errors import BotGone
from chat_svc.texts import say

ENVIRONMENTS: tuple[Environment, ...] = ("production", "staging", "preview")


@dataclass(frozen=True)
class Opened:
    """A bot as it is in an environment."""

    bot: BotSnapshot
    environment: Environment
    configuration: BotConfiguration


def language_of(bot: BotSnapshot) -> Language:
    """The language in which the bot's page speaks before anybody has written."""
    return base_language((bot.published or bot.draft).custom_prompts.language)


def environment_of(bot: BotSnapshot, token: str) -> Environment:
    """Where a link's token leads; all three are compared, in constant time. Raises `NotFound`."""
    found: Environment | None = None
    for environment in ENVIRONMENTS:
        link = getattr(bot.links, environment)
        if same(token, link.token):
            found = environment
    if found is None:
        raise NotFound(f"There is no bot {bot.id}.")
    return found


def configuration_of(
    bot: BotSnapshot, environment: Environment, workspace: WorkspaceSnapshot | None = None
) -> BotConfiguration:
    """What the bot is in an environment. Raises `BotGone` when it is closed there."""
    language = language_of(bot)
    if environment == "preview":
        return bot.draft
    if environment == "production" and bot.state == "demo_expired":
        raise BotGone("demo_expired", _demo_ended(bot, workspace, language), language)
    if environment == "production" and bot.state == "deactivated":
        company = bot.draft.company.company_name or bot.draft.name
        raise BotGone("deactivated", say("deactivated", language, company=company), language)
    if bot.published is None or (environment == "production" and bot.state != "live"):
        raise BotGone("not_live", say("not_live", language), language)
    return bot.published


def opened_by(token: str, bot: BotSnapshot, workspace: WorkspaceSnapshot | None) -> Opened:
    """What a link's token opens. Raises `NotFound` and `BotGone`."""
    environment = environment_of(bot, token)
    return Opened(bot, environment, configuration_of(bot, environment, workspace))


def opened_to(claims: VisitorClaims, bot: BotSnapshot, workspace: WorkspaceSnapshot | None) -> Opened:
    """What is open to a visitor. Raises `Unauthorized` and `BotGone`."""
    check_link(claims, bot)
    return Opened(bot, claims.environment, configuration_of(bot, claims.environment, workspace))


def _demo_ended(bot: BotSnapshot, workspace: WorkspaceSnapshot | None, language: Language) -> str:
    sender = workspace.sender if workspace is not None else None
    operator = ", ".join(part for part in (sender.name, sender.company, sender.email) if part) if sender else ""
    if bot.demo_ends_at is None or not operator:
        return say("demo_ended_plain", language)
    zone = ZoneInfo(bot.draft.opening_hours.time_zone)
    return say("demo_ended", language, date=long_day(bot.demo_ends_at.astimezone(zone), language), operator=operator)


def check_bot(claims: VisitorClaims, bot_id: UUID) -> None:
    """Raises `Unauthorized` for another bot's token, whether there is such a bot or not."""
    if claims.bot_id != bot_id:
        raise _no_longer_linked()


def check_link(claims: VisitorClaims, bot: BotSnapshot) -> None:
    """Raises `Unauthorized` for a token whose link has been replaced since."""
    if claims.link_version != bot.links.version:
        raise _no_longer_linked()


def _no_longer_linked() -> Unauthorized:
    return Unauthorized("The visitor token does not belong to this bot's present link: ask for a new session.")


def visitor_hash(salt: bytes, address: str, agent: str, bot: BotSnapshot) -> str:
    """Who visits, as far as one day and one bot go: nobody can compute it again once the salt is gone."""
    return hashlib.sha256(b"\0".join((salt, address.encode(), agent.encode(), bot.id.bytes))).hexdigest()[:32]

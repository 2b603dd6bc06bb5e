"""A bot made from what was found out about a company."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from contracts.bots import (
    Address,
    BotConfiguration,
    Branding,
    Company,
    ContactPerson,
    ContactPersons,
    CustomPrompts,
    EmailCapture,
    Interval,
    OpeningHours,
    SourceRequest,
    Weekday,
)
from contracts.sources import CompanyFacts, Fact, ProspectResearched, TeamMember
from identity import address as addresses
from identity import phone
from identity.text import visible
from wording import Language

from config_svc.adapters.objects import is_public_key, is_researched_logo
from config_svc.domain import hours, limits, team
from config_svc.domain.actors import reaction
from config_svc.domain.colors import color
from config_svc.domain.links import Linker
from config_svc.domain.pages import page_address
from config_svc.domain.social import network, page_on
from config_svc.models import Bot
from config_svc.repository import Unit
from config_svc.service import bots
from config_svc.texts import say

T = TypeVar("T")
SURE = 0.85
"""Confidence from which a company that says *du* is taken at its word."""


async def build_bot(unit: Unit, research: ProspectResearched, *, linker: Linker) -> Bot | None:
    """Configure a bot from the facts and announce it with the company's site as its source.

    One bot per prospect: a repeated research changes nothing, unless the first deployment failed; then a new bot
    takes the old one's place. None when the workspace is gone or the bot is there already.
    """
    workspace = await unit.workspaces.find(unit.meta.workspace_id)
    if workspace is None:
        return None
    actor = reaction("ProspectResearched")
    known = await unit.bots.lock_of_prospect(research.prospect_id)
    if known is not None:
        if known.deployment_failed_at is None or known.state != "draft":
            return None
        await bots.delete(unit, known, actor)
        await unit.session.flush()
    locale = cast(Language, workspace.locale)
    draft = bots.Draft(configuration_from(unit, research, locale))
    sources = (SourceRequest(kind="url", url=research.website),)
    bot = await bots.create(unit, workspace.id, draft, sources, actor, linker=linker, prospect_id=research.prospect_id)
    logo = research.facts.logo_key
    if logo is not None and is_researched_logo(logo):
        await unit.enqueue("show_researched_logo", workspace_id=workspace.id, bot_id=bot.id, logo=logo)
    return bot


async def show_logo(unit: Unit, bot_id: UUID, key: str, *, linker: Linker) -> bool:
    """Let a prospect's bot have the logo that was found; False when it is gone or has one, which somebody chose.

    A demo that went live meanwhile shows it too.
    """
    bot = await unit.bots.lock_known(bot_id)
    if bot is None or bot.draft["branding"].get("logo_key") is not None:
        return False
    if bot.published is not None and bot.published["branding"].get("logo_key") is None:
        bot.published = {**bot.published, "branding": {**bot.published["branding"], "logo_key": key}}
    await bots.set_picture(unit, bot, "logo_key", key, reaction("ProspectResearched"), linker=linker)
    return True


def configuration_from(unit: Unit, research: ProspectResearched, locale: Language) -> BotConfiguration:
    """The configuration that the facts give; a fact that breaks a rule of configurations is left out."""
    facts = research.facts
    company = _company(facts, research.website)
    named = company.company_name or urlsplit(research.website).hostname or research.website
    room = limits.NAME - len(say("bot_name", locale, company=""))
    return BotConfiguration(
        name=say("bot_name", locale, company=named[:room].rstrip()),
        description=say("bot_description", locale, company=named),
        branding=_branding(facts, say("welcome", locale, company=named)),
        company=company,
        opening_hours=OpeningHours(
            weekly=_weekly(facts),
            holidays="DE" if _is_german(company) else None,
            by_appointment=tuple(day for day in facts.by_appointment if not facts.weekly_hours.get(day)),
        ),
        email_capture=EmailCapture(enabled=True),
        contact_persons=ContactPersons(enabled=True, persons=_persons(unit, facts, company)),
        custom_prompts=CustomPrompts(
            language="english" if facts.language == "en" else "deutsch", response_style=_response_style(facts)
        ),
    )


def _response_style(facts: CompanyFacts) -> Literal["professional", "casual"]:
    """A company that says *du* to its readers, beyond doubt, has a bot that speaks as lightly."""
    form = facts.form_of_address
    return "casual" if form is not None and form.value == "du" and form.confidence >= SURE else "professional"


def _company(facts: CompanyFacts, website: str) -> Company:
    address = facts.postal_address or Address()
    social = {}
    for name, fact in facts.social.items():
        url = _accepted(lambda url, name=name: page_on(name, url), fact)  # type: ignore[misc]
        if url:
            social[network(name)] = url
    return Company(
        company_name=visible(facts.company_name.value if facts.company_name else "")[: limits.LINE],
        address=address.model_copy(update={k: visible(v)[: limits.LINE] for k, v in address.model_dump().items()}),
        phone=_accepted(lambda text: phone.parse(text, address.country), facts.phone),
        email=_accepted(_mail_address, facts.email),
        website=_accepted(page_address, website),
        social=social,
    )


def _branding(facts: CompanyFacts, welcome: str) -> Branding:
    standard = Branding()
    logo = facts.logo_key if facts.logo_key and is_public_key(facts.logo_key) else None
    return Branding(
        logo_key=logo,
        primary_color=_accepted(color, facts.primary_color) or standard.primary_color,
        secondary_color=_accepted(color, facts.secondary_color) or standard.secondary_color,
        welcome_message=welcome[: limits.WELCOME_MESSAGE],
    )


def _weekly(facts: CompanyFacts) -> dict[Weekday, tuple[Interval, ...]]:
    try:
        plain: dict[str, list[tuple[str, str]]] = {
            day: [(i.opens, i.closes) for i in found] for day, found in facts.weekly_hours.items()
        }
        for intervals in plain.values():
            hours.check_day(intervals)
        if hours.overlapping_day(plain) is not None:
            return {}
    except ValueError:
        return {}
    return facts.weekly_hours


def _persons(unit: Unit, facts: CompanyFacts, company: Company) -> tuple[ContactPerson, ...]:
    def person(order: int, member: TeamMember) -> ContactPerson:
        return ContactPerson(
            id=unit.new_id(),
            name=visible(member.name)[: limits.LINE],
            position=visible(member.position)[: limits.LINE],
            phone=_accepted(lambda text: phone.parse(text, company.address.country), member.phone),
            email=_accepted(_mail_address, member.email) or company.email or "",
            display_order=order,
        )

    named = [member for member in facts.team if visible(member.name)]
    chosen = team.nearest(named, lambda member: member.position, limits.CONTACT_PERSONS)
    return tuple(person(order, member) for order, member in enumerate(chosen))


def _is_german(company: Company) -> bool:
    if company.address.country:
        return phone.region_of(company.address.country) == "DE"
    return (company.phone or "").startswith("+49")


def _mail_address(text: str) -> str:
    return addresses.parse(text).text


def _accepted(rule: Callable[[str], T], found: Fact | str | None) -> T | None:
    text = found.value if isinstance(found, Fact) else found
    if not text:
        return None
    try:
        return rule(text.strip())
    except ValueError:
        return None

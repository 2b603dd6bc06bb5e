"""How visitors reach the company: its people, and the form for an address."""

from __future__ import annotations

from typing import Any, Literal

from contracts.bots import BotConfiguration, BotSnapshot
from identity.phone import national
from wording import Language

from chat_svc.domain.fitting import in_order_of_fit
from chat_svc.domain.language import base_language
from chat_svc.domain.triggers import EmailTrigger
from chat_svc.service.cards import Cards
from chat_svc.service.sessions import consent_text
from chat_svc.texts import say

Reason = Literal["wish", "complaint"]
"""Why somebody wants to reach the company."""


def email_form(
    bot: BotSnapshot, configuration: BotConfiguration, language: Language, trigger: EmailTrigger, *, folded: bool
) -> dict[str, Any] | None:
    """The form that asks for an address; None where there is no text to agree to."""
    own, consent = configuration.email_capture, consent_text(bot, language)
    if consent is None or not own.enabled:
        return None
    return {
        "trigger": trigger,
        "prompt": getattr(own, trigger) or own.prompt or say(f"email_{trigger}", language),
        "consent_text": consent.text,
        "version": consent.number,
        "language": consent.language,
        "privacy_url": consent.privacy_url,
        "folded": folded,
    }


def directly(bot: BotSnapshot, configuration: BotConfiguration, chosen: Language | None = None) -> dict[str, Any]:
    """What a visitor who wants to reach somebody is shown without having asked the bot anything."""
    language = base_language(configuration.custom_prompts.language, chosen)
    own = configuration.contact_persons
    shown = own.enabled and own.persons
    cards = Cards.of(own, say("cards_heading", language), in_order_of_fit(own.persons, ())) if shown else None
    return {"cards": cards, "form": email_form(bot, configuration, language, "follow_up", folded=False)}


def can_be_reached(bot: BotSnapshot, configuration: BotConfiguration) -> bool:
    """Whether there is any way to get in touch: people, the form, a number or an address."""
    own, persons = configuration.company, configuration.contact_persons
    if (persons.enabled and persons.persons) or own.phone or own.email:
        return True
    return email_form(bot, configuration, "de", "follow_up", folded=False) is not None


def way_to_reach(bot: BotSnapshot, configuration: BotConfiguration, language: Language, why: Reason = "wish") -> str:
    """What is said to somebody who wants to be called, to come by, to talk to a person or to complain: how it is done.

    The card or form that it speaks of follows the answer (`finishing`).
    """
    persons = configuration.contact_persons
    if persons.enabled and persons.persons:
        return say(f"{why}_person", language)
    if email_form(bot, configuration, language, "follow_up", folded=False) is not None:
        return say(f"{why}_form", language)
    ways = _ways(configuration, language)
    return say(f"{why}_directly", language, ways=ways) if ways else say(f"{why}_nobody", language)


def way_to_reserve(configuration: BotConfiguration, language: Language) -> str:
    """Where a table or room is reserved; empty without a number or address."""
    ways = _ways(configuration, language)
    return say("wish_book", language, ways=ways) if ways else ""


def _ways(configuration: BotConfiguration, language: Language) -> str:
    own = configuration.company
    ways = [national(own.phone)] if own.phone else []
    return say("or", language).join([*ways, own.email] if own.email else ways)

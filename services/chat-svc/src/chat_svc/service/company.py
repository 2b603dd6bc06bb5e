"""What a company's configuration says of it, as passages beside those of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot, ContactPerson
from identity.phone import national
from knowledge import Chunk, Components, Passage
from openinghours import format_week
from wording import Language, day_and_month, weekday

from chat_svc.domain.whereabouts import Whereabouts
from chat_svc.service import hours
from chat_svc.texts import say


def passages(bot: BotSnapshot, configuration: BotConfiguration, now: datetime, language: Language) -> list[Passage]:
    """Hours, address, and one passage for each contact person; nothing that is not configured."""
    return [
        Passage(
            chunk=Chunk.make(
                bot_id=bot.id,
                source_id=UUID(int=0),
                url=configuration.company.website or "",
                title=say("facts_title", language),
                heading_path=(heading,),
                text=text,
                position=number,
                language=language,
            ),
            score=0.0,
            components=Components(dense=None, lexical=0.0),
        )
        for number, (heading, text) in enumerate(_sections(configuration, now, language))
        if text
    ]


def today(configuration: BotConfiguration, now: datetime) -> str:
    """The day and hour where the company is, in a sentence for the model."""
    local = now.astimezone(hours.hours_of(configuration).zone)
    return (
        f"Today is {weekday(local.weekday(), 'en')}, {day_and_month(local.date(), 'en')} {local.year}, {local:%H:%M}."
    )


def told(configuration: BotConfiguration, asked: Whereabouts, language: Language) -> str:
    """Where the company is, or how it is reached; empty when that is not configured."""
    company = configuration.company
    address = company.address
    match asked:
        case "address":
            lines = [company.company_name, address.street, f"{address.postal_code} {address.city}".strip()]
            return say("facts_located", language) + "\n" + "\n".join(filter(None, lines)) if address.city else ""
        case "phone":
            return say("facts_phoned", language, phone=national(company.phone)) if company.phone else ""
        case "email":
            return say("facts_mailed", language, email=company.email) if company.email else ""


def in_charge(person: ContactPerson, language: Language) -> str:
    """That a person is responsible for what was asked about."""
    return say("in_charge", language, name=person.name, task=_task(person))


def staff(found: Sequence[ContactPerson], everybody: Sequence[ContactPerson], language: Language) -> str:
    """Who has the position that was asked for, or who there is at all, as far as it is configured."""
    if len(found) == 1 and _task(found[0]):
        return say("staff_one", language, name=found[0].name, task=_task(found[0]))
    lines = [": ".join(filter(None, (person.name, _task(person)))) for person in found]
    first = say("staff_team" if len(found) == len(everybody) else "staff", language)
    return "\n".join([first, *(f"- {line}" for line in lines)])


def _task(person: ContactPerson) -> str:
    return ", ".join(filter(None, (person.position, person.specialization)))


def _sections(configuration: BotConfiguration, now: datetime, language: Language) -> Iterator[tuple[str, str]]:
    if hours.shown(configuration):
        lines = [
            *format_week(hours.hours_of(configuration), language),
            *hours.special_days(configuration, now, language),
        ]
        yield say("facts_hours", language), "\n".join(lines)
    company = configuration.company
    address = company.address
    reached = [
        company.company_name,
        address.street,
        f"{address.postal_code} {address.city}".strip(),
        f"{say('facts_phone', language)}: {national(company.phone)}" if company.phone else "",
        f"{say('facts_email', language)}: {company.email}" if company.email else "",
    ]
    if any(reached[1:]):
        yield say("facts_address", language), "\n".join(line for line in reached if line)
    if configuration.contact_persons.enabled:
        for person in sorted(configuration.contact_persons.persons, key=lambda one: one.display_order):
            told = [person.name, person.position, person.specialization]  # how to reach them is for their card to say
            yield f"{say('facts_contact', language)}: {person.name}", "\n".join(filter(None, told))

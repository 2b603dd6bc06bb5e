"""The contact persons of a bot's draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from servicekit.errors import FieldError, Invalid, NotFound

from config_svc.domain import limits
from config_svc.domain.actors import Actor
from config_svc.domain.links import Linker
from config_svc.models import Bot, ContactPerson
from config_svc.repository import Unit
from config_svc.service.changes import discard_pictures, pictures_of, record


class TooManyPersons(Invalid):
    """A bot has at most five contact persons."""


@dataclass(frozen=True)
class PersonDetails:
    """What is said about a contact person."""

    name: str
    email: str
    position: str = ""
    phone: str | None = None
    specialization: str = ""


def find(bot: Bot, person_id: UUID) -> ContactPerson:
    """A person of a bot. Raises `NotFound`."""
    for person in bot.persons:
        if person.id == person_id:
            return person
    raise NotFound(f"There is no contact person {person_id}.")


def add(unit: Unit, bot: Bot, details: PersonDetails, actor: Actor, *, linker: Linker) -> ContactPerson:
    """Add a person to a locked bot, as the last one. Raises `TooManyPersons`."""
    if len(bot.persons) >= limits.CONTACT_PERSONS:
        rule = f"may name at most {limits.CONTACT_PERSONS} persons"
        raise TooManyPersons(rule, errors=[FieldError("/contact_persons", rule)])
    person = ContactPerson(
        id=unit.new_id(),
        name=details.name,
        position=details.position,
        phone=details.phone,
        email=details.email,
        image_key=None,
        specialization=details.specialization,
        display_order=len(bot.persons),
    )
    bot.persons.append(person)
    record(unit, bot, actor, "contact person added", linker=linker, changes=[f"/contact_persons/{person.id}"])
    return person


def change(
    unit: Unit, bot: Bot, person_id: UUID, values: dict[str, Any], actor: Actor, *, linker: Linker
) -> ContactPerson:
    """Change some fields of a person. Raises `NotFound`."""
    person = find(bot, person_id)
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if changed:
        for name in changed:
            setattr(person, name, values[name])
        changes = [f"/contact_persons/{person.id}/{name}" for name in changed]
        record(unit, bot, actor, "contact person changed", linker=linker, changes=changes)
    return person


async def set_image(unit: Unit, bot: Bot, person_id: UUID, key: str, actor: Actor, *, linker: Linker) -> ContactPerson:
    """Show another portrait of a person. Raises `NotFound`."""
    person = find(bot, person_id)
    before = pictures_of(bot)
    person.image_key = key
    changes = [f"/contact_persons/{person.id}/image_key"]
    record(unit, bot, actor, "contact person changed", linker=linker, changes=changes)
    await discard_pictures(unit, before - pictures_of(bot))
    return person


async def remove(unit: Unit, bot: Bot, person_id: UUID, actor: Actor, *, linker: Linker) -> None:
    """Remove a person; the others close up. Raises `NotFound`."""
    person = find(bot, person_id)
    before = pictures_of(bot)
    bot.persons.remove(person)
    _number(bot.persons)
    changes = [f"/contact_persons/{person_id}"]
    record(unit, bot, actor, "contact person removed", linker=linker, changes=changes)
    await discard_pictures(unit, before - pictures_of(bot))


def reorder(unit: Unit, bot: Bot, order: Sequence[UUID], actor: Actor, *, linker: Linker) -> Sequence[ContactPerson]:
    """Show the persons in this order. Raises `Invalid` unless each person is named once."""
    if sorted(order) != sorted(person.id for person in bot.persons):
        raise Invalid.field("/person_ids", "must name every contact person of the bot once")
    bot.persons.sort(key=lambda person: order.index(person.id))
    _number(bot.persons)
    record(unit, bot, actor, "contact persons ordered", linker=linker, changes=["/contact_persons"])
    return bot.persons


def _number(persons: Sequence[ContactPerson]) -> None:
    for order, person in enumerate(persons):
        person.display_order = order

"""The contact persons of a bot's draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.bots import ContactPerson
from servicekit.errors import FieldError, Invalid, NotFound

from config_svc.domain import limits
from config_svc.domain.actors import Actor
from config_svc.domain.links import Linker
from config_svc.models import Bot, PersonRow
from config_svc.repository import Unit
from config_svc.service.changes import discard_pictures, pictures_of, record
from config_svc.service.snapshots import row_of


class TooManyPersons(Invalid):
    """A bot has at most five contact persons."""


def find(bot: Bot, person_id: UUID) -> PersonRow:
    """A person of a bot. Raises `NotFound`."""
    for person in bot.persons:
        if person.id == person_id:
            return person
    raise NotFound(f"There is no contact person {person_id}.")


def add(unit: Unit, bot: Bot, person: ContactPerson, actor: Actor, *, linker: Linker) -> PersonRow:
    """Add a person to a locked bot, as the last one whatever its order says. Raises `TooManyPersons`."""
    if len(bot.persons) >= limits.CONTACT_PERSONS:
        rule = f"may name at most {limits.CONTACT_PERSONS} persons"
        raise TooManyPersons(rule, errors=[FieldError("/contact_persons", rule)])
    row = row_of(person.model_copy(update={"display_order": len(bot.persons)}))
    bot.persons.append(row)
    record(unit, bot, actor, "contact person added", linker=linker, changes=[f"/contact_persons/{row.id}"])
    return row


def change(unit: Unit, bot: Bot, person_id: UUID, values: dict[str, Any], actor: Actor, *, linker: Linker) -> PersonRow:
    """Change some fields of a person. Raises `NotFound`."""
    person = find(bot, person_id)
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if changed:
        for name in changed:
            setattr(person, name, values[name])
        changes = [f"/contact_persons/{person.id}/{name}" for name in changed]
        record(unit, bot, actor, "contact person changed", linker=linker, changes=changes)
    return person


async def set_image(unit: Unit, bot: Bot, person_id: UUID, key: str, actor: Actor, *, linker: Linker) -> PersonRow:
    """Show another portrait of a person. Raises `NotFound`."""
    person = find(bot, person_id)
    before = pictures_of(bot)
    person.image_key = key
    changes = [f"/contact_persons/{person.id}/image_key"]
    record(unit, bot, actor, "contact person changed", linker=linker, changes=changes)
    await discard_pictures(unit, bot, before - pictures_of(bot))
    return person


async def remove(unit: Unit, bot: Bot, person_id: UUID, actor: Actor, *, linker: Linker) -> None:
    """Remove a person; the others close up. Raises `NotFound`."""
    person = find(bot, person_id)
    before = pictures_of(bot)
    bot.persons.remove(person)
    _number(bot.persons)
    changes = [f"/contact_persons/{person_id}"]
    record(unit, bot, actor, "contact person removed", linker=linker, changes=changes)
    await discard_pictures(unit, bot, before - pictures_of(bot))


def reorder(unit: Unit, bot: Bot, order: Sequence[UUID], actor: Actor, *, linker: Linker) -> Sequence[PersonRow]:
    """Show the persons in this order. Raises `Invalid` unless each person is named once."""
    if sorted(order) != sorted(person.id for person in bot.persons):
        raise Invalid.field("/person_ids", "must name every contact person of the bot once")
    bot.persons.sort(key=lambda person: order.index(person.id))
    _number(bot.persons)
    record(unit, bot, actor, "contact persons ordered", linker=linker, changes=["/contact_persons"])
    return bot.persons


def _number(persons: Sequence[PersonRow]) -> None:
    for order, person in enumerate(persons):
        person.display_order = order

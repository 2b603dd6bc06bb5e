"""The contact cards that a visitor is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from contracts.bots import ContactPerson, ContactPersons
from pydantic import BaseModel, Field

from chat_svc.service.sessions import media_url


class Card(BaseModel):
    """What a card shows of a contact person. Address and number stay behind its button."""

    id: UUID
    name: str
    position: str
    specialization: str
    booking_url: str | None
    image_url: str | None

    @classmethod
    def of(cls, person: ContactPerson) -> Card:
        """From the configuration; a field of the same name needs nothing here."""
        shown = {name: getattr(person, name) for name in cls.model_fields.keys() & ContactPerson.model_fields.keys()}
        return cls(**shown, image_url=media_url(person.image_key))


class Cards(BaseModel):
    """The event that brings the cards up."""

    layout: Literal["horizontal", "vertical"]
    heading: str
    persons: list[Card] = Field(description="All of them, the fitting one first. Alle, die passende Person zuerst.")
    first: int = Field(
        default=1, description="How many to show before somebody asks for the others. Wie viele sofort zu sehen sind."
    )

    @classmethod
    def of(cls, configured: ContactPersons, heading: str, ordered: Sequence[ContactPerson]) -> Cards:
        """Persons in order of fit."""
        return cls(layout=configured.layout, heading=heading, persons=[Card.of(person) for person in ordered])

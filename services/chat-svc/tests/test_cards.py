"""A contact person's card: each field is shown, or is meant not to be."""

from __future__ import annotations

from chat_svc.domain.fitting import in_order_of_fit
from chat_svc.service.cards import Card, Cards
from contracts.bots import ContactPerson, ContactPersons
from servicekit.ids import new_id

BEHIND_THE_BUTTON = {"email", "phone"}
OTHERWISE = {"image_key": "image_url", "display_order": "the order of the list"}


def test_every_field_of_a_person_is_shown_or_meant_not_to_be() -> None:
    expected = ContactPerson.model_fields.keys() - BEHIND_THE_BUTTON - OTHERWISE.keys() | {"image_url"}
    assert Card.model_fields.keys() == expected, "say in service/cards.py whether visitors see the new field"


def test_cards_come_in_their_order_without_what_is_behind_the_button() -> None:
    persons = tuple(
        ContactPerson(id=new_id(), name=name, email=f"{name}@a.example", phone="+4989123", display_order=order)
        for order, name in ((1, "Zwei"), (0, "Eins"))
    )
    configured = ContactPersons(persons=persons, layout="vertical")
    shown = Cards.of(configured, "Ihr Kontakt", in_order_of_fit(persons, [])).model_dump(mode="json")
    assert [person["name"] for person in shown["persons"]] == ["Eins", "Zwei"]
    assert "@" not in str(shown)
    assert "+49" not in str(shown)

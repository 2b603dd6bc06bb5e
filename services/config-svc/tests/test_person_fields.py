"""A field of a contact person is written once: request, row and snapshot have the contract's fields or fail here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from config_svc.api.schemas.configuration import ContactPersonIn, PersonPatchIn
from config_svc.models import PersonRow
from config_svc.service.snapshots import person_of, row_of
from contracts.bots import ContactPerson
from servicekit.ids import new_id

MADE_HERE = {"id", "image_key", "display_order"}
"""What no request names: the id, the portrait that is uploaded, the place in the list."""


def filled() -> ContactPerson:
    """A person with something in every field."""
    values: dict[str, Any] = {
        name: new_id() if field.annotation is UUID else 3 if field.annotation is int else f"some {name}"
        for name, field in ContactPerson.model_fields.items()
    }
    person = ContactPerson(**values)
    for name, field in ContactPerson.model_fields.items():
        assert getattr(person, name) != field.default, name
    return person


def test_a_person_survives_its_row() -> None:
    person = filled()
    assert person_of(row_of(person)) == person


def test_the_table_has_a_column_for_every_field() -> None:
    columns = {column.name for column in PersonRow.__table__.columns}
    assert columns - {"bot_id"} == ContactPerson.model_fields.keys(), "a migration and a column are missing"


@pytest.mark.parametrize("request_model", [ContactPersonIn, PersonPatchIn])
def test_requests_name_every_field_that_a_caller_may_set(request_model: Any) -> None:
    assert request_model.model_fields.keys() == ContactPerson.model_fields.keys() - MADE_HERE

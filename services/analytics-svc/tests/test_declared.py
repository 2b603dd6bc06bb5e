"""A figure is declared in domain/figures.py. Whatever place lacks one that is declared there is named here."""

from __future__ import annotations

from collections.abc import Collection
from types import NoneType
from typing import Any, get_args

import pytest
from analytics_svc.api.schemas import FiguresOut
from analytics_svc.domain.figures import COUNTS, SHOWN, SKETCHES, Figures
from analytics_svc.models import DayRow
from analytics_svc.service.selling import SOLD
from analytics_svc.service.tally import COUNTED
from analytics_svc.texts import CATALOGUE
from contracts.base import Event
from servicekit.ids import new_id
from sqlalchemy.dialects.postgresql import JSONB

from .journal import generate

NOT_SHOWN = {"first_token_ms"}
"""Kept for a mean that nobody has asked for yet."""
SHOWN_BY_ITSELF = {"hours"}
"""The API has it as `messages_by_hour`."""


def compare(place: str, found: Collection[str], declared: Collection[str]) -> None:
    """Fail with the place that lacks what is declared, or has what is not."""
    missing, more = set(declared) - set(found), set(found) - set(declared)
    assert not missing, f"{place} lacks {', '.join(sorted(missing))}"
    assert not more, f"{place} has {', '.join(sorted(more))}, which domain/figures.py does not declare"


def test_every_sum_has_its_column() -> None:
    columns = {column.name: column for column in DayRow.__table__.columns}
    keys = {"chatbot_id", "date", "workspace_id"}
    compare("models.py: DayRow", columns.keys() - keys, (*COUNTS, *SKETCHES))
    sketches = [name for name, column in columns.items() if isinstance(column.type, JSONB)]
    compare("models.py: DayRow, as a _sketch(),", sketches, SKETCHES)


class Noticing:
    """Figures that notice which of them are asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(Figures(), name)


def test_every_sum_is_shown() -> None:
    day: Any = Noticing()
    for shown in SHOWN:
        shown.of(day)
    compare("domain/figures.py: SHOWN", day.asked | NOT_SHOWN | SHOWN_BY_ITSELF, (*COUNTS, *SKETCHES))


def test_the_api_answers_with_what_is_shown() -> None:
    fields = FiguresOut.model_fields
    compare("api/schemas.py: FiguresOut", fields, [shown.name for shown in SHOWN])
    assert list(fields) == [shown.name for shown in SHOWN], "api/schemas.py: FiguresOut has another order than SHOWN"
    for shown in SHOWN:
        kind = fields[shown.name].annotation
        right = kind is int if shown.unit == "count" else set(get_args(kind)) == {float, NoneType}
        assert right, f"api/schemas.py: FiguresOut.{shown.name} is {kind}, but its unit is {shown.unit}"


def test_what_is_shown_has_its_texts() -> None:
    columns = {f"column_{shown.name}" for shown in SHOWN if shown.column}
    measures = {f"measure_{shown.name}" for shown in SHOWN if shown.summary}
    missing = (columns | measures) - CATALOGUE.ids
    assert not missing, f"texts/de.py and texts/en.py lack {', '.join(sorted(missing))}"
    unasked = {id for id in CATALOGUE.ids if id.startswith("measure_")} - measures - {"measure_availability"}
    assert not unasked, f"texts/de.py and texts/en.py have {', '.join(sorted(unasked))}, which no summary shows"


def test_the_journal_has_every_event_that_counts() -> None:
    """Else the recomputation, which is what counting is held against, does not know it."""
    bots = [(new_id(), "Europe/Berlin")]
    found = {type(event) for event in generate(1, bots, 400, erasing=[bots[0][0]])}
    missing = {kind.__name__ for kind in COUNTED.keys() - found}
    assert not missing, f"tests/journal.py sends no {', '.join(sorted(missing))} (then count it in tests/recount.py)"


@pytest.mark.parametrize("kind", [*COUNTED, *SOLD], ids=lambda kind: kind.__name__)
def test_an_event_that_counts_says_when_and_of_which_bot(kind: type[Event]) -> None:
    fields = {"at"} if kind in SOLD else {"at", "bot_id"}
    assert fields <= kind.model_fields.keys(), f"contracts: {kind.__name__} needs {fields - kind.model_fields.keys()}"

"""The base of every event and snapshot, and the register of event types."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

_REGISTER: dict[str, type[Event]] = {}


class Value(BaseModel):
    """A frozen piece of an event. Readers check structure only: unknown fields are ignored, limits are the writer's."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_timedelta="float")


class Snapshot(Value):
    """The full public state of an object, as a compacted topic keeps it."""

    id: UUID
    workspace_id: UUID
    version: int


class Event(Value):
    """A fact. A subclass names its CloudEvents type: `class X(Event, type="empfang.lead.X.v1")`."""

    TYPE: ClassVar[str] = ""

    def __init_subclass__(cls, type: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if type:
            if type in _REGISTER:
                raise TypeError(f"the event type {type} is declared twice")
            cls.TYPE = type
            _REGISTER[type] = cls

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot the event carries; None on topics without one and on deletions."""
        return None


def event_type(name: str) -> type[Event] | None:
    """The event class of a CloudEvents type, or None when this version does not know it."""
    import contracts.topics  # noqa: F401  (loads every module of events)

    return _REGISTER.get(name)


def event_types() -> dict[str, type[Event]]:
    """Every known event class by its CloudEvents type."""
    import contracts.topics  # noqa: F401

    return dict(_REGISTER)

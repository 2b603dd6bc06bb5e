"""What events, snapshots and topics are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


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
            cls.TYPE = type

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot the event carries; None on topics without one and on deletions."""
        return None


@dataclass(frozen=True)
class Reader:
    """A service that hears of what is on a topic, and how.

    `reaction`: a handler with the inbox behind it, for the events listed. `stream`: counted in batches, likewise.
    `replica`: the snapshots are kept as a read model, so that every event counts.
    """

    service: str
    how: Literal["reaction", "stream", "replica"]
    events: tuple[type[Event], ...] = ()


def reacts(service: str, *events: type[Event]) -> Reader:
    """A service with handlers for these events."""
    return Reader(service, "reaction", events)


def counts(service: str, *events: type[Event]) -> Reader:
    """A service whose stream processor counts these events."""
    return Reader(service, "stream", events)


def replicate(*services: str) -> tuple[Reader, ...]:
    """Services that keep the topic's snapshots."""
    return tuple(Reader(service, "replica") for service in services)


@dataclass(frozen=True)
class Topic:
    """A Kafka topic. `retention` None means compacted: the last record of each key stays for ever."""

    name: str
    key: str
    """The attribute of every event on it that is the Kafka key."""
    owner: str
    events: tuple[type[Event], ...]
    readers: tuple[Reader, ...] = ()
    """Who hears of it: held against the services' registrations by a test."""
    retention: timedelta | None = timedelta(days=30)
    partitions: int = 6
    snapshot: type[Snapshot] | None = None
    """What the events carry in full, for read models."""

    @property
    def compacted(self) -> bool:
        """Whether the topic keeps the last record of each key instead of a time span."""
        return self.retention is None

    def settings(self) -> dict[str, str]:
        """The broker's topic configuration."""
        if self.retention is None:
            week = str(int(timedelta(days=7).total_seconds() * 1000))
            return {
                "cleanup.policy": "compact",
                "min.compaction.lag.ms": week,
                "max.message.bytes": "1048576",
            }
        milliseconds = str(int(self.retention.total_seconds() * 1000))
        return {"cleanup.policy": "delete", "retention.ms": milliseconds, "max.message.bytes": "1048576"}

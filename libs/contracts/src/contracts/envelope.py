"""CloudEvents 1.0 in structured JSON: the one place where events become bytes and bytes events."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import from_json

from contracts.base import Event
from contracts.topics import EVENT_TYPES

CONTENT_TYPE = b"application/cloudevents+json"
TYPE_HEADER = "ce_type"
"""Kafka header with the event's type, so that a reader skips what it does not handle without parsing."""


class DecodeError(Exception):
    """The bytes are no event that this service understands: a poison event."""


class UnknownEvent(Exception):
    """A well-formed event of a type this version does not know; to be ignored."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event with its attributes. `sequence` is the aggregate's version; `workspace_id` the extension `tenantid`."""

    id: UUID
    source: str
    subject: str
    time: datetime
    workspace_id: UUID
    sequence: int
    event: Event
    traceparent: str | None = None

    @property
    def type(self) -> str:
        """The CloudEvents type."""
        return self.event.TYPE


def encode(envelope: Envelope) -> bytes:
    """The envelope as structured CloudEvents JSON, UTF-8."""
    attributes: dict[str, object] = {
        "specversion": "1.0",
        "id": str(envelope.id),
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": envelope.time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataschema": f"https://schemas.empfang.example/{envelope.type}.json",
        "tenantid": str(envelope.workspace_id),
        "sequence": envelope.sequence,
    }
    if envelope.traceparent:
        attributes["traceparent"] = envelope.traceparent
    head = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
    return f'{head[:-1]},"data":{envelope.event.model_dump_json()}}}'.encode()


def decode(value: bytes) -> Envelope:
    """The envelope in these bytes.

    Raises `UnknownEvent` for types of a newer version and `DecodeError` for anything that is not an event.
    """
    try:
        raw = from_json(value)
        kind = EVENT_TYPES.get(raw["type"])
        if kind is None:
            if not isinstance(raw["type"], str):
                raise DecodeError("the type is no text")
            raise UnknownEvent(raw["type"])
        return Envelope(
            id=UUID(raw["id"]),
            source=str(raw["source"]),
            subject=str(raw["subject"]),
            time=datetime.fromisoformat(raw["time"]),
            workspace_id=UUID(raw["tenantid"]),
            sequence=int(raw["sequence"]),
            event=kind.model_validate(raw["data"]),
            traceparent=raw.get("traceparent"),
        )
    except ValidationError as error:
        raise DecodeError(_reasons(error)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        missing = f" {error}" if isinstance(error, KeyError) else ""
        raise DecodeError(f"{type(error).__name__}{missing} in the attributes") from None


def _reasons(error: ValidationError) -> str:
    """What is wrong where, without what was found there: errors go into logs and lists of dead letters."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"{'/'.join(map(str, one['loc']))}: {one['type']}" for one in found)[:500]


def tenant_of(value: bytes | None) -> UUID | None:
    """The workspace that an event says it is of, however broken the rest; None where that cannot be read."""
    try:
        return UUID(from_json(value or b"")["tenantid"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None

"""Generates what readers outside Python need: a JSON Schema and an example per event, and an AsyncAPI document.

`python -m contracts.catalogue` writes them. Schemas are kept as numbered revisions that are never changed: an additive
change adds a revision, a breaking one is refused (it is a new topic). Examples are never changed either, so that
every event that was ever possible stays readable.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from contracts.base import Event, Reader, Topic
from contracts.compatibility import breaking_changes
from contracts.envelope import Envelope, encode
from contracts.topics import EVENT_TYPES, TOPICS

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
EXAMPLES = ROOT / "examples"
ASYNCAPI = ROOT / "asyncapi.yaml"

_ID = "0197a000-0000-7000-8000-000000000001"
_SAMPLES = {"uuid": _ID, "date-time": "2026-06-01T12:00:00Z", "date": "2026-06-01"}


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The JSON Schema of an event's data."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **event.model_json_schema(mode="serialization")}


def example_of(event: type[Event]) -> bytes:
    """An example of an event in its envelope, every field filled."""
    schema = schema_of(event)
    data = sample(schema, schema.get("$defs", {}))
    owner = next(topic.owner for topic in TOPICS if event in topic.events)
    envelope = Envelope(
        id=UUID(_ID),
        source=f"/{owner}",
        subject=_ID,
        time=datetime(2026, 6, 1, 12, tzinfo=UTC),
        workspace_id=UUID(_ID),
        sequence=1,
        event=event.model_validate(data),
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )
    return json.dumps(json.loads(encode(envelope)), indent=2, ensure_ascii=False).encode() + b"\n"


def sample(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """A value that fits a schema: the first allowed one, one element in every list and mapping."""
    if "$ref" in schema:
        return sample(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            return sample(schema[choice][0], definitions)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "object":
        filled = {name: sample(part, definitions) for name, part in schema.get("properties", {}).items()}
        further = schema.get("additionalProperties")
        if isinstance(further, dict):
            name = sample(schema["propertyNames"], definitions) if "propertyNames" in schema else "name"
            filled[name] = sample(further, definitions)
        return filled
    if kind == "array":
        return [sample(schema["items"], definitions)] if "items" in schema else []
    if kind == "string":
        return _SAMPLES.get(schema.get("format", ""), "Beispiel")
    return {"integer": 1, "number": 1.5, "boolean": True}.get(str(kind))


def revisions(event: type[Event]) -> list[Path]:
    """The committed schemas of an event, oldest first."""
    return sorted((SCHEMAS / event.TYPE).glob("*.json"))


def asyncapi() -> dict[str, Any]:
    """The platform's topics and messages as an AsyncAPI 3.0 document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Empfang events",
            "version": "1.0.0",
            "description": "CloudEvents 1.0, structured JSON. Keyed by the attribute named in each channel.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {
            f"{topic.owner}.publishes.{topic.name}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{topic.name}"},
                "summary": f"Only {topic.owner} writes this topic.",
            }
            for topic in TOPICS
        }
        | {
            f"{reader.service}.{_HOW[reader.how]}.{topic.name}": _heard(topic, reader)
            for topic in TOPICS
            for reader in topic.readers
        },
        "components": {"messages": {name: _message(kind) for name, kind in sorted(EVENT_TYPES.items())}},
    }


_HOW = {"reaction": "reacts-to", "stream": "counts", "replica": "replicates"}
_HEARD = {
    "reaction": "{0} reacts, each event once in effect; consumer group {0}.",
    "stream": "{0} counts in batches; consumer group {0}.faust.",
    "replica": "{0} keeps the snapshots as a read model; positions in its database.",
}


def _heard(topic: Topic, reader: Reader) -> dict[str, Any]:
    channel = f"#/channels/{topic.name}"
    return {
        "action": "receive",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{kind.__name__}"} for kind in reader.events or topic.events],
        "summary": _HEARD[reader.how].format(reader.service),
    }


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "description": f"Owner {topic.owner}, key `{topic.key}`, "
        + ("compacted." if topic.retention is None else f"kept {topic.retention.days} days."),
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.TYPE}"} for kind in topic.events},
        "bindings": {"kafka": {"partitions": topic.partitions, "topicConfiguration": topic.settings()}},
    }


def _message(event: type[Event]) -> dict[str, Any]:
    latest = revisions(event)
    return {
        "name": event.TYPE,
        "summary": (event.__doc__ or "").strip().splitlines()[0],
        "payload": {"$ref": f"./schemas/{event.TYPE}/{latest[-1].name if latest else '001.json'}"},
    }


def write() -> list[str]:
    """Write what is missing; returns the breaking changes, for which nothing is written."""
    problems: list[str] = []
    for name, event in sorted(EVENT_TYPES.items()):
        current, known = schema_of(event), revisions(event)
        if known:
            last = json.loads(known[-1].read_text())
            if last == current:
                continue
            breaks = breaking_changes(last, current)
            if breaks:
                problems += [f"{name}: {change}" for change in breaks]
                continue
        number = f"{len(known) + 1:03d}.json"
        for folder, content in ((SCHEMAS, _pretty(current)), (EXAMPLES, example_of(event))):
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / number).write_bytes(content)
    ASYNCAPI.write_text(asyncapi_text())
    return problems


def asyncapi_text() -> str:
    """The document as YAML; JSON is a subset of YAML, so that no YAML writer is needed."""
    return _pretty(asyncapi()).decode()


def _pretty(document: dict[str, Any]) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True).encode() + b"\n"


if __name__ == "__main__":
    found = write()
    for problem in found:
        sys.stderr.write(f"breaking: {problem}\n")
    sys.exit(1 if found else 0)

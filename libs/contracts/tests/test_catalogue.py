"""Topics and schemas: one writer each, additive changes only, every example ever committed stays readable."""

from __future__ import annotations

import copy
import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from contracts import catalogue
from contracts.base import Event, Topic
from contracts.catalogue import asyncapi_text, example_of, revisions, schema_of
from contracts.compatibility import breaking_changes
from contracts.envelope import decode
from contracts.lead import LeadCaptured
from contracts.topics import EVENT_TYPES, TOPICS, topic_of

EVENTS = sorted(EVENT_TYPES.values(), key=lambda event: event.TYPE)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.TYPE)
def test_the_committed_schema_is_the_current_one(kind: type[Event]) -> None:
    known = revisions(kind)
    assert known, "run `make schemas`"
    assert json.loads(known[-1].read_text()) == schema_of(kind), "run `make schemas`"


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.TYPE)
def test_every_revision_is_additive(kind: type[Event]) -> None:
    schemas = [json.loads(path.read_text()) for path in revisions(kind)]
    for old, new in pairwise(schemas):
        assert breaking_changes(old, new) == []


@pytest.mark.parametrize("path", sorted(catalogue.EXAMPLES.glob("*/*.json")), ids=lambda path: f"{path.parent.name}")
def test_every_example_ever_committed_is_readable(path: Path) -> None:
    envelope = decode(path.read_bytes())
    raw = json.loads(path.read_text())
    written = json.loads(envelope.event.model_dump_json())
    assert _contains(written, raw["data"]), "a value of the example was lost"
    jsonschema.validate(raw["data"], json.loads((catalogue.SCHEMAS / envelope.type / path.name).read_text()))


def test_committed_schemas_and_examples_are_never_changed() -> None:
    folder = catalogue.ROOT
    git = ["git", "-C", str(folder), "log", "--diff-filter=MDR", "--format=", "--name-only", "--"]
    answer = subprocess.run([*git, "schemas", "examples"], capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        pytest.skip("not a git checkout: there is no history to hold against")
    assert answer.stdout.split() == []


def test_the_asyncapi_document_is_current() -> None:
    assert catalogue.ASYNCAPI.read_text() == asyncapi_text(), "run `make schemas`"


def test_every_event_has_one_owner_and_every_topic_its_key() -> None:
    for kind in EVENTS:
        owners = [topic.owner for topic in TOPICS if kind in topic.events]
        assert len(owners) == len(set(owners)) >= 1, kind
    for topic in TOPICS:
        for kind in topic.events:
            assert getattr(decode(example_of(kind)).event, topic.key), (topic.name, kind)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic.compacted], ids=lambda topic: topic.name)
def test_compacted_topics_never_delete_by_time(topic: Topic) -> None:
    assert topic.settings()["cleanup.policy"] == "compact"


LIMITS = {"minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "multipleOf"}


def limits_in(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        return (LIMITS & schema.keys()).union(*map(limits_in, schema.values()))
    return set().union(*map(limits_in, schema)) if isinstance(schema, list) else set()


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.TYPE)
def test_readers_check_structure_and_no_business_limits(kind: type[Event]) -> None:
    """A limit that its writer moves must not make poison of events that older readers get."""
    assert limits_in(schema_of(kind)) == set()


def test_a_service_cannot_publish_on_anothers_topic() -> None:
    assert topic_of(LeadCaptured, "lead-svc").name == "lead.leads"
    with pytest.raises(LookupError):
        topic_of(LeadCaptured, "chat-svc")


def _lead(**changes: Any) -> dict[str, Any]:
    schema = copy.deepcopy(schema_of(LeadCaptured))
    for name, part in changes.items():
        if part is None:
            del schema["properties"][name]
        else:
            schema["properties"][name] = part
    return schema


def test_additions_are_fine() -> None:
    assert breaking_changes(_lead(), _lead(mood={"type": "string", "default": ""})) == []


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": None},
        {"bot_id": {"type": "integer"}},
        {"kind": {"enum": ["email"], "type": "string"}},
        {"kind": {"enum": ["email", "contact_request", "fax"], "type": "string"}},
        {"conversation_id": {"type": "string", "format": "uuid"}},
        {"topics": {"type": "array", "items": {"type": "integer"}}},
    ],
)
def test_breaking_changes_are_found(change: dict[str, Any]) -> None:
    assert breaking_changes(_lead(), _lead(**change))


def test_a_new_required_field_is_found() -> None:
    new = _lead(mood={"type": "string"})
    new["required"] = [*new["required"], "mood"]
    assert breaking_changes(_lead(), new) == ["/mood became required"]


def test_changes_inside_snapshots_are_found() -> None:
    kind = EVENT_TYPES["empfang.config.BotUpdated.v1"]
    new = copy.deepcopy(schema_of(kind))
    del new["$defs"]["Branding"]["properties"]["primary_color"]
    assert any("primary_color was removed" in change for change in breaking_changes(schema_of(kind), new))


def _contains(whole: Any, part: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and _contains(whole[name], value) for name, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and len(whole) == len(part) and all(map(_contains, whole, part))
    return bool(whole == part)

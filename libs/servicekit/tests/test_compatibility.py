"""What breaks callers of an API is found, and what only adds is not."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from servicekit.http.compatibility import breaking_changes

API: dict[str, Any] = {
    "paths": {
        "/things/{id}": {
            "post": {
                "parameters": [
                    {"in": "path", "name": "id", "required": True, "schema": {"type": "string", "format": "uuid"}},
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 200}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingIn"}}},
                },
                "responses": {
                    "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                    "default": {"content": {"application/problem+json": {"schema": {"type": "object"}}}},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "ThingIn": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 100},
                    "kind": {"type": "string", "enum": ["a", "b"]},
                    "parent": {"anyOf": [{"$ref": "#/components/schemas/ThingIn"}, {"type": "null"}]},
                },
            },
            "Thing": {
                "type": "object",
                "required": ["id", "name"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "name": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                },
            },
        }
    },
}


def changed(*path: str | int, to: Any = None) -> dict[str, Any]:
    """The API with the part at this path replaced, or removed without `to`."""
    found = copy.deepcopy(API)
    place: Any = found
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return found


POST = ("paths", "/things/{id}", "post")
IN, OUT = ("components", "schemas", "ThingIn"), ("components", "schemas", "Thing")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (changed("paths", "/things/{id}"), "POST /things/{id} was removed"),
        (changed(*POST, "parameters", 1), "the parameter limit was removed"),
        (changed(*POST, "parameters", 1, "required", to=True), "the parameter limit became required"),
        (changed(*POST, "parameters", 1, "schema", "maximum", to=50), "maximum fell to 50"),
        (changed(*POST, "responses", "201"), "the answer 201 was removed"),
        (changed(*POST, "requestBody", "content", to={"text/csv": {}}), "takes application/json no more"),
        (changed(*IN, "required", to=["name", "kind"]), "/kind became required"),
        (changed(*IN, "properties", "kind"), "/kind was removed"),
        (changed(*IN, "properties", "kind", "enum", to=["a"]), "takes b no more"),
        (changed(*IN, "properties", "name", "maxLength", to=50), "maxLength fell to 50"),
        (changed(*IN, "properties", "name", "type", to="integer"), "changed from string to integer"),
        (changed(*IN, "properties", "parent", "anyOf", to=[{"type": "null"}]), "/parent changed from null/object"),
        (changed(*OUT, "properties", "id"), "/id was removed"),
        (changed(*OUT, "properties", "id", "format"), "changed from string:uuid to string"),
        (changed(*OUT, "required", to=["name"]), "/id is no longer always there"),
        (changed(*OUT, "properties", "parts", "items", to={"type": "string"}), "/parts/* changed from object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_callers_is_found(new: dict[str, Any], said: str) -> None:
    found = breaking_changes(API, new)
    assert any(said in change for change in found), found


@pytest.mark.parametrize(
    "new",
    [
        API,
        changed(*POST, "parameters", 1, "schema", "maximum", to=500),
        changed(*IN, "properties", "kind", "enum", to=["a", "b", "c"]),
        changed(*IN, "properties", "colour", to={"type": "string"}),
        changed(*IN, "required", to=[]),
        changed(*OUT, "properties", "colour", to={"type": "string"}),
        changed(*OUT, "properties", "name", to={"type": "string"}),
        changed(*OUT, "required", to=["id", "name", "parts"]),
        changed("paths", "/more", to={"get": {"responses": {}}}),
    ],
)
def test_additions_break_nobody(new: dict[str, Any]) -> None:
    assert breaking_changes(API, new) == []

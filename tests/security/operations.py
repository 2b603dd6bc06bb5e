"""The operations of an OpenAPI document, bodies made from their schemas, and every place where a value goes in."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

Kind = Literal["string", "day", "moment", "number"]
Schema = Mapping[str, Any]
Steps = tuple[str | int, ...]

FREE_BODIES = {"changeChatbot": ("CreateExtendedIn", (("data_sources",), ("contact_persons", "persons")))}
"""Operations whose body is documented as any object: the schema it is checked by, and the parts it may not have."""
_SAMPLES = {"date": "2026-03-02", "date-time": "2026-03-02T10:00:00Z", "uuid": str(UUID(int=7))}


KINDS: dict[str, Kind] = {"date": "day", "date-time": "moment"}
"""Of strings that have a format."""


@dataclass(frozen=True)
class Place:
    """Where one value goes in: a step of a body, or a parameter of the query."""

    kind: Kind
    steps: Steps

    @property
    def pointer(self) -> str:
        """As errors name it."""
        return "".join(f"/{step}" for step in self.steps)

    def filled(self, body: Any, value: Any) -> Any:
        """The body with the value in this place."""
        if not self.steps:
            return value
        changed = copy.deepcopy(body)
        inner = changed
        for step in self.steps[:-1]:
            inner = inner[step]
        inner[self.steps[-1]] = value
        return changed


@dataclass(frozen=True)
class Operation:
    """One way to ask a service."""

    id: str
    method: str
    path: str
    query: tuple[Place, ...]
    media_type: str
    body: Any
    places: tuple[Place, ...]

    @property
    def path_names(self) -> list[str]:
        """The parameters in the path."""
        return re.findall(r"{(\w+)}", self.path)


class Document:
    """An OpenAPI document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def operations(self) -> Iterator[Operation]:
        """All of them."""
        for path, methods in self._document["paths"].items():
            for method, found in methods.items():
                yield self._operation(path, method.upper(), found)

    def _operation(self, path: str, method: str, found: Schema) -> Operation:
        id = found["operationId"]
        schema, media_type = self._body(found)
        body = self._sample(schema) if schema is not None else None
        _, without = FREE_BODIES.get(id, ("", ()))
        for *outer, last in without:
            inner: Any = body
            for step in outer:
                inner = inner[step]
            del inner[last]
        return Operation(
            id=id,
            method=method,
            path=path,
            query=tuple(
                Place(place.kind, (parameter["name"],))
                for parameter in found.get("parameters", ())
                if parameter["in"] == "query"
                for place in self._places(parameter["schema"], ())
            ),
            media_type=media_type,
            body=body,
            places=tuple(
                place
                for place in (self._places(schema, ()) if schema is not None else ())
                if not any(place.steps[: len(part)] == part for part in without)
            ),
        )

    def _body(self, found: Schema) -> tuple[Schema | None, str]:
        if found["operationId"] in FREE_BODIES:
            name, _ = FREE_BODIES[found["operationId"]]
            return self._document["components"]["schemas"][name], "application/json"
        for media_type, content in found.get("requestBody", {}).get("content", {}).items():
            if "json" in media_type:
                return content["schema"], media_type
        return None, ""

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema or "anyOf" in schema or "oneOf" in schema or "allOf" in schema:
            if "$ref" in schema:
                schema = self._document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                continue
            choices = next(schema[key] for key in ("anyOf", "oneOf", "allOf") if key in schema)
            schema = next(choice for choice in choices if choice.get("type") != "null")
        return schema

    def _sample(self, schema: Schema) -> Any:
        """A value with every field that there may be."""
        schema = self._resolved(schema)
        if "const" in schema or "enum" in schema:
            return schema["const"] if "const" in schema else schema["enum"][0]
        match schema.get("type"):
            case "object":
                return {name: self._sample(inner) for name, inner in self._fields(schema).items()}
            case "array":
                return [self._sample(schema.get("items", {}))]
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return True
            case _:
                return _SAMPLES.get(schema.get("format", ""), "text")

    def _fields(self, schema: Schema) -> dict[str, Schema]:
        fields: dict[str, Schema] = dict(schema.get("properties", {}))
        more = schema.get("additionalProperties")
        if isinstance(more, dict):
            fields[str(self._sample(schema.get("propertyNames", {"const": "key"})))] = more
        return fields

    def _places(self, schema: Schema, steps: Steps) -> Iterator[Place]:
        schema = self._resolved(schema)
        match schema.get("type", "string"):
            case "object":
                for name, inner in self._fields(schema).items():
                    yield from self._places(inner, (*steps, name))
            case "array":
                yield from self._places(schema.get("items", {}), (*steps, 0))
            case "integer" | "number":
                yield Place("number", steps)
            case "string":
                yield Place(KINDS.get(schema.get("format", ""), "string"), steps)

"""What may change in an HTTP API without breaking its callers.

Callers send what they sent before, so nothing they send may go, become required, or be refused. They read what they
read before, so nothing they read may go, become optional, or change its type. Answers may grow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

Direction = Literal["request", "answer"]
Document = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_NARROWING = {"maxLength", "maximum", "maxItems", "exclusiveMaximum"}
_WIDENING = {"minLength", "minimum", "minItems", "exclusiveMinimum"}


def breaking_changes(old: Document, new: Document) -> list[str]:
    """Each way in which API `new` breaks callers of API `old`, in words; empty when it only adds."""
    return list(_Comparison(old, new).changes())


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new

    def changes(self) -> Iterator[str]:
        for path, item in self._old["paths"].items():
            for method in METHODS:
                if method not in item:
                    continue
                now = self._new["paths"].get(path, {}).get(method)
                where = f"{method.upper()} {path}"
                if now is None:
                    yield f"{where} was removed"
                else:
                    yield from self._operation(item[method], now, where)

    def _operation(self, old: Document, new: Document, where: str) -> Iterator[str]:
        before = {(p["in"], p["name"]): p for p in old.get("parameters", ())}
        now = {(p["in"], p["name"]): p for p in new.get("parameters", ())}
        for key, parameter in now.items():
            if parameter.get("required") and not before.get(key, {}).get("required"):
                yield f"{where}: the parameter {key[1]} became required"
        for key, parameter in before.items():
            if key not in now:
                yield f"{where}: the parameter {key[1]} was removed"
            else:
                yield from self._schema(parameter["schema"], now[key]["schema"], "request", f"{where} ?{key[1]}")
        yield from self._body(old.get("requestBody"), new.get("requestBody"), where)
        for status, answer in old.get("responses", {}).items():
            if status not in new.get("responses", {}):
                yield f"{where}: the answer {status} was removed"
                continue
            after = new["responses"][status].get("content", {})
            for media, content in answer.get("content", {}).items():
                if media not in after:
                    yield f"{where}: {status} is no longer {media}"
                else:
                    pair = content.get("schema", {}), after[media].get("schema", {})
                    yield from self._schema(*pair, "answer", f"{where} {status}")

    def _body(self, old: Document | None, new: Document | None, where: str) -> Iterator[str]:
        if new is not None and new.get("required") and not (old or {}).get("required"):
            yield f"{where}: a body became required"
        for media, content in (old or {}).get("content", {}).items():
            after = (new or {}).get("content", {})
            if media not in after:
                yield f"{where}: takes {media} no more"
            else:
                yield from self._schema(content.get("schema", {}), after[media].get("schema", {}), "request", where)

    def _schema(
        self, old: Any, new: Any, way: Direction, where: str, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Iterator[str]:
        if not isinstance(old, dict) or not isinstance(new, dict):
            return
        pair = (str(old.get("$ref")), str(new.get("$ref")))
        if "$ref" in old or "$ref" in new:
            if pair in seen:
                return
            seen |= {pair}
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        if (was := _kinds(old, self._old)) != (now := _kinds(new, self._new)) and not _compatible(was, now, way):
            yield f"{where} changed from {'/'.join(sorted(was))} to {'/'.join(sorted(now))}"
            return
        if way == "request":
            yield from _refused(old, new, where)
        yield from self._properties(old, new, way, where, seen)
        if "items" in old and "items" in new:
            yield from self._schema(old["items"], new["items"], way, f"{where}/*", seen)
        for one, other in zip(_choices(old), _choices(new), strict=False):
            yield from self._schema(one, other, way, where, seen)

    def _properties(
        self, old: Document, new: Document, way: Direction, where: str, seen: frozenset[tuple[str, str]]
    ) -> Iterator[str]:
        before, now = old.get("properties", {}), new.get("properties", {})
        was_required, required = set(old.get("required", ())), set(new.get("required", ()))
        if way == "request":
            for name in sorted(required - was_required):
                yield f"{where}/{name} became required"
        else:
            for name in sorted((was_required - required) & now.keys()):
                yield f"{where}/{name} is no longer always there"
        for name, part in before.items():
            if name in now:
                yield from self._schema(part, now[name], way, f"{where}/{name}", seen)
            elif way == "answer" or new.get("additionalProperties") is False:
                yield f"{where}/{name} was removed"


def _refused(old: Document, new: Document, where: str) -> Iterator[str]:
    """Values that were taken and are refused now."""
    before: list[Any] = old.get("enum", [])
    gone = {str(value) for value in before if value not in new.get("enum", before)}
    if gone:
        yield f"{where} takes {', '.join(sorted(gone))} no more"
    for name in _NARROWING:
        if name in new and new[name] < old.get(name, float("inf")):
            yield f"{where}: {name} fell to {new[name]}"
    for name in _WIDENING:
        if name in new and new[name] > old.get(name, float("-inf")) and (name in old or new[name] > 0):
            yield f"{where}: {name} rose to {new[name]}"


def _resolved(schema: Document, document: Document) -> Document:
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def _choices(schema: Document) -> list[Document]:
    return schema.get("anyOf") or schema.get("oneOf") or []


def _kinds(schema: Document, document: Document) -> frozenset[str]:
    """The JSON types (with formats) a value may have."""
    choices = _choices(schema)
    if choices:
        return frozenset().union(*(_kinds(_resolved(choice, document), document) for choice in choices))
    named = schema.get("type", "any")
    kinds: list[str] = [named] if isinstance(named, str) else named
    return frozenset(f"{kind}:{schema['format']}" if "format" in schema else kind for kind in kinds)


def _compatible(was: frozenset[str], now: frozenset[str], way: Direction) -> bool:
    """A request may take more kinds of values, an answer may have fewer; a number may stand for an integer."""
    if "any" in (now if way == "request" else was):
        return True
    return was <= now if way == "request" else now <= was

"""What may change in an event without breaking anybody.

Readers ignore unknown fields, so fields may be added; old events lack them, so they must be optional. Nothing else:
a field that goes or becomes required breaks readers of old events, and a value that old readers do not know would be a
poison event to them.
"""

from __future__ import annotations

from typing import Any

_COMPARED = ("type", "format", "enum", "const", "additionalProperties", "propertyNames", "items", "prefixItems")


def breaking_changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Each way in which schema `new` breaks readers or writers of schema `old`, in words; empty when it is additive."""
    return _compare(old, new, old.get("$defs", {}), new.get("$defs", {}), "", frozenset())


def _compare(
    old: Any, new: Any, old_defs: dict[str, Any], new_defs: dict[str, Any], path: str, seen: frozenset[tuple[str, str]]
) -> list[str]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return [] if old == new else [f"{path or '/'} changed from {old!r} to {new!r}"]
    if "$ref" in old or "$ref" in new:
        pair = (str(old.get("$ref")), str(new.get("$ref")))
        if pair in seen:
            return []
        seen = seen | {pair}
        old, new = _resolve(old, old_defs), _resolve(new, new_defs)
    found: list[str] = []
    for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
        if "default" not in new.get("properties", {}).get(name, {}):
            found.append(f"{path}/{name} became required")
    for name, part in old.get("properties", {}).items():
        if name not in new.get("properties", {}):
            found.append(f"{path}/{name} was removed")
        else:
            found += _compare(part, new["properties"][name], old_defs, new_defs, f"{path}/{name}", seen)
    for name in _COMPARED:
        if name in old or name in new:
            here = f"{path} ({name})" if name not in ("items", "additionalProperties") else f"{path}/*"
            found += _compare(old.get(name), new.get(name), old_defs, new_defs, here, seen)
    return found + _compare_alternatives(old, new, old_defs, new_defs, path, seen)


def _compare_alternatives(
    old: dict[str, Any],
    new: dict[str, Any],
    old_defs: dict[str, Any],
    new_defs: dict[str, Any],
    path: str,
    seen: frozenset[tuple[str, str]],
) -> list[str]:
    found: list[str] = []
    for choice in ("anyOf", "allOf", "oneOf"):
        before, after = old.get(choice, []), new.get(choice, [])
        if len(before) != len(after):
            return [f"{path} has other alternatives"]
        for one, other in zip(before, after, strict=True):
            found += _compare(one, other, old_defs, new_defs, path, seen)
    return found


def _resolve(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = definitions[schema["$ref"].rsplit("/", 1)[1]]
        return found
    return schema

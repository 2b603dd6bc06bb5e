"""Configurations as JSON: values by pointer, and the merge patch (RFC 7396) that leads from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Json = Any
"""A configuration is edited field by field, by pointer: every field is some JSON."""


def at(document: Json, pointer: str) -> Json:
    """The value at a pointer (RFC 6901, of objects only); None where there is none."""
    found = document
    for name in pointer.strip("/").split("/"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def patch_of(document: Json, typed: Mapping[str, Json]) -> dict[str, Json]:
    """The merge patch that puts the typed values into the document; empty when they are there."""
    patch: dict[str, Json] = {}
    for pointer, value in typed.items():
        before = at(document, pointer)
        if before == value:
            continue
        *path, last = pointer.strip("/").split("/")
        place = patch
        for name in path:
            place = place.setdefault(name, {})
        place[last] = _difference(before, value) if isinstance(value, Mapping) else deepcopy(value)
    return patch


def _difference(before: Json, after: Mapping[str, Json]) -> dict[str, Json]:
    """A merge patch between objects: what is gone is null."""
    known: Mapping[str, Json] = before if isinstance(before, Mapping) else {}
    gone: dict[str, Json] = {name: None for name in known if name not in after}
    return gone | {name: deepcopy(value) for name, value in after.items() if known.get(name) != value}

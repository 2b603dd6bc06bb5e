"""Requests as values: `console.calls` makes them, `console.api` sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Answer_co = TypeVar("Answer_co", covariant=True)
Parameter = str | int | float | bool | Sequence[str] | None


@dataclass(frozen=True)
class Request:
    """What is sent; parameters that are None or empty are left out."""

    method: str
    path: str
    params: Mapping[str, Parameter] = field(default_factory=dict)
    headers: Mapping[str, str | None] = field(default_factory=dict)
    body: object = None


@dataclass(frozen=True)
class Call(Request, Generic[Answer_co]):
    """A request that is answered with JSON of this type, or with nothing when the type is None."""


@dataclass(frozen=True)
class Transfer(Request):
    """A request that is answered with a file or a stream of events."""

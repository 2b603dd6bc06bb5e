"""Every string, day, moment and number of every operation refuses what nobody can keep, and names the field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from servicekit.service import Service

from tests.security.conftest import Door
from tests.security.operations import Kind, Operation, Place

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

STRANGE: dict[Kind, tuple[Any, ...]] = {
    "string": ("a\u0000b", "\ud800", "a\u001bb"),
    "day": ("a\u0000b", "0001-01-01", "9999-12-31"),
    "moment": ("a\u0000b", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    "number": (10**30, -(10**30), "\u0000"),
}
CLEANED = {
    ("sendMessage", "/text"),
    ("receiveInbound", "/headers/text"),
    ("receiveInbound", "/message_id"),
    ("receiveInbound", "/subject"),
    ("receiveInbound", "/text"),
}
"""What people type to a bot or wrote in a mail is kept without control characters: nobody is there to correct it."""
FEWEST = {
    "config-svc": 300,
    "ingest-svc": 10,
    "chat-svc": 20,
    "lead-svc": 60,
    "analytics-svc": 20,
    "outreach-svc": 80,
}
"""So many fields and parameters are tried at least; a test that reaches nothing proves nothing."""


def tries(operation: Operation, places: tuple[Place, ...]) -> Iterator[tuple[Place, Any]]:
    for place in places:
        for value in STRANGE[place.kind]:
            yield place, value


async def test_every_field_of_every_operation(
    door: Door, service: Service[Any, Any, Any], record_property: Any
) -> None:
    reached: Counter[str] = Counter()
    for operation in door.document.operations():
        headers = {**door.headers, "Content-Type": operation.media_type}
        for place, value in tries(operation, operation.places):
            answer = await door.client.request(
                operation.method,
                door.path(operation),
                content=json.dumps(place.filled(operation.body, value)),
                headers=headers,
            )
            if value == "a\u001bb" and (operation.id, place.pointer) in CLEANED:
                assert answer.status_code < 500, told(operation, place, value, answer)
                continue
            assert names(answer, place.pointer), told(operation, place, value, answer)
            reached["fields"] += 1
        for place in operation.places:
            answer = await door.client.request(
                operation.method,
                door.path(operation),
                content=json.dumps(place.filled(operation.body, None)),
                headers=headers,
            )
            assert answer.status_code < 500, told(operation, place, None, answer)  # null may be allowed: not a failure
        for place, value in tries(operation, operation.query):
            given = quote(str(value), errors="surrogatepass")
            answer = await door.client.request(
                operation.method, f"{door.path(operation)}?{place.steps[0]}={given}", headers=door.headers
            )
            if value == "\ud800":  # no query can hold it: it arrives as a replacement character
                assert answer.status_code < 500, told(operation, place, value, answer)
                continue
            assert names(answer, f"query{place.pointer}"), told(operation, place, value, answer)
            reached["parameters"] += 1
    record_property("reached", dict(reached))
    print(f"{service.name}: {dict(reached)}")
    assert reached.total() >= FEWEST[service.name]


async def test_every_path_of_every_operation(door: Door) -> None:
    tried = 0
    for operation in door.document.operations():
        for name in operation.path_names:
            for value in ("a%00b", "%00", "%ED%A0%80", "a%1Bb", "a" * 5000, "%2e%2e", "'"):
                answer = await door.client.request(
                    operation.method, door.path(operation, **{name: value}), headers=door.headers
                )
                assert 400 <= answer.status_code < 500, (operation.id, name, value, answer.text)
                tried += 1
    assert tried > 0


READ_BY_OPERATIONS = ("Authorization", "X-Visitor-Token", "X-Signature", "Idempotency-Key", "If-Match")
READ_BY_ALL = (
    *("Accept", "Content-Type", "Origin", "User-Agent", "X-Forwarded-For", "traceparent", "Accept-Language"),
    "Last-Event-ID",
)
VALUES = (b"\xff\xfe", b"\0", b"\x1b[2J", b"Bearer emp_\xff_\0", b"9" * 5000, b'"' * 300, b"\xc3\xa4")


def headers_of(number: int) -> Iterator[tuple[str, bytes]]:
    """What is tried on an operation: all values where it reads the header itself, else one after the other in turn."""
    for name in READ_BY_OPERATIONS:
        yield from ((name, value) for value in VALUES)
    yield from ((name, VALUES[(number + place) % len(VALUES)]) for place, name in enumerate(READ_BY_ALL))


async def test_headers_are_refused_or_do_no_harm(door: Door) -> None:
    for number, operation in enumerate(door.document.operations()):
        if operation.method == "GET" and not operation.query:
            continue  # streams and pages: a good request for one would not end
        for name, value in headers_of(number):
            headers = {key.encode(): one.encode() for key, one in door.headers.items() if key != name}
            answer = await door.client.request(
                operation.method,
                door.path(operation) + "?limit=1&from=x",
                content=b"{}",
                headers={b"Content-Type": b"application/json"} | headers | {name.encode(): value},
            )
            assert answer.status_code < 500, (operation.id, name, value, answer.text)


def names(answer: httpx.Response, pointer: str) -> bool:
    """Whether the answer refuses exactly this field, with a reason that can be shown and does not repeat the value."""
    if answer.status_code != 422:
        return False
    errors = [error for error in answer.json()["errors"] if f"{error['pointer']}/".startswith(f"{pointer}/")]
    return bool(errors) and all(error["message"].isprintable() and "�" not in error["message"] for error in errors)


def told(operation: Operation, place: Place, value: Any, answer: httpx.Response) -> str:
    return f"{operation.id} {place} {value!r}: {answer.status_code} {answer.text[:300]}"

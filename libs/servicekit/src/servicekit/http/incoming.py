"""The net under every API: no request gets in with a string that the database cannot keep.

The types of `identity.text` say what each field may be; whoever forgets one, or takes a dictionary of anything, still
gets nothing that PostgreSQL or UTF-8 refuses: NUL and unpaired surrogates, in path, query and JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from identity.text import is_storable
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servicekit.errors import FieldError, Invalid, NotFound, TooLarge

Location = tuple[int | str, ...]

MOST_BYTES = 3_000_000
"""Of JSON, also where files may be larger."""
MOST_ERRORS = 10
"""So many fields are named in one answer."""
_RULE = "must not contain NUL or unpaired surrogates"
_ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_NO_UTF8 = re.compile(rb"\xed[\xa0-\xbf]")


class Incoming:
    """Reads a request's body before the application does, and refuses what nobody can keep."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Raises `Invalid`, which names the fields, `NotFound` for a path, `TooLarge`."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if "\0" in scope["path"]:
            raise NotFound
        _check_query(scope["query_string"])
        if _is_json(scope):
            receive = await _checked(receive)
        await self.app(scope, receive, send)


def pointer(location: Sequence[int | str]) -> str:
    """Where a field is: a JSON pointer into the body (RFC 6901), `query/limit`, `path/id`; printable in any case."""
    place, *path = location
    steps = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
    found = steps or "/" if place == "body" else f"{place}{steps}"
    return found if found.isprintable() else ascii(found)[1:-1]


def _check_query(query: bytes) -> None:
    if b"%00" not in query and b"\0" not in query:
        return
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    _refuse(("query", name) for name, value in pairs if "\0" in name or "\0" in value)


def _is_json(scope: Scope) -> bool:
    """Whether FastAPI will read the body as JSON; files and tables are looked at where they are read."""
    for name, value in scope["headers"]:
        if name == b"content-type":
            return b"json" in value.partition(b";")[0].lower()
    return False


async def _checked(receive: Receive) -> Receive:
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise TooLarge(f"A JSON body may have at most {MOST_BYTES} bytes.")
        if not message.get("more_body", False):
            break
    check_body(whole := bytes(body))
    waiting: list[Message] = [{"type": "http.request", "body": whole, "more_body": False}]
    if message["type"] != "http.request":
        waiting = [message]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


def check_body(body: bytes) -> None:
    """Look through JSON. Raises `Invalid` naming each field that cannot be kept.

    Nearly every body is let through by a search for the bytes such strings are made of; only the rest is parsed.
    """
    if b"\0" in body or (b"\\u" in body and _ESCAPED.search(body)) or (b"\xed" in body and _NO_UTF8.search(body)):
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            return  # no JSON, which the endpoint says
        _refuse(_unstorable(value))


def _refuse(locations: Iterable[Location]) -> None:
    errors = [FieldError(pointer(location), _RULE) for location in islice(locations, MOST_ERRORS)]
    if errors:
        raise Invalid(f"{errors[0].pointer}: {_RULE}", errors=errors)


def _unstorable(value: Any) -> Iterator[Location]:
    """Where in a JSON value such strings are; the keys of an object count as well. No recursion: callers go deep."""
    open_ends: list[tuple[Location, Iterator[tuple[int | str, Any]]]] = [((), iter([("body", value)]))]
    while open_ends:
        location, inside = open_ends[-1]
        for step, item in inside:
            if isinstance(step, str) and not is_storable(step):
                yield (*location, step)
            if isinstance(item, str):
                if not is_storable(item):
                    yield (*location, step)
            elif isinstance(item, dict | list):
                open_ends.append(((*location, step), iter(item.items() if isinstance(item, dict) else enumerate(item))))
                break
        else:
            open_ends.pop()

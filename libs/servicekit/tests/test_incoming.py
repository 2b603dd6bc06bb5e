"""Strings that no database keeps do not get in, whatever the endpoint takes."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from servicekit.errors import Invalid
from servicekit.http.incoming import check_body

JSON = {"Content-Type": "application/json"}
Key = Callable[..., Awaitable[dict[str, str]]]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (rb'{"a":{"b":["x","a\u0000b"]}}', ["/a/b/1"]),
        (rb'{"a":"\ud800","c":"\uDFFF\uD83D"}', ["/a", "/c"]),
        (b'{"a":"\xed\xa0\x80"}', ["/a"]),
        (rb'"\u0000"', ["/"]),
        (rb'{"a/b~":{"k\u0000":1}}', [r"/a~1b~0/k\x00"]),
        (rb'[{"\ud800":1}]', [r"/0/\ud800"]),
        (json.dumps({"a": "\0"}).encode("utf-16"), ["/a"]),
        (b'{"a":[' + rb'"\u0000",' * 50 + b"1]}", [f"/a/{number}" for number in range(10)]),
    ],
    ids=["NUL", "surrogates", "surrogate in bytes", "alone", "key", "key surrogate", "utf-16", "many"],
)
async def test_a_body_is_refused_and_the_answer_names_the_fields(
    client: httpx.AsyncClient, body: bytes, pointers: list[str]
) -> None:
    for media_type in ("application/json", "application/merge-patch+json; charset=utf-8"):
        answer = await client.post("/anything", content=body, headers={"Content-Type": media_type})

        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert sorted(error["pointer"] for error in answer.json()["errors"]) == sorted(pointers)


@pytest.mark.integration
@pytest.mark.parametrize(
    "body",
    [rb'{"a":"\\u0000"}', rb'{"a":"\ud83d\udc4d"}', '{"a":"👍 한국어"}'.encode(), rb'"\u00e4"', rb'{"a":"100%00"}'],
    ids=["a backslash", "a pair", "utf-8", "a letter", "percent"],
)
async def test_what_only_looks_like_it_gets_in(client: httpx.AsyncClient, body: bytes) -> None:
    assert (await client.post("/anything", content=body, headers=JSON)).status_code == 200


@pytest.mark.integration
@pytest.mark.parametrize("body", [rb'{"a":"\u0000"', rb"\u0000", b'["\\u0000",' * 20_000], ids=["open", "bare", "deep"])
async def test_what_is_no_json_is_refused_by_the_endpoint(client: httpx.AsyncClient, body: bytes) -> None:
    assert (await client.post("/anything", content=body, headers=JSON)).status_code in (400, 422)


@pytest.mark.integration
async def test_a_json_body_over_the_limit_is_refused_as_such(client: httpx.AsyncClient) -> None:
    async def endless() -> Any:
        yield b"["
        for _ in range(40):
            yield rb'"\u0000",' * 10_000

    answer = await client.post("/anything", content=endless(), headers=JSON)
    assert answer.status_code == 413


@pytest.mark.integration
async def test_queries_and_paths_are_looked_at_too(client: httpx.AsyncClient, api_key: Key) -> None:
    headers = await api_key("leads:read")
    for query, named in (
        ("limit=%00", "query/limit"),
        ("x%00=1", r"query/x\x00"),
        ("any=1&other=a%00b", "query/other"),
    ):
        answer = await client.get(f"/notes?{query}", headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, named)
    assert (await client.get("/no%00tes", headers=headers)).status_code == 404


def cursor(content: str) -> str:
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


@pytest.mark.integration
@pytest.mark.parametrize(
    "content",
    [
        r'["\u0000"]',
        r'["\ud800"]',
        f"[{10**30}]",
        "[1e999]",
        "[NaN]",
        "[[1]]",
        "[{}]",
        "[]",
        "{}",
        "1",
        "[" * 700,
        "[true]",
    ],
)
async def test_a_cursor_that_no_page_gave_is_refused(client: httpx.AsyncClient, api_key: Key, content: str) -> None:
    headers = await api_key("leads:read", "ops:read", "workspace:admin")
    for path in ("/notes", "/api/ops/lead-svc/jobs", "/api/ops/lead-svc/dead-letters"):
        answer = await client.get(path, params={"cursor": cursor(content)}, headers=headers)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "query/cursor"


@pytest.mark.integration
async def test_keys_of_repeated_requests_are_printable(client: httpx.AsyncClient, api_key: Key) -> None:
    for key in (b"", b"a\x00b", b"a\x85", b"x" * 256):
        headers = [*[(n.encode(), v.encode()) for n, v in (await api_key()).items()], (b"Idempotency-Key", key)]
        answer = await client.post("/notes", json={"title": "eins"}, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "header/Idempotency-Key")


values = st.recursive(
    st.none() | st.integers() | st.text(st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=3), inner, max_size=3)
    ),
)


@given(values)
def test_a_body_gets_in_exactly_when_it_can_be_kept(value: Any) -> None:
    told = json.dumps(value, ensure_ascii=False)
    keepable = "\\u0000" not in told and not any("\ud800" <= letter <= "\udfff" for letter in told)
    for body in (json.dumps(value).encode(), told.encode(errors="surrogatepass")):
        try:
            check_body(body)
        except Invalid:
            assert not keepable
        else:
            assert keepable or "\\\\u0000" in told

"""Requests of kinds that once ended in a failure of the server: each is refused, and the answer names the field."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from servicekit.service import Service

from tests.security.conftest import Door

pytestmark = pytest.mark.integration
PROSPECTS = "/api/prospects"
SOURCES = "/api/chatbots/{chatbot_id}/sources"
TEMPLATE = "/api/outreach/templates/follow_up"
BASIS = "/api/prospects/019a0000-0000-7000-8000-000000000007/basis"
ENQUIRY = {"kind": "enquiry", "email": "info@werk-huber.example", "occurred_at": "2026-03-02T10:15:00+01:00"}
REPLY = {"id": "r1", "kind": "reply", "message_id": "<m@a.example>", "at": "2026-03-02T10:00:00Z"}
NUL, HALF = "\0", "\ud800"


def cursor(content: Any) -> str:
    """As a page's `next` is written."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def lists(*queries: str) -> list[tuple[str, str, Any, str]]:
    """Requests for lists, each with the parameter that is wrong."""
    return [("GET", query, None, f"query/{query.partition('?')[2].partition('=')[0]}") for query in queries]


REQUESTS: dict[str, list[tuple[str, str, Any, str]]] = {
    "config-svc": lists("/api/chatbots?search=%00", f"/api/chatbots?cursor={cursor([10**30])}"),
    "chat-svc": lists(f"/api/chatbots/{{bot}}/conversations?cursor={cursor([NUL])}"),
    "ingest-svc": [
        ("POST", SOURCES, {"kind": "text", "title": "Preis\0liste", "text": "ab 40 Euro"}, "/title"),
        ("POST", SOURCES, {"kind": "text", "title": "Preise", "text": "ab\0 40 Euro"}, "/text"),
        ("POST", SOURCES, {"kind": "text", "title": "Preise", "text": "ab 40 Euro \udce4"}, "/text"),
        ("POST", SOURCES, {"kind": "url", "url": "https://werk-huber.example/\0"}, "/url"),
        ("POST", "/api/research", {"website": "https://werk-huber.example/\0"}, "/website"),
    ],
    "outreach-svc": [
        ("POST", PROSPECTS, {"website": "https://werk-huber.example/\0"}, "/website"),
        ("POST", PROSPECTS, {"website": "werk-huber.example", "note": "Messe\0"}, "/note"),
        ("POST", PROSPECTS, {"website": "werk-huber.example", "company_name": "Huber \u202eHbmG"}, "/company_name"),
        ("PUT", TEMPLATE, {"subject": "Ihre\0 Demo", "body": "Guten Tag"}, "/subject"),
        ("PUT", TEMPLATE, {"subject": "Ihre Demo", "body": "Guten\0 Tag"}, "/body"),
        ("PUT", TEMPLATE, {"subject": "Ihre Demo", "body": "x", "only_preview": True, "a\0": 1}, r"/a\x00"),
        ("POST", BASIS, {**ENQUIRY, "note": "rief an\0"}, "/note"),
        ("POST", BASIS, {**ENQUIRY, "occurred_at": "0001-01-01T00:00:00+14:00"}, "/occurred_at"),
        ("POST", BASIS, {**ENQUIRY, "occurred_at": "9999-12-31T23:59:59-14:00"}, "/occurred_at"),
        ("POST", "/api/outreach/inbound", {**REPLY, "text": "Ja,\0 gern."}, "/text"),
        *lists(
            "/api/prospects?search=Huber%00",
            f"/api/prospects?cursor={cursor([7])}",
            f"/api/outreach/suppressions?cursor={cursor([NUL])}",
            f"/api/outreach/suppressions?cursor={cursor([HALF])}",
        ),
    ],
    "lead-svc": lists(
        "/api/admin/leads?text=%00",
        "/api/admin/leads?from=0001-01-01T00:00:00%2B14:00",
        f"/api/admin/leads?cursor={cursor(['0001-01-01T00:00:00+14:00', 'x'])}",
        f"/api/admin/leads?cursor={cursor([NUL, NUL])}",
    ),
    "analytics-svc": lists(
        "/api/chatbots/{chatbot_id}/analytics?from=0001-01-01&to=0001-01-02",
        "/api/chatbots/{chatbot_id}/questions?to=9999-12-31",
        "/api/admin/kpis?from=0001-01-01&to=0001-01-02",
    ),
}


async def test_it_is_refused_by_name(door: Door, service: Service[Any, Any, Any]) -> None:
    operations = lists(
        f"/api/ops/{service.name}/jobs?cursor={cursor([10**30])}",
        f"/api/ops/{service.name}/dead-letters?cursor={cursor([10**30])}",
    )
    for method, path, body, pointer in [*REQUESTS[service.name], *operations]:
        answer = await door.client.request(
            method,
            path.format(**door.ids),
            content=json.dumps(body) if body is not None else None,
            headers={**door.headers, "Content-Type": "application/json"},
        )

        assert answer.status_code == 422, (path, body, answer.text)
        assert pointer in {error["pointer"] for error in answer.json()["errors"]}, (path, body, answer.text)


@pytest.mark.parametrize("service", ["ingest-svc"], indirect=True)
async def test_the_title_of_an_uploaded_file_is_a_line(door: Door) -> None:
    url = SOURCES.format(**door.ids)
    file = {"file": ("preise\u202e\x85liste.pdf", b"%PDF-1.7 nothing in it")}
    refused = [
        await door.client.post(url, data={"title": title}, files=file, headers=door.headers)
        for title in ("a\0b", "a\nb", "a\x1bb")
    ]
    taken = await door.client.post(url, files=file, headers=door.headers)

    for answer in refused:
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/title")
    assert taken.status_code == 201
    assert "\x85" not in taken.json()["title"]


@pytest.mark.parametrize("service", ["outreach-svc"], indirect=True)
@pytest.mark.parametrize(
    ("table", "pointer"),
    [
        ("website;firma\nhttps://a.example;A\0B", "/file"),
        ("website;firma\nhttps://a.example;A\x1bB", "/rows/0/company_name"),
        ("website;notiz\nhttps://a.example;ok\nhttps://b.example;A\x07B", "/rows/1/note"),
    ],
)
async def test_a_table_is_looked_at_cell_by_cell(door: Door, table: str, pointer: str) -> None:
    headers = {**door.headers, "Content-Type": "text/csv"}
    answer = await door.client.post("/api/prospects/bulk", content=table.encode(), headers=headers)

    assert answer.status_code == 422
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


@pytest.mark.parametrize("service", ["outreach-svc"], indirect=True)
@pytest.mark.parametrize("token", ["%00", "a%1Bb", "%ED%A0%80", quote("ä"), "A" * 43, "A" * 64, "="])
async def test_what_is_no_token_opens_no_page(door: Door, token: str) -> None:
    for page in ("unsubscribe", "confirm"):
        for method in ("GET", "POST"):
            answer = await door.client.request(method, f"/{page}/{token}")
            assert answer.status_code == 404


@pytest.mark.parametrize("service", ["ingest-svc"], indirect=True)
async def test_json_is_limited_where_files_may_be_larger(door: Door) -> None:
    body = b'{"kind":"text","text":"' + b"x" * 3_000_001 + b'"}'
    headers = {**door.headers, "Content-Type": "application/json"}

    assert (await door.client.post(SOURCES.format(**door.ids), content=body, headers=headers)).status_code == 413

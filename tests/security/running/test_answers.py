"""Answers through the ingress: what each carries in its head, and that no upload or flood gets far."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from time import monotonic
from typing import Any

import httpx
import openpyxl
import pytest

from tests.demo.client import Sink
from tests.security.running.asking import Answer
from tests.security.running.permissions import BODIES, PUBLIC
from tests.security.running.test_matrix import KEYED, Caller, operations
from tests.security.running.world import SERVICES, World, eventually

pytestmark = [pytest.mark.security, pytest.mark.timeout(180)]
QUICK_SECONDS = 5.0
PAGES = ("showPrivacyConfirmation", "showConfirm", "showUnsubscribe")
VERSIONS = re.compile(r"\d|uvicorn|python|starlette|fastapi", re.IGNORECASE)
"""The ingress names itself without its version, the services not at all."""


def faults(answer: Answer, path: str) -> list[str]:
    """What is missing in an answer's head."""
    head, found = answer.headers, []
    if head.get("x-content-type-options") != "nosniff":
        found.append("may be sniffed")
    if VERSIONS.search(head.get("server", "")) or "x-powered-by" in head:
        found.append(f"says what runs: {head.get('server')}")
    kept = head.get("cache-control", "")
    if path.startswith("/api/") and not any(way in kept for way in ("no-store", "no-cache", "private")):
        found.append(f"may be kept: {kept}")
    if "text/html" in head.get("content-type", ""):
        policy = head.get("content-security-policy", "")
        found += [
            f"no {rule}" for rule in ("default-src 'none'", "frame-ancestors", "form-action") if rule not in policy
        ]
        if head.get("referrer-policy") != "no-referrer":
            found.append("tells the next site where it came from")
    if "set-cookie" in head:
        found.append("sets a cookie")
    return found


async def test_every_answer_has_its_head(world: World) -> None:
    """Of every operation: refused, not found, and the pages and files that have one."""
    caller = Caller(world)
    caller.ids |= {"token": world.a.ids["unsubscribe"], "name": world.a.ids["picture"]}
    every = [(service, one) for service, one in operations() if one.id != "streamAnalytics"]
    wrong: dict[str, list[str]] = {}
    for who, headers in {"nobody": {}, "the key": world.a.headers, "a stranger": world.b.headers}.items():
        wanted = [(s, one) for s, one in every if who != "the key" or one.method == "GET"]
        for one, answer in await caller.all(who, headers, wanted):
            assert answer.status < 500, one.id
            if found := faults(answer, one.path):
                wrong[f"{one.id} for {who}: {answer.status}"] = found
    assert wrong == {}


@pytest.mark.parametrize(
    "path",
    [
        *("/bot/{bot}?token={production}", "/bot/{bot}?token=wrong", "/bot/nonsense", "/embed.js", "/widget/panel.js"),
        *(
            "/widget/none",
            "/confirm/none",
            "/unsubscribe/{unsubscribe}",
            "/media/logos/none.png",
            "/media/{shelf}/{picture}",
        ),
        *(
            "/api/config-svc/openapi.json",
            "/api/none",
            "/api/chatbots/not-a-uuid",
            "/api/privacy/requests/confirm?token=x",
        ),
        *("/api/admin/reports/{report_id}/html", "/api/chat/%00/sessions", "/metrics", "/healthz", "/readyz"),
    ],
)
async def test_pages_files_and_what_is_not_there(world: World, path: str) -> None:
    answer = await world.ingress.ask("GET", path.format(**world.a.ids, **world.a.links), world.a.headers)
    if answer.headers.get("server") == "Caddy" and answer.status == 404 and "No service answers" in answer.text:
        assert answer.headers["content-type"] == "application/problem+json"
    assert faults(answer, path) == []
    assert answer.status < 500
    if path in ("/metrics", "/healthz", "/readyz"):
        assert b"process_" not in answer.content
        assert b'"ready"' not in answer.content


async def test_a_page_cannot_be_framed_by_strangers(world: World) -> None:
    page = await world.ingress.ask("GET", f"/bot/{world.a.bot}?token={world.a.links['production']}")
    ancestors = re.search(r"frame-ancestors ([^;]*)", page.headers["content-security-policy"])
    assert page.status == 200
    assert ancestors
    assert "*" not in ancestors[1].split()
    link = await world.ingress.ask("GET", f"/unsubscribe/{world.a.ids['unsubscribe']}")
    assert "frame-ancestors 'none'" in link.headers["content-security-policy"]


def pdf_bomb(size: int) -> bytes:
    """A few hundred kilobytes that expand to `size` bytes."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + packer.flush()
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    head += b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\n"
    page = b"endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n"
    return (
        head
        + page
        + b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream)
        + stream
        + b"\nendstream\nendobj\n"
    )


def workbook_bomb(size: int) -> bytes:
    """A workbook whose sheet expands to `size` bytes."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(io.BytesIO(target.getvalue())) as made, zipfile.ZipFile(swollen := io.BytesIO(), "w") as out:
        for name in made.namelist():
            content = b" " * size if name.startswith("xl/worksheets") else made.read(name)
            out.writestr(name, content, zipfile.ZIP_DEFLATED)
    return swollen.getvalue()


def picture_bomb() -> bytes:
    """A PNG that says it is 50,000 by 50,000."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    size = (50_000).to_bytes(4, "big")
    head = chunk(b"IHDR", size + size + b"\x08\x06\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b"")


MUCH = 31_000_000
UPLOADS: dict[str, Callable[[], tuple[str, str, dict[str, Any], set[int]]]] = {
    "a picture that unpacks": lambda: ("PUT", "logo", {"content": picture_bomb()}, {422}),
    "a picture of 31 MB": lambda: ("PUT", "logo", {"content": b"\x89PNG" * (MUCH // 4)}, {413, 422}),
    "no picture": lambda: ("PUT", "logo", {"content": b"<svg onload=alert(1)>"}, {422}),
    "a PDF of 31 MB": lambda: ("POST", "sources", {"files": {"file": ("a.pdf", b"%PDF-1.7" * (MUCH // 8))}}, {413}),
    "no PDF": lambda: ("POST", "sources", {"files": {"file": ("a.pdf", b"MZ" * 1000)}}, {422}),
    "many parts": lambda: (
        "POST",
        "sources",
        {"files": {f"f{n}": ("a.pdf", b"%PDF-1.7") for n in range(50)}},
        {400, 422},
    ),
    "a text of 31 MB": lambda: ("POST", "sources", {"json": {"kind": "text", "title": "a", "text": "a" * MUCH}}, {413}),
    "JSON so deep": lambda: (
        *("POST", "sources"),
        {"content": b"[" * 500_000, "headers": {"Content-Type": "application/json"}},
        {422},
    ),
    "a packed body": lambda: (
        *("POST", "sources"),
        {
            "content": gzip.compress(b'{"kind":"text","text":"' + b"a" * 200_000_000 + b'"}'),
            "headers": {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        },
        {415, 422},
    ),
    "a workbook that unpacks": lambda: ("POST", "/api/prospects/bulk", {"content": workbook_bomb(200_000_000)}, {422}),
    "a table of 31 MB": lambda: ("POST", "/api/prospects/bulk", {"content": b"website\n" * (MUCH // 8)}, {413}),
    "a table of 100,000 rows": lambda: (
        "POST",
        "/api/prospects/bulk",
        {"content": b"website\n" + b"a.example\n" * 100_000},
        {422},
    ),
}
"""Made when they are sent: together they take seconds and 200 MB, in every process that collects tests."""


@pytest.mark.parametrize("what", UPLOADS)
async def test_what_is_too_much_is_sent_away_at_once(world: World, what: str) -> None:
    method, target, content, allowed = UPLOADS[what]()
    path = target if target.startswith("/") else f"/api/chatbots/{world.a.bot}/{target}"
    headers = {**world.a.headers, **content.get("headers", {})}
    if "content" in content and target.startswith("/api/prospects"):
        headers["Content-Type"] = "text/csv"
    rest = {name: value for name, value in content.items() if name != "headers"}
    began = monotonic()
    try:
        answer = await world.ingress.ask(method, path, headers, **rest)
    except (httpx.ReadError, httpx.WriteError):
        assert 413 in allowed, "the connection was cut"  # by whoever does not read the rest of what is too much
        assert monotonic() - began < QUICK_SECONDS
        return
    assert answer.status in allowed, answer.text[:300]
    assert monotonic() - began < QUICK_SECONDS
    assert answer.headers["content-type"] == "application/problem+json"
    assert faults(answer, path) == []


async def test_a_pdf_that_unpacks_ends_in_a_state(world: World) -> None:
    path = f"/api/chatbots/{world.a.bot}/sources"
    taken = await world.ingress.ask("POST", path, world.a.headers, files={"file": ("b.pdf", pdf_bomb(1 << 29))})
    assert taken.status == 201, taken.text
    end = await eventually(
        "the state",
        lambda: world.call(world.a, "GET", f"{path}/{taken.json()['id']}"),
        lambda source: source["state"] in ("failed", "ready", "searchable"),
        30,
    )
    assert end["state"] == "failed"
    for service in SERVICES:
        health = await world.call(world.a, "GET", f"/api/ops/{service}/health")
        assert health["ready"], service
    await world.call(world.a, "DELETE", f"{path}/{taken.json()['id']}")


FLOODED = {
    "openSession": 60,
    "signIn": 30,
    "askPrivacy": 10,
    "showPrivacyConfirmation": 30,
    "showConfirm": 30,
    "showUnsubscribe": 30,
}
"""Public operations that look something up, and how many an address may ask for in a minute (requests: an hour)."""
UNCOUNTED = {
    "receiveInbound": "wants a signature before anything is looked up",
    "getPicture": "counted, but only by the thousand: a page shows several",
    "confirmPrivacy": "counted with the page that shows the button",
    "confirm": "counted with the page that shows the button",
    "unsubscribe": "counted with the page that shows the button",
}


async def test_who_asks_too_often_is_told_when_to_come_again(world: World) -> None:
    """Before anything is looked up: existing and invented ids alike."""
    assert {*FLOODED, *UNCOUNTED} == {*PUBLIC, "askPrivacy"}
    caller = Caller(world)
    caller.ids["token"] = "none"
    for id, most in FLOODED.items():
        service, one = next((service, one) for service, one in operations() if one.id == id)
        path, address = caller.path(service, one, {}), world.ingress.new_address()
        if id == "showPrivacyConfirmation":
            path += "?token=none"
        body: dict[str, Any] = {"json": {"token": "no-such-token"}} if id == "openSession" else {}
        if id == "signIn":
            body = BODIES[id](caller.ids)
        if id == "askPrivacy":
            body = {"json": {"kind": "export", "email": "wer@werkstatt.example", "chatbot_id": world.a.bot}}
        answers = [await world.ingress.ask(one.method, path, address=address, **body) for _ in range(most + 2)]
        assert {answer.status for answer in answers[:most]} <= {200, 202, 404}, id
        for refused in answers[most:]:
            assert refused.status == 429, (id, refused.status)
            assert int(refused.headers["retry-after"]) >= 1
            assert refused.headers["ratelimit-remaining"] == "0"
        elsewhere = await world.ingress.ask(one.method, path, **body)
        assert elsewhere.status != 429, id


async def test_forged_forwarding_gives_nobody_another_address(world: World) -> None:
    address, path = world.ingress.new_address(), f"/api/chat/{world.a.bot}/sessions"
    statuses = [
        (
            await world.ingress.ask(
                *("POST", path),
                {
                    "X-Forwarded-For": f"198.51.100.{number}",
                    "X-Real-IP": f"198.51.100.{number}",
                    "Forwarded": "for=8.8.8.8",
                },
                address=address,
                json={"token": "no-such-token"},
            )
        ).status
        for number in range(62)
    ]
    assert statuses[-1] == 429


INJECTED = "Bcc: opfer@werkstatt.example"


async def test_no_field_breaks_out_of_a_mails_head(world: World) -> None:
    """CR, LF and what some programs take for them: in names, addresses and subjects that end up in mails."""
    a = world.a
    for name, line_end in {"CRLF": "\r\n", "LF": "\n", "CR": "\r", "NEL": "\u0085", "LS": "\u2028"}.items():
        bad = f"Wer auch immer{line_end}{INJECTED}"
        address = f"wer@werkstatt.example{line_end}{INJECTED}"
        for method, path, body in (
            ("PATCH", f"/api/workspaces/{a.id}", {"sender": {"name": bad}}),
            ("PATCH", f"/api/workspaces/{a.id}", {"operator_email": address}),
            ("POST", f"/api/chatbots/{a.bot}/contact-persons", {"name": bad, "email": "a@werkstatt.example"}),
            ("POST", f"/api/chatbots/{a.bot}/contact-persons", {"name": "Rita", "email": address}),
            ("POST", f"/api/chatbots/{a.bot}/capture-email", {"email": address, "consent": world.consent}),
            ("POST", "/api/prospects", {"website": "werkstatt.example", "company_name": bad}),
            ("POST", "/api/prospects", {"website": "werkstatt.example", "contact_person": bad}),
            ("POST", "/api/prospects", {"website": "werkstatt.example", "email": address}),
            (
                "POST",
                f"/api/prospects/{a.ids['prospect_id']}/basis",
                {"kind": "enquiry", "email": address, "occurred_at": "2026-03-02T10:00:00Z"},
            ),
        ):
            answer = await world.ingress.ask(method, path, a.headers, json=body)
            assert answer.status == 422, (name, path, answer.status, answer.text[:200])
            assert answer.json()["errors"], path
    for mail in await Sink(world.own.stack).mails():
        assert INJECTED.partition(": ")[2] not in str(mail), mail["subject"]


async def test_no_header_of_an_answer_repeats_what_was_sent(world: World) -> None:
    evil = "x%0d%0aSet-Cookie:%20a=b"
    for path in (
        f"/bot/{world.a.bot}?token={evil}",
        f"/confirm/{evil}",
        f"/media/logos/{evil}",
        f"/api/chatbots?search={evil}",
    ):
        answer = await world.ingress.ask("GET", path, world.a.headers)
        assert "set-cookie" not in answer.headers, path
        assert answer.status < 500, path


def test_the_operations_with_a_page_are_known() -> None:
    assert {*PAGES} <= {one.id for _, one in operations()}
    assert KEYED

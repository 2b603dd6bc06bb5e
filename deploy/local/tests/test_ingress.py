"""Whose word the ingress takes for a visitor's address, and how long it waits for a request."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from local_stack.caddyfile import caddyfile
from local_stack.parts import free_port
from local_stack.parts.small import caddy
from local_stack.paths import CONSOLE, SERVICES


class Told(BaseHTTPRequestHandler):
    """Answers with what it was told of the visitor."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.headers.get_all("X-Forwarded-For")).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def service() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "told"),
    [
        ([], None, "127.0.0.1"),
        ([], "203.0.113.5", "127.0.0.1"),
        (["192.0.2.1"], "203.0.113.5", "127.0.0.1"),
        (["127.0.0.1/32"], None, "127.0.0.1"),
        (["127.0.0.1/32"], "203.0.113.5", "203.0.113.5"),
        (["127.0.0.1/32"], "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (["127.0.0.1/32", "192.0.2.0/24"], "10.0.0.1, 203.0.113.5, 192.0.2.7", "203.0.113.5"),
        (["127.0.0.1/32"], "2001:db8::5", "2001:db8::5"),
    ],
    ids=["direct", "made up", "another's", "terminator", "visitor", "made up before", "two proxies", "IPv6"],
)
def test_services_are_told_one_address(
    trusted: list[str], forwarded: str | None, told: str, service: int, tmp_path: Path
) -> None:
    port = free_port()
    written = caddyfile(
        main=[f"http://127.0.0.1:{port}"],
        visitors=[f"http://staging.localhost:{port}"],
        upstreams=dict.fromkeys((*SERVICES, CONSOLE), f"127.0.0.1:{service}"),
        trusted=trusted,
    )
    ingress = caddy(port=port, configuration=written, folder=tmp_path, log=tmp_path / "log")
    ingress.start()
    try:
        ingress.wait_ready()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/chatbots/1")
        if forwarded:
            request.add_header("X-Forwarded-For", forwarded)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.read().decode() == str([told])
    finally:
        ingress.stop()


def test_who_mistypes_an_address_reads_a_page_and_a_program_gets_a_problem(service: int, tmp_path: Path) -> None:
    port = free_port()
    written = caddyfile(
        main=[f"http://127.0.0.1:{port}"],
        visitors=[f"http://staging.localhost:{port}"],
        upstreams=dict.fromkeys((*SERVICES, CONSOLE), f"127.0.0.1:{service}"),
    )
    ingress = caddy(port=port, configuration=written, folder=tmp_path, log=tmp_path / "log")
    ingress.start()
    try:
        ingress.wait_ready()

        def answered(path: str, accept: str) -> tuple[int, str, str]:
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept": accept})
            with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(request, timeout=10):
                pass
            return refused.value.code, refused.value.headers["Content-Type"], refused.value.read().decode()

        browser = "text/html,application/xhtml+xml,*/*;q=0.8"
        code, kind, text = answered("/gibtsnicht", browser)
        assert (code, kind) == (404, "text/html;charset=utf-8")
        assert "Diese Seite gibt es nicht" in text
        assert "max-width: 34rem" in text
        for path, accept in (("/gibtsnicht", "application/json"), ("/api/gibtsnicht", browser)):
            assert answered(path, accept)[:2] == (404, "application/problem+json")
    finally:
        ingress.stop()


def test_a_head_that_does_not_end_ends_the_connection(
    service: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local_stack.caddyfile.HEADER_SECONDS", 1.0)
    port = free_port()
    written = caddyfile(
        main=[f"http://127.0.0.1:{port}"],
        visitors=[f"http://staging.localhost:{port}"],
        upstreams=dict.fromkeys((*SERVICES, CONSOLE), f"127.0.0.1:{service}"),
    )
    ingress = caddy(port=port, configuration=written, folder=tmp_path, log=tmp_path / "log")
    ingress.start()
    try:
        ingress.wait_ready()
        with socket.create_connection(("127.0.0.1", port), timeout=5) as visitor:
            visitor.sendall(b"GET /api/chatbots/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            assert b" 200 " not in visitor.recv(1000)
    finally:
        ingress.stop()

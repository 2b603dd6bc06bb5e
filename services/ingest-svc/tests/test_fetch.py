"""The guarded client: nothing private is ever connected to, and everything has a limit."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from itertools import pairwise
from socket import AF_INET, AF_INET6, SOCK_STREAM
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.adapters.fetch import FetchFailed, Guard, GuardedClient, Refused
from ingest_svc.domain.addresses import is_public
from ingest_svc.domain.charsets import decode_text
from ingest_svc.domain.pace import MAX_SLOWDOWN_SECONDS, Pace, retry_after
from ingest_svc.settings import FetchSettings, Settings
from pydantic import ValidationError
from servicekit.settings import DatabaseSettings

_PRIVATE = """
0.0.0.0 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.8.9.1 169.254.169.254 169.254.170.2
172.16.0.1 172.31.255.255 192.0.0.8 192.0.0.170 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.5
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1
::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1 2002:7f00:1:: 2002:a9fe:a9fe::
2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 2001:10::1 2001:20::1 3fff::1 fc00::1 fd00:ec2::254 fe80::1
fe80::1%eth0
fec0::1 ff02::1 100::1 5f00::1 2620:4f:8000::1
"""
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e", "::ffff:8.8.8.8"]
_LITERALS = """
http://127.0.0.1/ http://127.0.0.1:8080/ http://127.1/ http://2130706433/ http://0x7f000001/ http://0177.0.0.1/
http://017700000001/ http://0/ http://[::1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[64:ff9b::7f00:1]/
http://[2002:7f00:1::]/ http://[fe80::1]/ http://[ff02::1]/ http://169.254.169.254/latest/meta-data/ http://localhost/
http://100.100.100.200/ http://192.168.0.1/ http://10.1.2.3/ http://user:secret@8.8.8.8/ http://8.8.8.8:22/
http://8.8.8.8:6379/ ftp://8.8.8.8/ file:///etc/passwd gopher://8.8.8.8/ http:///x http://[fd00:ec2::254]/
http://127.0.0.1%2f@8.8.8.8:25/ https://127.0.0.1/ http://[::]/ http://0.0.0.0:8080/
"""


@pytest.mark.parametrize("address", _PRIVATE.split())
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_no_address_that_python_calls_private_is_public(address: Any) -> None:
    if address.is_private or address.is_multicast or address.is_loopback or address.is_link_local:
        assert not is_public(str(address)) or getattr(address, "ipv4_mapped", None) is not None


@pytest.mark.parametrize("url", _LITERALS.split())
async def test_no_literal_leads_to_a_connect(url: str) -> None:
    async with GuardedClient(user_agent="EmpfangBot/1.0", connect_seconds=2) as client:
        with pytest.raises(FetchFailed):
            await client.get(url, max_bytes=1000)
        assert client.guard.sockets == 0


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:192.168.1.1"], []])
async def test_no_name_leads_to_a_private_address(answers: list[str]) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        return answers

    async with GuardedClient(user_agent="EmpfangBot/1.0", lookup=lookup, connect_seconds=2) as client:
        with pytest.raises(FetchFailed):
            await client.get("http://rebinding.example/", max_bytes=1000)
        assert client.guard.sockets == 0


_NAMES = """
http://localhost.:8080/ http://LOCALHOST/ http://127.0.0.1./ http://0x7f.1/ http://0177.1/ http://0x7f.0.0.0x1/
http://\uff11\uff12\uff17.0.0.1/ http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/ http://2852039166/ http://0xa9fea9fe/
http://0251.0376.0251.0376/ http://[::ffff:a9fe:a9fe]/ http://[64:ff9b::a9fe:a9fe]/ http://[2002:a9fe:a9fe::1]/
http://[::ffff:0:127.0.0.1]/ http://[ff0e::1]/ http://239.1.1.1/ http://metadata.google.internal/ http://[::1%25lo]/
"""


async def only_private(host: str, port: int) -> list[str]:
    """Stands for every internal name, and never asks a real resolver."""
    return ["169.254.169.254", "fd00:ec2::254"]


# `http:///x` names no host: as a redirect it stays on the same server.
@pytest.mark.parametrize("url", [*_NAMES.split(), *_LITERALS.replace("http:///x", "").split()])
async def test_no_name_and_no_redirect_leads_inside(server: Server, url: str) -> None:
    pair = server.base.removeprefix("http://")

    async def lookup(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if f"{host}:{port}" == pair else await only_private(host, port)

    async with GuardedClient(
        user_agent="EmpfangBot/1.0", allow_private=[pair], connect_seconds=2, lookup=lookup
    ) as client:
        with pytest.raises(FetchFailed):
            await client.get(url, max_bytes=1000)
        assert client.guard.sockets == 0
        with pytest.raises(FetchFailed):
            await client.get(f"{server.base}/to/?url={quote(url)}", max_bytes=1000)
        assert client.guard.sockets == 1  # the open server's own


async def test_a_name_that_changes_its_mind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34", "127.0.0.1"]]
    tried: list[str] = []

    async def lookup(host: str, port: int) -> list[str]:
        return answers.pop(0)

    def offline(self: Guard, info: tuple[Any, ...]) -> Any:
        tried.append(str(info[4][0]))
        raise OSError("these tests reach no public address")

    monkeypatch.setattr(Guard, "make_socket", offline)
    async with GuardedClient(user_agent="EmpfangBot/1.0", lookup=lookup, connect_seconds=2) as client:
        for reason in ("unreachable", "refused", "refused"):
            with pytest.raises(FetchFailed, match=reason):
                await client.get("http://rebinding.example/", max_bytes=100)
    assert tried == ["93.184.216.34"]


def test_a_socket_is_refused_whatever_was_resolved_before() -> None:
    guard = Guard()
    for address in _PRIVATE.split():
        with pytest.raises(Refused):
            guard.make_socket((AF_INET6 if ":" in address else AF_INET, SOCK_STREAM, 0, "", (address, 80)))
    assert guard.sockets == 0


class Server:
    """An open server whose pages misbehave."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.hits: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.hits.append(request.path)
        path = request.path
        if path.startswith("/to/"):
            return web.Response(status=302, headers={"Location": request.query["url"]})
        if path == "/loop":
            return web.Response(status=302, headers={"Location": "/loop"})
        if path.startswith("/chain/"):
            return web.Response(status=302, headers={"Location": f"/chain/{int(path[7:]) + 1}"})
        if path == "/bomb":
            data = gzip.compress(b"\0" * 30_000_000)
            return web.Response(body=data, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
        if path == "/flaky" and self.hits.count("/flaky") < 3:
            return web.Response(status=503)
        if path == "/latin":
            return web.Response(body="Größe".encode("latin-1"), headers={"Content-Type": "text/html"})
        return web.Response(text="ok", content_type="text/html")


@pytest_asyncio.fixture
async def server(site_port: int) -> AsyncIterator[Server]:
    made = Server(site_port)
    app = web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", site_port).start()
    yield made
    await runner.cleanup()


@pytest_asyncio.fixture
async def opened(server: Server) -> AsyncIterator[GuardedClient]:
    pair = server.base.removeprefix("http://")
    async with GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[pair], total_seconds=5) as client:
        yield client


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:8080/", "http://localhost/", "http://169.254.169.254/", "file:///x"]
)
async def test_a_redirect_is_checked_like_a_first_request(server: Server, opened: GuardedClient, target: str) -> None:
    with pytest.raises(FetchFailed) as failure:
        await opened.get(f"{server.base}/to/?url={target}", max_bytes=1000)
    assert failure.value.reason == "refused"
    assert opened.guard.sockets == 1


async def test_an_exception_is_for_the_exact_pair_only(server: Server, opened: GuardedClient) -> None:
    assert (await opened.get(server.base, max_bytes=100)).body == b"ok"
    port = server.base.rsplit(":", 1)[1]
    for other in (f"http://localhost:{port}/", f"http://127.0.0.2:{port}/", f"http://[::ffff:127.0.0.1]:{port}/"):
        with pytest.raises(FetchFailed):
            await opened.get(other, max_bytes=100)
    assert server.hits == ["/"]


async def test_bytes_count_after_decompression(server: Server, opened: GuardedClient) -> None:
    with pytest.raises(FetchFailed) as failure:
        await opened.get(f"{server.base}/bomb", max_bytes=100_000)
    assert failure.value.reason == "too_large"


async def test_redirects_end_types_are_checked_and_passing_failures_tried_again(
    server: Server, opened: GuardedClient
) -> None:
    with pytest.raises(FetchFailed, match="redirect_loop"):
        await opened.get(f"{server.base}/loop", max_bytes=100)
    assert server.hits.count("/loop") == 1
    with pytest.raises(FetchFailed, match="too_many_redirects"):
        await opened.get(f"{server.base}/chain/0", max_bytes=100)
    assert len([path for path in server.hits if path.startswith("/chain/")]) == 6
    with pytest.raises(FetchFailed, match="wrong_type"):
        await opened.get(server.base, max_bytes=100, types=["application/pdf"])
    assert (await opened.get(f"{server.base}/flaky", max_bytes=100, attempts=3)).body == b"ok"
    assert (await opened.get(f"{server.base}/latin", max_bytes=100)).text() == "Größe"


def test_charsets_are_found_in_bom_header_and_meta() -> None:
    assert decode_text("\ufeffGröße".encode(), "latin-1") == "Größe"
    assert decode_text("Größe".encode("cp1252"), "iso-8859-1") == "Größe"
    page = '<meta charset="windows-1250"><p>Żółć</p>'
    assert "Żółć" in decode_text(page.encode("cp1250"), None)
    assert decode_text(b"\xff\xfe\xfa", "no-such-charset")


def test_exceptions_are_refused_in_production() -> None:
    with pytest.raises(ValidationError, match="refused in production"):
        Settings(
            database=DatabaseSettings(url="postgresql://x/y"),
            environment="production",
            idempotency_key="k" * 32,
            fetch=FetchSettings(allow_private="127.0.0.1:8090"),
        )


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "punycode", "idna", "zip", "cp1252", "\0"]))
def test_no_bytes_and_no_label_stop_the_decoding(body: bytes, label: str | None) -> None:
    assert isinstance(decode_text(body, label), str)


def test_one_broken_byte_does_not_change_the_charset() -> None:
    text = "Größe, Übergabe, Straße. " * 50
    assert decode_text(text.encode() + b"\xff", "utf-8").startswith(text)
    assert decode_text(text.encode(), "iso-8859-1") == text


@given(st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=30), st.floats(0, 1))
def test_a_pace_never_lets_two_requests_closer_than_its_delay(steps: list[tuple[float, bool]], delay: float) -> None:
    pace, now, granted = Pace(), 0.0, []
    for waited, busy in steps:
        now += waited
        if pace.turn(now, delay) == 0:
            granted.append(now)
        if busy:
            pace.busy(now, now, None)
        else:
            pace.well()
        assert 0 <= pace.slowdown <= MAX_SLOWDOWN_SECONDS
    assert all(later - earlier >= delay - 1e-9 for earlier, later in pairwise(granted))


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", None, 120.0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 1999 23:59:29 GMT", 30.0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", None, None),
        ("-3", None, None),
        ("soon", "now", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, date: str | None, seconds: float | None) -> None:
    assert retry_after(value, date) == seconds

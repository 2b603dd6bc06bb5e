"""No address that somebody gives leads to this machine or its network: a socket that listens there counts to zero.

What the guard knows of addresses is tested beside it, in ingest-svc; here it is whether every way in asks the guard.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from time import sleep
from urllib.parse import quote

import pytest
from ingest_svc.adapters.fetch import FetchFailed, GuardedClient

from tests.security.running.asking import Ingress
from tests.security.running.world import Workspace, World, eventually

pytestmark = [pytest.mark.security, pytest.mark.timeout(240)]
PORTS = (8443, 8080, 443, 80)
"""Which the guard lets out to other hosts: a refusal is then one of the host."""
HOSTS = (
    *("127.0.0.1", "127.0.0.2", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0"),
    *("0.0.0.0", "127.0.0.1.", "localhost", "localhost.", "LOCALHOST", "ip6-localhost", "[::1]", "[::]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::1]"),
    *("[fe80::1%25lo]", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "user:geheim@127.0.0.1", "www.example.com@127.0.0.1"),
    *("127.0.0.1%2f", "239.0.0.1", "224.0.0.1", "169.254.169.254", "[fd00:ec2::254]", "metadata.google.internal"),
)
RESEARCHES_A_MINUTE = 20


class Trap:
    """Listens on every address of this machine and counts who connects."""

    def __init__(self) -> None:
        self.connects = 0
        self.sockets: list[socket.socket] = []
        for port in PORTS:
            with contextlib.suppress(OSError):
                self.sockets = [self._listening(port)]
                self.port = port
                break
        assert self.sockets, f"none of the ports {PORTS} is free"
        threading.Thread(target=self._count, daemon=True).start()

    def _listening(self, port: int) -> socket.socket:
        return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=200)

    def _count(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.sockets[0].accept()
                self.connects += 1
                connection.close()

    def urls(self) -> list[str]:
        """Addresses that lead here, or into some other network that nobody outside may reach."""
        own = [socket.gethostname(), *{str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}]
        hosts = [*HOSTS, *(f"[{host}]" if ":" in host else host for host in own)]
        return [f"http://{host}:{self.port}/" for host in hosts]

    def reset(self) -> None:
        """Count anew, once everybody who connected so far has been counted."""
        before = -1
        while before != self.connects:
            before = self.connects
            sleep(0.3)
        self.connects = 0

    def close(self) -> None:
        """Stop listening."""
        for one in self.sockets:
            one.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.close()


def test_the_trap_is_where_many_of_these_addresses_lead(trap: Trap) -> None:
    """Without a guard they would: else a zero would say nothing."""
    before, reached = trap.connects, 0
    for url in trap.urls():
        host = url.removeprefix("http://").rpartition("@")[2].rpartition(":")[0].strip("[]")
        with (
            contextlib.suppress(OSError, UnicodeError, ValueError),
            socket.create_connection((host, trap.port), timeout=1),
        ):
            reached += 1
    assert reached >= 12, reached
    assert trap.connects >= before + 12
    trap.reset()


async def bait(world: World, name: str) -> Workspace:
    """A workspace with a bot, for addresses that are no company's."""
    found = await world.new_workspace(name)
    found.bot = await world.new_bot(found, f"{name} Assistent")
    return found


def short(url: str) -> str:
    """For messages."""
    return url.encode("ascii", "backslashreplace").decode()


async def test_research_goes_nowhere_inside(world: World, trap: Trap) -> None:
    trap.reset()
    refused = 0
    urls = trap.urls()
    ways = [*urls, *(f"{world.own.stack.site_url}weiter?nach={quote(url)}" for url in urls[:12])]
    for start in range(0, len(ways), RESEARCHES_A_MINUTE):
        baiting = await world.new_workspace(f"Köder {start}")
        for url in ways[start : start + RESEARCHES_A_MINUTE]:
            answer = await world.ingress.ask("POST", "/api/research", baiting.headers, json={"website": url})
            assert answer.status == 422, (short(url), answer.text)
            assert "geheim" not in answer.text
            refused += 1
    assert refused == len(ways)
    assert trap.connects == 0


async def test_sources_and_prospects_go_nowhere_inside(world: World, trap: Trap) -> None:
    trap.reset()
    urls, baiting = trap.urls(), await bait(world, "Köder")
    path, site = f"/api/chatbots/{baiting.bot}/sources", world.own.stack.site_url
    ways = [*urls[:14], *(f"{site}weiter?nach={quote(url)}" for url in urls[14:28])]
    taken = await _added(world.ingress, baiting, path, ways)
    assert taken >= 20
    for url in urls:
        body = {"website": url}
        answer = await world.ingress.ask("POST", "/api/prospects", baiting.headers, json=body)
        assert answer.status in (200, 201, 422), (short(url), answer.text)  # 200: another spelling was taken in
    sources = await eventually(
        "the sources' end",
        lambda: world.call(baiting, "GET", f"{path}?limit=200"),
        lambda page: all(one["state"] in ("ready", "failed") for one in page["items"]),
        60,
    )
    read = [one["url"] for one in sources["items"] if one["state"] == "ready" and one["kind"] == "url"]
    assert read == []
    await eventually(
        "the prospects' end",
        lambda: world.call(baiting, "GET", "/api/prospects?limit=200"),
        lambda page: all(one["stage"] == "failed" for one in page["items"]),
        60,
    )
    assert trap.connects == 0


async def test_a_page_that_links_inside_is_read_and_its_links_are_not(world: World, trap: Trap) -> None:
    trap.reset()
    baiting = await bait(world, "Köder mit Wegen")
    path, site = f"/api/chatbots/{baiting.bot}/sources", world.own.stack.site_url
    inside = " ".join(f"http://{host}:{trap.port}/" for host in ("127.0.0.1", "localhost", "[::1]"))
    assert await _added(world.ingress, baiting, path, [f"{site}wege?nach={quote(inside)}"]) == 1
    sources = await eventually(
        "the source's end",
        lambda: world.call(baiting, "GET", path),
        lambda page: all(one["state"] not in ("waiting", "reading") for one in page["items"]),
        60,
    )
    assert [one["state"] for one in sources["items"] if one["kind"] == "url"] in (["searchable"], ["ready"])
    assert trap.connects == 0


async def _added(ingress: Ingress, who: Workspace, path: str, urls: list[str]) -> int:
    """How many of the addresses were taken as sources; all others are refused by name."""
    taken = 0
    for url in urls:
        answer = await ingress.ask("POST", path, who.headers, json={"kind": "url", "url": url})
        assert answer.status in (201, 409, 422), (short(url), answer.text)
        taken += answer.status == 201
    return taken


async def test_a_name_that_turns_inside_between_two_looks_is_not_followed(trap: Trap) -> None:
    """Rebinding: whatever the name's server says, and however often it changes its mind."""
    trap.connects, looks = 0, 0

    async def turning(host: str, port: int) -> list[str]:
        nonlocal looks
        looks += 1
        inside = ["127.0.0.1", "::1", "::ffff:127.0.0.1", str(ipaddress.ip_address(2130706433))][looks % 4]
        return [inside] if looks % 2 else ["192.88.99.7", inside]

    async with GuardedClient(user_agent="EmpfangBot/1.0", lookup=turning, connect_seconds=2) as client:
        for _ in range(12):
            with pytest.raises(FetchFailed):
                await client.get(f"http://wechselhaft.example:{trap.port}/", max_bytes=1000)
    assert looks >= 12
    assert trap.connects == 0

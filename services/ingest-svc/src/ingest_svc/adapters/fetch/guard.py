"""Decides where a connection may go: the URL before the request, every resolved address, and the socket's own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from identity.hosts import ascii_host
from prometheus_client import Counter
from yarl import URL

from ingest_svc.domain.addresses import is_public

REFUSED = Counter("fetch_refused_total", "Fetches that the guard refused", ["why"])
PORTS = frozenset({80, 443, 8080, 8443})

Lookup = Callable[[str, int], Awaitable[list[str]]]


class Refused(OSError):
    """The guard does not let this connection out."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        REFUSED.labels(why).inc()


async def system_lookup(host: str, port: int) -> list[str]:
    """The addresses the system's resolver gives for a host."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(AbstractResolver):
    """A resolver that gives public addresses only, and a factory of sockets that connect to nothing else.

    `allowed` names exact `host:port` pairs that may be private, for sample sites on the same machine.
    """

    def __init__(self, allowed: Iterable[str] = (), *, lookup: Lookup = system_lookup) -> None:
        self._allowed = frozenset(_pair(*entry.strip().rpartition(":")[::2]) for entry in allowed if entry.strip())
        self._lookup = lookup
        self._opened: set[tuple[str, int]] = set()
        self.sockets = 0
        """Sockets made so far: connections tried."""

    def is_exempt(self, host: str, port: int) -> bool:
        """Whether this exact pair was opened by configuration."""
        return _pair(host, port) in self._allowed

    def check_url(self, url: URL) -> None:
        """Raises `Refused` for a scheme, port, credential or literal address that is not let out."""
        if url.scheme not in ("http", "https"):
            raise Refused("scheme")
        host, port = url.host, url.port
        if not host or port is None:
            raise Refused("host")
        if url.user or url.password:
            raise Refused("credentials")
        if self.is_exempt(host, port):
            return
        if port not in PORTS:
            raise Refused("port")
        if _is_literal(host) and not is_public(host):
            raise Refused("address")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The host's addresses. Raises `Refused` when any of them is not public: a mixed answer is an attack."""
        addresses = await self._lookup(host, port)
        if not addresses:
            raise OSError(f"no address for {host}")
        if self.is_exempt(host, port):
            self._opened |= {(address, port) for address in addresses}
        elif not all(is_public(address) for address in addresses):
            raise Refused("address")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    def make_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for one address, checked once more: literals reach no resolver. Raises `Refused`."""
        family, kind, protocol, _, target = info
        address, port = str(target[0]), int(target[1])
        opened = (address, port) in self._opened or self.is_exempt(address, port)
        if not opened and not is_public(address):
            raise Refused("address")
        self.sockets += 1
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    async def close(self) -> None:
        """Nothing is held open."""


def _pair(host: str, port: int | str) -> str:
    """A host and port as they are compared: an umlaut domain may be configured in either spelling."""
    try:
        return f"{ascii_host(host)}:{port}"
    except ValueError:
        return f"{host}:{port}"


def _is_literal(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True

"""What an endpoint gets: the kit, who asks, and the conventions of headers."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache, cached_property
from typing import Annotated, Any, Generic
from uuid import UUID

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import text

from servicekit.auth.keys import Principal
from servicekit.errors import Conflict, Invalid, NotFound, Unavailable
from servicekit.kit import Kit, R, S, T, U
from servicekit.unit import UnitOfWork

REPLICA_PAUSES = (0.05, 0.15, 0.3, 0.5)
"""Seconds between the looks for an object that another service may just have made: few, since ids can be invented."""
"""How long a request waits for an object that another service may have made just now."""

_CLAIM = text(
    "INSERT INTO idempotency (principal, route, key, body_hash) VALUES (:principal, :route, :key, :body) "
    "ON CONFLICT DO NOTHING RETURNING 1"
)
_KNOWN = text(
    "SELECT body_hash, object_id FROM idempotency WHERE principal = :principal AND route = :route AND key = :key"
)
_RECORD = text(
    "UPDATE idempotency SET object_id = :object WHERE principal = :principal AND route = :route AND key = :key"
)


class Idempotency:
    """The `Idempotency-Key` of a request: the same key and body give the same object, another body a conflict."""

    def __init__(self, request: Request, secret: str) -> None:
        self._key = request.headers.get("idempotency-key")
        self._request = request
        self._secret = secret

    async def claim(self, unit: UnitOfWork, *, content: bytes | None = None) -> UUID | None:
        """The object made by an earlier request with this key, or None the first time and without the header.

        `content` stands for the body where the body is a form. Raises `Conflict` for another body with the same key.
        """
        if self._key is None:
            return None
        if not 1 <= len(self._key) <= 255 or not self._key.isprintable():
            raise Invalid.field("header/Idempotency-Key", "must have 1 to 255 printable characters")
        body = content if content is not None else await self._request.body()
        digest = hmac.new(self._secret.encode(), body, hashlib.sha256).digest()
        row = (await unit.session.execute(_CLAIM, {**self._identity, "body": digest})).first()
        if row is not None:
            return None
        known = (await unit.session.execute(_KNOWN, self._identity)).one()
        if not hmac.compare_digest(bytes(known.body_hash), digest):
            raise Conflict("This Idempotency-Key was used with another request.")
        found: UUID | None = known.object_id
        return found

    async def record(self, unit: UnitOfWork, object_id: UUID) -> None:
        """Remember what the request made, in the transaction that made it."""
        if self._key is not None:
            await unit.session.execute(_RECORD, {**self._identity, "object": object_id})

    @cached_property
    def _identity(self) -> dict[str, Any]:
        principal: Principal | None = getattr(self._request.state, "principal", None)
        if principal is not None:
            who = str(principal.id)
        else:
            token = self._request.headers.get("x-visitor-token", "")
            who = "visitor:" + hashlib.sha256(token.encode()).hexdigest()
        return {"principal": who, "route": f"{self._request.method} {self._request.url.path}", "key": self._key}


class RequestContext(Generic[S, U, R]):
    """One request's view of the running service."""

    def __init__(self, request: Request, kit: Kit[S, U, R]) -> None:
        self.request = request
        self.kit = kit

    @property
    def settings(self) -> S:
        """The service's settings."""
        return self.kit.settings

    @property
    def resources(self) -> R:
        """The service's adapters."""
        return self.kit.resources

    def now(self) -> datetime:
        """The current time, UTC."""
        return self.kit.clock.now()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[U]:
        """A unit of work of whoever asks, committed at the end of the block."""
        principal: Principal | None = getattr(self.request.state, "principal", None)
        async with self.kit.transaction() as unit:
            unit.actor = principal.actor if principal is not None else None
            yield unit

    @cached_property
    def idempotency(self) -> Idempotency:
        """The request's `Idempotency-Key`."""
        return Idempotency(self.request, self.settings.idempotency_key.get_secret_value())

    @cached_property
    def client_address(self) -> str:
        """The address the request came from; forwarded headers count only from configured proxies."""
        return client_address(self.request, self.settings.trusted_proxies)

    def if_match(self) -> int | None:
        """The version in `If-Match`, None without the header or with `*`. Raises `Invalid`."""
        value = self.request.headers.get("if-match")
        if value is None or value.strip() == "*":
            return None
        try:
            return int(value.strip().removeprefix("W/").strip('"'))
        except ValueError as error:
            raise Invalid.field("header/If-Match", "must be a version as the ETag gave it") from error

    async def replicated(self, snapshot: type[T], id: UUID, workspace_id: UUID | None = None) -> T:
        """Another service's object, waiting up to a second for one made just now.

        Another workspace's is waited for like one that is unknown: how long the answer takes must not tell them apart.
        Raises `NotFound` when it is unknown, deleted or of another workspace, and `Unavailable` when it is unknown
        to a process that is still catching up.
        """
        found = await self.kit.replica(snapshot, id, workspace_id)
        for pause in REPLICA_PAUSES:
            if found is not None:
                return found
            await asyncio.sleep(pause)
            found = await self.kit.replica(snapshot, id, workspace_id)
        if found is not None:
            return found
        if not self.kit.health.is_well("replicas"):
            raise Unavailable("The service is catching up. Please try again.", headers={"Retry-After": "1"})
        raise NotFound(f"There is no {snapshot.__name__.removesuffix('Snapshot').lower()} {id}.")


async def context(request: Request) -> RequestContext[Any, Any, Any]:
    """The dependency behind every service's `Context`."""
    return RequestContext(request, request.app.state.kit)


_BEARER = HTTPBearer(auto_error=False, scheme_name="API key", description="`emp_<key id>_<secret>`")


def requires(*scopes: str, whole_workspace: bool = False) -> Callable[..., Awaitable[Principal]]:
    """A dependency: the API key's holder. Raises `Unauthorized` without a valid key, `Forbidden` without a scope, and,
    with `whole_workspace`, for a key restricted to single bots, as customers get them.
    """

    async def principal(
        request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)] = None
    ) -> Principal:
        found: Principal = await request.app.state.key_ring.principal(
            request.headers.get("authorization"),
            client_address(request, request.app.state.kit.settings.trusted_proxies),
        )
        found.require(*scopes)
        if whole_workspace:
            found.require_whole_workspace()
        request.state.principal = found
        return found

    return principal


def etag(version: int) -> str:
    """A version as an ETag."""
    return f'"{version}"'


@cache
def _networks(trusted: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(network) for network in trusted)


def client_address(request: Request, trusted: tuple[str, ...]) -> str:
    """The nearest address in the chain of forwarders that is not a trusted proxy."""
    networks = _networks(trusted)

    def is_trusted(address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in networks)
        except ValueError:
            return False

    nearest = request.client.host if request.client else "0.0.0.0"  # noqa: S104  (an unknown peer, not a bind)
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    while is_trusted(nearest) and forwarded:
        nearest = forwarded.pop()
    try:
        return str(ipaddress.ip_address(nearest))
    except ValueError:
        return "0.0.0.0"  # noqa: S104

"""Rate limits shared by all processes of a service, on Valkey; in memory without one."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from time import time

import structlog
from limits import parse
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.storage import storage_from_string

from servicekit.errors import TooManyRequests
from servicekit.settings import ValkeySettings

log = structlog.get_logger(__name__)


class RateLimiter:
    """Counts by route and caller."""

    def __init__(self, service: str, settings: ValkeySettings) -> None:
        self._service = service
        storage: Storage = MemoryStorage()
        if settings.url:
            # Valkey's client speaks to Redis too, and checks a certificate's name only when it is told to.
            url = re.sub(r"^redis(s?)://", r"valkey\1://", settings.url.get_secret_value())
            tls: dict[str, bool | str] = {"ssl_check_hostname": True} if settings.uses_tls else {}
            if settings.ssl_cafile:
                tls["ssl_ca_certs"] = settings.ssl_cafile
            found = storage_from_string(f"async+{url}", implementation="valkey", **tls)
            assert isinstance(found, Storage)  # noqa: S101  (an async+ URL gives an async storage)
            storage = found
        self._limiter = FixedWindowRateLimiter(storage)

    async def check(self, route: str, caller: str, limit: str) -> None:
        """Like `hit`, but counts nothing."""
        await self._allowed(self._limiter.test, route, caller, limit)

    async def hit(self, route: str, caller: str, limit: str) -> None:
        """Count one request against a limit such as `20/minute`.

        Raises `TooManyRequests` over it. While the store is away nothing is refused: an outage of the counter must
        not become an outage of the service.
        """
        await self._allowed(self._limiter.hit, route, caller, limit)

    async def _allowed(self, asked: Callable[..., Awaitable[bool]], route: str, caller: str, limit: str) -> None:
        rule = parse(limit)
        try:
            if await asked(rule, self._service, route, caller):
                return
            reset, _ = await self._limiter.get_window_stats(rule, self._service, route, caller)
        except Exception as error:
            log.warning("rate limits are not counted", error=type(error).__name__)
            return
        wait = max(1, int(reset - time()) + 1)
        raise TooManyRequests(
            f"More than {limit}. Try again in {wait} s.",
            retry_after=wait,
            headers={"RateLimit-Limit": str(rule.amount), "RateLimit-Remaining": "0", "RateLimit-Reset": str(wait)},
        )

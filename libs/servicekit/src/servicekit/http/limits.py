"""Rate limits shared by all processes of a service, on Valkey; in memory without one."""

from __future__ import annotations

from time import time

import structlog
from limits import parse
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.storage import storage_from_string

from servicekit.errors import TooManyRequests

log = structlog.get_logger(__name__)


class RateLimiter:
    """Counts by route and caller."""

    def __init__(self, service: str, valkey_url: str | None) -> None:
        self._service = service
        storage: Storage = MemoryStorage()
        if valkey_url:
            found = storage_from_string("async+" + valkey_url.replace("redis://", "valkey://"), implementation="valkey")
            assert isinstance(found, Storage)  # noqa: S101  (an async+ URL gives an async storage)
            storage = found
        self._limiter = FixedWindowRateLimiter(storage)

    async def check(self, route: str, caller: str, limit: str) -> None:
        """Count nothing. Raises `TooManyRequests` when the limit is used up."""
        rule = parse(limit)
        if not await self._limiter.test(rule, self._service, route, caller):
            await self.hit(route, caller, limit)

    async def hit(self, route: str, caller: str, limit: str) -> None:
        """Count one request against a limit such as `20/minute`.

        Raises `TooManyRequests` over it. While the store is away nothing is refused: an outage of the counter must
        not become an outage of the service.
        """
        rule = parse(limit)
        try:
            allowed = await self._limiter.hit(rule, self._service, route, caller)
            if allowed:
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

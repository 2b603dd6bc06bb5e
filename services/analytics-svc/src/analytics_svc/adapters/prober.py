"""Opens bots' public pages as a visitor would, through the ingress."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import aiohttp
from prometheus_client import Counter, Histogram

PROBES = Counter("analytics_probes_total", "Opened pages of live bots", ["outcome"])
SECONDS = Histogram(
    "analytics_probe_seconds", "Time until a page was there", buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
)
PATIENCE_SECONDS = 5.0
AT_ONCE = 8
AGENT = "Empfang-Prober/1.0"


async def probe(pages: Iterable[tuple[UUID, str]], *, by_way_of: str | None = None) -> dict[UUID, bool]:
    """Whether each bot's page came, whole and in time; nothing is followed and nothing kept.

    `by_way_of` is where this process reaches the ingress when that is not the address in the link; the name in the
    link is asked for all the same.
    """
    room = asyncio.Semaphore(AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(timeout=timeout, headers={"User-Agent": AGENT}, cookie_jar=jar) as http:

        async def opened(url: str) -> bool:
            async with room:
                started = perf_counter()
                try:
                    where, headers = _through(by_way_of, url)
                    async with http.get(where, headers=headers, allow_redirects=False) as answer:
                        came = answer.status == 200 and b"</html>" in await answer.read()
                except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
                    came = False
                SECONDS.observe(perf_counter() - started)
                PROBES.labels("answered" if came else "failed").inc()
                return came

        wanted = list(pages)
        found = await asyncio.gather(*(opened(url) for _, url in wanted))
    return {bot_id: came for (bot_id, _), came in zip(wanted, found, strict=True)}


def _through(base_url: str | None, url: str) -> tuple[str, dict[str, str]]:
    if base_url is None:
        return url, {}
    base, wanted = urlsplit(base_url), urlsplit(url)
    return urlunsplit((base.scheme, base.netloc, wanted.path, wanted.query, "")), {"Host": wanted.netloc}

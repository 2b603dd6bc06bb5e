"""HTTP for other people's servers: guarded, paced, limited in time, size and redirects, a reason for every failure."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Self

import aiohttp
from multidict import CIMultiDictProxy
from prometheus_client import Counter
from yarl import URL

from ingest_svc.adapters.fetch.guard import Guard, Lookup, Refused, system_lookup
from ingest_svc.domain.charsets import decode
from ingest_svc.domain.pace import MAX_PAUSE_SECONDS, Pace, retry_after
from ingest_svc.domain.urls import target as target_of

FETCHED = Counter("fetch_requests_total", "Requests to other people's servers by outcome", ["outcome"])
MAX_REDIRECTS = 5
MAX_HOSTS = 500
BUSY_STATUS = frozenset({429, 503})
PASSING = frozenset(
    {"timeout", "unreachable", "unknown_host", "incomplete"} | {f"http_{n}" for n in (429, 500, 502, 503, 504)}
)
"""Failures that may pass by themselves and are worth another attempt."""
READABLE_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
MAX_LINE_BYTES = 16_384
MAX_HEADER_BYTES = 32_768

Onward = Callable[[str], str | None]
"""Told where a redirect leads; gives the reason not to follow, or None."""


class FetchFailed(Exception):
    """Nothing usable came. `reason` is a code of the catalogue in `messages`: refused, timeout, too_large, http_404 …

    `location` is where a redirect led that was not followed, `content_type` that of what was too large.
    """

    def __init__(self, reason: str, location: str | None = None, *, content_type: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.location = location
        self.content_type = content_type


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `not_modified`: the copy the caller has is still right and `body` is empty.

    `headers` have lower-case names; repeated ones are joined with a comma.
    """

    url: str
    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes
    charset: str | None = None
    robots_tags: tuple[str, ...] = ()
    """The `X-Robots-Tag` headers one by one: what is for one robot ends with its header."""

    @property
    def not_modified(self) -> bool:
        """Whether the server answered 304."""
        return self.status == 304

    def text(self) -> str:
        """The body as text."""
        return self.decoded()[0]

    def decoded(self) -> tuple[str, str]:
        """The body as text, and its encoding."""
        return decode(self.body, self.charset)


@dataclass(frozen=True, slots=True)
class _Wanted:
    max_bytes: int
    by_type: Mapping[str, int]
    types: tuple[str, ...]
    headers: Mapping[str, str]
    delay: float
    truncate: bool
    onward: Onward | None

    def limit_for(self, content_type: str) -> int:
        return self.by_type.get(content_type, self.max_bytes)


@dataclass
class _Paces:
    """The pace of each host that was asked of late."""

    _known: dict[str, Pace] = field(default_factory=dict)

    def of(self, host: str) -> Pace:
        pace = self._known.pop(host, None) or Pace()
        self._known[host] = pace
        if len(self._known) > MAX_HOSTS:
            del self._known[next(iter(self._known))]
        return pace


class GuardedClient:
    """One client for a process; use as an async context manager."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: Iterable[str] = (),
        connect_seconds: float = 5.0,
        total_seconds: float = 20.0,
        lookup: Lookup = system_lookup,
    ) -> None:
        self.guard = Guard(allow_private, lookup=lookup)
        self.user_agent = user_agent
        self._timeout = aiohttp.ClientTimeout(total=total_seconds, connect=connect_seconds, sock_read=total_seconds)
        self._session: aiohttp.ClientSession | None = None
        self._paces = _Paces()

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=self.guard, use_dns_cache=False, socket_factory=self.guard.make_socket, limit=20, limit_per_host=6
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=self._timeout,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=MAX_LINE_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            headers={
                "User-Agent": self.user_agent,
                "Accept-Language": "de,en;q=0.7",
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self,
        url: str,
        *,
        max_bytes: int,
        max_bytes_by_type: Mapping[str, int] | None = None,
        types: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
        attempts: int = 1,
        delay: float = 0.0,
        truncate: bool = False,
        onward: Onward | None = None,
    ) -> Fetched:
        """One document, its redirects followed by hand.

        `max_bytes` counts after decompression, `max_bytes_by_type` names other limits for content types; with
        `truncate` the rest is left out instead of failing. `delay` is the least number of seconds between two requests
        to one host, redirects and further attempts included; a host that is busy is asked more slowly by all.
        Raises `FetchFailed`, after `attempts` tries for what may pass by itself.
        """
        wanted = _Wanted(max_bytes, max_bytes_by_type or {}, tuple(types), headers or {}, delay, truncate, onward)
        for attempt in range(1, attempts + 1):
            try:
                found = await self._get(url, wanted)
                FETCHED.labels("ok").inc()
                return found
            except FetchFailed as error:
                FETCHED.labels(error.reason if not error.reason.startswith("http_") else "http_error").inc()
                # A server that let the whole time pass once is asked once more, not twice.
                if attempt == attempts or error.reason not in PASSING or (error.reason == "timeout" and attempt > 1):
                    raise
                if error.location == _LATER:
                    raise FetchFailed(error.reason) from error
                await asyncio.sleep(0.5 * 2 ** (attempt - 1))
        raise FetchFailed("unreachable")

    async def _get(self, url: str, wanted: _Wanted) -> Fetched:
        try:
            target = URL(target_of(url, ""), encoded=True)
            visited: set[URL] = set()
            for _ in range(MAX_REDIRECTS + 1):
                if target in visited:
                    raise FetchFailed("redirect_loop")
                visited.add(target)
                answer = await self._hop(target, wanted)
                if isinstance(answer, Fetched):
                    return answer
                target = answer
                if wanted.onward is not None and (reason := wanted.onward(str(target))) is not None:
                    raise FetchFailed(reason, str(target))
        except Refused as error:
            raise FetchFailed("refused") from error
        except TimeoutError as error:
            raise FetchFailed("timeout") from error
        except aiohttp.ClientConnectorError as error:
            raise FetchFailed(_unconnected(error)) from error
        except aiohttp.ClientPayloadError as error:
            raise FetchFailed("bad_encoding" if "content-encoding" in str(error) else "incomplete") from error
        except aiohttp.ClientResponseError as error:
            raise FetchFailed("bad_encoding" if "content-encoding" in error.message else "bad_response") from error
        except (aiohttp.ClientError, OSError) as error:
            # aiohttp's errors about addresses are ValueErrors as well.
            raise FetchFailed("bad_address" if isinstance(error, ValueError) else "unreachable") from error
        except (ValueError, UnicodeError) as error:
            raise FetchFailed("bad_address") from error
        raise FetchFailed("too_many_redirects")

    async def _hop(self, target: URL, wanted: _Wanted) -> Fetched | URL:
        """One request: an answer, or where it redirects to."""
        if self._session is None:
            raise RuntimeError("the client is not open")
        self.guard.check_url(target)
        pace = self._paces.of(target.host or "")
        await _turn(pace, wanted.delay)
        asked_at = monotonic()
        async with self._session.get(target, headers=wanted.headers, allow_redirects=False) as response:
            if response.status in BUSY_STATUS:
                pause = retry_after(response.headers.get("Retry-After"), response.headers.get("Date"))
                pace.busy(monotonic(), asked_at, pause)
                later = _LATER if pause is not None and pause > MAX_PAUSE_SECONDS else None
                raise FetchFailed(f"http_{response.status}", later)
            if response.status < 400:
                pace.well()
            if response.status in (301, 302, 303, 307, 308) and response.headers.get("Location"):
                return URL(target_of(response.headers["Location"], str(target)), encoded=True)
            return await _read(response, str(target), wanted)


_LATER = "later"


async def _turn(pace: Pace, delay: float) -> None:
    wait = pace.turn(monotonic(), delay)
    while wait > 0:
        await asyncio.sleep(wait)
        wait = pace.turn(monotonic(), delay)


def _unconnected(error: aiohttp.ClientConnectorError) -> str:
    if isinstance(error.os_error, Refused):
        return "refused"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "unknown_host"
    return "bad_certificate" if isinstance(error, aiohttp.ClientSSLError) else "unreachable"


async def _read(response: aiohttp.ClientResponse, url: str, wanted: _Wanted) -> Fetched:
    headers = _joined(response.headers)
    if response.status == 304:
        return Fetched(url, 304, "", headers, b"")
    if response.status != 200:
        raise FetchFailed(f"http_{response.status}")
    if headers.get("content-encoding", "").strip().lower() not in READABLE_ENCODINGS:
        raise FetchFailed("bad_encoding")
    kind = response.content_type.lower()
    if wanted.types and kind not in wanted.types:
        raise FetchFailed("wrong_type")
    limit = wanted.limit_for(kind)
    length = headers.get("content-length", "")
    if not wanted.truncate and length.isascii() and length.isdigit() and int(length[:18]) > limit:
        raise FetchFailed("too_large", content_type=kind)
    body = io.BytesIO()
    async for part in response.content.iter_chunked(65_536):
        if body.tell() + len(part) > limit:
            if not wanted.truncate:
                raise FetchFailed("too_large", content_type=kind)
            body.write(part[: limit - body.tell()])
            break
        body.write(part)
    return Fetched(url, 200, kind, headers, body.getvalue(), _charset(response), _robots_tags(response.headers))


def _charset(response: aiohttp.ClientResponse) -> str | None:
    return response.charset if response.headers.get("Content-Type") else None


def _robots_tags(headers: CIMultiDictProxy[str]) -> tuple[str, ...]:
    return tuple(headers.getall("X-Robots-Tag", ()))


def _joined(headers: CIMultiDictProxy[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers.items():
        # Bytes that are no UTF-8 arrive as lone surrogates, which neither a database nor a header can take.
        clean = value.encode("utf-8", errors="replace").decode()
        found[name.lower()] = f"{found[name.lower()]}, {clean}" if name.lower() in found else clean
    return found

"""HTTP for other people's servers: guarded, limited in time, size and redirects, with a reason for every failure."""

from __future__ import annotations

import asyncio
import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from prometheus_client import Counter
from yarl import URL

from ingest_svc.fetch.guard import Guard, Lookup, Refused, system_lookup

FETCHED = Counter("fetch_requests_total", "Requests to other people's servers by outcome", ["outcome"])
MAX_REDIRECTS = 5
RETRY_STATUS = frozenset({429, 500, 502, 503, 504})
HTML = ("text/html", "application/xhtml+xml")
PDF = ("application/pdf",)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class FetchFailed(Exception):
    """Nothing usable came. `reason` is a short code: refused, timeout, unreachable, too_large, http_404 …"""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `not_modified`: the copy the caller has is still right and `body` is empty."""

    url: str
    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes
    charset: str | None = None

    @property
    def not_modified(self) -> bool:
        """Whether the server answered 304."""
        return self.status == 304

    @property
    def is_pdf(self) -> bool:
        """Whether the content is a PDF, by its first bytes."""
        return self.body[:1024].lstrip()[:5] == b"%PDF-"

    def text(self) -> str:
        """The body as text: BOM, then header, then meta element, then UTF-8, then Windows-1252."""
        return decode_text(self.body, self.charset)


def decode_text(body: bytes, charset: str | None) -> str:
    """Bytes of a page as text; never fails."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    declared = _META_CHARSET.search(body[:4096])
    names = [charset, declared.group(1).decode("ascii") if declared else None]
    for name in (*filter(None, names), "utf-8", "cp1252"):
        # Browsers read latin-1 as Windows-1252 (WHATWG Encoding), and so do the authors of pages.
        encoding = "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", errors="replace")


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

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=self.guard, use_dns_cache=False, socket_factory=self.guard.make_socket, limit=20, limit_per_host=6
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=self._timeout,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                "User-Agent": self.user_agent,
                "Accept-Language": "de,en;q=0.7",
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
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
        types: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
        attempts: int = 1,
    ) -> Fetched:
        """One document, its redirects followed by hand. `max_bytes` counts after decompression.

        Raises `FetchFailed`, after `attempts` tries for what may pass by itself.
        """
        accepted = tuple(types)
        for attempt in range(1, attempts + 1):
            try:
                found = await self._get(url, max_bytes, accepted, headers or {})
                FETCHED.labels("ok").inc()
                return found
            except FetchFailed as error:
                FETCHED.labels(error.reason if not error.reason.startswith("http_") else "http_error").inc()
                passing = error.reason in ("timeout", "unreachable") or error.reason.removeprefix("http_") in {
                    str(status) for status in RETRY_STATUS
                }
                if attempt == attempts or not passing:
                    raise
                await asyncio.sleep(0.5 * 2 ** (attempt - 1))
        raise FetchFailed("unreachable")

    async def _get(self, url: str, max_bytes: int, types: tuple[str, ...], headers: Mapping[str, str]) -> Fetched:
        if self._session is None:
            raise RuntimeError("the client is not open")
        try:
            target = URL(url)
            for _ in range(MAX_REDIRECTS + 1):
                self.guard.check_url(target)
                async with self._session.get(target, headers=headers, allow_redirects=False) as response:
                    if response.status in (301, 302, 303, 307, 308) and "Location" in response.headers:
                        target = target.join(URL(response.headers["Location"])).with_fragment(None)
                        continue
                    return await _read(response, str(target), max_bytes, types)
        except Refused as error:
            raise FetchFailed("refused") from error
        except TimeoutError as error:
            raise FetchFailed("timeout") from error
        except aiohttp.ClientConnectorError as error:
            raise FetchFailed("refused" if isinstance(error.os_error, Refused) else "unreachable") from error
        except (aiohttp.ClientError, OSError) as error:
            raise FetchFailed("unreachable") from error
        except (ValueError, UnicodeError) as error:
            raise FetchFailed("bad_address") from error
        raise FetchFailed("too_many_redirects")


async def _read(response: aiohttp.ClientResponse, url: str, max_bytes: int, types: tuple[str, ...]) -> Fetched:
    if response.status == 304:
        return Fetched(url, 304, "", _lowered(response.headers), b"")
    if response.status != 200:
        raise FetchFailed(f"http_{response.status}")
    kind = response.content_type.lower()
    if types and kind not in types:
        raise FetchFailed("wrong_type")
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > max_bytes:
        raise FetchFailed("too_large")
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(65_536):
        size += len(part)
        if size > max_bytes:
            raise FetchFailed("too_large")
        parts.append(part)
    return Fetched(url, 200, kind, _lowered(response.headers), b"".join(parts), response.charset)


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}

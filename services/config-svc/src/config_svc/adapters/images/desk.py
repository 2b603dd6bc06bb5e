"""Takes uploads in, a few at a time, and has each decoded by the limited process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal
from uuid import UUID
from weakref import WeakValueDictionary

from prometheus_client import Counter
from servicekit.errors import TooManyRequests
from servicekit.work import child

from config_svc.domain.limits import IMAGE_BYTES
from config_svc.domain.pictures import Square

TAKEN = Counter("config_pictures_total", "Uploaded pictures by outcome", ["outcome"])
SECONDS = 15.0
"""The longest that decoding may last."""
MEMORY_BYTES = 450_000_000
"""Address space: some 150 MB of it are code, a picture of 16 million pixels takes up to 64 MB, its copy as much."""
_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Picture:
    """A picture that is safe to serve."""

    content: bytes
    suffix: Literal["png", "jpg"]


class NotAPicture(ValueError):
    """The upload is no picture that is taken; the message says why."""


class PictureDesk:
    """Where uploads are taken in: few are held in memory, fewer decoded at once, the others wait unread.

    No workspace has more than half of the places. Who has waited for `patience_seconds` for one, or to be decoded, is
    sent away. An upload must arrive within `upload_seconds`, so that a slow one does not keep a place.
    """

    def __init__(
        self,
        *,
        at_once: int = 2,
        held: int = 8,
        patience_seconds: float = 10.0,
        upload_seconds: float = 20.0,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._held = asyncio.Semaphore(held)
        self._each: WeakValueDictionary[UUID, asyncio.Semaphore] = WeakValueDictionary()
        self._most = max(1, held // 2)
        self._decoding = asyncio.Semaphore(at_once)
        self._patience_seconds = patience_seconds
        self._upload_seconds = upload_seconds
        self._memory_bytes = memory_bytes

    async def take(self, upload: AsyncIterable[bytes], workspace_id: UUID, part: Square | None = None) -> Picture:
        """The upload, or a part of it, decoded and encoded anew. Raises `NotAPicture` and `TooManyRequests`."""
        own = self._each.setdefault(workspace_id, asyncio.Semaphore(self._most))
        try:
            async with self._turn(own), self._turn(self._held):
                content = await self._read(upload)
                async with self._turn(self._decoding):
                    picture = await _reencoded(content, part, self._memory_bytes)
        except NotAPicture:
            TAKEN.labels("refused").inc()
            raise
        except TooManyRequests:
            TAKEN.labels("busy").inc()
            raise
        TAKEN.labels("taken").inc()
        return picture

    @asynccontextmanager
    async def _turn(self, gate: asyncio.Semaphore) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._patience_seconds):
                await gate.acquire()
        except TimeoutError as error:
            wait = max(1, round(self._patience_seconds / 2))
            raise TooManyRequests(
                f"Many pictures are being taken in. Try again in {wait} s.", retry_after=wait
            ) from error
        try:
            yield
        finally:
            gate.release()

    async def _read(self, upload: AsyncIterable[bytes]) -> bytes:
        content = bytearray()
        try:
            async with asyncio.timeout(self._upload_seconds):
                async for part in upload:
                    content += part
                    if len(content) > IMAGE_BYTES:
                        raise NotAPicture("must have at most 2 MB")
        except TimeoutError as error:
            raise NotAPicture(f"must arrive within {self._upload_seconds:.0f} s") from error
        if not content.startswith(_MARKS):
            raise NotAPicture("must be a PNG or JPG picture")
        return bytes(content)


async def _reencoded(content: bytes, part: Square | None, memory_bytes: int) -> Picture:
    kept = [str(share) for share in (part.left, part.top, part.side)] if part else []
    module = "config_svc.adapters.images.child"
    try:
        ended = await child.run(module, str(memory_bytes), *kept, given=content, seconds=SECONDS)
    except child.TookTooLong as error:
        raise NotAPicture("takes too long to decode") from error
    if ended.code != 0:
        raise NotAPicture("takes too much memory or time to decode")
    line, _, picture = ended.output.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise NotAPicture(told["refused"])
    return Picture(picture, told["suffix"])

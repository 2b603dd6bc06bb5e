"""Tells drawings from other files, and has them made into pixels by the limited process."""

from __future__ import annotations

import re

import structlog
from prometheus_client import Counter
from servicekit.work import child

log = structlog.get_logger(__name__)

TAKEN = Counter("drawings_rasterised_total", "Logos in vectors by outcome", ["outcome"])
SECONDS = 10.0
MEMORY_BYTES = 300_000_000
"""Address space; a picture of the size that is drawn takes 2 MB of it."""
MOST_BYTES = 500_000
_PNG = b"\x89PNG\r\n\x1a\n"
_HEAD = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,300}\?>)?(?:\s|<!--.{0,4000}?-->|<!DOCTYPE\s+svg[^\[>]{0,400}(?:\[.{0,4000}?\]\s*)?>)*"
    rb"<(?:\w+:)?svg[\s>]",
    re.DOTALL,
)


def is_drawing(content: bytes) -> bool:
    """Whether a file is an SVG, by how it begins and not by what it is called."""
    return _HEAD.match(content) is not None


async def rasterised(content: bytes) -> bytes | None:
    """An SVG as a PNG; None where it is too large or too hard, shows nothing, or is no drawing of a logo."""
    if len(content) > MOST_BYTES:
        TAKEN.labels("too_large").inc()
        return None
    try:
        ended = await child.run("ingest_svc.adapters.drawings.child", str(MEMORY_BYTES), given=content, seconds=SECONDS)
    except child.TookTooLong:
        TAKEN.labels("too_hard").inc()
        return None
    if ended.code != 0 or not ended.output.startswith(_PNG):
        log.info("drawing not taken", code=ended.code, error=ended.error)
        TAKEN.labels("refused" if ended.code == 0 else "too_hard").inc()
        return None
    TAKEN.labels("taken").inc()
    return ended.output

"""The work on sources outside requests: how long, in which order, whose."""

from __future__ import annotations

from ingest_svc.models import Source
from ingest_svc.repository import Unit


async def read(unit: Unit, source: Source) -> None:
    """Have a source read: a site is long work, a text or a PDF is short."""
    await unit.enqueue(
        "crawl_source" if source.kind == "url" else "read_source",
        workspace_id=source.workspace_id,
        lock=_lock(source),
        source_id=source.id,
        run=source.run,
    )


async def forget(unit: Unit, source: Source) -> None:
    """Have a source's chunks and its object removed. Waits for no reading, which looks itself whether it is gone."""
    await unit.enqueue(
        "forget_source",
        workspace_id=source.workspace_id,
        bot_id=source.bot_id,
        source_id=source.id,
        object_key=source.object_key,
    )


async def embed(unit: Unit, source: Source, *, key: str | None = None, done: int = 0) -> None:
    """Have the vectors made that a source's run lacks; with a key, unless that waits already.

    They come before the workspace's other crawls: what was begun is finished first. When many are `done` and more are
    to come, they wait like the others.
    """
    await unit.enqueue(
        "embed_source",
        workspace_id=source.workspace_id,
        key=key,
        lock=_lock(source),
        priority=0 if done else 1,
        source_id=source.id,
        run=source.run,
        done=done,
    )


def _lock(source: Source) -> str:
    """Two runs of a source at once would write over each other's chunks."""
    return f"source:{source.id}"

"""Binary content by key, in a folder or an S3 bucket. Needs the extra `servicekit[objects]`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, from_url


class Objects:
    """The object store all services share; keys travel in events, content never."""

    def __init__(self, url: str) -> None:
        """The store at `file:///folder` (made when missing) or any URL that obstore knows."""
        if url.startswith("file://"):
            folder = Path(unquote(urlsplit(url).path))
            folder.mkdir(parents=True, exist_ok=True)
            self._store: Any = LocalStore(prefix=str(folder), mkdir=True)
        else:
            self._store = from_url(url)

    async def put(self, key: str, data: bytes) -> None:
        """Store content under a key; an earlier one is replaced."""
        await obstore.put_async(self._store, key, data)

    async def get(self, key: str) -> bytes:
        """The content of a key. Raises `FileNotFoundError`."""
        result = await obstore.get_async(self._store, key)
        return bytes(await result.bytes_async())

    async def delete(self, key: str) -> None:
        """Remove a key; nothing happens when it is not there."""
        with contextlib.suppress(FileNotFoundError):
            await obstore.delete_async(self._store, key)

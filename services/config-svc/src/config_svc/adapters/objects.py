"""Pictures in the object store. Only what lies under `media/` is public."""

from __future__ import annotations

import re
import secrets
from typing import Literal

from servicekit.objects import Objects

from config_svc.adapters.images.desk import Picture

Shelf = Literal["logos", "portraits"]
AREA = "media/"
_KEY = re.compile(r"(logos|portraits)/[0-9a-f]{32}\.(png|jpg)")
_RESEARCHED = re.compile(r"research/[0-9a-f-]{36}/logo\.(png|jpg)")
_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


def is_public_key(key: str) -> bool:
    """Whether a key names a picture that may be served to anyone."""
    return _KEY.fullmatch(key) is not None


def is_researched_logo(key: str) -> bool:
    """Whether a key names a logo as a research found it: a stranger's picture, served only once taken in."""
    return _RESEARCHED.fullmatch(key) is not None


def media_type(key: str) -> str:
    """The content type of a stored picture."""
    return _TYPES[key.rpartition(".")[2]]


class Media:
    """The public pictures of bots, by random names."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def put(self, shelf: Shelf, picture: Picture) -> str:
        """Store a picture under a new random name; returns its key."""
        key = f"{shelf}/{secrets.token_hex(16)}.{picture.suffix}"
        await self._objects.put(AREA + key, picture.content)
        return key

    async def researched(self, key: str) -> bytes | None:
        """A logo as a research found it; None when it is gone, or the key is of something else."""
        if not is_researched_logo(key):
            return None
        try:
            return await self._objects.get(key)
        except FileNotFoundError:
            return None

    async def get(self, key: str) -> bytes | None:
        """A picture's content, None when there is none."""
        try:
            return await self._objects.get(AREA + key)
        except FileNotFoundError:
            return None

    async def delete(self, key: str) -> None:
        """Remove a picture; one that is gone already is no error."""
        await self._objects.delete(AREA + key)

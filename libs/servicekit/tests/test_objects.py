"""The object store, as far as a folder goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from servicekit.objects import Objects


async def test_objects_are_kept_replaced_and_removed(tmp_path: Path) -> None:
    url = (tmp_path / "made with a blank").as_uri()
    await Objects(url).put("a/b.txt", b"one")
    await Objects(url).put("a/b.txt", b"two")
    assert await Objects(url).get("a/b.txt") == b"two"
    for _ in range(2):
        await Objects(url).delete("a/b.txt")
    with pytest.raises(FileNotFoundError):
        await Objects(url).get("a/b.txt")

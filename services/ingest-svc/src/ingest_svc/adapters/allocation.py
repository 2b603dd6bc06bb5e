"""How the process allocates: large documents come and go, and their memory goes back to the system."""

from __future__ import annotations

import ctypes

_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
LARGE_BYTES = 1_000_000


def return_large_blocks() -> None:
    """Have glibc map every large block on its own and keep one heap for all threads (mallopt(3)).

    By itself it raises the threshold with the first large block that is freed, and later ones fragment the heaps of
    the threads that read them. Other C libraries are left as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
        mallopt(_M_ARENA_MAX, 1)

"""What a process that does dangerous work may use. Imports next to nothing: such a process is to be quick and small."""

from __future__ import annotations

import resource
from typing import Literal

STANDARD_STREAMS = 3


def limit(*, memory_bytes: int, cpu_seconds: int, files: Literal["none", "read", "write"] = "read") -> None:
    """Limit the calling process from now on; never a core dump, which would hold what it was given.

    `files`: what it may still do with them. With "none" it keeps its standard streams and opens nothing, no socket and
    no other process either; what is imported late must be imported by then.
    """
    limits = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_CPU: cpu_seconds, resource.RLIMIT_CORE: 0}
    if files != "write":
        limits[resource.RLIMIT_FSIZE] = 0
    if files == "none":
        limits |= {resource.RLIMIT_NOFILE: STANDARD_STREAMS, resource.RLIMIT_NPROC: 0}
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))

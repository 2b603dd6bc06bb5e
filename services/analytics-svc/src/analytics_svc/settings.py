"""Settings of analytics-svc."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from servicekit.settings import Group, ServiceSettings


class BatchSettings(Group):
    """How many events are counted in one transaction: so many, or what came within so long."""

    size: int = Field(default=500, ge=1, le=5000)
    seconds: float = Field(default=0.2, gt=0, le=5)


class Settings(ServiceSettings):
    """What analytics-svc needs beside the common settings."""

    port: int = 8105
    faust_datadir: Path = Field(default=Path("/tmp/empfang-faust"), description="Faust insists on a folder")  # noqa: S108
    batch: BatchSettings = BatchSettings()
    objects_url: str = Field(default="file:///tmp/empfang-objects", description="Where reports are stored")
    probe_base_url: str | None = Field(
        default=None, description="Where this process reaches the ingress, when it is not the bots' public address"
    )
    watchdog_seconds: float = Field(default=30.0, gt=0, description="Lag without progress for so long ends the worker")

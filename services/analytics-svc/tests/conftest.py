"""Fixtures of analytics-svc."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from analytics_svc.__main__ import service as analytics
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot, OpeningHours
from servicekit.ids import new_id
from servicekit.service import Service

from .nemesis import worker


@pytest.fixture
def service() -> Service[Any, Any, Any]:
    return analytics


@pytest.fixture
def settings_overrides(tmp_path: Any) -> dict[str, Any]:
    return {"faust_datadir": tmp_path / "faust"}


def bot(workspace_id: UUID, *, zone: str = "Europe/Berlin", id: UUID | None = None) -> BotSnapshot:
    link = BotLink(url="http://localhost/bot", token="t")
    hours = OpeningHours.model_validate(
        {"time_zone": zone, "weekly": {"monday": [{"opens": "08:00", "closes": "17:00"}]}}
    )
    return BotSnapshot(
        id=id or new_id(),
        workspace_id=workspace_id,
        version=1,
        state="live",
        draft=BotConfiguration(name="Brandt", opening_hours=hours),
        links=BotLinks(version=1, production=link, staging=link, preview=link),
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


@pytest.fixture
def run(settings: Any, tmp_path: Path, topics: None) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts workers on the test's database and broker; what still runs is ended after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(script: str | None = None, /, **environment: str) -> subprocess.Popen[bytes]:
        given = {
            "DATABASE_URL": settings.database.url.get_secret_value(),
            "KAFKA_BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers,
            "TOPIC_PREFIX": settings.topic.prefix,
        }
        started.append(worker(given | environment, tmp_path, f"worker-{len(started)}", script))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()

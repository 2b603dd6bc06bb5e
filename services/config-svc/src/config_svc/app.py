"""The HTTP application."""

from __future__ import annotations

import sys
from pathlib import Path

from fastapi import FastAPI
from identity import phone
from servicekit.http import api_app
from servicekit.kit import Kit

from config_svc.adapters.resources import Resources
from config_svc.api import routers
from config_svc.domain import hours
from config_svc.repository import Unit
from config_svc.service import workspaces
from config_svc.settings import Settings


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """config-svc's API on a running service."""
    # both load every country's names, 0.3 s that no request should wait for
    phone.region_of("Deutschland")
    hours.holiday_calendar("DE")
    app = api_app(
        "config-svc",
        kit,
        title="Empfang: configuration",
        description="Workspaces, API keys, chatbots with their whole configuration, and their pictures.",
    )
    for router in routers:
        app.include_router(router)
    return app


async def init(kit: Kit[Settings, Unit, Resources]) -> None:
    """Make the first workspace and print its key, once. A key file that was lost gets a new key."""
    target = kit.settings.first_key_file
    async with kit.transaction() as unit:
        made = await workspaces.first_workspace(unit)
        if made is not None:
            key = made[1]
        elif target is not None and not target.exists():
            workspace = await unit.workspaces.first()
            assert workspace is not None  # noqa: S101  (there is one, or it would have been made)
            key = workspaces.renewed_first_key(unit, workspace)
        else:
            return
        if target is not None:
            _write(target, key)  # before the commit: a crash between leaves a file without use, never a lost key
    sys.stdout.write(f"The first API key, shown only now:\n{key}\n")


def _write(target: Path, key: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".new")
    draft.touch(mode=0o600)
    draft.chmod(0o600)
    draft.write_text(key + "\n")
    draft.replace(target)

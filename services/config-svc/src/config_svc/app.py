"""The HTTP application."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fastapi import FastAPI
from identity import phone
from servicekit.http import api_app
from servicekit.kit import Kit

from config_svc.adapters.resources import Resources
from config_svc.api import routes
from config_svc.domain import hours
from config_svc.repository import Unit
from config_svc.service import members, workspaces
from config_svc.settings import Settings


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """config-svc's API on a running service."""
    # both load every country's names, 0.3 s that no request should wait for
    phone.region_of("Deutschland")
    hours.holiday_calendar("DE")
    return api_app(
        "config-svc",
        kit,
        title="Empfang: configuration",
        description="Workspaces, API keys, chatbots with their whole configuration, and their pictures.",
        routes=routes,
    )


async def init(kit: Kit[Settings, Unit, Resources]) -> None:
    """Make the first workspace, once, and a key for each key file that is configured and missing.

    Members from before other services were told of members are told of, once.
    No key is written anywhere else: without files `new-key` shows one to whoever asks at a terminal.
    """
    files = {kit.settings.first_key_file: False, kit.settings.platform_key_file: True}
    async with kit.transaction() as unit:
        workspace = await workspaces.first_workspace(unit)
        await members.announce(unit)
        for target, platform in files.items():
            if target is not None and not target.exists():
                key = workspaces.first_key(unit, workspace, platform=platform)
                _write(target, key)  # before the commit: a crash between leaves a file without use, never a lost key


async def new_key(kit: Kit[Settings, Unit, Resources], options: argparse.Namespace) -> int:
    """The command `new-key`: show a new key, which is stored nowhere."""
    async with kit.transaction() as unit:
        key = workspaces.first_key(unit, await workspaces.first_workspace(unit), platform=options.platform)
    sys.stdout.write(f"{key}\n")
    return 0


def _write(target: Path, key: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".new")
    draft.touch(mode=0o600)
    draft.chmod(0o600)
    draft.write_text(key + "\n")
    draft.replace(target)

"""Workspaces and their API keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.topics import MEMBERS, WORKSPACES
from contracts.workspaces import (
    ApiKeySaved,
    DefaultConsent,
    PostalSender,
    Retention,
    SendingWindow,
    WorkspaceDeleted,
    WorkspaceSaved,
)
from servicekit.auth.keys import PLATFORM, format_key, hash_secret, new_secret
from servicekit.errors import Conflict

from config_svc.domain.actors import INIT, Actor
from config_svc.models import ApiKey, Workspace
from config_svc.repository import Unit
from config_svc.service import bots
from config_svc.service.snapshots import key_snapshot, workspace_snapshot
from config_svc.texts import say

ADMIN = ("workspace:admin",)


def add_workspace(unit: Unit, values: dict[str, Any], actor: Actor) -> Workspace:
    """Store a new workspace; `values` are the snapshot's fields in JSON."""
    workspace = Workspace(id=unit.new_id(), version=1, created_at=unit.now(), **values)
    unit.workspaces.add(workspace)
    unit.audit(workspace, actor, "workspace created")
    unit.publish(workspace, WorkspaceSaved(workspace=workspace_snapshot(workspace)))
    return workspace


def change_workspace(unit: Unit, workspace: Workspace, values: dict[str, Any], actor: Actor) -> Workspace:
    """Change some fields of a locked workspace."""
    changed = [name for name, value in values.items() if getattr(workspace, name) != value]
    if changed:
        for name in changed:
            setattr(workspace, name, values[name])
        workspace.version += 1
        unit.audit(workspace, actor, "workspace changed", [f"/{name}" for name in changed])
        unit.publish(workspace, WorkspaceSaved(workspace=workspace_snapshot(workspace)))
    return workspace


async def delete_workspace(unit: Unit, workspace: Workspace, actor: Actor) -> None:
    """Delete a locked workspace with its bots; its keys stop working and every service forgets it."""
    for bot in await unit.bots.of_workspace_locked(workspace.id):
        await bots.delete(unit, bot, actor)
    for key in await unit.api_keys.valid_of(workspace.id):
        revoke(unit, key)
        unit.audit(key, actor, "key revoked")
    workspace.version += 1
    unit.audit(workspace, actor, "workspace deleted")
    unit.publish(workspace, WorkspaceDeleted(workspace_id=workspace.id, version=workspace.version))
    unit.forget(WORKSPACES, workspace.id)
    for member_id in await unit.members.ids_of(workspace.id):
        unit.forget(MEMBERS, member_id)
    await unit.session.flush()
    await unit.workspaces.delete(workspace)


def add_key(
    unit: Unit,
    workspace_id: UUID,
    name: str,
    scopes: Sequence[str],
    only_bots: Sequence[UUID] | None,
    actor: Actor,
) -> tuple[ApiKey, str]:
    """Make an API key; returns it with the key's text, which is stored nowhere."""
    key, text = made(
        unit,
        workspace_id=workspace_id,
        name=name,
        scopes=list(scopes),
        bots=[str(bot) for bot in only_bots] if only_bots is not None else None,
    )
    unit.audit(key, actor, "key created")
    return key, text


def made(unit: Unit, **values: Any) -> tuple[ApiKey, str]:
    """A new key, announced, and its text, which is stored nowhere; `values` are fields of its row."""
    secret = new_secret()
    key = ApiKey(id=unit.new_id(), version=1, secret_hash=hash_secret(secret), created_at=unit.now(), **values)
    unit.api_keys.add(key)
    unit.publish(key, ApiKeySaved(key=key_snapshot(key)))
    return key, format_key(key.id, secret)


async def revoke_key(unit: Unit, key: ApiKey, actor: Actor) -> ApiKey:
    """Stop a locked key from working; again is no error. Raises `Conflict` for the last administrator."""
    if key.revoked_at is None:
        await unit.workspaces.lock(key.workspace_id)
        lasts = key.member_id is None and "workspace:admin" in key.scopes
        if lasts and not await unit.api_keys.other_admins(key):
            raise Conflict("This is the last key that administers the workspace.")
        revoke(unit, key)
        unit.audit(key, actor, "key revoked")
    return key


async def first_workspace(unit: Unit) -> Workspace:
    """The workspace of whoever runs the platform, made once."""
    found = await unit.workspaces.first()
    if found is None:
        found = add_workspace(unit, demo_workspace(), INIT)
        await unit.session.flush()
    return found


def first_key(unit: Unit, workspace: Workspace, *, platform: bool = False) -> str:
    """The text of a new key that administers the first workspace, or that operates the platform for all."""
    name, scopes = ("platform", (PLATFORM,)) if platform else (say("first_key", workspace.locale), ADMIN)
    return add_key(unit, workspace.id, name, scopes, None, INIT)[1]


def demo_workspace() -> dict[str, Any]:
    """The workspace of a new installation; sending is open round the clock so that a demo can be seen at any time."""
    sender = PostalSender(
        name="Mara Lindner",
        company="Agentur Lindner GmbH",
        street="Marktplatz 4",
        postal_code="80331",
        city="München",
        country="DE",
        email="mara.lindner@agentur-lindner.example",
        phone="+498912345678",
        website="https://agentur-lindner.example",
    )
    consents = [
        DefaultConsent(
            language="de", text=say("consent", "de"), privacy_url="https://agentur-lindner.example/datenschutz"
        ),
        DefaultConsent(language="en", text=say("consent", "en"), privacy_url="https://agentur-lindner.example/privacy"),
    ]
    return {
        "name": "Agentur Lindner",
        "sender": sender.model_dump(mode="json"),
        "operator_email": "empfang@agentur-lindner.example",
        "sending_window": SendingWindow(weekdays=(1, 2, 3, 4, 5, 6, 7), opens="00:00", closes="24:00").model_dump(
            mode="json"
        ),
        "daily_mail_cap": 50,
        "default_consents": [consent.model_dump(mode="json") for consent in consents],
        "retention": Retention().model_dump(mode="json"),
        "locale": "de",
    }


def revoke(unit: Unit, key: ApiKey) -> None:
    """Stop a locked key from working, in every service."""
    key.revoked_at = unit.now()
    key.version += 1
    unit.publish(key, ApiKeySaved(key=key_snapshot(key)))

"""What members may do: three roles, each a set of the scopes that API keys have."""

from __future__ import annotations

from typing import Literal

Role = Literal["admin", "editor", "viewer"]

SEEING = ("bots:read", "conversations:read", "leads:read", "analytics:read", "prospects:read")
SCOPES: dict[Role, tuple[str, ...]] = {
    "admin": ("workspace:admin",),
    "editor": (
        *SEEING,
        "bots:write",
        "sources:write",
        "leads:write",
        "leads:export",
        "prospects:write",
        "outreach:send",
    ),
    "viewer": SEEING,
}
"""`workspace:admin` contains every other scope of a workspace."""

"""Filters that a workspace keeps: which lists have them, and what each may be narrowed by."""

from __future__ import annotations

from typing import Literal

List = Literal["leads", "bots", "prospects"]

NAMES: dict[List, tuple[str, ...]] = {
    "leads": ("bot", "kind", "environment", "sort", "status", "from", "to", "interest", "view"),
    "bots": ("state", "search"),
    "prospects": ("stage", "search"),
}
"""As the console's addresses name them. What leads are searched for is not kept: it may be somebody's name."""
SCOPES: dict[List, str] = {"leads": "leads:read", "bots": "bots:read", "prospects": "prospects:read"}
"""Who may read a list may keep filters of it."""
MOST = 50
"""Of one list in a workspace."""

"""Einstellungen: the workspace, its consent text, how long it keeps data, its members and keys."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import address
from console.calls import config_svc
from console.models.config_svc import WorkspaceOut
from console.session import fetch, say
from console.workspace import keys, members, particulars

TABS: dict[str, Callable[[WorkspaceOut], None]] = {
    "workspace": particulars.sender,
    "consent": particulars.consent,
    "retention": particulars.retention,
    "members": members.show,
    "keys": keys.show,
}


def show() -> None:
    """The page."""
    st.title(say("page.settings"))
    workspace = fetch(config_svc.list_workspaces())["items"][0]
    TABS[address.switch("tab", say("page.settings"), list(TABS), shown=lambda tab: say(f"settings.{tab}"))](workspace)

"""Einstellungen: the workspace, its consent text, how long it keeps data, and its keys."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import address
from console.calls import config_svc
from console.models.config_svc import WorkspaceOut
from console.session import fetch, say
from console.workspace import keys, particulars

TABS: dict[str, Callable[[WorkspaceOut], None]] = {
    "workspace": particulars.sender,
    "consent": particulars.consent,
    "retention": particulars.retention,
    "keys": keys.show,
}


def show() -> None:
    """The page."""
    st.title(say("page.settings"))
    workspace = fetch(config_svc.list_workspaces())["items"][0]
    wanted = address.given("tab")
    value = wanted if wanted in TABS else "workspace"
    st.session_state["settings:tab"] = value

    def turn() -> None:
        address.put(tab=st.session_state["settings:tab"] or value)

    st.segmented_control(
        say("page.settings"),
        list(TABS),
        format_func=lambda tab: say(f"settings.{tab}"),
        required=True,
        key="settings:tab",
        on_change=turn,
        label_visibility="collapsed",
    )
    TABS[value](workspace)

"""Filters of a list that the workspace keeps by name: links to them, keeping the present one, forgetting one."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from console import address, asking, formats, links
from console.api import ApiProblem
from console.calls import config_svc
from console.models.config_svc import SavedFilterOut
from console.session import current, fetch, say

List = Literal["leads", "bots", "prospects"]
NAMES: dict[List, tuple[str, ...]] = {
    "leads": ("bot", "kind", "environment", "sort", "status", "from", "to", "interest", "view"),
    "bots": ("state", "search"),
    "prospects": ("stage", "search"),
}
"""What of a page's address is kept. What leads are searched for is not: it may be somebody's name or address."""
LONGEST_NAME = 60


def show(page: List) -> None:
    """The list's filters in a row; nothing for a key that may have none."""
    try:
        found = fetch(config_svc.list_filters(list=page))["items"]
    except ApiProblem as problem:
        if problem.status != 403:
            raise
        return
    present = {name: value for name in NAMES[page] if (value := address.given(name))}
    if not found and not present:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for one in found:
            links.to(page, formats.plain(one["name"]), icon=":material/bookmark:", **one["values"])
        with st.popover(say("saved.manage"), icon=":material/bookmark_add:", type="tertiary"):
            _keep(page, present)
            for one in found:
                _forget(one)


def _keep(page: List, present: dict[str, str]) -> None:
    if not present:
        st.caption(say("saved.nothing"))
        return
    with st.form(f"saved:{page}", border=False, clear_on_submit=True):
        name = st.text_input(say("saved.name"), max_chars=LONGEST_NAME, placeholder=say("saved.name.example")).strip()
        st.caption(say("saved.help.leads" if page == "leads" else "saved.help"))
        sent = st.form_submit_button(say("saved.keep"), type="primary")
    if not sent:
        return
    if not name:
        st.error(say("saved.nameless"), icon=":material/error:")
        return

    def keep() -> str:
        current().api.send(config_svc.save_filter({"list": page, "name": name, "values": present}))
        return say("saved.kept", name=name)

    asking.done(keep)


def _forget(one: SavedFilterOut) -> None:
    def forget() -> str:
        current().api.send(config_svc.delete_filter(one["id"]))
        return say("saved.forgotten", name=one["name"])

    asking.button(
        say("saved.forget", name=formats.plain(one["name"])),
        f"saved:forget:{one['id']}",
        forget,
        sure=say("saved.forget.sure", name=formats.plain(one["name"])),
        icon=":material/bookmark_remove:",
    )

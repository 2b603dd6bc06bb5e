"""API keys: what each may do and for which bots; a new one is shown once, a revoked one ends its sessions."""

from __future__ import annotations

import streamlit as st

from console import asking, bot_choice, formats, listing, problems
from console.calls import config_svc
from console.models.config_svc import ApiKeyIn, ApiKeyOut, WorkspaceOut
from console.session import current, forget, language, named, say

SCOPES = (
    "bots:read",
    "bots:write",
    "sources:write",
    "conversations:read",
    "leads:read",
    "leads:write",
    "leads:export",
    "analytics:read",
    "prospects:read",
    "prospects:write",
    "outreach:send",
    "ops:read",
    "workspace:admin",
)
USUAL = SCOPES[:8]
NEW = "keys:new"


def show(workspace: WorkspaceOut) -> None:
    """The keys, and a new one."""
    st.caption(say("keys.help"))
    _shown_once()
    with st.expander(say("keys.add"), icon=":material/key:"):
        _add(workspace)
    for key in listing.items("keys", config_svc.list_api_keys(workspace["id"])):
        _key(workspace, key)
    listing.more("keys")


def _shown_once() -> None:
    made: ApiKeyOut | None = st.session_state.get(NEW)
    if made is None:
        return
    with st.container(border=True):
        st.warning(say("keys.once", name=formats.plain(made["name"])), icon=":material/key:")
        st.code(made.get("key") or "", language=None, wrap_lines=True)
        if st.button(say("bots.customer_key.noted"), type="primary"):
            del st.session_state[NEW]
            st.rerun()


def _add(workspace: WorkspaceOut) -> None:
    bots = {bot["id"]: bot_choice.shown(bot) for bot in bot_choice.every()}
    with st.form("keys:add", border=False):
        name = st.text_input(say("keys.name"), max_chars=255, placeholder=say("keys.name.example"))
        scopes = st.multiselect(
            say("keys.scopes"), SCOPES, default=USUAL, format_func=lambda scope: named("scope", scope)
        )
        only = st.multiselect(
            say("keys.bots"), list(bots), format_func=bots.__getitem__, placeholder=say("keys.bots.all")
        )
        if not st.form_submit_button(say("keys.add.do"), type="primary"):
            return
    if not name.strip() or not scopes:
        st.error(say("keys.incomplete"), icon=":material/error:")
        return
    body: ApiKeyIn = {"name": name.strip(), "scopes": list(scopes), "bots": list(only) or None}
    with problems.shown():
        st.session_state[NEW] = current().api.send(config_svc.create_api_key(workspace["id"], body))
        forget()
        st.rerun()


def _key(workspace: WorkspaceOut, key: ApiKeyOut) -> None:
    with st.container(border=True):
        when = formats.day(formats.local_day(key["created_at"], current().zone), language())
        state = say("keys.revoked") if key["revoked_at"] else say("keys.since", day=when)
        st.markdown(f"**{formats.plain(key['name'])}** · {formats.plain(state)}")
        scopes = ", ".join(named("scope", scope) for scope in key["scopes"])
        bots = (
            ", ".join(bot_choice.name_of(id) for id in key["bots"]) if key["bots"] is not None else say("keys.bots.all")
        )
        st.caption(formats.plain(f"{scopes} · {bots}"))
        if not key["revoked_at"]:
            _revocation(workspace, key)


def _revocation(workspace: WorkspaceOut, key: ApiKeyOut) -> None:
    def revoke() -> str:
        current().api.send(config_svc.revoke_api_key(workspace["id"], key["id"]))
        return say("keys.revoked.done", name=key["name"])

    asking.button(
        say("keys.revoke"),
        f"key:{key['id']}",
        revoke,
        sure=say("keys.revoke.sure", name=formats.plain(key["name"])),
        icon=":material/key_off:",
    )

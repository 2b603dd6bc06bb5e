"""Members: who signs in with their company's account, in which role, and for which bots."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import asking, bot_choice, formats, listing
from console.calls import config_svc
from console.models.config_svc import MemberIn, MemberOut, WorkspaceOut
from console.session import current, language, named, say
from console.settings import Settings

Role = Literal["editor", "viewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


def show(workspace: WorkspaceOut) -> None:
    """The members, and a new one."""
    st.caption(say("members.help"))
    with st.expander(say("members.add"), icon=":material/person_add:"):
        _add(workspace)
    found = listing.items("members", config_svc.list_members(workspace["id"]))
    if not found:
        st.info(say("members.none"), icon=":material/group:")
    for member in found:
        _member(workspace, member)
    listing.more("members")


def _add(workspace: WorkspaceOut) -> None:
    with st.form("members:add", border=False):
        left, right = st.columns(2)
        name = left.text_input(say("label.name"), max_chars=255, placeholder=say("members.name.example")).strip()
        email = right.text_input(say("members.email"), max_chars=254, placeholder="name@firma.example").strip()
        role, bots = _rights("members:new", "editor", None)
        if not st.form_submit_button(say("members.add.do"), type="primary"):
            return
    if not name or not email:
        st.error(say("members.incomplete"), icon=":material/error:")
    elif _fits(role, bots):
        body: MemberIn = {"email": email, "name": name, "role": role, "bots": bots}

        def invite() -> str:
            current().api.send(config_svc.invite_member(workspace["id"], body))
            return say("members.added", name=name)

        asking.done(invite)


def _member(workspace: WorkspaceOut, member: MemberOut) -> None:
    with st.container(border=True):
        title = f"**{formats.plain(member['name'])}** · {named('role', member['role'])}"
        st.markdown(f"{title}  \n{formats.plain(member['email'] or '')}")
        bots = (
            ", ".join(bot_choice.name_of(id) for id in member["bots"])
            if member["bots"] is not None
            else say("keys.bots.all")
        )
        parts = (bots, _seen(member), _mailed(member))
        st.caption(formats.plain(" · ".join(part for part in parts if part)))
        with st.expander(say("members.change"), icon=":material/edit:"):
            _change(workspace, member)
        if member["state"] == "invited" and Settings.read().company is not None:
            _invite_again(workspace, member)

        def remove() -> str:
            call = config_svc.remove_member(workspace["id"], member["id"])
            current().api.send(call, version=member["version"])
            return say("members.removed", name=member["name"])

        asking.button(
            say("members.remove"),
            f"member:{member['id']}",
            remove,
            sure=say("members.remove.sure", name=formats.plain(member["name"])),
            icon=":material/person_remove:",
        )


def _invite_again(workspace: WorkspaceOut, member: MemberOut) -> None:
    def invite() -> str:
        current().api.send(config_svc.invite_member_again(workspace["id"], member["id"]))
        return say("members.again.done", name=member["name"])

    asking.button(
        say("members.again"),
        f"member:{member['id']}:again",
        invite,
        sure=say("members.again.sure", name=formats.plain(member["name"]), email=formats.plain(member["email"] or "")),
        icon=":material/forward_to_inbox:",
    )


def _seen(member: MemberOut) -> str:
    zone = current().zone
    if member["last_seen_at"] is None:
        return say("members.invited", day=formats.day(formats.local_day(member["invited_at"], zone), language()))
    return say("members.seen", when=formats.moment(member["last_seen_at"], language(), zone))


def _mailed(member: MemberOut) -> str:
    """What became of the invitation's mail; of no use once they have signed in."""
    mail = member.get("invitation")
    return say(f"members.mail.{mail}") if mail and member["state"] == "invited" else ""


def _change(workspace: WorkspaceOut, member: MemberOut) -> None:
    with st.form(f"members:{member['id']}", border=False):
        name = st.text_input(say("label.name"), member["name"], max_chars=255).strip()
        role, bots = _rights(f"members:{member['id']}", member["role"], member["bots"])
        if not st.form_submit_button(say("save"), type="primary"):
            return
    if not name:
        st.error(say("members.incomplete"), icon=":material/error:")
    elif _fits(role, bots):

        def change() -> str:
            call = config_svc.change_member(workspace["id"], member["id"], {"name": name, "role": role, "bots": bots})
            current().api.send(call, version=member["version"])
            return say("members.changed")

        asking.done(change)


def _rights(key: str, role: Role, bots: list[str] | None) -> tuple[Role, list[str] | None]:
    """Role and bots to choose."""
    names = {bot["id"]: bot_choice.shown(bot) for bot in bot_choice.every()}
    chosen: Role = st.radio(
        say("members.role"),
        ROLES,
        index=ROLES.index(role),
        format_func=lambda one: say(f"role.{one}"),
        captions=[say(f"role.{one}.help") for one in ROLES],
        key=f"{key}:role",
    )
    only = st.multiselect(
        say("members.bots"),
        list(names),
        [bot for bot in bots or () if bot in names],
        format_func=names.__getitem__,
        placeholder=say("keys.bots.all"),
        key=f"{key}:bots",
    )
    return chosen, list(only) or None


def _fits(role: Role, bots: list[str] | None) -> bool:
    """Whether this role may have few bots; says so if it may not."""
    if role == "admin" and bots:
        st.error(say("members.admin.bots"), icon=":material/error:")
        return False
    return True

"""One draft: whether it may go out, how its recipient would see it, and editing, releasing or rejecting it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from console import asking, formats, links, problems
from console.calls import outreach_svc
from console.models.outreach_svc import MessageListedOut, MessageOut
from console.problems import reasons_in
from console.session import current, fetch, forget, language, named, say

EDITED = "queue:edited"
"""The id of the draft whose text is being edited."""


@dataclass(frozen=True)
class Waiting:
    """A draft and whom it is for."""

    draft: MessageListedOut

    @property
    def company(self) -> str:
        """Its name."""
        return self.draft["company"]

    @property
    def id(self) -> str:
        """The draft's."""
        return self.draft["id"]

    @property
    def kind(self) -> str:
        """What kind of message it is, in words."""
        return named("template", self.draft["template"])


def show(waiting: Waiting) -> None:
    """The draft in hand."""
    draft, key = waiting.draft, f"draft:{waiting.id}:{waiting.draft['version']}"
    st.header(formats.plain(waiting.company), anchor=False)
    st.caption(waiting.kind)
    _lawful(waiting)
    subject, body = draft["subject"], draft["body"]
    editing = st.session_state.get(EDITED) == waiting.id
    if editing:
        subject = str(st.text_input(say("label.subject"), subject, key=f"{key}:subject"))
        body = str(st.text_area(say("label.body"), body, key=f"{key}:body", height=380))
    _preview(subject, body, draft)
    changed = (subject, body) != (draft["subject"], draft["body"])
    with st.container(horizontal=True, vertical_alignment="center"):
        asking.button(
            say("outreach.approve"),
            f"{key}:approve",
            lambda: _release(waiting, subject, body),
            sure=say("outreach.approve.sure", company=formats.plain(waiting.company)),
            icon=":material/send:",
            shortcut="A",
        )
        if changed and st.button(say("outreach.save"), key=f"{key}:save", type="primary", icon=":material/save:"):
            asking.done(lambda: _save(draft, subject, body))
        if not editing and st.button(say("outreach.edit"), key=f"{key}:edit", icon=":material/edit:", shortcut="E"):
            st.session_state[EDITED] = waiting.id
            st.rerun()
        if editing and not changed and st.button(say("outreach.edit.leave"), key=f"{key}:leave"):
            del st.session_state[EDITED]
            st.rerun()
        asking.button(
            say("outreach.reject"),
            f"{key}:reject",
            lambda: reject(waiting),
            sure=say("outreach.reject.sure"),
            icon=":material/delete:",
            shortcut="V",
        )
        links.to("prospects", say("start.to_prospect"), prospect=draft["prospect_id"])


def release(waiting: Waiting) -> str:
    """Release a draft as it is stored: what to say of it. Raises `ApiProblem`."""
    approved = current().api.send(outreach_svc.approve_message(waiting.id))
    if approved["not_before"]:
        return say("outreach.approved.at", moment=formats.moment(approved["not_before"], language(), current().zone))
    return say("outreach.approved")


def reject(waiting: Waiting) -> str:
    """Throw a draft away: what to say of it. Raises `ApiProblem`."""
    current().api.send(outreach_svc.reject_message(waiting.id, {"reason": ""}))
    return say("outreach.rejected")


def _lawful(waiting: Waiting) -> None:
    if waiting.draft["channel"] != "email":
        return
    with problems.shown():
        mail = fetch(outreach_svc.get_prospect(waiting.draft["prospect_id"]))["mail"]
        if not mail["allowed"]:
            reasons = "; ".join(reasons_in(" ".join(mail["reasons"])))
            st.warning(say("outreach.refused", reasons=reasons), icon=":material/gavel:")
        elif mail["basis"]:
            st.caption(say("basis.allowed", basis=named("basis", mail["basis"])))


def _preview(subject: str, body: str, draft: MessageOut) -> None:
    st.markdown(f"**{say('outreach.preview')}**")
    with st.container(border=True):
        st.markdown(f"**{formats.plain(subject)}**")
        if draft["recipient"]:
            st.caption(say("outreach.to", address=formats.plain(draft["recipient"])))
        st.text(body)
        st.divider()
        st.caption(formats.plain(draft["footer"]) if draft["footer"] else say("outreach.footer"))
    if draft["not_before"]:
        st.caption(say("outreach.not_before", moment=formats.moment(draft["not_before"], language(), current().zone)))


def _save(draft: MessageOut, subject: str, body: str) -> str:
    edit = outreach_svc.edit_message(draft["id"], {"subject": subject, "body": body})
    current().api.send(edit, version=draft["version"])
    st.session_state.pop(EDITED, None)
    return say("outreach.saved")


def _release(waiting: Waiting, subject: str, body: str) -> str:
    if (subject, body) != (waiting.draft["subject"], waiting.draft["body"]):  # what is seen is what is released
        _save(waiting.draft, subject, body)
        forget()
    return release(waiting)

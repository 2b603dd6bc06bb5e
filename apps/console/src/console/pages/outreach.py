"""The approval queue: each draft as the recipient would see it, to edit, release or throw away."""

from __future__ import annotations

import streamlit as st

from console import address, asking, formats, links, listing
from console.api import ApiProblem
from console.calls import outreach_svc
from console.models.outreach_svc import MessageOut, ProspectDetailOut
from console.problems import reasons_in
from console.session import current, fetch_all, forget, language, named, say


def show() -> None:
    """The page."""
    st.title(say("page.outreach"))
    st.caption(say("outreach.help"))
    drafts = listing.items("drafts", outreach_svc.list_messages(state="draft"))
    if not drafts:
        st.info(say("outreach.none"), icon=":material/task_alt:")
        links.to("sent", say("outreach.none.link"), icon=":material/outgoing_mail:")
        return
    wanted = address.given_id("message")
    prospects = dict(
        zip(
            [draft["id"] for draft in drafts],
            fetch_all([outreach_svc.get_prospect(draft["prospect_id"]) for draft in drafts]),
            strict=True,
        )
    )
    for draft in drafts:
        _draft(draft, prospects[draft["id"]], opened=len(drafts) == 1 or draft["id"] == wanted)
    listing.more("drafts")


def _draft(draft: MessageOut, found: ProspectDetailOut | ApiProblem, *, opened: bool) -> None:
    prospect = None if isinstance(found, ApiProblem) else found
    company = formats.plain(prospect["company_name"] or prospect["website"]) if prospect else say("outreach.unknown")
    kind = named("template", draft["template"])
    title = f"{company} · {kind} · {formats.plain(draft['subject'])}"
    with st.expander(title, expanded=opened, icon=":material/mail:"):
        if prospect:
            _lawful(draft, prospect)
        key = f"draft:{draft['id']}:{draft['version']}"
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown(f"**{say('outreach.text')}**")
            subject = str(st.text_input(say("label.subject"), draft["subject"], key=f"{key}:subject"))
            body = str(st.text_area(say("label.body"), draft["body"], key=f"{key}:body", height=380))
        with right:
            _preview(subject, body, draft)
        changed = (subject, body) != (draft["subject"], draft["body"])
        with st.container(horizontal=True, vertical_alignment="center"):
            if changed and st.button(say("outreach.save"), key=f"{key}:save", type="primary", icon=":material/save:"):
                asking.done(lambda: _save(draft, subject, body))
            asking.button(
                say("outreach.approve"),
                f"{key}:approve",
                lambda: _approve(draft, subject, body),
                sure=say("outreach.approve.sure", company=company),
                icon=":material/send:",
            )
            asking.button(
                say("outreach.reject"),
                f"{key}:reject",
                lambda: _reject(draft),
                sure=say("outreach.reject.sure"),
                icon=":material/delete:",
            )
            links.to("prospects", say("start.to_prospect"), prospect=draft["prospect_id"])


def _lawful(draft: MessageOut, prospect: ProspectDetailOut) -> None:
    decision = prospect["mail"]
    if decision["allowed"] and decision["basis"]:
        st.caption(say("basis.allowed", basis=named("basis", decision["basis"])))
    elif draft["channel"] == "email":
        reasons = "; ".join(reasons_in(" ".join(decision["reasons"])))
        st.warning(say("outreach.refused", reasons=reasons), icon=":material/gavel:")


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
    return say("outreach.saved")


def _approve(draft: MessageOut, subject: str, body: str) -> str:
    if (subject, body) != (draft["subject"], draft["body"]):  # what is seen is what is released
        _save(draft, subject, body)
        forget()
    approved = current().api.send(outreach_svc.approve_message(draft["id"]))
    if approved["not_before"]:
        return say("outreach.approved.at", moment=formats.moment(approved["not_before"], language(), current().zone))
    return say("outreach.approved")


def _reject(draft: MessageOut) -> str:
    current().api.send(outreach_svc.reject_message(draft["id"], {"reason": ""}))
    return say("outreach.rejected")

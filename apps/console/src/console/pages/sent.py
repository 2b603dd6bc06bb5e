"""What went out, and what became of it. A mail whose fate is unknown is shown as that."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, asking, formats, links, listing, problems
from console.calls import outreach_svc
from console.models.outreach_svc import MessageListedOut, MessageOut
from console.session import current, language, named, say
from console.tables import facts, titled

State = Literal["approved", "sending", "dispatched", "uncertain", "failed", "skipped", "rejected"]
STATES: tuple[State, ...] = get_args(State)
ICONS = {
    "approved": "schedule_send",
    "sending": "hourglass_top",
    "dispatched": "mark_email_read",
    "uncertain": "help",
    "failed": "error",
    "skipped": "redo",
    "rejected": "delete",
}


def show() -> None:
    """The page."""
    st.title(say("page.sent"))
    state = address.narrowing("state", say("label.state"), STATES, shown=lambda s: named("message.state", s))
    every = listing.items("sent", outreach_svc.list_messages(state=state))
    found = [message for message in every if message["state"] != "draft"]
    if not found:
        st.info(say("sent.none.filtered" if state else "sent.none"), icon=":material/outgoing_mail:")
        links.to("outreach", say("sent.none.link"), icon=":material/approval:")
    for message in found:
        _message(message)
    listing.more("sent", hidden=len(every) - len(found))


def _message(message: MessageListedOut) -> None:
    zone = current().zone
    when = message["dispatched_at"] or message["claimed_at"] or message["not_before"] or message["created_at"]
    subject = " · ".join(filter(None, (message["company"], message["subject"])))
    title = titled(named("message.state", message["state"]), subject, when)
    with st.expander(title, icon=f":material/{ICONS[message['state']]}:"):
        if message["state"] == "uncertain":
            st.warning(say("sent.uncertain"), icon=":material/help:")
            _settle(message)
        elif message["state"] == "failed":
            _again(message)
        reasons = ", ".join(problems.reasons_in(message["reason"])) or message["reason"]
        facts(
            {
                say("label.template"): named("template", message["template"]),
                say("label.recipient"): message["recipient"],
                say("label.approved_at"): formats.moment(message["approved_at"], language(), zone)
                if message["approved_at"]
                else None,
                say("label.dispatched_at"): formats.moment(message["dispatched_at"], language(), zone)
                if message["dispatched_at"]
                else None,
                say("label.bounced_at"): formats.moment(message["bounced_at"], language(), zone)
                if message["bounced_at"]
                else None,
                say("label.reason"): reasons,
            }
        )
        st.text(message["body"] + ("\n\n" + message["footer"] if message["footer"] else ""))
        links.to("prospects", say("start.to_prospect"), prospect=message["prospect_id"])


def _settle(message: MessageOut) -> None:
    def arrived() -> str:
        current().api.send(outreach_svc.settle_message(message["id"], {"arrived": True}))
        return say("sent.arrived.done")

    def lost() -> str:
        current().api.send(outreach_svc.settle_message(message["id"], {"arrived": False}))
        return say("sent.lost.done")

    with st.container(horizontal=True):
        asking.button(say("sent.arrived"), f"settle:{message['id']}:yes", arrived, sure=say("sent.arrived.sure"))
        asking.button(say("sent.lost"), f"settle:{message['id']}:no", lost, sure=say("sent.lost.sure"))


def _again(message: MessageOut) -> None:
    """What failed surely did not go out: it can be changed and released once more."""

    def to_draft() -> str:
        edit = outreach_svc.edit_message(message["id"], {"subject": message["subject"], "body": message["body"]})
        current().api.send(edit, version=message["version"])
        return say("sent.again.done")

    if st.button(say("sent.again"), key=f"again:{message['id']}", icon=":material/edit:"):
        asking.done(to_draft)

"""What was written to a prospect and what came back, in order; and what is still to come, with its reasons."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from console import formats
from console.models.outreach_svc import InboundOut, MessageOut, PlannedOut, ProspectDetailOut
from console.problems import reasons_in
from console.session import current, language, named, say
from console.tables import facts, titled


def show(prospect: ProspectDetailOut) -> None:
    """The thread, the oldest first."""
    st.header(say("prospect.messages"))
    parts = [(_when(one), partial(_went, one)) for one in prospect["messages"]]
    parts += [(one["at"], partial(_came, one)) for one in prospect["inbound"]]
    if not parts:
        st.caption(say("prospect.messages.none"))
    for _, show_part in sorted(parts, key=lambda part: datetime.fromisoformat(part[0])):
        show_part()


def plan(prospect: ProspectDetailOut) -> None:
    """What comes when and why, or why it does not."""
    st.header(say("plan.title"))
    planned = prospect.get("plan", [])
    for one in planned:
        icon = "schedule_send" if one["comes"] else "do_not_disturb_on"
        st.markdown(f":material/{icon}: **{named('plan.what', one['what'])}** · {formats.plain(_told(one))}")
    if not planned:
        st.caption(say("plan.none"))
    elif any(one["comes"] for one in planned):
        st.caption(say("plan.help"))
        mail = prospect["mail"]
        if not mail["allowed"]:
            reasons = "; ".join(reasons_in(" ".join(mail["reasons"])))
            st.warning(say("plan.refused", reasons=reasons), icon=":material/gavel:")


def _told(one: PlannedOut) -> str:
    why = say(f"plan.because.{one['because']}", days=one["days"])
    if not one["comes"]:
        return why
    parts = [formats.moment(one["at"], language(), current().zone)] if one["at"] else []
    parts.append(why)
    if one["what"] == "follow_up" and one["template"]:
        parts.append(say("plan.template", template=named("template", one["template"])))
    return " · ".join(parts)


def _when(message: MessageOut) -> str:
    return message["dispatched_at"] or message["approved_at"] or message["created_at"]


def _went(message: MessageOut) -> None:
    with st.expander(titled(named("message.state", message["state"]), message["subject"], _when(message))):
        facts(
            {
                say("label.recipient"): message["recipient"],
                say("label.reason"): message["reason"] and _reason(message["reason"]),
            }
        )
        st.text(message["body"] + ("\n\n" + message["footer"] if message["footer"] else ""))


def _came(inbound: InboundOut) -> None:
    title = titled(named("inbound", inbound["kind"]), inbound["subject"], inbound["at"])
    with st.expander(title, icon=":material/inbox:"):
        st.text(inbound["text"])


def _reason(code: str) -> str:
    return ", ".join(reasons_in(code)) or code

"""Companies that want to be neither read nor contacted, by the host of their site: the list, and who put whom on it."""

from __future__ import annotations

import streamlit as st

from console import asking, formats, listing, people
from console.calls import outreach_svc
from console.models.outreach_svc import ChangeOut, OptOutOut
from console.session import current, language, say

LONGEST_REASON = 200


def show() -> None:
    """The page."""
    st.title(say("page.opt_outs"))
    st.caption(say("opt_outs.help"))
    _add()
    found = listing.items("opt_outs", outreach_svc.list_opt_outs())
    if not found:
        st.info(say("opt_outs.none"), icon=":material/block:")
        return
    for entry in sorted(found, key=lambda one: not one["active"]):
        _entry(entry)
    listing.more("opt_outs")


def _add() -> None:
    with st.form("opt_outs:add", border=True):
        left, right = st.columns(2)
        host = left.text_input(say("opt_outs.host"), max_chars=255, placeholder="www.beispiel.de").strip()
        reason = right.text_input(
            say("opt_outs.reason"), max_chars=LONGEST_REASON, placeholder=say("opt_outs.reason.example")
        ).strip()
        st.caption(say("opt_outs.add.help"))
        sent = st.form_submit_button(say("opt_outs.add"), type="primary", icon=":material/block:")
    if not sent:
        return
    if not host or not reason:
        st.error(say("opt_outs.incomplete"), icon=":material/error:")
        return

    def add() -> str:
        made = current().api.send(outreach_svc.add_opt_out({"host": host, "reason": reason}))
        return say("opt_outs.added", host=made["host"])

    asking.done(add)


def _entry(entry: OptOutOut) -> None:
    with st.container(border=True):
        state = say("opt_outs.active") if entry["active"] else say("opt_outs.over")
        st.markdown(f"**{formats.plain(entry['host'])}** · {state}")
        st.caption("  \n".join(formats.plain(_told(change)) for change in reversed(entry["history"])))
        if entry["active"]:
            _remove(entry)


def _told(change: ChangeOut) -> str:
    when = formats.moment(change["at"], language(), current().zone)
    told = say(f"opt_outs.{change['action']}.by", when=when, by=people.called(change["by"]))
    return f"{told}: {change['reason']}" if change["reason"] else told


def _remove(entry: OptOutOut) -> None:
    with st.expander(say("opt_outs.remove"), icon=":material/undo:"):
        st.caption(say("opt_outs.remove.help"))
        reason = st.text_input(
            say("opt_outs.reason"), max_chars=LONGEST_REASON, key=f"opt_outs:reason:{entry['id']}"
        ).strip()

        def take_off() -> str:
            current().api.send(outreach_svc.remove_opt_out(host=entry["host"], reason=reason))
            return say("opt_outs.removed", host=entry["host"])

        if reason:
            asking.button(
                say("opt_outs.remove.do"),
                f"opt_outs:remove:{entry['id']}",
                take_off,
                sure=say("opt_outs.remove.sure", host=formats.plain(entry["host"])),
            )

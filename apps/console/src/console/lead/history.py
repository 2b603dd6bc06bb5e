"""What was changed about a lead, and who did."""

from __future__ import annotations

import streamlit as st

from console import formats, listing, people
from console.calls import lead_svc
from console.models.lead_svc import LeadHistoryOut, LeadOut
from console.session import current, language, named, say


def show(lead: LeadOut) -> None:
    """The changes, the newest first; nothing where nobody has changed anything yet. Raises `ApiProblem`."""
    name = f"lead-history:{lead['id']}"
    found = listing.items(name, lead_svc.list_lead_history(lead["id"]))
    if not found:
        return
    with st.expander(say("lead.history"), icon=":material/history:"):
        st.markdown("\n\n".join(_line(change) for change in found))
        listing.more(name)


def _line(change: LeadHistoryOut) -> str:
    when = formats.moment(change["at"], language(), current().zone)
    under = " · ".join(part for part in (when, people.by(change["actor"])) if part)
    return f"**{formats.plain(_what(change))}**  \n:small[{formats.plain(under)}]"


def _what(change: LeadHistoryOut) -> str:
    after = change["after"]
    if change["what"] == "status" and after:
        return say("lead.history.status", status=named("status", after))
    if change["what"] == "assigned_to":
        return say("lead.history.assigned", name=people.looking_after(after)) if after else say("lead.history.free")
    if change["what"] in ("task_added", "task_assigned") and after:
        return say(f"lead.history.{change['what']}.to", name=people.looking_after(after))
    return say(f"lead.history.{change['what']}")

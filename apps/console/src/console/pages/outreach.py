"""The approval queue: the drafts that wait, and the one in hand as its recipient would see it."""

from __future__ import annotations

import streamlit as st

from console import address, links, listing
from console.approval import draft, queue
from console.calls import outreach_svc
from console.session import say


def show() -> None:
    """The page."""
    st.title(say("page.outreach"))
    st.caption(say("outreach.help"))
    queue.BATCH.results()
    drafts = listing.items("drafts", outreach_svc.list_messages(state="draft"))
    if not drafts:
        st.info(say("outreach.none"), icon=":material/task_alt:")
        links.to("sent", say("outreach.none.link"), icon=":material/outgoing_mail:")
        return
    waiting = [draft.Waiting(one) for one in drafts]
    place = queue.place(waiting, address.given_id("message"))
    left, right = st.columns([2, 3], gap="large")
    with left:
        queue.show(waiting, place)
        listing.more("drafts")
    with right:
        draft.show(waiting[place])

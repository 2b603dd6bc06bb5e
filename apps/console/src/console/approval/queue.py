"""The list of drafts that wait: which of them is in hand, and what is done with those that are chosen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from console import address, formats
from console.approval import draft
from console.approval.draft import Waiting
from console.batch import Batch
from console.session import say

LAST_PLACE = "queue:place"
BATCH: Batch[Waiting] = Batch("outreach", lambda one: one.id, lambda one: one.company)


def place(waiting: Sequence[Waiting], wanted: str | None) -> int:
    """Where the draft in hand stands; the one that took its place when it is gone, which is how work goes on."""
    places = [number for number, one in enumerate(waiting) if one.id == wanted]
    last: int = st.session_state.get(LAST_PLACE, 0)
    found = places[0] if places else min(last if wanted else 0, len(waiting) - 1)
    st.session_state[LAST_PLACE] = found
    return found


def show(waiting: Sequence[Waiting], at: int) -> None:
    """The list, and the keys that move in it."""
    st.caption(say("outreach.keys"))
    with st.container(horizontal=True, vertical_alignment="center"):
        _step(waiting, at - 1, say("outreach.previous"), "arrow_upward", "K")
        _step(waiting, at + 1, say("outreach.next"), "arrow_downward", "J")
        st.markdown(say("outreach.place", place=at + 1, of=len(waiting)), width="content")
    _many(waiting)
    for number, one in enumerate(waiting):
        with st.container(border=True, gap="xsmall"):
            BATCH.checkbox(one)
            label = f"{one.kind}: {formats.plain(one.draft['subject'])}"
            if st.button(
                label, key=f"queue:{one.id}", icon=":material/mail:", type="primary" if number == at else "tertiary"
            ):
                address.put(message=one.id)
                st.rerun()


def _many(waiting: Sequence[Waiting]) -> None:
    if len(waiting) > 1 and (chosen := BATCH.chosen(waiting)):
        with st.container(horizontal=True):
            BATCH.offer("approve", chosen, draft.release, icon="send")
            BATCH.offer("reject", chosen, draft.reject, icon="delete")


def _step(waiting: Sequence[Waiting], to: int, label: str, icon: str, key: str) -> None:
    there = 0 <= to < len(waiting)
    if st.button(label, icon=f":material/{icon}:", key=f"queue:step:{icon}", disabled=not there, shortcut=key):
        address.put(message=waiting[to].id)
        st.rerun()

"""Releasing or rejecting many drafts, with what came of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from console import asking, problems
from console.api import ApiProblem
from console.approval import draft
from console.approval.draft import Waiting
from console.approval.queue import chosen_key
from console.session import say

RESULTS = "queue:results"


def show(waiting: Sequence[Waiting]) -> None:
    """What is done with those that are chosen."""
    chosen = [one for one in waiting if st.session_state.get(chosen_key(one.id))]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("outreach.choose.all"),
            type="tertiary",
            disabled=len(chosen) == len(waiting),
            on_click=_choose,
            args=(waiting, True),
        )
        if chosen:
            st.button(say("outreach.choose.none"), type="tertiary", on_click=_choose, args=(waiting, False))
    if not chosen:
        return
    with st.container(horizontal=True):
        asking.button(
            say("outreach.many.approve", count=len(chosen)),
            "queue:many:approve",
            lambda: _each(chosen, draft.release),
            sure=say("outreach.many.approve.sure", count=len(chosen)),
            icon=":material/send:",
        )
        asking.button(
            say("outreach.many.reject", count=len(chosen)),
            "queue:many:reject",
            lambda: _each(chosen, draft.reject),
            sure=say("outreach.many.reject.sure", count=len(chosen)),
            icon=":material/delete:",
        )


def results() -> None:
    """What came of each, until it was read."""
    rows: list[dict[str, str]] | None = st.session_state.get(RESULTS)
    if rows is None:
        return
    with st.container(border=True):
        st.dataframe(rows, hide_index=True, alt=say("outreach.results"), height="content")
        if st.button(say("outreach.results.read"), icon=":material/done_all:"):
            del st.session_state[RESULTS]
            st.rerun()


def _choose(waiting: Sequence[Waiting], chosen: bool) -> None:
    for one in waiting:
        st.session_state[chosen_key(one.id)] = chosen


def _each(chosen: Sequence[Waiting], act: Callable[[Waiting], str]) -> str:
    rows, done = [], 0
    for one in chosen:
        try:
            result = act(one)
            done += 1
            st.session_state.pop(chosen_key(one.id), None)
        except ApiProblem as problem:
            if problem.status == 401:
                raise
            result = problems.briefly(problem)
        rows.append(
            {
                say("label.company_name"): one.company,
                say("label.subject"): one.draft["subject"],
                say("label.result"): result,
            }
        )
    st.session_state[RESULTS] = rows
    return say("outreach.many.done", count=done, of=len(chosen))

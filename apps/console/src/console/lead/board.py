"""Leads by where they stand: a column for each status; a card is dragged to another, or its choice moves it."""

from __future__ import annotations

import streamlit as st

from console import address, asking, bot_choice, formats, problems
from console.api import ApiProblem
from console.board import dragging, refusal
from console.board.dragging import Card
from console.call import Call
from console.calls import lead_svc
from console.lead import detail
from console.lead.detail import STATUSES, WAYS, Status
from console.lead.filters import Filters
from console.models.lead_svc import LeadOut, PageLeadOut
from console.session import current, fetch_all, language, named, say

MOST = 20
"""A column is looked over; who wants all of a status takes the table."""
MOVING = "board:moving"


def show(filters: Filters) -> None:
    """The board."""
    moving: tuple[LeadOut, Status] | None = st.session_state.pop(MOVING, None)
    if moving is not None:
        asking.done(lambda: _move(*moving))
    refusal.tell()
    answers = fetch_all([_of(status, filters) for status in STATUSES])
    shown: dict[str, LeadOut] = {}
    with st.container(key=dragging.KEY):
        for column, status, answer in zip(st.columns(len(STATUSES)), STATUSES, answers, strict=True):
            with column, dragging.column(status):
                if isinstance(answer, ApiProblem):
                    problems.show(answer)
                else:
                    _column(status, answer)
                    shown |= {lead["id"]: lead for lead in answer["items"]}

    def dropped(id: str, status: str) -> None:
        st.session_state[MOVING] = (shown[id], status)

    dragging.listen(
        {status: named("status", status) for status in STATUSES},
        {id: Card(detail.name_of(lead), lead["status"], WAYS[lead["status"]]) for id, lead in shown.items()},
        dropped,
    )


def _of(status: Status, filters: Filters) -> Call[PageLeadOut]:
    narrowed = filters.copy()
    narrowed["status"] = [status]
    return lead_svc.list_leads(**narrowed, limit=MOST)


def _column(status: Status, page: PageLeadOut) -> None:
    leads, more = page["items"], page.get("next") is not None
    count = f"{len(leads)}+" if more else str(len(leads))
    st.header(say("board.column", status=named("status", status), count=count))
    if not leads:
        st.caption(say("board.none"))
    for lead in leads:
        _card(lead)
    if more and st.button(say("board.more"), key=f"board:more:{status}", type="tertiary"):
        address.put(view=None, status=status)
        st.rerun()


def _card(lead: LeadOut) -> None:
    name = detail.name_of(lead)
    with dragging.card(lead["id"]):
        if dragging.head(lead["id"], formats.plain(name)):
            address.put(lead=lead["id"])
            st.rerun()
        parts = (
            bot_choice.name_of(lead["chatbot_id"]),
            formats.moment(lead["captured_at"], language(), current().zone),
            say("board.interest", level=lead["estimated_interest_level"]),
            named("kind", lead["kind"]),
        )
        st.caption(formats.plain(" · ".join(parts)))
        key, status = f"board:{lead['id']}", lead["status"]
        st.session_state[key] = status

        def moved() -> None:
            st.session_state[MOVING] = (lead, st.session_state[key])

        st.selectbox(
            say("board.move", name=name),
            [status, *WAYS[status]],
            format_func=lambda one: named("status", one),
            key=key,
            on_change=moved,
            label_visibility="collapsed",
        )


def _move(lead: LeadOut, status: Status) -> str:
    name, column = detail.name_of(lead), named("status", status)
    try:
        current().api.send(lead_svc.change_lead(lead["id"], {"status": status}), version=lead["version"])
    except ApiProblem as problem:
        refusal.keep(problem, lead["id"], name, column)
    return say("board.moved", name=formats.plain(name), status=column)

"""Prospects by stage: a column for each that a person works on, what it is worth, and a choice that moves a card."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, asking, formats, problems
from console.api import ApiProblem
from console.calls import outreach_svc
from console.models.outreach_svc import PageProspectOut, ProspectCountsOut, ProspectOut
from console.prospect.detail import BY_HAND, ByHand
from console.session import current, fetch_all, language, named, say

Stage = Literal["demo_ready", "contacted", "replied", "demo_requested", "won", "lost"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""Those before are passed by themselves within minutes; their counts stand above the board."""
MOST = 20


def show(counts: ProspectCountsOut, search: str | None) -> None:
    """The board; the sums are of all of a stage, also of those that a search hides."""
    calls = [outreach_svc.list_prospects(stage=stage, search=search, limit=MOST) for stage in STAGES]
    for column, stage, answer in zip(st.columns(len(STAGES)), STAGES, fetch_all(calls), strict=True):
        with column:
            count = counts["stages"].get(stage, 0)
            st.header(say("board.column", status=named("stage", stage), count=count))
            st.caption(formats.euros(counts.get("values", {}).get(stage, 0), language()))
            if isinstance(answer, ApiProblem):
                problems.show(answer)
            else:
                _column(stage, answer)


def _column(stage: Stage, page: PageProspectOut) -> None:
    if not page["items"]:
        st.caption(say("board.none"))
    for prospect in page["items"]:
        _card(prospect)
    if page.get("next") is not None and st.button(say("board.more"), key=f"pipeline:more:{stage}", type="tertiary"):
        address.put(view=None, stage=stage)
        st.rerun()


def _card(prospect: ProspectOut) -> None:
    id, name = prospect["id"], prospect["company_name"] or prospect["website"]
    with st.container(border=True):
        if st.button(formats.plain(name), key=f"pipeline:open:{id}", type="tertiary"):
            address.put(prospect=id)
            st.rerun()
        worth = (
            say("pipeline.no_value") if prospect.get("value") is None else formats.euros(prospect["value"], language())
        )
        engagement = formats.number(prospect["engagement"], language(), 1)
        st.caption(formats.plain(f"{worth} · {say('pipeline.engagement', score=engagement)}"))
        stage = st.selectbox(
            say("pipeline.move", name=name),
            [None, *(one for one in BY_HAND if one != prospect["stage"])],
            format_func=lambda one: named("stage", one) if one else say("pipeline.move.to"),
            key=f"pipeline:{id}:{prospect['version']}",
            label_visibility="collapsed",
        )
        if stage:
            asking.button(
                say("prospect.stage.do"),
                f"pipeline:do:{id}",
                lambda: _move(prospect, stage),
                sure=say("prospect.stage.sure", stage=named("stage", stage)),
            )


def _move(prospect: ProspectOut, stage: ByHand) -> str:
    current().api.send(outreach_svc.set_prospect_stage(prospect["id"], {"stage": stage}))
    name = formats.plain(prospect["company_name"] or prospect["website"])
    return say("board.moved", name=name, status=named("stage", stage))

"""Prospects by stage: a column for each that a person works on and its worth; cards are dragged, or chosen for."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, asking, formats, problems
from console.api import ApiProblem
from console.board import dragging, refusal
from console.board.dragging import Card
from console.calls import outreach_svc
from console.models.outreach_svc import PageProspectOut, ProspectOut
from console.prospect.detail import BY_HAND, ByHand
from console.session import current, fetch, fetch_all, language, named, say

Stage = Literal["demo_ready", "contacted", "replied", "demo_requested", "won", "lost"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""Those before are passed by themselves within minutes; their counts stand above the board."""
MOST = 20


def show(search: str | None) -> None:
    """The board; counts and sums are of all that a search leaves, also of those without a card. Raises `ApiProblem`."""
    refused = refusal.tell()
    counts = fetch(outreach_svc.count_prospects(search=search or None))
    calls = [outreach_svc.list_prospects(stage=stage, search=search or None, limit=MOST) for stage in STAGES]
    answers = fetch_all(calls)
    shown: dict[str, ProspectOut] = {}
    with st.container(key=dragging.KEY):
        for column, stage, answer in zip(st.columns(len(STAGES)), STAGES, answers, strict=True):
            with column, dragging.column(stage):
                count = counts["stages"].get(stage, 0)
                st.header(say("board.column", status=named("stage", stage), count=count))
                st.caption(formats.euros(counts.get("values", {}).get(stage, 0), language()))
                if isinstance(answer, ApiProblem):
                    problems.show(answer)
                else:
                    for prospect in answer["items"]:
                        if prospect["id"] == refused:
                            st.session_state[_chosen(prospect)] = None  # it is not asked for any more
                    _column(stage, answer)
                    shown |= {prospect["id"]: prospect for prospect in answer["items"]}

    def dropped(id: str, stage: str) -> None:
        """What is dropped is chosen in its card, which asks whether that was meant."""
        st.session_state[_chosen(shown[id])] = stage
        asking.ask(_asked(shown[id]))

    dragging.listen(
        {stage: named("stage", stage) for stage in STAGES},
        {
            id: Card(_name(one), one["stage"], tuple(stage for stage in BY_HAND if stage != one["stage"]))
            for id, one in shown.items()
        },
        dropped,
    )


def _chosen(prospect: ProspectOut) -> str:
    return f"pipeline:{prospect['id']}:{prospect['version']}"


def _asked(prospect: ProspectOut) -> str:
    return f"pipeline:do:{prospect['id']}"


def _name(prospect: ProspectOut) -> str:
    return prospect["company_name"] or prospect["website"]


def _column(stage: Stage, page: PageProspectOut) -> None:
    if not page["items"]:
        st.caption(say("board.none"))
    for prospect in page["items"]:
        _card(prospect)
    if page.get("next") is not None and st.button(say("board.more"), key=f"pipeline:more:{stage}", type="tertiary"):
        address.put(view=None, stage=stage)
        st.rerun()


def _card(prospect: ProspectOut) -> None:
    id, name = prospect["id"], _name(prospect)
    with dragging.card(id):
        if dragging.head(id, formats.plain(name)):
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
            key=_chosen(prospect),
            label_visibility="collapsed",
        )
        if stage:
            asking.button(
                say("prospect.stage.do"),
                _asked(prospect),
                lambda: _move(prospect, stage),
                sure=say("prospect.stage.sure", stage=named("stage", stage)),
            )


def _move(prospect: ProspectOut, stage: ByHand) -> str:
    name, column = _name(prospect), named("stage", stage)
    call = outreach_svc.set_prospect_stage(prospect["id"], {"stage": stage})
    try:
        current().api.send(call, version=prospect["version"])
    except ApiProblem as problem:
        refusal.keep(problem, prospect["id"], name, column)
    return say("board.moved", name=formats.plain(name), status=column)

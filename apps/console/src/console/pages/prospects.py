"""Interessenten: take one in by its web address, see where all of them stand, or the one that the address names."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, formats, listing, problems, saved, tables
from console.api import ApiProblem
from console.calls import outreach_svc
from console.models.outreach_svc import ProspectCountsOut, ProspectIn, ProspectOut
from console.prospect import board, detail, many
from console.session import current, fetch, forget, language, named, say

Stage = Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"]
VIEWS = ("table", "board")
STAGES: tuple[Stage, ...] = get_args(Stage)


def show() -> None:
    """The page."""
    wanted = address.given_id("prospect")
    if wanted is not None:
        detail.show(wanted)
        return
    st.title(say("page.prospects"))
    _add()
    many.show()
    counts = fetch(outreach_svc.count_prospects())
    view = address.switch("view", say("leads.view"), VIEWS, shown=lambda one: say(f"leads.view.{one}"))
    _pipeline(counts, [stage for stage in STAGES if view == "table" or stage not in board.STAGES])
    if view == "board":
        board.show(address.words("search", say("label.search"), help=say("prospects.search.help")))
        return
    first, second = st.columns([1, 2])
    with first:
        stage = address.narrowing("stage", say("label.stage"), STAGES, shown=lambda s: named("stage", s))
    with second:
        search = address.words("search", say("label.search"), help=say("prospects.search.help"))
    saved.show("prospects")
    found = listing.items("prospects", outreach_svc.list_prospects(stage=stage, search=search))
    if not found:
        st.info(
            say("prospects.none.filtered" if stage or search else "prospects.none"), icon=":material/travel_explore:"
        )
        return
    _table(found)
    listing.more("prospects")


def _add() -> None:
    failed: ApiProblem | None = None
    with st.expander(
        say("prospects.add"), icon=":material/add_circle:", expanded=bool(st.session_state.get("prospects:open"))
    ):
        with st.form("prospects:add", border=False):
            website = st.text_input(say("label.website"), placeholder="https://www.beispiel.de", max_chars=2048)
            wrong = st.empty()
            first, second, third = st.columns(3)
            name = first.text_input(say("label.company_name"), max_chars=255)
            person = second.text_input(say("label.contact_person"), max_chars=255)
            industry = third.text_input(say("label.industry"), max_chars=255)
            note = st.text_area(say("label.note"), max_chars=5000, height=80)
            sent = st.form_submit_button(say("prospects.add.do"), type="primary")
        if not sent:
            return
        st.session_state["prospects:open"] = True
        if not str(website or "").strip():
            wrong.error(say("field.website"))
            return
        try:
            with st.spinner(say("working")):
                body: ProspectIn = {
                    "website": website,
                    "company_name": name,
                    "contact_person": person,
                    "industry": industry,
                    "note": note,
                }
                made = current().api.send(outreach_svc.create_prospect(body))
        except ApiProblem as problem:
            if problem.status != 422:
                problems.show(problem)
                return
            failed = problem
        if failed is not None:
            wrong.error(
                "  \n".join(
                    f"{problems.field_label(pointer)}: {message}"
                    for pointer, message in problems.messages(failed).items()
                )
            )
            return
    forget()
    st.session_state["prospects:open"] = False
    new = made["stage"] == "new"
    st.session_state["done"] = say("prospects.added" if new else "prospects.known")
    address.put(prospect=made["id"])
    st.rerun()


def _pipeline(counted: ProspectCountsOut, stages: list[Stage]) -> None:
    """How many stand in these stages, and what they are worth."""
    counts, values = counted["stages"], counted.get("values", {})
    if not counts:
        return
    with st.container(horizontal=True):
        for stage in stages:
            shown = formats.number(counts.get(stage, 0), language())
            worth = formats.euros(values[stage], language()) if values.get(stage) else None
            st.metric(
                named("stage", stage),
                shown,
                worth,
                delta_color="off",
                delta_arrow="off",
                border=True,
                width=220,
                help=say(f"stage.{stage}.help"),
            )


def _table(found: list[ProspectOut]) -> None:
    rows = [_row(prospect) for prospect in found]
    opened = tables.opened(
        rows,
        "prospects",
        lambda number: say("prospects.open", name=_name(found[number])),
        icon=":material/open_in_full:",
        scale=(say("label.engagement"), "localized"),
    )
    if opened is not None:
        address.put(prospect=found[opened]["id"])
        st.rerun()


def _row(prospect: ProspectOut) -> dict[str, str | float]:
    expected, zone = prospect["expected"], current().zone
    waits = formats.NOTHING
    if expected:
        due = formats.moment(expected["due_at"], language(), zone)
        waits = say(
            "prospects.overdue" if expected["overdue"] else "prospects.expected",
            stage=named("stage", expected["stage"]),
            due=due,
        )
    return {
        say("label.company_name"): _name(prospect),
        say("label.stage"): named("stage", prospect["stage"]),
        say("label.engagement"): round(prospect["engagement"], 1),
        say("label.value"): formats.euros(prospect.get("value"), language()),
        say("label.waits_for"): waits,
        say("label.demo_ends_at"): formats.moment(prospect["demo_ends_at"], language(), zone),
        say("label.industry"): prospect["industry"] or formats.NOTHING,
        say("label.created_at"): formats.moment(prospect["created_at"], language(), zone),
    }


def _name(prospect: ProspectOut) -> str:
    return prospect["company_name"] or prospect["website"]

"""Leads as a table: looked over, opened, moved on many at once, and downloaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import streamlit as st

from console import asking, bot_choice, downloads, formats, links, listing, people, tables
from console.calls import lead_svc
from console.device import on_phone
from console.lead import tasks
from console.lead.detail import STATUSES, Status, phone_of
from console.lead.filters import Filters
from console.models.lead_svc import ExportIn, LeadOut
from console.session import current, language, named, say

File = Literal["csv", "xlsx", "json"]
FILES: tuple[File, ...] = get_args(File)


def show(narrowed: Filters, opened: Callable[[str], None], *, of_bot: bool = False) -> None:
    """The leads that the filters leave; `opened` goes to one of them. Raises `ApiProblem`.

    `of_bot` when nobody chose the bot: it is no filter then.
    """
    found = listing.items("leads", lead_svc.list_leads(**narrowed))
    if not found:
        filtered = len(narrowed) > 1 + of_bot or narrowed["environment"] != "production"
        st.info(say("leads.none.filtered" if filtered else "leads.none"), icon=":material/contact_mail:")
        if not filtered:
            links.to("bots", say("leads.none.link"), icon=":material/smart_toy:")
        return
    _table(found, opened, with_tasks="due_by" in narrowed or "task_assigned_to" in narrowed)
    listing.more("leads")
    names: ExportIn = {"members": people.in_charge(), "otherwise": people.unnamed()}
    files = {one: lead_svc.export_leads_with_names(names, format=one, **narrowed) for one in FILES}
    downloads.offer("leads", {say(f"download.{one}"): file for one, file in files.items()})


def _table(leads: list[LeadOut], opened: Callable[[str], None], *, with_tasks: bool) -> None:
    rows = [
        {
            say("label.captured_at"): formats.moment(lead["captured_at"], language(), current().zone),
            say("label.status"): named("status", lead["status"]),
            say("label.interest"): lead["estimated_interest_level"],
            **({say("tasks.title"): tasks.waiting(lead)} if with_tasks else {}),
            say("label.contact"): lead["email"] or phone_of(lead) or formats.NOTHING,
            say("label.name"): lead["name"] or formats.NOTHING,
            say("label.kind"): named("kind", lead["kind"]),
            say("label.environment"): named("environment", lead["environment"]),
            say("label.bot"): bot_choice.name_of(lead["chatbot_id"]),
            say("label.topics"): ", ".join(named("topic", topic) for topic in lead["topics_discussed"]),
            say("label.notes"): lead["notes"],
        }
        for lead in leads
    ]
    if on_phone():
        ids = [lead["id"] for lead in leads]
        opening, found = tables.cards(rows, "leads", title=say("label.contact"), ids=ids)
        if opening is not None:
            opened(leads[opening]["id"])
            st.rerun()
    else:
        found = tables.chosen(rows, "leads", scale=(say("label.interest"), "%d"))
    picked = [leads[row]["id"] for row in found]
    if not picked:
        if not on_phone():
            st.caption(say("leads.pick"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(picked) == 1 and st.button(say("leads.open"), type="primary", icon=":material/open_in_full:"):
            opened(picked[0])
            st.rerun()
        status = st.selectbox(
            say("leads.bulk", count=len(picked)),
            STATUSES[1:],
            format_func=lambda s: named("status", s),
            key="leads:bulk",
            width=260,
        )
        asking.button(
            say("leads.bulk.do"),
            "leads:bulk:do",
            lambda: _move(picked, status),
            sure=say("leads.bulk.sure", count=len(picked), status=named("status", status)),
        )


def _move(ids: list[str], status: Status) -> str:
    results = current().api.send(lead_svc.change_many_leads({"ids": ids, "status": status}))["results"]
    moved = sum(result["changed"] for result in results)
    if moved == len(ids):
        return say("leads.bulk.done", count=moved)
    return say("leads.bulk.some", count=moved, of=len(ids))

"""Leads: a table whose filters stay in the address, or the one lead that the address names."""

from __future__ import annotations

from typing import Any

import streamlit as st

from console import address, asking, bot_choice, downloads, formats, listing, tables
from console.lead import detail
from console.session import current, language, named, say

STATUSES = ("new", "contacted", "qualified", "customer", "lost")
KINDS = ("email", "contact_request")
LEVELS = tuple(str(level) for level in range(1, 11))


def show() -> None:
    """The page."""
    wanted = address.given_id("lead")
    if wanted is not None:
        detail.show(wanted)
        return
    st.title(say("page.leads"))
    params = _filters()
    found = listing.items("leads", "/api/admin/leads", **params)
    if not found:
        st.info(say("leads.none.filtered" if params else "leads.none"), icon=":material/contact_mail:")
        return
    _table(found)
    listing.more("leads")
    downloads.offer("leads", "/api/admin/leads/export", formats_=("csv", "xlsx"), **params)


def _filters() -> dict[str, Any]:
    bots = {bot["id"]: bot for bot in bot_choice.every()}
    given = address.given_id("bot")
    options = [address.EVERY, *bots, *([given] if given and given not in bots else [])]
    with st.container(border=True):
        first, second, third, fourth = st.columns(4)
        with first:
            bot = address.choice(
                "bot", say("label.bot"), options, shown=lambda id: bot_choice.name_of(id) if id else say("every")
            )
            since = address.day("from", say("label.from"))
        with second:
            status = address.choice(
                "status",
                say("label.status"),
                ["", *STATUSES],
                shown=lambda s: named("status", s) if s else say("every"),
            )
            until = address.day("to", say("label.to"))
        with third:
            kind = address.choice(
                "kind", say("label.kind"), ["", *KINDS], shown=lambda k: named("kind", k) if k else say("every")
            )
            words = address.words("text", say("label.search"), help=say("leads.search.help"))
        with fourth:
            least = address.choice(
                "interest", say("label.interest_min"), ["", *LEVELS], shown=lambda n: n or say("every")
            )
            sort = address.choice(
                "sort",
                say("label.sort"),
                ["-captured_at", "captured_at", "-interest", "interest"],
                shown=lambda s: say(f"sort.{s}"),
                default="-captured_at",
            )
    params = {
        "chatbot_id": bot,
        "status": status,
        "kind": kind,
        "interest_min": least,
        "text": words,
        "from": since.isoformat() if since else None,
        "to": until.isoformat() if until else None,
        "sort": sort if sort != "-captured_at" else None,
    }
    return {name: value for name, value in params.items() if value}


def _table(leads: list[dict[str, Any]]) -> None:
    rows = [
        {
            say("label.captured_at"): formats.moment(lead["captured_at"], language(), current().zone),
            say("label.status"): named("status", lead["status"]),
            say("label.interest"): lead["estimated_interest_level"],
            say("label.contact"): lead["email"] or lead["phone"] or formats.NOTHING,
            say("label.name"): lead["name"] or formats.NOTHING,
            say("label.kind"): named("kind", lead["kind"]),
            say("label.bot"): bot_choice.name_of(lead["chatbot_id"]),
            say("label.topics"): ", ".join(named("topic", topic) for topic in lead["topics_discussed"]),
            say("label.notes"): lead["notes"],
        }
        for lead in leads
    ]
    found = tables.chosen(rows, "leads", several=True, scale=(say("label.interest"), "%d"))
    picked = [leads[row]["id"] for row in found]
    if not picked:
        st.caption(say("leads.pick"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(picked) == 1 and st.button(say("leads.open"), type="primary", icon=":material/open_in_full:"):
            address.put(lead=picked[0])
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
            lambda: _move(picked, str(status)),
            sure=say("leads.bulk.sure", count=len(picked), status=named("status", status)),
        )


def _move(ids: list[str], status: str) -> str:
    results = current().api.post("/api/admin/leads/bulk-status", {"ids": ids, "status": status})["results"]
    moved = sum(result["changed"] for result in results)
    if moved == len(ids):
        return say("leads.bulk.done", count=moved)
    return say("leads.bulk.some", count=moved, of=len(ids))

"""Leads: a table whose filters stay in the address, or the one lead that the address names."""

from __future__ import annotations

from functools import partial
from typing import Literal, Required, TypedDict, get_args

import streamlit as st

from console import address, asking, bot_choice, downloads, formats, listing, tables
from console.calls import lead_svc
from console.lead import detail
from console.lead.detail import STATUSES, Status
from console.models.lead_svc import LeadOut
from console.session import current, language, named, say

Kind = Literal["email", "contact_request"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Sort = Literal["-captured_at", "captured_at", "-interest", "interest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
LEVELS = tuple(str(level) for level in range(1, 11))
Environment = Literal["production", "staging", "preview"]
ENVIRONMENTS: tuple[Environment, ...] = get_args(Environment)


class Filters(TypedDict, total=False):
    """What the table and its export are narrowed to."""

    environment: Required[Environment]
    chatbot_id: str
    status: list[Status]
    kind: Kind
    interest_min: int
    text: str
    from_: str
    to: str
    sort: Sort


def show() -> None:
    """The page."""
    wanted = address.given_id("lead")
    if wanted is not None:
        detail.show(wanted)
        return
    st.title(say("page.leads"))
    filters = _filters()
    found = listing.items("leads", lead_svc.list_leads(**filters))
    if not found:
        st.info(
            say("leads.none.filtered" if len(filters) > 1 or filters["environment"] != "production" else "leads.none"),
            icon=":material/contact_mail:",
        )
        return
    _table(found)
    listing.more("leads")
    export = partial(lead_svc.export_leads, **filters)
    downloads.offer("leads", {say("download.csv"): export(format="csv"), say("download.xlsx"): export(format="xlsx")})


def _filters() -> Filters:
    bots = {bot["id"]: bot for bot in bot_choice.every()}
    given = address.given_id("bot")
    options = [address.EVERY, *bots, *([given] if given and given not in bots else [])]
    with st.container(border=True):
        first, second, third, fourth = st.columns(4)
        with first:
            bot = address.choice(
                "bot",
                say("label.bot"),
                options,
                shown=lambda id: bot_choice.name_of(id) if id else say("every"),
                default=address.EVERY,
            )
            since = address.day("from", say("label.from"))
        with second:
            status = address.narrowing("status", say("label.status"), STATUSES, shown=lambda s: named("status", s))
            until = address.day("to", say("label.to"))
        with third:
            kind = address.narrowing("kind", say("label.kind"), KINDS, shown=lambda k: named("kind", k))
            words = address.words("text", say("label.search"), help=say("leads.search.help"))
        with fourth:
            environment = address.choice(
                "environment",
                say("label.environment"),
                ENVIRONMENTS,
                shown=lambda one: named("environment", one),
                default="production",
            )
            least = address.narrowing("interest", say("label.interest_min"), LEVELS, shown=str)
            sort = address.choice(
                "sort",
                say("label.sort"),
                SORTS,
                shown=lambda s: say(f"sort.{s}"),
                default="-captured_at",
            )
    filters = Filters(environment=environment)
    if bot:
        filters["chatbot_id"] = bot
    if status:
        filters["status"] = [status]
    if kind:
        filters["kind"] = kind
    if least:
        filters["interest_min"] = int(least)
    if words:
        filters["text"] = words
    if since:
        filters["from_"] = since.isoformat()
    if until:
        filters["to"] = until.isoformat()
    if sort != "-captured_at":
        filters["sort"] = sort
    return filters


def _table(leads: list[LeadOut]) -> None:
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
            lambda: _move(picked, status),
            sure=say("leads.bulk.sure", count=len(picked), status=named("status", status)),
        )


def _move(ids: list[str], status: Status) -> str:
    results = current().api.send(lead_svc.change_many_leads({"ids": ids, "status": status}))["results"]
    moved = sum(result["changed"] for result in results)
    if moved == len(ids):
        return say("leads.bulk.done", count=moved)
    return say("leads.bulk.some", count=moved, of=len(ids))

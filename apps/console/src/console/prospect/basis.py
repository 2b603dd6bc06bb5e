"""What allows mail to a company: recorded enquiries, consents and customer relations (section 7 UWG)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal, get_args

import streamlit as st

from console import asking, formats
from console.calls import outreach_svc
from console.clock import today
from console.models.outreach_svc import BasisIn, ProspectDetailOut
from console.session import current, language, named, say
from console.tables import facts

Kind = Literal["enquiry", "existing_customer"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def show(prospect: ProspectDetailOut) -> None:
    """Whether mail is allowed and why, what was recorded, and recording more."""
    st.header(say("basis.title"))
    decision = prospect["mail"]
    if decision["allowed"] and decision["basis"]:
        st.success(say("basis.allowed", basis=named("basis", decision["basis"])), icon=":material/gavel:")
    else:
        reasons = "\n".join("- " + named("reason", reason) for reason in decision["reasons"])
        st.warning(f"{say('basis.refused')}\n{reasons}", icon=":material/gavel:")
    for found in prospect["bases"]:
        with st.container(border=True):
            facts(
                {
                    say("label.kind"): named("basis", found["kind"]),
                    say("label.email"): found["address"],
                    say("label.occurred_at"): formats.moment(found["occurred_at"], language(), current().zone),
                    say("label.channel"): say("channel.double_opt_in")
                    if found["channel"] == "double_opt_in"
                    else found["channel"],
                    say("label.note"): found["note"],
                    say("label.confirmed_at"): _moment(found["confirmed_at"]),
                    say("label.withdrawn_at"): _moment(found["withdrawn_at"]),
                }
            )
    if any(found["kind"] == "enquiry" for found in prospect["bases"]) and not decision["allowed"]:
        _ask(prospect)
    _record(prospect)


def _moment(value: str | None) -> str | None:
    return formats.moment(value, language(), current().zone) if value else None


def _ask(prospect: ProspectDetailOut) -> None:
    def send() -> str:
        current().api.send(outreach_svc.ask_for_consent(prospect["id"]))
        return say("basis.asked")

    asking.button(say("basis.ask"), "basis:ask", send, sure=say("basis.ask.sure"), icon=":material/mark_email_read:")


def _record(prospect: ProspectDetailOut) -> None:
    with st.expander(say("basis.record"), icon=":material/add_circle:"), st.form("basis:record", border=False):
        kind = st.radio(say("label.kind"), KINDS, format_func=lambda k: named("basis", k), horizontal=True)
        email = st.text_input(say("label.email"), prospect["email"] or "", max_chars=254)
        first, second = st.columns(2)
        on = first.date_input(say("label.occurred_on"), today(), max_value=today(), format="DD.MM.YYYY")
        at = second.time_input(say("label.occurred_time"), time(0, 0))
        channel = st.text_input(say("label.channel"), max_chars=255, placeholder=say("basis.channel.example"))
        note = st.text_area(say("label.note"), max_chars=2000, height=80)
        st.caption(say("basis.customer.help"))
        sale = st.checkbox(say("label.address_from_sale"))
        similar = st.checkbox(say("label.similar_goods"))
        informed = st.checkbox(say("label.informed_of_objection"))
        if st.form_submit_button(say("basis.record.do"), type="primary"):
            moment = datetime.combine(on, at, formats.zone_of(current().zone))
            body: BasisIn = {
                "kind": kind,
                "email": email,
                "occurred_at": moment.isoformat(),
                "channel": channel,
                "note": note,
                "address_from_sale": sale,
                "similar_goods": similar,
                "informed_of_objection": informed,
            }
            asking.done(lambda: _save(prospect["id"], body))


def _save(prospect_id: str, body: BasisIn) -> str:
    current().api.send(outreach_svc.record_lawful_basis(prospect_id, body))
    return say("basis.recorded")

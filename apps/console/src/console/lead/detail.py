"""One lead: what it left, what it agreed to, why it is rated so, and where it stands."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, asking, bot_choice, formats, links
from console.calls import lead_svc
from console.lead import charge, history, tasks
from console.models.lead_svc import LeadChangeIn, LeadOut
from console.session import current, fetch, language, named, say
from console.tables import facts

Status = Literal["new", "contacted", "qualified", "customer", "lost"]
STATUSES: tuple[Status, ...] = get_args(Status)
WAYS: dict[Status, tuple[Status, ...]] = {
    "new": ("contacted", "qualified", "customer", "lost"),
    "contacted": ("qualified", "customer", "lost"),
    "qualified": ("contacted", "customer", "lost"),
    "customer": ("lost",),
    "lost": ("contacted", "qualified", "customer"),
}
"""Where a lead may go from where it stands; the API has the last word."""


def show(lead_id: str) -> None:
    """The lead. Raises `ApiProblem`."""
    if st.button(say("leads.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(lead=None)
        st.rerun()
    lead = fetch(lead_svc.get_lead(lead_id))
    st.title(formats.plain(name_of(lead)))
    when = formats.moment(lead["captured_at"], language(), current().zone)
    st.caption(
        say(
            "lead.from",
            kind=named("kind", lead["kind"]),
            bot=formats.plain(bot_choice.name_of(lead["chatbot_id"])),
            when=when,
        )
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _contact(lead)
        _interest(lead)
        _consent(lead)
        history.show(lead)
    with right:
        _state(lead)
        tasks.show(lead)
        with st.container(border=True):
            st.header(say("lead.further"))
            if lead["conversation_id"]:
                links.to_conversation(lead["chatbot_id"], lead["conversation_id"], say("lead.conversation"))
            links.to("analytics", say("start.to_figures"), bot=lead["chatbot_id"], icon=":material/monitoring:")
            links.to("privacy", say("privacy.of_this"), lead=lead["id"], icon=":material/shield_person:")
            links.to("leads", say("lead.same_bot"), bot=lead["chatbot_id"], icon=":material/contact_mail:")


def name_of(lead: LeadOut) -> str:
    """What a lead is called: by its name, else by how it can be reached."""
    return lead["name"] or lead["email"] or phone_of(lead) or say("lead.nameless")


def phone_of(lead: LeadOut) -> str | None:
    """A lead's number, as people of its country write it."""
    return lead.get("phone_national") or lead["phone"]


def _contact(lead: LeadOut) -> None:
    st.header(say("lead.contact"))
    context = lead["capture_context"]
    facts(
        {
            say("label.email"): lead["email"],
            say("label.phone"): phone_of(lead),
            say("label.name"): lead["name"],
            say("label.message"): lead["message"],
            say("label.confirmed_at"): formats.moment(lead["confirmed_at"], language(), current().zone)
            if lead["confirmed_at"]
            else None,
            say("label.environment"): named("environment", lead["environment"]),
            say("label.trigger"): named("trigger", context["trigger"]) if context.get("trigger") else None,
            say("label.page"): context.get("page"),
            say("label.channel"): named("channel", context["channel"]) if context.get("channel") else None,
            say("label.language"): named("language", context["language"]) if context.get("language") else None,
        }
    )


def _interest(lead: LeadOut) -> None:
    st.header(say("lead.interest", level=lead["estimated_interest_level"]))
    rows = [
        {
            say("label.reason"): named("interest", reason["name"]),
            say("label.value"): formats.number(reason["value"], language()),
            say("label.points"): formats.number(reason["points"], language(), 1),
        }
        for reason in lead["interest_reasons"]
    ]
    if rows:
        with st.expander(say("why")):
            st.table(rows, hide_index=True)
    facts(
        {
            say("label.topics"): ", ".join(named("topic", topic) for topic in lead["topics_discussed"]) or None,
            say("label.messages"): formats.number(lead["message_count"], language()),
            say("label.duration"): formats.duration(lead["session_duration"], language()),
        }
    )


def _consent(lead: LeadOut) -> None:
    consent = lead["consent"]
    given = formats.moment(consent["given_at"], language(), current().zone)
    version = say("lead.consent.version", number=consent["number"], language=named("language", consent["language"]))
    with st.expander(formats.plain(say("lead.consent.given", when=given)), icon=":material/verified_user:"):
        st.caption(say("lead.consent"))
        st.markdown("> " + formats.plain(consent["text"]).replace("\n", "\n> "))
        facts(
            {
                say("label.consent_version"): version,
                say("label.purpose"): named("purpose", consent["purpose"]),
                say("label.privacy_url"): consent["privacy_url"],
            }
        )


def _state(lead: LeadOut) -> None:
    with st.form("lead:change", border=True):
        st.header(say("lead.state"))
        st.badge(named("status", lead["status"]), color="blue")
        options = [lead["status"], *WAYS[lead["status"]]]
        status = st.selectbox(
            say("label.status"),
            options,
            format_func=lambda s: (
                say("lead.stays", status=named("status", s)) if s == lead["status"] else named("status", s)
            ),
        )
        assigned = charge.choice(say("label.assigned_to"), lead.get("assigned_to"), nobody=say("lead.nobody"))
        notes = st.text_area(say("label.notes"), lead["notes"], max_chars=10_000, height=160)
        saved = st.form_submit_button(say("save"), type="primary")
    if saved:
        change: LeadChangeIn = {"notes": notes}
        if assigned != lead.get("assigned_to"):
            change["assigned_to"] = assigned
        if status != lead["status"]:
            change["status"] = status
        asking.done(lambda: _change(lead, change))


def _change(lead: LeadOut, change: LeadChangeIn) -> str:
    current().api.send(lead_svc.change_lead(lead["id"], change), version=lead["version"])
    return say("lead.changed")

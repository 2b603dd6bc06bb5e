"""One request: the data of a person, or how far their erasure is and its certificate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

import streamlit as st

from console import address, asking, bot_choice, formats, links, problems
from console.api import ApiProblem
from console.calls import chat_svc, lead_svc
from console.models.chat_svc import ConversationWithMessages
from console.models.lead_svc import LeadOut, PrivacyRequestOut
from console.session import current, fetch_all, language, named, say
from console.tables import facts

SERVICES = ("lead-svc", "chat-svc", "analytics-svc", "outreach-svc")
"""Who answers every erasure; the certificate comes with the last answer."""
LOOK_EVERY = "3s"


def show(request_id: str) -> None:
    """The request. Raises `ApiProblem`."""
    if st.button(say("privacy.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(request=None)
        st.rerun()
    found = current().api.send(lead_svc.get_privacy_request(request_id))
    st.title(say(f"privacy.{found['kind']}.title"))
    st.caption(say("privacy.asked", when=formats.moment(found["asked_at"], language(), current().zone), id=found["id"]))
    if found["kind"] == "export":
        _export(found)
    elif found["state"] == "erasing":
        _watched(request_id)
    else:
        _erasure(found)


def _export(found: PrivacyRequestOut) -> None:
    leads = found.get("leads") or []
    if not leads:
        st.info(say("privacy.nothing"), icon=":material/person_off:")
        return
    st.caption(say("privacy.held", count=len(leads)))
    talks, missing = _talks(leads)
    for lead in leads:
        _held(lead, talks.get(lead["conversation_id"] or ""))
    if missing:
        st.warning(say("privacy.talks.missing", count=missing), icon=":material/speaker_notes_off:")
    with st.container(horizontal=True):
        st.download_button(
            say("privacy.save"),
            json.dumps({**found, "conversations": list(talks.values())}, ensure_ascii=False, indent=2),
            f"{say('privacy.file')}-{found['id']}.json",
            "application/json",
            on_click="ignore",
            icon=":material/download:",
        )
        lead_id = leads[0]["id"]
        asking.button(
            say("privacy.erase"),
            "privacy:erase:found",
            lambda: erase(lead_id=lead_id),
            sure=say("privacy.erase.sure"),
            icon=":material/person_remove:",
        )


def _talks(leads: Sequence[LeadOut]) -> tuple[dict[str, ConversationWithMessages], int]:
    """The conversations in which they were left, by id, and how many this key may not read."""
    asked = {id: lead["chatbot_id"] for lead in leads if (id := lead["conversation_id"])}
    answers = fetch_all([chat_svc.get_conversation(bot_id, id) for id, bot_id in asked.items()])
    found = {answer["id"]: answer for answer in answers if not isinstance(answer, ApiProblem)}
    gone = sum(isinstance(answer, ApiProblem) and answer.status == 404 for answer in answers)
    return found, len(answers) - len(found) - gone


def _held(lead: LeadOut, talk: ConversationWithMessages | None) -> None:
    zone = current().zone
    with st.container(border=True):
        facts(
            {
                say("label.captured_at"): formats.moment(lead["captured_at"], language(), zone),
                say("label.bot"): bot_choice.name_of(lead["chatbot_id"]),
                say("label.email"): lead["email"],
                say("label.phone"): lead["phone"],
                say("label.name"): lead["name"],
                say("label.message"): lead["message"],
                say("label.notes"): lead["notes"],
                say("label.status"): named("status", lead["status"]),
                say("lead.consent"): lead["consent"]["text"],
                say("label.given_at"): formats.moment(lead["consent"]["given_at"], language(), zone),
                say("privacy.talk"): say("privacy.said", count=len(talk["transcript"])) if talk else None,
            }
        )
        with st.container(horizontal=True):
            links.to("leads", say("privacy.lead"), lead=lead["id"], icon=":material/contact_mail:")
            if talk:
                links.to_conversation(lead["chatbot_id"], talk["id"], say("lead.conversation"))


@st.fragment(run_every=LOOK_EVERY)
def _watched(request_id: str) -> None:
    """An erasure that is under way, looked at until it is certified."""
    with problems.shown():
        found = current().api.send(lead_svc.get_privacy_request(request_id))
        if found["state"] != "erasing":
            st.rerun()
        _erasure(found)


def _erasure(found: PrivacyRequestOut) -> None:
    answered = {answer["service"]: answer for answer in found["answers"]}
    if found["certified_at"]:
        when = formats.moment(found["certified_at"], language(), current().zone)
        st.success(say("privacy.certified", when=when), icon=":material/verified:")
    elif found["state"] == "asked":
        st.info(say("privacy.unconfirmed"), icon=":material/mark_email_unread:")
        return
    else:
        missing = ", ".join(service for service in SERVICES if service not in answered)
        st.info(say("privacy.erasing", missing=missing), icon=":material/hourglass_top:")
    rows = [
        {
            say("privacy.service"): service,
            say("privacy.erased"): _counted(answer["counts"]),
            say("label.occurred_at"): formats.moment(answer["completed_at"], language(), current().zone),
        }
        for service, answer in answered.items()
    ]
    if rows:
        st.table(rows, hide_index=True)
    if found["certified_at"]:
        st.download_button(
            say("privacy.certificate"),
            certificate(found),
            f"{say('privacy.certificate.file')}-{found['id']}.txt",
            "text/plain",
            on_click="ignore",
            icon=":material/verified:",
        )


def certificate(found: PrivacyRequestOut) -> str:
    """The certificate of an erasure as a person keeps it; it names nobody."""
    zone = current().zone
    lines = [
        say("privacy.certificate.title"),
        "",
        say("privacy.certificate.number", id=found["erasure_id"] or found["id"]),
        say("privacy.asked", when=formats.moment(found["asked_at"], language(), zone), id=found["id"]),
        say("privacy.certified", when=formats.moment(found["certified_at"], language(), zone)),
        "",
    ]
    lines += [
        f"{answer['service']}, {formats.moment(answer['completed_at'], language(), zone)}: {_counted(answer['counts'])}"
        for answer in found["answers"]
    ]
    return "\n".join(lines) + "\n"


def erase(*, email: str | None = None, phone: str | None = None, lead_id: str | None = None) -> str:
    """Begin the erasure of a person and open it: what to say of it. Raises `ApiProblem`."""
    open_request("erasure", email=email, phone=phone, lead_id=lead_id)
    return say("privacy.begun")


def open_request(kind: str, *, email: str | None = None, phone: str | None = None, lead_id: str | None = None) -> None:
    """Ask for a person's data or for their erasure, and let the address name the request. Raises `ApiProblem`."""
    call = lead_svc.ask_privacy(
        {"kind": "erasure" if kind == "erasure" else "export", "email": email, "phone": phone, "lead_id": lead_id}
    )
    made = cast("PrivacyRequestOut", current().api.send(call))  # that it was accepted is told those without a key
    address.put(request=made["id"], lead=None)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{named('erased', name)}: {count}" for name, count in counts.items() if count) or say(
        "privacy.erased.nothing"
    )

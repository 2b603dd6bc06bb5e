"""Datenschutz: what is held of a person, by address, number or lead; erasures and how far they are."""

from __future__ import annotations

import streamlit as st

from console import address, asking, formats, listing
from console.calls import lead_svc
from console.lead import detail
from console.models.lead_svc import PrivacyListedOut
from console.person import request
from console.session import current, fetch, language, say

ICONS = {"export": "folder_shared", "erasure": "person_remove"}


def show() -> None:
    """The page."""
    wanted = address.given_id("request")
    if wanted is not None:
        request.show(wanted)
        return
    st.title(say("page.privacy"))
    st.caption(say("privacy.help"))
    lead_id = address.given_id("lead")
    if lead_id is not None:
        _of_lead(lead_id)
    else:
        _by_address()
    st.header(say("privacy.requests"))
    found = listing.items("privacy", lead_svc.list_privacy_requests())
    if not found:
        st.info(say("privacy.requests.none"), icon=":material/task_alt:")
    for one in found:
        _request(one)
    listing.more("privacy")


def _by_address() -> None:
    typed = str(st.text_input(say("privacy.whom"), placeholder="erika@beispiel.de", max_chars=254) or "").strip()
    by_mail = "@" in typed
    _offers(email=typed if by_mail else None, phone=typed if typed and not by_mail else None)


def _of_lead(lead_id: str) -> None:
    lead = fetch(lead_svc.get_lead(lead_id))
    st.markdown(say("privacy.of_lead", whom=formats.plain(lead["email"] or detail.name_of(lead))))
    _offers(lead_id=lead_id)


def _offers(*, email: str | None = None, phone: str | None = None, lead_id: str | None = None) -> None:
    missing = not (email or phone or lead_id)

    def export() -> str:
        request.open_request("export", email=email, phone=phone, lead_id=lead_id)
        return say("privacy.exported")

    with st.container(horizontal=True):
        if st.button(say("privacy.show"), icon=":material/folder_shared:", type="primary", disabled=missing):
            asking.done(export)
        if not missing:
            asking.button(
                say("privacy.erase"),
                "privacy:erase",
                lambda: request.erase(email=email, phone=phone, lead_id=lead_id),
                sure=say("privacy.erase.sure"),
                icon=":material/person_remove:",
            )


def _request(one: PrivacyListedOut) -> None:
    when = formats.moment(one["asked_at"], language(), current().zone)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        state = say(f"privacy.state.{one['kind']}.{one['state']}")
        st.markdown(f"**{say('privacy.' + one['kind'] + '.title')}** · {state}  \n:small[{formats.plain(when)}]")
        if one["kind"] == "export" and one["asked_by"] == "person":
            st.caption(say("privacy.by_person"))  # their data are for them alone
        elif st.button(say("bots.open"), key=f"privacy:{one['id']}", icon=f":material/{ICONS[one['kind']]}:"):
            address.put(request=one["id"])
            st.rerun()

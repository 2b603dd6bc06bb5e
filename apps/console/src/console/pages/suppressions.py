"""Whom nobody writes to any more. Addresses go in, only their keyed hashes come out."""

from __future__ import annotations

import streamlit as st

from console import asking, formats, listing, tables
from console.calls import outreach_svc
from console.session import current, language, named, say


def show() -> None:
    """The page."""
    st.title(say("page.suppressions"))
    st.caption(say("suppressions.help"))
    _add()
    _remove()
    found = listing.items("suppressions", outreach_svc.export_suppressions())
    if not found:
        st.info(say("suppressions.none"), icon=":material/do_not_disturb_on:")
        return
    rows = [
        {
            say("label.address_hash"): entry["address_hash"][:16] + "…",
            say("label.reason"): named("suppressed", entry["reason"]),
            say("label.since"): formats.moment(entry["since"], language(), current().zone),
        }
        for entry in found
    ]
    tables.shown(rows, say("page.suppressions"))
    listing.more("suppressions")


def _add() -> None:
    with st.form("suppressions:add", border=True, clear_on_submit=True):
        text = st.text_area(
            say("suppressions.add"), placeholder="info@beispiel.de", height=80, help=say("suppressions.add.help")
        )
        if st.form_submit_button(say("suppressions.add.do"), type="primary"):
            emails = str(text or "").replace(",", " ").replace(";", " ").split()
            asking.done(lambda: _import(emails))


def _import(emails: list[str]) -> str:
    added = current().api.send(outreach_svc.import_suppressions({"emails": emails}))["added"]
    return say("suppressions.added", count=added)


def _remove() -> None:
    with st.expander(say("suppressions.remove")):
        st.caption(say("suppressions.remove.help"))
        email = str(st.text_input(say("label.email"), key="suppressions:email") or "").strip()

        def take_off() -> str:
            current().api.send(outreach_svc.remove_suppression(email=email))
            return say("suppressions.removed")

        if email:
            asking.button(
                say("suppressions.remove.do"),
                "suppressions:remove",
                take_off,
                sure=say("suppressions.remove.sure", email=formats.plain(email)),
            )

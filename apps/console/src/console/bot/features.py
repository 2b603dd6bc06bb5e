"""What a bot does beside answering: it asks for addresses, names persons, and says when nobody is there."""

from __future__ import annotations

import streamlit as st

from console.bot import editing
from console.bot.form import Form
from console.session import current, say

MOST = 500


def email(form: Form) -> None:
    """Asking for an address, and what a visitor agrees to."""
    found = form.editing
    on = form.switch("/email_capture/enabled")
    st.caption(say("edit.email.why"))
    if not on:
        return
    form.number("/email_capture/max_requests", 1, 10)
    _consent(form)
    with st.expander(say("edit.email.texts"), expanded=False):
        st.caption(say("edit.email.texts.help"))
        for name in ("prompt", "initial", "follow_up", "technical"):
            form.text(f"/email_capture/{name}", most=MOST, lines=2)
    if "/email_capture" in found.errors:
        st.error(say("field.email_capture"), icon=":material/error:")


def workspace_has_consent() -> bool:
    """Whether a bot without a text of its own has the workspace's."""
    workspace = current().workspace
    return workspace is not None and bool(workspace["default_consents"])


def _consent(form: Form) -> None:
    found = form.editing
    st.markdown(f"**{say('edit.consent')}**")
    st.caption(say("edit.consent.help"))
    inherited = workspace_has_consent()
    if not found.value("/email_capture/consent_text/de") and not found.value("/email_capture/consent_text/en"):
        st.info(say("edit.consent.inherited" if inherited else "edit.consent.missing"), icon=":material/gavel:")
        if st.button(say("edit.consent.suggest"), icon=":material/edit_note:"):
            name = found.value("/company/company_name") or found.value("/name")
            found.note("/email_capture/consent_text/de", say("edit.consent.suggestion", company=name))
            website = str(found.value("/company/website") or "").rstrip("/")
            if website and not found.value("/email_capture/privacy_url"):
                found.note("/email_capture/privacy_url", f"{website}/datenschutz")
            found.generation += 1
            st.rerun()
    form.text("/email_capture/consent_text/de", most=4000, lines=4, empty=None)
    form.text("/email_capture/privacy_url", most=2000, example="https://www.firma.de/datenschutz", empty=None)
    with st.expander(say("edit.consent.english")):
        form.text("/email_capture/consent_text/en", most=4000, lines=4, empty=None)
    if found.bot["consent_texts"]:
        st.caption(say("edit.consent.versions", count=len(found.bot["consent_texts"])))


def absence(form: Form) -> None:
    """What it says about opening hours, outside of them and on holidays."""
    form.switch("/business_hours_integration/show_hours")
    for name in ("auto_offline_message", "holiday_message"):
        pointer = f"/business_hours_integration/{name}"
        form.text(pointer, most=MOST, lines=3, example=say(f"edit{pointer.replace('/', '.')}.example"))


def limits(form: Form) -> None:
    """Where it may be embedded, and how much of it a visitor and a day may have."""
    form.words("/limits/allowed_origins", example="https://www.firma.de")
    left, right = st.columns(2)
    with left:
        form.number("/limits/messages_per_minute", 1, 600)
    with right:
        form.number("/limits/tokens_per_day", 0, 100_000_000)
    if st.button(say("save"), type="primary", disabled=not form.editing.typed, key="limits:save"):
        editing.save(form.editing)
        st.rerun()

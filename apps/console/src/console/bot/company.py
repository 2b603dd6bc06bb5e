"""The company that a bot speaks for."""

from __future__ import annotations

import streamlit as st

from console.bot.form import Form, help_of
from console.bot.research import offer
from console.session import say

NETWORKS = {
    "linkedin": "LinkedIn",
    "xing": "Xing",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "x": "X (Twitter)",
}


def company(form: Form) -> None:
    """Its name, address and ways to reach it."""
    offer(form.editing)
    form.text("/company/company_name", most=255, example="Tischlerei Brandt GmbH")
    left, right = st.columns(2)
    with left:
        national = form.editing.value("/company/phone_national")
        form.text("/company/phone", most=40, example="089 1234567", empty=None, read_as=national)
    with right:
        form.text("/company/email", most=254, example="info@firma.de", empty=None)
    form.text("/company/website", most=2000, example="https://www.firma.de", empty=None)
    form.text("/company/address/street", most=255)
    left, middle, right = st.columns([1, 2, 1])
    with left:
        form.text("/company/address/postal_code", most=20)
    with middle:
        form.text("/company/address/city", most=255)
    with right:
        form.text("/company/address/country", most=100, example="DE")
    _social(form)


def _social(form: Form) -> None:
    pointer = "/company/social"
    value = dict(form.editing.value(pointer) or {})
    wrong = any(where.startswith(pointer) for where in form.editing.errors)
    with st.expander(say("edit.company.social", count=len(value)), expanded=wrong):
        typed = {}
        left, right = st.columns(2)
        for number, (network, name) in enumerate(NETWORKS.items()):
            with right if number % 2 else left:
                url = st.text_input(
                    name,
                    value.get(network, ""),
                    max_chars=2000,
                    placeholder="https://…",
                    help=help_of(pointer),
                    key=form.editing.key(f"{pointer}/{network}"),
                ).strip()
            if url:
                typed[network] = url
        form.put(pointer, typed)

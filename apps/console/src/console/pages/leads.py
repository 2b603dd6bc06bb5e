"""Leads: a table or a board whose filters stay in the address, or the one lead that the address names."""

from __future__ import annotations

import streamlit as st

from console import address, saved
from console.lead import board, detail, filters, table
from console.session import say

VIEWS = ("table", "board")


def show() -> None:
    """The page."""
    wanted = address.given_id("lead")
    if wanted is not None:
        detail.show(wanted)
        return
    st.title(say("page.leads"))
    filters.wanted_most()
    saved.show("leads")
    view = address.switch("view", say("leads.view"), VIEWS, shown=lambda one: say(f"leads.view.{one}"))
    narrowed = filters.read(by_status=view == "table")
    filters.tests_told(narrowed)
    if view == "board":
        board.show(narrowed)
        return
    table.show(narrowed, lambda id: address.put(lead=id))

"""What the tab shows of the door: the language, the way out, and that a session is over."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from console import session
from console.front import leaving
from console.session import say

NAMES = {"de": "Deutsch", "en": "English"}
LOOK_SECONDS = 15.0
"""How soon a tab notices that another one signed out."""


def over() -> None:
    """The session has ended. The front's script leads to the door at once, and the link does it without.

    Both lead there by way of the company's sign-out where the session was one of its accounts.
    """
    ticket = session.ticket()
    way = leaving.address(ticket) if ticket else "/"
    link = f'<a href="{escape(way)}" target="_self">{escape(say("door.again"))}</a>'
    onward = f' data-onward="{escape(way)}"' if ticket else ""
    st.html(f'<p data-session="over"{onward}>{escape(say("door.over"))} {link}</p>')


def language_switch(languages: Sequence[str]) -> None:
    """German or English."""
    st.session_state["language"] = session.language()
    st.segmented_control(
        say("language"),
        languages,
        format_func=NAMES.__getitem__,
        key="language",
        on_change=lambda: session.choose_language(st.session_state["language"] or session.language()),
        label_visibility="collapsed",
    )


def way_out() -> None:
    """Signing out, here and in every other tab."""
    if st.button(say("door.leave"), icon=":material/logout:", width="stretch"):
        session.sign_out(at_company=True)
        st.rerun()
    _look()


@st.fragment(run_every=LOOK_SECONDS)
def _look() -> None:
    if not session.lives():
        st.rerun()

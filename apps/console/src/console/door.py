"""The door: whoever has an API key comes in, and is then where the link in the mail led."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from console import problems, session
from console.api import ApiProblem
from console.session import say

NAMES = {"de": "Deutsch", "en": "English"}


def show() -> None:
    """Ask for a key. The address stays as it is, so that a link leads on afterwards."""
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("Empfang")
        st.markdown(say("door.welcome"))
        if st.session_state.pop("expired", False):
            st.warning(say("door.expired"), icon=":material/lock_clock:")
        with st.form("door", border=True):
            key = st.text_input(
                say("door.key"), type="password", autocomplete="current-password", help=say("door.key.help")
            )
            entered = st.form_submit_button(say("door.enter"), type="primary")
        if entered:
            _enter(str(key or "").strip())
        st.caption(say("door.kept"))
        language_switch(tuple(NAMES))


def language_switch(languages: Sequence[str]) -> None:
    """German or English, for this session."""
    st.session_state["language"] = session.language()
    st.segmented_control(
        say("language"),
        languages,
        format_func=NAMES.__getitem__,
        key="language",
        on_change=lambda: session.choose_language(st.session_state["language"] or session.language()),
        label_visibility="collapsed",
    )


def _enter(key: str) -> None:
    if not key:
        st.error(say("door.empty"), icon=":material/key_off:")
        return
    if not key.isascii() or any(letter.isspace() for letter in key):
        st.error(say("door.wrong"), icon=":material/key_off:")
        return
    try:
        with st.spinner(say("door.checking")):
            session.sign_in(key)
    except ApiProblem as problem:
        if problem.status == 401:
            st.error(say("door.wrong"), icon=":material/key_off:")
        else:
            problems.show(problem)
        return
    st.rerun()

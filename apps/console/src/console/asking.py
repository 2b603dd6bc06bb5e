"""Asking once more before something is done that cannot be undone, and saying afterwards that it was done."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import problems, session
from console.session import say


def button(
    label: str,
    key: str,
    act: Callable[[], str],
    *,
    sure: str,
    icon: str | None = None,
    primary: bool = False,
    shortcut: str | None = None,
) -> None:
    """A button that asks `sure` first; `act` does it and returns what to say afterwards. May raise `ApiProblem`.

    With a `shortcut`, Enter and Escape answer the question.
    """
    asked = _asked(key)
    if not st.session_state.get(asked):
        if st.button(label, key=key, icon=icon, type="primary" if primary else "secondary", shortcut=shortcut):
            st.session_state[asked] = True
            st.rerun()
        return
    with st.container(border=True):
        st.markdown(sure)
        with st.container(horizontal=True):
            if st.button(
                say("sure.yes", what=label),
                key=f"{key}:yes",
                type="secondary" if shortcut else "primary",
                shortcut=shortcut and "Enter",
            ):
                del st.session_state[asked]
                done(act)
            if st.button(say("sure.no"), key=f"{key}:no", shortcut=shortcut and "Esc"):
                del st.session_state[asked]
                st.rerun()


def ask(key: str) -> None:
    """Ask what the button of this key asks, as if it had been pressed."""
    st.session_state[_asked(key)] = True


def _asked(key: str) -> str:
    return f"sure:{key}"


def done(act: Callable[[], str]) -> None:
    """Do it, then show the page anew with a word about it; a problem is shown in place."""
    with problems.shown(), st.spinner(say("working")):
        message = act()
        session.forget()
        st.session_state["done"] = message
        st.rerun()


def tell() -> None:
    """Say what was done before the page was shown anew."""
    message = st.session_state.pop("done", None)
    if message:
        st.success(message, icon=":material/check_circle:")

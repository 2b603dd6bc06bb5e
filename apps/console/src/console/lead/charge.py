"""Who is in charge: the choice of a member, for a lead and for a task."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import address, people
from console.session import say


def choice(
    label: str,
    before: str | None,
    *,
    nobody: str,
    key: str | None = None,
    on_change: Callable[[], None] | None = None,
    beside: bool = False,
) -> str | None:
    """A member, or nobody. Without the right to know members it stays as it is.

    `beside` when what it is about stands next to it: the label is for those who hear the page.
    """
    names = people.in_charge()
    if before and before not in names:
        names[before] = people.looking_after(before)
    options = [address.EVERY, *names]
    found = st.selectbox(
        label,
        options,
        index=options.index(before or address.EVERY),
        format_func=lambda id: names[id] if id else nobody,
        disabled=not names,
        help=None if names or beside else say("lead.nobody.help"),
        key=key,
        on_change=on_change,
        label_visibility="collapsed" if beside else "visible",
        width=220 if beside else "stretch",
    )
    return found or None

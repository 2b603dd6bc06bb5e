"""Somebody else saved the same draft: both versions side by side, and a choice for each field."""

from __future__ import annotations

import streamlit as st

from console.bot import comparing
from console.bot.editing import Editing, settle
from console.bot.patches import at
from console.session import say


def show(found: Editing) -> None:
    """What was typed in beside what is stored now."""
    newer = found.newer
    if newer is None:
        return
    st.warning(say("conflict.what"), icon=":material/call_split:")
    kept = {}
    for pointer, mine in found.typed.items():
        theirs = at(newer["draft"], pointer)
        if theirs == at(found.bot["draft"], pointer):
            continue  # only one of the two touched it
        with st.container(border=True):
            comparing.beside(pointer, (say("conflict.mine"), mine), (say("conflict.theirs"), theirs))
            chosen = st.segmented_control(
                comparing.name_of(pointer),
                ("mine", "theirs"),
                default="mine",
                required=True,
                format_func=lambda one: say(f"conflict.{one}"),
                label_visibility="collapsed",
                key=f"conflict:{newer['version']}:{pointer}",
            )
            kept[pointer] = chosen == "mine"
    if not kept:
        st.caption(say("conflict.none"))
    if st.button(say("conflict.go_on"), type="primary"):
        settle(found, kept)
        st.rerun()

"""Somebody else saved the same draft: both versions side by side, and a choice for each field."""

from __future__ import annotations

import json

import streamlit as st

from console.bot.editing import Editing, settle
from console.bot.form import label
from console.bot.patches import Json, at
from console.formats import NOTHING, plain
from console.session import say
from console.texts import CATALOGUE


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
            name = label(pointer) if CATALOGUE.knows(f"edit{pointer.replace('/', '.')}") else pointer
            st.markdown(f"**{plain(name)}**")
            left, right = st.columns(2)
            left.markdown(f":small[{say('conflict.mine')}]  \n{_shown(mine)}")
            right.markdown(f":small[{say('conflict.theirs')}]  \n{_shown(theirs)}")
            chosen = st.segmented_control(
                name,
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


def _shown(value: Json) -> str:
    if value in (None, "", [], {}):
        return NOTHING
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1))

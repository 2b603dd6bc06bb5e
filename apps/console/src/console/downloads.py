"""Files to download. They are fetched when asked for, not before: a file is big, and mostly nobody wants it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from console import problems
from console.api import File
from console.call import Transfer
from console.session import current, say


def offer(name: str, files: Mapping[str, Transfer]) -> None:
    """A button for each file, by its label, that fetches the file, and then one that saves it."""
    with st.container(horizontal=True):
        for label, file in files.items():
            _one(f"file:{name}:{label}", label, file)


def _one(key: str, label: str, wanted: Transfer) -> None:
    kept: tuple[Transfer, File] | None = st.session_state.get(key)
    if kept is not None and kept[0] == wanted:
        file = kept[1]
        st.download_button(
            say("download.save", name=file.name),
            file.content,
            file.name,
            file.media_type,
            key=f"{key}:save",
            on_click="ignore",
            icon=":material/download:",
            type="primary",
        )
        return
    if st.button(label, key=f"{key}:fetch", icon=":material/table_view:"):
        with problems.shown(), st.spinner(say("download.making")):
            st.session_state[key] = (wanted, current().api.download(wanted))
            st.rerun()

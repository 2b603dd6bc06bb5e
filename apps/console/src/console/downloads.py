"""Files to download. They are fetched when asked for, not before: a file is big, and mostly nobody wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from console import problems
from console.session import current, say


def offer(name: str, path: str, *, formats_: Sequence[str] = (), label: str | None = None, **params: Any) -> None:
    """A button that fetches the file, and then one that saves it. With several formats, one pair for each."""
    with st.container(horizontal=True):
        for kind in formats_ or ("",):
            _one(
                f"file:{name}:{kind}",
                path,
                label or say(f"download.{kind}"),
                {**params, **({"format": kind} if kind else {})},
            )


def _one(key: str, path: str, label: str, params: dict[str, Any]) -> None:
    signature = repr((path, sorted(params.items())))
    kept = st.session_state.get(key)
    if kept is not None and kept[0] == signature:
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
            st.session_state[key] = (signature, current().api.download(path, **params))
            st.rerun()

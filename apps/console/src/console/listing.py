"""Lists that are read page by page: the first at once, the others when somebody asks for more."""

from __future__ import annotations

from time import monotonic
from typing import Any

import streamlit as st

from console.session import FRESH_SECONDS, current, say

PAGE = 50


def items(name: str, path: str, **params: Any) -> list[dict[str, Any]]:
    """What has been read of the list so far; read anew after a while or with other parameters."""
    key, signature = f"list:{name}", repr((path, sorted(params.items())))
    state = st.session_state.get(key)
    if state is None or state["signature"] != signature:
        state = _read(path, params, pages=1) | {"signature": signature}
    elif monotonic() - state["at"] > FRESH_SECONDS:
        state = _read(path, params, pages=state["pages"]) | {"signature": signature}
    st.session_state[key] = state
    found: list[dict[str, Any]] = state["items"]
    return found


def more(name: str) -> None:
    """How much is shown, and the button that reads the next page when there is one."""
    state = st.session_state.get(f"list:{name}")
    if state is None or not state["items"]:
        return
    count = len(state["items"])
    if state["next"] is None:
        st.caption(say("list.all", count=count))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("list.some", count=count))
        if st.button(say("list.more"), key=f"more:{name}"):
            with st.spinner(say("list.loading")):
                page = current().api.get(state["path"], **state["params"], limit=PAGE, cursor=state["next"])
            state["items"] = state["items"] + page["items"]
            state["next"], state["pages"] = page["next"], state["pages"] + 1
            st.rerun()


def _read(path: str, params: dict[str, Any], *, pages: int) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    following = None
    for _ in range(pages):
        page = current().api.get(path, **params, limit=PAGE, cursor=following)
        found += page["items"]
        following = page["next"]
        if following is None:
            break
    return {"items": found, "next": following, "pages": pages, "at": monotonic(), "path": path, "params": params}

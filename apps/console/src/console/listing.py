"""Lists that are read page by page: the first at once, the others when somebody asks for more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import Generic, NotRequired, TypedDict, TypeVar

import streamlit as st

from console.call import Call
from console.device import on_phone
from console.session import FRESH_SECONDS, current, fetch, say

PAGE, PAGE_OF_PHONE = 30, 10
Item = TypeVar("Item")


class Page(TypedDict, Generic[Item]):
    """What every list of the APIs is answered with."""

    items: list[Item]
    next: NotRequired[str | None]


@dataclass
class _Listed(Generic[Item]):
    """What has been read of a list."""

    call: Call[Page[Item]]
    items: list[Item]
    next: str | None
    pages: int
    at: float


def items(name: str, call: Call[Page[Item]]) -> list[Item]:
    """What has been read of the list so far; read anew after a while or with other parameters."""
    key = f"list:{name}"
    known: _Listed[Item] | None = st.session_state.get(key)
    if known is None or known.call != call:
        known = _read(call, pages=1)
    elif monotonic() - known.at > FRESH_SECONDS:
        known = _read(call, pages=known.pages)
    st.session_state[key] = known
    return known.items


def everything(call: Call[Page[Item]], *, most_pages: int | None = None) -> list[Item]:
    """All of a list, or so many pages as the call's limit cuts it into; kept as `fetch` keeps answers.

    Raises `ApiProblem`.
    """
    found: list[Item] = []
    cursor, pages = None, 0
    while True:
        page = fetch(replace(call, params={**call.params, "cursor": cursor}))
        found += page["items"]
        cursor, pages = page.get("next"), pages + 1
        if cursor is None or pages == most_pages:
            return found


def more(name: str, *, hidden: int = 0) -> None:
    """How much is shown, but for what the page hides, and the button that reads the next page when there is one."""
    known: _Listed[object] | None = st.session_state.get(f"list:{name}")
    if known is None or not known.items:
        return
    count = len(known.items) - hidden
    if known.next is None:
        st.caption(say("list.all", count=count))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("list.some", count=count))
        if st.button(say("list.more"), key=f"more:{name}"):
            with st.spinner(say("list.loading")):
                page = current().api.send(_page(known.call, known.next))
            known.items = known.items + page["items"]
            known.next, known.pages = page.get("next"), known.pages + 1
            st.rerun()


def _read(call: Call[Page[Item]], *, pages: int) -> _Listed[Item]:
    found: list[Item] = []
    following = None
    with st.spinner(say("list.loading")):
        for _ in range(pages):
            page = current().api.send(_page(call, following))
            found += page["items"]
            following = page.get("next")
            if following is None:
                break
    return _Listed(call, found, following, pages, monotonic())


def _page(call: Call[Page[Item]], cursor: str | None) -> Call[Page[Item]]:
    return replace(call, params={**call.params, "limit": PAGE_OF_PHONE if on_phone() else PAGE, "cursor": cursor})

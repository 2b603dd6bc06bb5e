"""The pages that link to each other: where each is, and links that keep the session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

PATHS: dict[str, str] = {
    "start": "",
    "bots": "bots",
    "chat": "chat-test",
    "prospects": "prospects",
    "outreach": "outreach",
    "templates": "templates",
    "sent": "sent",
    "suppressions": "suppressions",
    "opt_outs": "opt-outs",
    "leads": "leads",
    "privacy": "privacy",
    "analytics": "analytics",
    "live": "live",
    "kpis": "kpis",
    "reports": "reports",
    "operations": "operations",
    "settings": "settings",
}
"""Each page's path. Links in mails lead to some of them; the ingress knows all of them."""


def remember(pages: Mapping[str, StreamlitPage]) -> None:
    """Keep the page objects of this run, by name."""
    st.session_state["pages"] = pages


def to(page: str, label: str, *, icon: str | None = None, **params: str) -> None:
    """A link to a page, with parameters; it stays in this session."""
    found: StreamlitPage = st.session_state["pages"][page]
    st.page_link(found, label=label, icon=icon, query_params=params)


def to_conversation(bot_id: str, conversation_id: str, label: str) -> None:
    """A link to one conversation of a bot."""
    to("bots", label, icon=":material/forum:", bot=bot_id, tab="conversations", conversation=conversation_id)


def go(page: str, **params: str) -> None:
    """Open a page now."""
    st.switch_page(st.session_state["pages"][page], query_params=params)

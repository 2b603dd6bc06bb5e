"""One bot: everything about it, by tabs that the address names."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import address, analysis, formats
from console.bot import conversations, gaps, history, knowledge, leads, overview, steps
from console.bot.editing import editing
from console.models.config_svc import BotOut
from console.session import say

MARKS = {
    "draft": "edit_note",
    "ready": "task_alt",
    "live": "radio_button_checked",
    "demo_expired": "timer_off",
    "deactivated": "pause_circle",
}
TABS: dict[str, Callable[[BotOut], None]] = {
    "overview": overview.show,
    "gaps": gaps.show,
    "conversations": conversations.show,
    "leads": leads.show,
    "analytics": lambda bot: analysis.show(bot["id"]),
    "knowledge": knowledge.show,
    "settings": lambda bot: steps.show(bot["id"]),
    "history": history.show,
}


LEFT: dict[str, str | None] = dict.fromkeys(
    (
        *("tab", "step", "part", "version", "conversation", "environment", "kind", "search", "q"),
        *("sort", "status", "from", "to", "interest", "text", "assigned", "due", "granularity", "of"),
    )
)
"""What a tab writes into the address, gone with it."""


def show(bot_id: str) -> None:
    """The bot of this id. Raises `ApiProblem`."""
    if st.button(say("bots.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(bot=None, **LEFT)
        st.rerun()
    bot = editing(bot_id).bot
    with st.container(horizontal=True, vertical_alignment="bottom", key="bot-title"):
        st.title(formats.plain(bot["company_name"] or bot["name"]), width="content", anchor=False)
        st.markdown(state_of(bot["state"]), help=say(f"bot.state.{bot['state']}.help"), width="content")
    TABS[_tab()](bot)


def state_of(state: str) -> str:
    """A state with its mark."""
    return f":material/{MARKS[state]}: {say(f'bot.state.{state}')}"


def _tab() -> str:
    wanted = address.given("tab")
    value = wanted if wanted in TABS else "overview"
    st.session_state["bot:tab"] = value

    def turn() -> None:
        chosen = st.session_state["bot:tab"] or value
        address.put(**{**LEFT, "tab": None if chosen == "overview" else chosen})

    st.segmented_control(
        say("bots.tabs"),
        list(TABS),
        format_func=lambda tab: say(f"tab.{tab}"),
        required=True,
        key="bot:tab",
        on_change=turn,
        label_visibility="collapsed",
    )
    return value

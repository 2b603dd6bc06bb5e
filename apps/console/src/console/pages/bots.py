"""Bots: all at a glance, a new one, or one of them with all that belongs to it."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, formats, listing
from console.bot import creating, detail
from console.calls import config_svc
from console.models.config_svc import BotBrief
from console.session import current, language, named, say

State = Literal["draft", "ready", "live", "demo_expired", "deactivated"]
STATES: tuple[State, ...] = get_args(State)


def show() -> None:
    """The page."""
    wanted = address.given_id("bot")
    if wanted is not None:
        detail.show(wanted)
        return
    if address.given("new"):
        creating.show()
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(say("page.bots"))
        if st.button(say("new.title"), type="primary", icon=":material/add:"):
            address.put(new="1")
            st.rerun()
    first, second = st.columns([1, 2])
    with first:
        state = address.narrowing("state", say("label.state"), STATES, shown=lambda s: named("bot.state", s))
    with second:
        search = address.words("search", say("label.search"))
    found = listing.items("bots", config_svc.list_chatbots(state=state, search=search))
    if not found:
        st.info(say("bots.none.filtered" if state or search else "bots.none"), icon=":material/smart_toy:")
        return
    for bot in found:
        _card(bot)
    listing.more("bots")


def _card(bot: BotBrief) -> None:
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        with left:
            st.markdown(f"**{formats.plain(bot['company_name'] or bot['name'])}** · {detail.state_of(bot['state'])}")
            st.caption(f"{formats.plain(bot['name'])} · {formats.plain(_end_of(bot))}")
        if right.button(say("bots.open"), key=f"bot:{bot['id']}", width="stretch"):
            address.put(bot=bot["id"])
            st.rerun()


def _end_of(bot: BotBrief) -> str:
    if bot["demo_ends_at"]:
        key = "bots.ended" if bot["state"] == "demo_expired" else "bots.ends"
        return say(key, day=formats.day(formats.local_day(bot["demo_ends_at"], current().zone), language()))
    return say("bots.created", day=formats.day(formats.local_day(bot["created_at"], current().zone), language()))

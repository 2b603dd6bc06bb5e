"""Bots: all at a glance, or one with its links and what can be done with it."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, asking, formats, links, listing
from console.calls import config_svc
from console.models.config_svc import BotBrief, BotOut
from console.session import current, fetch, language, named, say
from console.tables import facts

State = Literal["draft", "ready", "live", "demo_expired", "deactivated"]
STATES: tuple[State, ...] = get_args(State)
Environment = Literal["production", "staging", "preview"]
ENVIRONMENTS: tuple[Environment, ...] = get_args(Environment)
MARKS = {
    "draft": "edit_note",
    "ready": "task_alt",
    "live": "radio_button_checked",
    "demo_expired": "timer_off",
    "deactivated": "pause_circle",
}


def show() -> None:
    """The page."""
    wanted = address.given_id("bot")
    if wanted is not None:
        _one(wanted)
        return
    st.title(say("page.bots"))
    first, second = st.columns([1, 2])
    with first:
        state = address.narrowing("state", say("label.state"), STATES, shown=lambda s: named("bot.state", s))
    with second:
        search = address.words("search", say("label.search"))
    found = listing.items("bots", config_svc.list_chatbots(state=state, search=search))
    if not found:
        st.info(say("bots.none.filtered" if state or search else "bots.none"), icon=":material/smart_toy:")
        if not state and not search:
            links.to("prospects", say("bots.none.link"), icon=":material/travel_explore:")
        return
    for bot in found:
        _card(bot)
    listing.more("bots")


def _card(bot: BotBrief) -> None:
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        with left:
            st.markdown(f"**{formats.plain(bot['company_name'] or bot['name'])}** · {_state(bot)}")
            st.caption(f"{formats.plain(bot['name'])} · {formats.plain(_end_of(bot))}")
        if right.button(say("bots.open"), key=f"bot:{bot['id']}", width="stretch"):
            address.put(bot=bot["id"])
            st.rerun()


def _state(bot: BotBrief | BotOut) -> str:
    return f":material/{MARKS[bot['state']]}: {named('bot.state', bot['state'])}"


def _end_of(bot: BotBrief) -> str:
    if bot["demo_ends_at"]:
        key = "bots.ended" if bot["state"] == "demo_expired" else "bots.ends"
        return say(key, day=formats.day(formats.local_day(bot["demo_ends_at"], current().zone), language()))
    return say("bots.created", day=formats.day(formats.local_day(bot["created_at"], current().zone), language()))


def _one(bot_id: str) -> None:
    if st.button(say("bots.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(bot=None)
        st.rerun()
    bot = fetch(config_svc.get_chatbot(bot_id))
    st.title(formats.plain(bot["company_name"] or bot["name"]))
    st.markdown(f"**{_state(bot)}** · {say('bot.state.' + bot['state'] + '.help')}")
    _customer_key(bot_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _links(bot)
        for warning in bot["warnings"]:
            st.warning(
                say(
                    "bots.warning", pointer=formats.plain(warning["pointer"]), message=formats.plain(warning["message"])
                ),
                icon=":material/visibility:",
            )
    with right:
        zone = current().zone
        facts(
            {
                say("label.name"): bot["name"],
                say("label.published_at"): formats.moment(bot["published_at"], language(), zone)
                if bot["published_at"]
                else say("bots.unpublished"),
                say("label.changes"): say("bots.changes" if bot["unpublished_changes"] else "bots.no_changes"),
                say("label.demo_ends_at"): formats.moment(bot["demo_ends_at"], language(), zone)
                if bot["demo_ends_at"]
                else None,
                say("label.converted_at"): formats.moment(bot["converted_at"], language(), zone)
                if bot["converted_at"]
                else None,
                say("label.version"): str(bot["version"]),
            }
        )
        links.to("chat", say("bots.test"), bot=bot_id, icon=":material/forum:")
        links.to("analytics", say("start.to_figures"), bot=bot_id, icon=":material/monitoring:")
        links.to("leads", say("prospect.leads"), bot=bot_id, icon=":material/contact_mail:")
        if bot["prospect_id"]:
            links.to(
                "prospects", say("start.to_prospect"), prospect=bot["prospect_id"], icon=":material/travel_explore:"
            )
    st.subheader(say("bots.acting"))
    _acting(bot)


def _links(bot: BotOut) -> None:
    st.subheader(say("bots.links"))
    for environment in ENVIRONMENTS:
        with st.container(border=True):
            st.markdown(f"**{say('environment.' + environment)}**")
            st.caption(say(f"environment.{environment}.help"))
            url = bot["links"][environment]["url"]
            st.code(url, language=None, wrap_lines=True)
            closed = environment == "production" and bot["state"] != "live"
            unpublished = environment == "staging" and bot["published"] is None
            if closed or unpublished:
                st.caption(say("bots.link.closed" if closed else "bots.link.unpublished"))
            else:
                st.link_button(say("bots.link.open"), url, icon=":material/open_in_new:")


def _acting(bot: BotOut) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if bot["unpublished_changes"]:
            _action(bot, "publish")
        if bot["state"] in ("ready", "deactivated"):
            _action(bot, "activate")
        if bot["state"] == "live":
            _action(bot, "deactivate")
    if bot["demo_ends_at"] and not bot["converted_at"]:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            days = int(st.number_input(say("bots.extend.days"), 1, 365, 30, width=160))

            def extend() -> str:
                current().api.send(config_svc.extend_demo(bot["id"], {"days": days}), version=bot["version"])
                return say("bots.extend.done", days=days)

            asking.button(
                say("bots.extend"),
                "bot:extend",
                extend,
                sure=say("bots.extend.sure", days=days),
                icon=":material/update:",
            )
            asking.button(
                say("bots.convert"),
                "bot:convert",
                lambda: _convert(bot),
                sure=say("bots.convert.sure"),
                icon=":material/handshake:",
            )


def _action(bot: BotOut, name: Literal["publish", "activate", "deactivate"]) -> None:
    call, icon = {
        "publish": (config_svc.publish_chatbot, "publish"),
        "activate": (config_svc.activate_chatbot, "play_arrow"),
        "deactivate": (config_svc.deactivate_chatbot, "pause"),
    }[name]

    def act() -> str:
        current().api.send(call(bot["id"]), version=bot["version"])
        return say(f"bots.{name}.done")

    asking.button(say(f"bots.{name}"), f"bot:{name}", act, sure=say(f"bots.{name}.sure"), icon=f":material/{icon}:")


def _convert(bot: BotOut) -> str:
    made = current().api.send(config_svc.convert_demo(bot["id"]), version=bot["version"])
    st.session_state["customer_key"] = (bot["id"], made["api_key"]["key"])
    return say("bots.convert.done")


def _customer_key(bot_id: str) -> None:
    """The customer's key, until it was noted: no answer ever holds it again."""
    kept: tuple[str, str] | None = st.session_state.get("customer_key")
    if kept is None or kept[0] != bot_id:
        return
    with st.container(border=True):
        st.warning(say("bots.customer_key"), icon=":material/key:")
        st.code(kept[1], language=None, wrap_lines=True)
        if st.button(say("bots.customer_key.noted"), type="primary"):
            del st.session_state["customer_key"]
            st.rerun()

"""A bot at a glance: its links, its dates, and what is done with it as a demo."""

from __future__ import annotations

import streamlit as st

from console import address, asking, formats, links
from console.bot import launching
from console.calls import config_svc
from console.models.config_svc import BotOut
from console.session import current, language, say
from console.tables import facts


def show(bot: BotOut) -> None:
    """The tab."""
    _customer_key(bot["id"])
    if bot["published"] is None or bot["unpublished_changes"]:
        _unpublished(bot)
    left, right = st.columns([3, 2], gap="large")
    with left:
        launching.links(bot)
    with right:
        _dates(bot)
        links.to("chat", say("bots.test"), bot=bot["id"], icon=":material/forum:")
        links.to("analytics", say("start.to_figures"), bot=bot["id"], icon=":material/monitoring:")
        links.to("leads", say("prospect.leads"), bot=bot["id"], icon=":material/contact_mail:")
        if bot["prospect_id"]:
            links.to(
                "prospects", say("start.to_prospect"), prospect=bot["prospect_id"], icon=":material/travel_explore:"
            )
    if bot["demo_ends_at"] and not bot["converted_at"]:
        _demo(bot)
    _deletion(bot)


def _unpublished(bot: BotOut) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(":material/edit_note: " + say("bots.changes" if bot["published"] else "bots.draft"))
        if st.button(say("bots.to_launch"), type="primary", icon=":material/rocket_launch:"):
            address.put(tab="settings", step="launch")
            st.rerun()


def _dates(bot: BotOut) -> None:
    zone = current().zone
    facts(
        {
            say("label.name"): bot["name"],
            say("label.published_at"): formats.moment(bot["published_at"], language(), zone)
            if bot["published_at"]
            else say("bots.unpublished"),
            say("label.demo_ends_at"): formats.moment(bot["demo_ends_at"], language(), zone)
            if bot["demo_ends_at"]
            else None,
            say("label.converted_at"): formats.moment(bot["converted_at"], language(), zone)
            if bot["converted_at"]
            else None,
            say("label.version"): str(bot["version"]),
        }
    )


def _demo(bot: BotOut) -> None:
    st.header(say("bots.demo"))
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


def _deletion(bot: BotOut) -> None:
    with st.expander(say("bots.delete"), icon=":material/delete:"):
        st.caption(say("bots.delete.help"))

        def delete() -> str:
            current().api.send(config_svc.delete_chatbot(bot["id"]), version=bot["version"])
            address.put(bot=None, tab=None)
            return say("bots.delete.done", name=formats.plain(bot["name"]))

        asking.button(
            say("bots.delete"), "bot:delete", delete, sure=say("bots.delete.sure", name=formats.plain(bot["name"]))
        )

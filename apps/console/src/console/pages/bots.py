"""Bots: all at a glance, a new one, or one of them with all that belongs to it."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from console import address, formats, listing, saved
from console.api import ApiProblem
from console.batch import Batch
from console.bot import creating, detail
from console.calls import analytics_svc, config_svc
from console.models.analytics_svc import ActivityOut
from console.models.config_svc import BotBrief
from console.session import current, fetch_all, language, named, say

State = Literal["draft", "ready", "live", "demo_expired", "deactivated"]
STATES: tuple[State, ...] = get_args(State)
EXTENSION_DAYS = 30
MOST_AT_ONCE = 200
"""Of how many the API tells the activity in one answer."""
BATCH: Batch[BotBrief] = Batch("bots", lambda bot: bot["id"], lambda bot: bot["company_name"] or bot["name"])


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
    BATCH.results()
    first, second = st.columns([1, 2])
    with first:
        state = address.narrowing("state", say("label.state"), STATES, shown=lambda s: named("bot.state", s))
    with second:
        search = address.words("search", say("label.search"))
    saved.show("bots")
    found = listing.items("bots", config_svc.list_chatbots(state=state, search=search))
    if not found:
        st.info(say("bots.none.filtered" if state or search else "bots.none"), icon=":material/smart_toy:")
        return
    _many(BATCH.chosen(found))
    activity = _activity(found)
    for bot in found:
        _card(bot, activity.get(bot["id"]) if activity is not None else None, known=activity is not None)
    listing.more("bots")


def _many(chosen: list[BotBrief]) -> None:
    if not chosen:
        return

    def extend(bot: BotBrief) -> str:
        call = config_svc.extend_demo(bot["id"], {"days": EXTENSION_DAYS})
        current().api.send(call, version=bot["version"])
        return say("bots.extend.done", days=EXTENSION_DAYS)

    def activate(bot: BotBrief) -> str:
        current().api.send(config_svc.activate_chatbot(bot["id"]), version=bot["version"])
        return say("bots.activate.done")

    def deactivate(bot: BotBrief) -> str:
        current().api.send(config_svc.deactivate_chatbot(bot["id"]), version=bot["version"])
        return say("bots.deactivate.done")

    def delete(bot: BotBrief) -> str:
        current().api.send(config_svc.delete_chatbot(bot["id"]), version=bot["version"])
        return say("bots.many.deleted")

    with st.container(horizontal=True):
        BATCH.offer("activate", chosen, activate, icon="play_circle")
        BATCH.offer("deactivate", chosen, deactivate, icon="pause_circle")
        BATCH.offer("extend", chosen, extend, icon="update")
        BATCH.offer("delete", chosen, delete, icon="delete")


def _activity(bots: list[BotBrief]) -> dict[str, ActivityOut] | None:
    """How lively these bots are; None where the key may not know."""
    ids = [bot["id"] for bot in bots]
    parts = [ids[first : first + MOST_AT_ONCE] for first in range(0, len(ids), MOST_AT_ONCE)]
    found: dict[str, ActivityOut] = {}
    for answer in fetch_all([analytics_svc.list_activity(chatbot_id=part) for part in parts]):
        if isinstance(answer, ApiProblem):
            return None
        found |= {one["chatbot_id"]: one for one in answer}
    return found


def _card(bot: BotBrief, activity: ActivityOut | None, *, known: bool) -> None:
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        with left:
            BATCH.checkbox(bot)
            st.markdown(f"{detail.state_of(bot['state'])} · {formats.plain(_end_of(bot))}")
            lively = [_lively(activity)] if known else []
            st.caption(formats.plain(" · ".join([bot["name"], *lively])))
        if right.button(say("bots.open"), key=f"bot:{bot['id']}", width="stretch"):
            address.put(bot=bot["id"])
            st.rerun()


def _lively(activity: ActivityOut | None) -> str:
    if activity is None or activity["last_active"] is None:
        return say("bots.never")
    parts = (
        say("bots.active", day=formats.day(activity["last_active"], language())),
        say("bots.talks", count=activity["conversations"]),
        say("bots.score", score=formats.number(activity["score"], language(), 1)),
    )
    return " · ".join(parts)


def _end_of(bot: BotBrief) -> str:
    if bot["demo_ends_at"]:
        key = "bots.ended" if bot["state"] == "demo_expired" else "bots.ends"
        return say(key, day=formats.day(formats.local_day(bot["demo_ends_at"], current().zone), language()))
    return say("bots.created", day=formats.day(formats.local_day(bot["created_at"], current().zone), language()))

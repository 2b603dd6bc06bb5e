"""The first way through the console: what a new operator does once, and how far it is by what the APIs say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from console import links
from console.api import ApiProblem
from console.calls import analytics_svc, lead_svc
from console.models.config_svc import BotBrief
from console.session import at_once, say

FEW = 3
"""Who has more bots than this knows the way."""
LEFT = "tour:left"
REACHED = ("live", "demo_expired", "deactivated")
"""States of a bot that visitors could reach, now or once."""


@dataclass(frozen=True)
class Step:
    """One thing to do; `go` shows the way to it."""

    name: str
    done: bool
    go: Callable[[], None]


def show(bots: Sequence[BotBrief]) -> None:
    """The steps, while there are some left to take and nobody waved them away."""
    if not bots or len(bots) > FEW or st.session_state.get(LEFT):
        return
    steps = _steps(bots)
    if steps is None or all(step.done for step in steps):
        return
    coming = next(step for step in steps if not step.done)
    with st.container(border=True):
        st.header(say("tour.title"))
        for number, step in enumerate(steps, 1):
            icon = "check_circle" if step.done else "arrow_circle_right" if step is coming else "radio_button_unchecked"
            st.markdown(f":material/{icon}: **{number}. {say(f'tour.{step.name}')}**")
            if step is coming:
                st.caption(say(f"tour.{step.name}.help"))
                step.go()
        if st.button(say("tour.leave"), type="tertiary"):
            st.session_state[LEFT] = True
            st.rerun()


def _steps(bots: Sequence[BotBrief]) -> list[Step] | None:
    """None where the key may not see how far it is."""
    bot = next((bot for bot in bots if bot["state"] == "live"), bots[0])
    with at_once() as ask:
        asked = ask(analytics_svc.list_activity(chatbot_id=[bot["id"] for bot in bots]))
        left = ask(lead_svc.list_leads(limit=1, environment="production"))
    activity, leads = asked.result(), left.result()
    if isinstance(activity, ApiProblem) or isinstance(leads, ApiProblem):
        return None
    at = partial(links.to, "bots", bot=bot["id"])
    return [
        Step("made", True, partial(at, say("bots.open"))),
        Step(
            "live",
            any(one["state"] in REACHED for one in bots),
            partial(at, say("tour.live.link"), tab="settings", step="launch"),
        ),
        Step("asked", any(one["conversations"] for one in activity), partial(at, say("tour.asked.link"))),
        Step("captured", bool(leads["items"]), partial(at, say("tour.captured.link"), tab="conversations")),
    ]

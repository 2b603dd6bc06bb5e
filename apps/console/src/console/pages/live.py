"""Live: today's figures of a bot as they change."""

from __future__ import annotations

from typing import Any

import streamlit as st

from console import bot_choice, figures, formats, problems
from console.session import current, language, say

EVERY_SECONDS = 3
READ_SECONDS = 1.5
SHOWN = (
    "visits",
    "total_conversations",
    "unique_visitors",
    "messages_per_conversation",
    "emails_captured",
    "contact_requests",
    "unanswered_questions",
    "response_time_p50",
)


def show() -> None:
    """The page."""
    st.title(say("page.live"))
    bot = bot_choice.chosen()
    if bot is None:
        return
    st.caption(say("live.help", seconds=EVERY_SECONDS))
    st.fragment(_panel, run_every=EVERY_SECONDS)(bot["id"])


def _panel(bot_id: str) -> None:
    with problems.shown():
        told = _told(bot_id)
        if "figures" not in told:
            st.info(say("live.waiting"), icon=":material/hourglass_top:")
            return
        now = told["figures"]
        score = told.get("engagement", {}).get("score")
        st.markdown(
            f"**{formats.plain(say('live.today', day=formats.day(now['date'], language()), zone=now['time_zone']))}**"
        )
        with st.container(horizontal=True):
            for figure in figures.FIGURES:
                if figure.name in SHOWN:
                    st.metric(
                        say(f"figure.{figure.name}"),
                        figure.write(now[figure.name], language()),
                        border=True,
                        width=225,
                        help=say(f"figure.{figure.name}.help"),
                    )
            if score is not None:
                st.metric(
                    say("label.engagement"),
                    say("of_ten", score=formats.number(score, language(), 1)),
                    border=True,
                    width=225,
                )


def _told(bot_id: str) -> dict[str, Any]:
    """What the stream says at once; reading ends when both were said, so that the page never waits for a change."""
    told: dict[str, Any] = {}
    for event in current().api.events(f"/api/chatbots/{bot_id}/analytics/events", seconds=READ_SECONDS):
        told[event.name] = event.data
        if {"figures", "engagement"} <= told.keys():
            break
    return told

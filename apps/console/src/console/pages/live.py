"""Live: today's figures of a bot as they change."""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from console import bot_choice, figures, formats, problems
from console.api import ApiProblem
from console.calls import analytics_svc
from console.figures import FigureName
from console.models.analytics_svc import FiguresOut
from console.session import current, language, say

EVERY_SECONDS = 3
READ_SECONDS = 1.5
SHOWN: tuple[FigureName, ...] = (
    "visits",
    "total_conversations",
    "unique_visitors",
    "messages_per_conversation",
    "emails_captured",
    "contact_requests",
    "unanswered_questions",
    "response_time_p50",
)


# What the stream says, by the events' names. Written by hand: OpenAPI documents describe no streams.
class Today(FiguresOut):
    """The figures of today so far."""

    date: str
    time_zone: str


class Engagement(TypedDict):
    """The engagement now."""

    score: float


class Told(TypedDict, total=False):
    """The newest of each event."""

    figures: Today
    engagement: Engagement


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
            if "engagement" in told:
                st.metric(
                    say("label.engagement"),
                    say("of_ten", score=formats.number(told["engagement"]["score"], language(), 1)),
                    border=True,
                    width=225,
                )


def _told(bot_id: str) -> Told:
    """What the stream says at once; reading ends when both were said, so that the page never waits for a change.

    Raises `ApiProblem`, also for one that the stream tells of: the key was revoked, the bot deleted.
    """
    told = Told()
    for event in current().api.events(analytics_svc.stream_analytics(bot_id), seconds=READ_SECONDS):
        match event.name:
            case "figures":
                told["figures"] = event.data
            case "engagement":
                told["engagement"] = event.data
            case "error":
                raise ApiProblem(event.data["status"], event.data["title"])
        if "figures" in told and "engagement" in told:
            break
    return told

"""How one bot went, what came of it, what visitors ask, when to follow up and why: for its tab and the page."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Literal, get_args

import streamlit as st

from console import address, bot_choice, charts, downloads, figures, formats, links, problems, satisfaction
from console.calls import analytics_svc
from console.clock import today
from console.models.analytics_svc import QuestionOut
from console.session import fetch, language, named, say

Granularity = Literal["day", "week", "month"]
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)
Part = Literal["figures", "course", "questions", "engagement"]
PARTS: tuple[Part, ...] = get_args(Part)
"""One is shown at a time: all of them are six screens of a phone."""
LONGEST_DAYS = 400
MOST_QUESTIONS = 50
TREND_ICONS = {"new": "fiber_new", "rising": "trending_up", "falling": "trending_down", "steady": "trending_flat"}


def show(bot_id: str) -> None:
    """The part in the address of what is known of a bot. Raises `ApiProblem`."""
    zone = bot_choice.zone_of(bot_id)
    part = address.switch("of", say("analytics.parts"), PARTS, shown=lambda one: say(f"analytics.part.{one}"))
    if part == "engagement":  # it counts days of its own
        _engagement(bot_id, zone)
    else:
        _of_days(bot_id, zone, part)


def _of_days(bot_id: str, zone: str, part: Part) -> None:
    """What happened in the days of the address."""
    first, second, third = st.columns(3)
    last_day = today(zone)
    with first:
        since = address.day("from", say("label.from"), default=last_day - timedelta(days=29))
    with second:
        until = address.day("to", say("label.to"), default=last_day)
    with third:
        granularity = address.choice(
            "granularity",
            say("label.granularity"),
            GRANULARITIES,
            shown=lambda g: say(f"granularity.{g}"),
            default="day",
        )
    if not since or not until or not _sound(since, until):
        return
    first_day, end = since.isoformat(), until.isoformat()
    found = fetch(analytics_svc.get_analytics(bot_id, from_=first_day, to=end, granularity=granularity))
    st.caption(say("analytics.range", count=(until - since).days + 1, zone=zone))
    summary = found["summary"]
    if not summary["visits"] and not summary["total_conversations"]:
        st.info(say("analytics.none"), icon=":material/monitoring:")
        links.to("bots", say("analytics.none.link"), bot=bot_id, icon=":material/link:")
    elif part == "figures":
        with st.container(horizontal=True):
            for figure in figures.FIGURES:
                figures.tile(figure, summary, found["previous"])
    elif part == "course":
        left, right = st.columns(2, gap="large")
        with left:
            charts.days(found["days"], granularity)
        with right:
            charts.path(summary)
        with left:
            charts.week(found["messages_by_weekday"], summary["total_conversations"])
        with right:
            charts.speed(found["days"], summary, granularity)
    else:
        left, right = st.columns(2, gap="large")
        with left:
            _asked(bot_id, first_day, end)
        with right, problems.shown():
            satisfaction.show(bot_id, summary)
        with problems.shown():
            _gaps(bot_id, first_day, end)
    export = partial(
        analytics_svc.export_analytics,
        bot_id,
        from_=first_day,
        to=end,
        granularity=granularity,
        language=language(),
    )
    downloads.offer(
        "analytics", {say("download.csv"): export(format="csv"), say("download.xlsx"): export(format="xlsx")}
    )


def _sound(since: date, until: date) -> bool:
    if since > until:
        st.error(say("analytics.backwards"), icon=":material/event_busy:")
        return False
    if (until - since).days >= LONGEST_DAYS:
        st.error(say("analytics.too_long", days=LONGEST_DAYS), icon=":material/event_busy:")
        return False
    return True


def _engagement(bot_id: str, zone: str) -> None:
    found = fetch(analytics_svc.get_engagement(bot_id))
    score = formats.number(found["score"], language(), 1)
    st.header(say("engagement.title", score=score))
    left, right = st.columns(2, gap="large")
    with left:
        st.caption(
            say(
                "engagement.window",
                days=found["window_days"],
                moment=formats.moment(found["computed_at"], language(), zone),
            )
        )
        with st.expander(say("why"), expanded=True, icon=":material/help:"):
            charts.contributions(found["contributions"])
            st.caption(say("engagement.formula"))
    with right:
        advice = found["advice"]
        with st.container(border=True):
            st.markdown(f"**{say('engagement.follow_up' if advice['recommended'] else 'engagement.wait')}**")
            if advice["best_slot"]:
                st.markdown(
                    formats.plain(say("engagement.slot", slot=formats.slot(advice["best_slot"], language(), zone)))
                )
            if advice["because"] and advice["value"] is not None:
                value = formats.number(advice["value"], language(), 0 if float(advice["value"]).is_integer() else 1)
                st.markdown(formats.plain(say(f"engagement.because.{advice['because']}", value=value)))
            st.caption(say("engagement.limit"))
        st.markdown(f"**{say('label.talking_points')}**")
        if not found["talking_points"]:
            st.caption(say("engagement.no_points"))
        for point in found["talking_points"]:
            said = say(f"point.{point['kind']}", **point)
            st.markdown(f"- {formats.plain(said)}")


def _asked(bot_id: str, since: str, until: str) -> None:
    rows = fetch(analytics_svc.list_questions(bot_id, from_=since, to=until, limit=MOST_QUESTIONS))
    st.markdown(f"**{formats.plain(_asked_most(rows))}**")
    _questions("asked", rows)


def _gaps(bot_id: str, since: str, until: str) -> None:
    rows = fetch(analytics_svc.list_questions(bot_id, from_=since, to=until, limit=MOST_QUESTIONS, unanswered=True))
    st.header(say("questions.gaps"))
    if rows:
        st.caption(say("questions.gaps.help"))
    _questions("gaps", rows)


def _questions(kind: str, rows: list[QuestionOut]) -> None:
    if not rows:
        st.info(say(f"questions.{kind}.none"), icon=":material/quiz:")
        return
    table = [
        {
            say("label.question"): row["label"] or say("questions.unnamed"),
            say("label.asked"): row["asked"],
            say("label.answered"): row["answered"],
            say("label.asked_before"): row["asked_before"],
            say("label.trend"): named("trend", row["trend"]),
            say("label.language"): named("language", row["language"]),
        }
        for row in rows
    ]
    st.dataframe(
        table,
        hide_index=True,
        key=f"questions:{kind}",
        alt=say(f"questions.{kind}"),
        height=320 if len(table) > 8 else "auto",
    )
    if any(row["label"] is None for row in rows):
        st.caption(say("questions.unnamed.help"))


def _asked_most(rows: list[QuestionOut]) -> str:
    named_ones = [row for row in rows if row["label"]]
    if named_ones:
        return say("questions.most", question=named_ones[0]["label"], count=named_ones[0]["asked"])
    return say("questions.asked")

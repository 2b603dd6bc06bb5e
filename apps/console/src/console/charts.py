"""Charts with one message each, which is their title. Colours by Okabe and Ito, a table behind each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

import streamlit as st
import wording

from console import formats, patterns
from console.models.analytics_svc import Contribution, DayOut, FiguresOut
from console.session import language, named, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"
CONFIG = {"displayModeBar": False, "responsive": True}
Count = Literal["visits", "total_conversations", "unique_visitors", "messages"]
COUNTS: tuple[Count, ...] = get_args(Count)
BARS: tuple[tuple[Count, str], ...] = (("visits", SKY), ("total_conversations", BLUE))
Speed = Literal["response_time_p50", "response_time_p95", "first_token_p50"]
SPEEDS: tuple[Speed, ...] = get_args(Speed)
LINES: tuple[tuple[Speed, str, str], ...] = (
    ("response_time_p50", BLUE, "solid"),
    ("response_time_p95", VERMILION, "dot"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FEW_TICKS = 5
SHORTEST_PATTERN = 14
"""Days that it takes to speak of weekdays."""
GRID = "rgba(128,140,152,0.25)"
"""Seen on white and on black."""
SHADES = ((0.0, "rgba(0,114,178,0.06)"), (1.0, "rgba(0,114,178,1)"))


def show(key: str, title: str, figure: Figure, rows: Sequence[Mapping[str, object]]) -> None:
    """A chart under its message, and the table it was drawn from."""
    st.markdown(f"**{formats.plain(title)}**")
    figure.update_layout(
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        height=300,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        separators=",." if language() == "de" else ".,",
        legend={"orientation": "h", "y": 1.12, "x": 0},
        dragmode=False,
    )
    figure.update_xaxes(fixedrange=True, gridcolor=GRID, zeroline=False, automargin=True)
    figure.update_yaxes(fixedrange=True, gridcolor=GRID, zeroline=False, automargin=True)
    st.plotly_chart(figure, config=CONFIG, key=f"chart:{key}", alt=title)
    with st.expander(say("chart.table"), icon=":material/table_rows:"):
        st.dataframe(rows, hide_index=True, key=f"rows:{key}", alt=title)


def _whole(counts: Iterable[int]) -> dict[str, object]:
    """An axis of counts: no half of one, which would be written like a whole one beside it."""
    return {"tickformat": ",d", **({"dtick": 1} if max(counts, default=0) <= FEW_TICKS else {})}


def days(found: Sequence[DayOut], granularity: str) -> None:
    """Visits and conversations over time."""
    import plotly.graph_objects as go

    names = [period(day, granularity) for day in found]
    figure = go.Figure()
    for name, colour in BARS:
        figure.add_bar(x=names, y=[day[name] for day in found], name=say(f"figure.{name}"), marker_color=colour)
    figure.update_layout(barmode="group")
    figure.update_yaxes(
        title=say("axis.count"), rangemode="tozero", **_whole(day[name] for day in found for name, _ in BARS)
    )
    figure.update_xaxes(title=say(f"axis.{granularity}"), type="category", nticks=12)
    rows = [
        {
            say(f"axis.{granularity}"): name,
            **{say(f"figure.{count}"): day[count] for count in COUNTS},
        }
        for name, day in zip(names, found, strict=True)
    ]
    show("days", busiest(found, granularity), figure, rows)


def busiest(found: Sequence[DayOut], granularity: str) -> str:
    """The message of conversations over time: the weekday or period with most of them."""
    if not any(day["total_conversations"] for day in found):
        return say("chart.days.none")
    if granularity == "day" and len(found) >= SHORTEST_PATTERN:
        sums = dict.fromkeys(WEEKDAYS, 0)
        for day in found:
            sums[WEEKDAYS[date.fromisoformat(day["date"]).weekday()]] += day["total_conversations"]
        place = patterns.standing_out(list(sums.values()))
        if place is not None:
            weekday = WEEKDAYS[place]
            return say(
                "chart.days.weekday",
                weekday=say(f"weekday.{weekday}.on"),
                count=sums[weekday],
                of=sum(sums.values()),
            )
    total = sum(day["total_conversations"] for day in found)
    if total < patterns.FEWEST:
        return say("chart.few", count=total)
    most = max(found, key=lambda day: day["total_conversations"])
    return say("chart.days.period", period=period(most, granularity), count=most["total_conversations"])


def period(day: DayOut, granularity: str) -> str:
    """A day, week or month by its name."""
    first = date.fromisoformat(day["date"])
    if granularity == "day":
        return f"{first:%d.%m.}" if language() == "de" else wording.day_and_month(first, language())
    if granularity == "week":
        monday = first - timedelta(days=first.weekday())
        return say("period.week", week=monday.isocalendar().week, year=monday.isocalendar().year)
    return f"{wording.month(first.month, language())} {first.year}"


def week(hours: Sequence[Sequence[int]], conversations: int) -> None:
    """When visitors ask: the weekdays from Monday by the hours of the day, on the bot's clock."""
    import plotly.graph_objects as go

    names = [wording.weekday(number, language()) for number in range(7)]
    clock = [f"{hour:02}" for hour in range(24)]
    figure = go.Figure()
    figure.add_heatmap(
        z=hours,
        x=clock,
        y=names,
        colorscale=SHADES,
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate=say("chart.week.cell", weekday="%{y}", hour="%{x}", count="%{z}") + "<extra></extra>",
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title=say("axis.hour"), type="category", nticks=12, showgrid=False)
    rows = [
        {say("axis.weekday"): name, **dict(zip(clock, counts, strict=True))}
        for name, counts in zip(names, hours, strict=True)
    ]
    show("week", liveliest(hours, conversations), figure, rows)


def liveliest(hours: Sequence[Sequence[int]], conversations: int) -> str:
    """The message of weekdays and hours: what stands out, or that nothing does yet."""
    if not any(map(any, hours)):
        return say("chart.week.none")
    if conversations < patterns.FEWEST:
        return say("chart.few", count=conversations)
    weekday = patterns.standing_out([sum(counts) for counts in hours])
    hour = patterns.standing_out([sum(counts) for counts in zip(*hours, strict=True)])
    if weekday is None and hour is None:
        return say("chart.week.even")
    if hour is None:
        return say("chart.week.weekday", weekday=say(f"weekday.{WEEKDAYS[weekday or 0]}.on"))
    if weekday is None:
        return say("chart.week.hour", hour=hour)
    return say("chart.week.both", weekday=say(f"weekday.{WEEKDAYS[weekday]}.on"), hour=hour)


def path(summary: FiguresOut) -> None:
    """From visits to contacts: how many go on at each step."""
    import plotly.graph_objects as go

    contacts = summary["emails_captured"] + summary["contact_requests"]
    steps = [
        (say("figure.visits"), summary["visits"]),
        (say("figure.total_conversations"), summary["total_conversations"]),
        (say("figure.contacts"), contacts),
        (say("figure.customers"), summary["customers"]),
    ]
    figure = go.Figure()
    figure.add_bar(
        y=[n for n, _ in steps],
        x=[c for _, c in steps],
        orientation="h",
        marker_color=[SKY, BLUE, GREEN, ORANGE],
        text=[formats.number(c, language()) for _, c in steps],
        textposition="auto",
    )
    figure.update_xaxes(title=say("axis.count"), rangemode="tozero", **_whole(count for _, count in steps))
    figure.update_yaxes(autorange="reversed")
    rows = [{say("axis.step"): name, say("axis.count"): count} for name, count in steps]
    title = say("chart.path", visits=summary["visits"], conversations=summary["total_conversations"], contacts=contacts)
    show("path", title if summary["visits"] else say("chart.path.none"), figure, rows)


def speed(found: Sequence[DayOut], summary: FiguresOut, granularity: str) -> None:
    """How fast answers come."""
    import plotly.graph_objects as go

    names = [period(day, granularity) for day in found]
    figure = go.Figure()
    for name, colour, dash in LINES:
        times = [day[name] for day in found]
        values = [None if time is None else time / 1000 for time in times]
        figure.add_scatter(
            x=names, y=values, name=say(f"figure.{name}"), mode="lines+markers", line={"color": colour, "dash": dash}
        )
    figure.update_yaxes(title=say("axis.seconds"), rangemode="tozero")
    figure.update_xaxes(title=say(f"axis.{granularity}"), type="category", nticks=12)
    rows = [
        {
            say(f"axis.{granularity}"): name,
            **{say(f"figure.{speed}"): formats.milliseconds(day[speed], language()) for speed in SPEEDS},
        }
        for name, day in zip(names, found, strict=True)
    ]
    half = summary["response_time_p50"]
    title = say("chart.speed.none") if half is None else say("chart.speed", time=formats.milliseconds(half, language()))
    show("speed", title, figure, rows)


def contributions(parts: Sequence[Contribution]) -> None:
    """What the engagement score is made of."""
    import plotly.graph_objects as go

    ordered = sorted(parts, key=lambda part: part["points"])
    figure = go.Figure()
    figure.add_bar(
        x=[p["points"] for p in ordered],
        y=[named("input", p["name"]) for p in ordered],
        orientation="h",
        marker_color=BLUE,
        text=[formats.number(p["points"], language(), 1) for p in ordered],
        textposition="auto",
    )
    figure.update_xaxes(title=say("axis.points"), rangemode="tozero")
    rows = [
        {
            say("label.reason"): named("input", p["name"]),
            say("label.value"): formats.number(p["value"], language(), 0 if float(p["value"]).is_integer() else 2),
            say("label.points"): formats.number(p["points"], language(), 2),
        }
        for p in reversed(ordered)
    ]
    most = ordered[-1] if ordered and ordered[-1]["points"] > 0 else None
    title = (
        say("chart.inputs", reason=named("input", most["name"]), points=formats.number(most["points"], language(), 1))
        if most
        else say("chart.inputs.none")
    )
    show("inputs", title, figure, rows)

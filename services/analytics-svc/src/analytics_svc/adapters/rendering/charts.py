"""The charts of a report: one message each, which is its title, and the numbers behind it.

Colours are of the palette by Okabe and Ito (2008), which people tell apart whatever their colour vision; series differ
in shape as well.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image
from wording import number, weekday

from analytics_svc.adapters.rendering.numbers import counted, day_in_words
from analytics_svc.domain.figures import messages_by_hour
from analytics_svc.domain.report import Report, busiest_bots, busiest_day, leads
from analytics_svc.texts import say

BLUE, ORANGE = "#0072B2", "#D55E00"
INK, FAINT = "#1c2430", "#c9ced6"
WIDTH, DPI = 4.6, 240
"""Inches and dots an inch: 1104 pixels for 552 of the page."""
COLOURS = 48
"""Enough for two colours with soft edges; a third of the bytes."""
MOST_BOTS = 8
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture (PNG) with its message, the same in words for who does not see it, and its numbers as a table."""

    name: str
    title: str
    alt: str
    png: bytes
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def charts(report: Report) -> dict[str, Chart]:
    """The charts that have something to show, by name: `days`, `hours`, `bots`."""
    with mpl.rc_context({"font.size": 9.5, "text.parse_math": False, "text.color": INK, "axes.labelcolor": INK}):
        found = (_days(report), _hours(report), _bots(report))
    return {chart.name: chart for chart in found if chart is not None}


def _days(report: Report) -> Chart | None:
    best, language = busiest_day(report.days), report.language
    if best is None:
        return None
    figure, axes = _axes(2.3)
    places = range(len(report.days))
    axes.bar(
        places,
        [day.figures.conversations for day in report.days],
        color=BLUE,
        width=0.7,
        label=say("series_conversations", language),
    )
    left = [(place, leads(day.figures)) for place, day in enumerate(report.days) if leads(day.figures)]
    if left:
        axes.plot(
            [place for place, _ in left],
            [count for _, count in left],
            "D",
            color=ORANGE,
            markersize=4.5,
            markeredgecolor="white",
            markeredgewidth=0.7,
            label=say("series_leads", language),
        )
        figure.legend(
            *_bars_first(axes), loc="outside upper right", ncols=2, frameon=False, borderaxespad=0.1, handlelength=1.2
        )
    if report.span.kind == "week":
        named = [f"{weekday(day.on.weekday(), language)[:2]} {day.on.day}." for day in report.days]
        if language == "en":
            named = [f"{weekday(day.on.weekday(), language)[:3]} {day.on.day}" for day in report.days]
        axes.set_xticks(list(places), named)
    else:
        axes.set_xticks([place for place in places if place % 5 == 0 or place == len(report.days) - 1])
        axes.set_xticklabels([str(report.days[int(place)].on.day) for place in axes.get_xticks()])
    axes.set_xlabel(say("axis_day", language))
    axes.set_ylabel(say("axis_count", language))
    _whole_numbers(axes)
    title = say("chart_days", language, day=day_in_words(best.on, language))
    count = counted("conversations", best.figures.conversations, language)
    return Chart(
        "days",
        title,
        say("chart_days_alt", language, title=title, count=count),
        _png(figure),
        tuple(say(name, language) for name in ("column_day", "series_conversations", "series_leads")),
        tuple(
            (
                day_in_words(day.on, language),
                number(day.figures.conversations, language),
                number(leads(day.figures), language),
            )
            for day in report.days
        ),
    )


def _hours(report: Report) -> Chart | None:
    counts, language = messages_by_hour(report.figures), report.language
    if not any(counts):
        return None
    hour = counts.index(max(counts))
    figure, axes = _axes(2.1)
    bars = axes.bar(range(24), counts, color=BLUE, width=0.8, align="edge")
    bars[hour].set(facecolor=ORANGE, hatch="////", edgecolor="white", linewidth=0)
    axes.set_xticks(range(0, 25, 3))
    axes.set_xlim(0, 24)
    axes.set_xlabel(say("axis_hour", language))
    axes.set_ylabel(say("axis_messages", language))
    _whole_numbers(axes)
    title = say("chart_hours", language, hour=hour, next_hour=hour + 1)
    return Chart(
        "hours",
        title,
        say("chart_hours_alt", language, title=title, count=counted("messages", counts[hour], language)),
        _png(figure),
        (say("column_hour", language), say("column_visitor_messages", language)),
        tuple((f"{at}–{at + 1}", number(count, language)) for at, count in enumerate(counts) if count),
    )


def _bots(report: Report) -> Chart | None:
    best, language = busiest_bots(report.bots, MOST_BOTS), report.language
    if len(best) < 2:
        return None  # one bar says no more than its number
    figure, axes = _axes(0.6 + 0.25 * len(best))
    talks = [bot.figures.conversations for bot in best]
    places = range(len(best))
    axes.barh(places, talks, color=BLUE, height=0.65)
    axes.invert_yaxis()
    axes.set_yticks(list(places), [_short(bot.name) for bot in best])
    axes.tick_params(axis="y", length=0)
    for place, count in zip(places, talks, strict=True):
        axes.annotate(
            number(count, language), (count, place), (3, 0), textcoords="offset points", va="center", fontsize=9
        )
    axes.set_xlim(0, max(talks) * 1.12)
    axes.set_xlabel(say("axis_conversations", language))
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    title = say("chart_bots", language, bot=best[0].name)
    return Chart(
        "bots",
        title,
        say("chart_bots_alt", language, title=title, count=counted("conversations", talks[0], language)),
        _png(figure),
        (say("column_bot", language), say("series_conversations", language)),
        tuple((bot.name, number(bot.figures.conversations, language)) for bot in best),
    )


def _axes(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.tick_params(color=FAINT, labelcolor=INK, length=2)
    return figure, axes


def _whole_numbers(axes: Axes) -> None:
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylim(bottom=0)


def _bars_first(axes: Axes) -> tuple[list[Artist], list[str]]:
    handles, labels = axes.get_legend_handles_labels()
    return handles[::-1], labels[::-1]  # lines come first otherwise


def _png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI)
    few_colours = Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small = io.BytesIO()
    few_colours.save(small, format="png", optimize=True)
    return small.getvalue()


def _short(name: str) -> str:
    one_line = " ".join(name.split())
    return one_line if len(one_line) <= LONGEST_NAME else one_line[: LONGEST_NAME - 1].rstrip() + "…"

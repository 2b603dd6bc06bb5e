"""A report as one HTML page that stands alone: styles inline, charts inside it, nothing fetched."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import css_inline
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from wording import MISSING, number, share

from analytics_svc.adapters.rendering.numbers import change, counted, period_in_words, value
from analytics_svc.adapters.rendering.sentences import sentence
from analytics_svc.domain.figures import named
from analytics_svc.domain.report import BotLine, Report, headlines, leads, measures, next_steps
from analytics_svc.texts import say

if TYPE_CHECKING:
    from analytics_svc.adapters.rendering.charts import Chart

MOST_BOTS = 20
MOST_QUESTIONS = 8

_JINJA = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(report: Report, charts: Mapping[str, Chart]) -> str:
    """The whole document."""
    language = report.language

    def words(message: str, /, **values: object) -> str:
        return say(message, language, **values)

    title = words(f"report_title_{report.span.kind}")
    subtitle = period_in_words(report.span.kind, report.span.first, report.span.last, language)
    filled = _JINJA.get_template("report.html").render(
        language=language,
        text=words,
        title=title,
        subtitle=words("report_for", workspace=report.workspace, span=subtitle),
        preview=_preview(report),
        headlines=[sentence(one, language) for one in headlines(report)],
        steps=[sentence(one, language) for one in next_steps(report)],
        tiles=_tiles(report),
        measures=_measures(report),
        charts=[(chart, words(f"section_{name}"), _data_uri(chart.png)) for name, chart in _ordered(charts)],
        bots=[_bot(bot, language) for bot in report.bots[:MOST_BOTS]],
        more_bots=max(0, len(report.bots) - MOST_BOTS),
        asked=[(g.label, g.bot, number(g.asked, language)) for g in report.asked[:MOST_QUESTIONS]],
        gaps=[(g.label, g.bot, number(g.open, language)) for g in report.gaps[:MOST_QUESTIONS]],
        unnamed_asked=counted("asked", report.unnamed.asked, language) if report.unnamed.asked else "",
        unnamed_open=counted("open", report.unnamed.open, language) if report.unnamed.open else "",
        empty=report.empty,
        console_url=report.console_url,
    )
    return str(css_inline.inline(filled, load_remote_stylesheets=False))


def _ordered(charts: Mapping[str, Chart]) -> list[tuple[str, Chart]]:
    names = {"days": "days", "hours": "hours", "bots": "bots_chart"}
    return [(section, charts[name]) for name, section in names.items() if name in charts]


def _preview(report: Report) -> str:
    language = report.language
    return say(
        "report_preview",
        language,
        conversations=counted("conversations", report.figures.conversations, language),
        leads=counted("leads", leads(report.figures), language),
    )


def _tiles(report: Report) -> list[tuple[str, str]]:
    language = report.language
    by_name = {one.name: one for one in measures(report)}
    found = [
        (number(report.figures.conversations, language), "tile_conversations"),
        (number(leads(report.figures), language), "tile_leads"),
        (share(by_name["user_satisfaction"].value, language, 0), "tile_satisfaction"),
        (share(by_name["availability"].value, language, 1), "tile_availability"),
    ]
    return [(shown, say(name, language)) for shown, name in found]


def _measures(report: Report) -> list[tuple[str, str, str]]:
    language = report.language
    return [
        (
            say(f"measure_{one.name}", language),
            value(one.value, one.unit, language),
            change(one.change, one.unit, language),
        )
        for one in measures(report)
    ]


def _bot(bot: BotLine, language: str) -> dict[str, Any]:
    return {
        "name": bot.name,
        "values": [
            number(bot.figures.conversations, language),
            number(leads(bot.figures), language),
            MISSING if bot.score is None else number(bot.score, language, 1),
            share(named(bot.figures)["user_satisfaction"], language, 0),
            number(bot.figures.unanswered, language),
        ],
    }


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode()}"

"""A report as an Excel workbook with charts that can be changed there."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Font

from analytics_svc.adapters.rendering.numbers import period_in_words
from analytics_svc.adapters.tables import (
    COUNT_FORMAT,
    SHARE_FORMAT,
    add_sheet,
    figure_cells,
    figure_formats,
    figure_head,
    new_book,
    questions_sheet,
    saved,
)
from analytics_svc.domain.figures import messages_by_hour, named
from analytics_svc.domain.report import Measure, Report, leads, measures
from analytics_svc.texts import say

DATE_FORMAT = {"de": "DD.MM.YYYY", "en": "YYYY-MM-DD"}
FORMATS = {"count": COUNT_FORMAT, "mean": "0.0", "share": SHARE_FORMAT, "ms": '#,##0 "ms"'}
SIZE = (20.0, 9.0)
"""Width and height of a chart in cm."""


def workbook(report: Report) -> bytes:
    """Overview, days, times of day, bots and questions, each on a sheet."""
    book = new_book()
    _summary(book, report)
    _days(book, report)
    _hours(book, report)
    _bots(book, report)
    questions = [(group.label, group.asked, group.asked - group.open) for group in _groups(report)]
    unnamed = report.unnamed
    rest = [(None, unnamed.asked, unnamed.asked - unnamed.open)] if unnamed.groups else []
    questions_sheet(book, [*questions, *rest], report.language)
    return saved(book)


def _groups(report: Report) -> list[Any]:
    """The named groups, those asked most first; the gaps that are not among them follow."""
    return list(dict.fromkeys((*report.asked, *report.gaps)))


def _summary(book: Any, report: Report) -> None:
    language = report.language
    head = [say(f"column_{name}", language) for name in ("figure", "value", "before", "change")]
    found = measures(report)
    rows = [(say(f"measure_{one.name}", language), one.value, one.before, _change(one)) for one in found]
    points = say("change_points", language, value="0.0").replace("0.0 ", '0.0 "') + '"'
    sheet = add_sheet(book, say("sheet_summary", language), head, rows, widths={1: 34})
    for number, one in enumerate(found, start=2):
        sheet.cell(number, 2).number_format = sheet.cell(number, 3).number_format = FORMATS[one.unit]
        size = points if one.unit == "share" else SHARE_FORMAT
        sheet.cell(number, 4).number_format = f"+{size};-{size};{size}"
    title = period_in_words(report.span.kind, report.span.first, report.span.last, language)
    sheet.cell(len(found) + 3, 1, title).font = Font(italic=True)


def _days(book: Any, report: Report) -> None:
    language = report.language
    head = [say("column_day", language), say("column_leads", language), *figure_head(language)]
    rows = [(day.on, leads(day.figures), *figure_cells(named(day.figures))) for day in report.days]
    formats = {1: DATE_FORMAT[language], **figure_formats(2)}
    sheet = add_sheet(book, say("sheet_days", language), head, rows, formats=formats)
    chart = LineChart()
    conversations = head.index(say("column_total_conversations", language)) + 1
    for column in (conversations, 2):
        chart.add_data(Reference(sheet, min_col=column, min_row=1, max_row=len(rows) + 1), titles_from_data=True)
    chart.x_axis.number_format = "DD.MM." if language == "de" else "D MMM"
    _place(sheet, chart, len(rows), say("section_days", language), say("axis_count", language))


def _hours(book: Any, report: Report) -> None:
    language = report.language
    head = [say("column_hour", language), say("column_visitor_messages", language)]
    rows = [(f"{hour}–{hour + 1}", count) for hour, count in enumerate(messages_by_hour(report.figures))]
    sheet = add_sheet(book, say("sheet_hours", language), head, rows)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=25), titles_from_data=True)
    _place(sheet, chart, 24, say("section_hours", language), say("axis_messages", language), at="D2")


def _bots(book: Any, report: Report) -> None:
    language = report.language
    head = [say("column_bot", language), say("column_engagement", language), say("column_leads", language)]
    of_range = {say("column_unique_visitors", language): say("measure_unique_visitors", language)}
    figures = [of_range.get(one, one) for one in figure_head(language)]
    rows = [
        (bot.name, _rounded(bot.score), leads(bot.figures), *figure_cells(named(bot.figures))) for bot in report.bots
    ]
    sheet = add_sheet(
        book,
        say("sheet_bots", language),
        [*head, *figures],
        rows,
        formats={2: "0.0", **figure_formats(3)},
        widths={1: 40},
    )
    chart = BarChart()
    chart.type = "bar"
    conversations = [one.value for one in sheet[1]].index(say("column_total_conversations", language)) + 1
    chart.add_data(Reference(sheet, min_col=conversations, min_row=1, max_row=len(rows) + 1), titles_from_data=True)
    _place(sheet, chart, len(rows), say("section_bots_chart", language), say("axis_conversations", language))


def _place(sheet: Any, chart: Any, rows: int, title: str, unit: str, *, at: str = "") -> None:
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    chart.title, chart.y_axis.title = title, unit
    chart.width, chart.height = SIZE
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl hides them otherwise
    sheet.add_chart(chart, at or f"A{rows + 4}")


def _change(measure: Measure) -> float | None:
    if measure.change is None:
        return None
    return round(100 * measure.change if measure.unit == "share" else measure.change, 4)


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 2)

"""Figures as tables: CSV, and sheets of an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from servicekit.cells import cell

from analytics_svc.domain.figures import SHOWN
from analytics_svc.texts import say

FIGURE_COLUMNS = tuple(shown for shown in SHOWN if shown.column)
SHARE_FORMAT = "0.0 %"
COUNT_FORMAT = "#,##0"
ROUNDED = 3
Row = tuple[date, date, Mapping[str, Any]]
"""First and last day of a period, and its figures by their names in the API."""
Question = tuple[str | None, int, int]
"""Label, asked, answered."""


def csv_file(rows: Iterable[Row], language: str) -> bytes:
    """CSV (RFC 4180) in UTF-8 with the mark that makes spreadsheet programs read it as such."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_head(language))
    writer.writerows(_cells(row) for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def xlsx_file(rows: Iterable[Row], questions: Sequence[Question], language: str) -> bytes:
    """An Excel workbook of figures and questions."""
    book = new_book()
    figures_sheet(book, say("sheet_figures", language), rows, language)
    questions_sheet(book, questions, language)
    return saved(book)


def new_book() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def figures_sheet(book: Workbook, title: str, rows: Iterable[Row], language: str) -> Any:
    """A sheet with a row of figures for each period."""
    return add_sheet(book, title, _head(language), (_cells(row) for row in rows), formats=figure_formats(2))


def questions_sheet(book: Workbook, questions: Iterable[Question], language: str) -> Any:
    """A sheet of questions. One without a label may not be named yet."""
    head = [say(name, language) for name in ("column_question", "column_asked", "column_answered")]
    unnamed = say("unnamed_question", language)
    rows = ([label or unnamed, asked, answered] for label, asked, answered in questions)
    return add_sheet(book, say("sheet_questions", language), head, rows, widths={1: 60})


def add_sheet(
    book: Workbook,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    formats: Mapping[int, str] | None = None,
    widths: Mapping[int, int] | None = None,
) -> Any:
    """A sheet with a fixed bold head. `formats` and `widths` by column, from 1; no cell is ever taken for a formula."""
    sheet: Any = book.create_sheet(title)
    sheet.append(list(head))
    for row in rows:
        sheet.append([value if isinstance(value, date) else cell(value) for value in row])
    for column, number_format in (formats or {}).items():
        for (one,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
            one.number_format = number_format
    sheet.freeze_panes = "A2"
    for column, (one,) in enumerate(sheet.iter_cols(max_row=1), start=1):
        one.font = Font(bold=True)
        width = (widths or {}).get(column, max(12, len(str(one.value)) + 2))
        sheet.column_dimensions[one.column_letter].width = width
    return sheet


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def figure_head(language: str) -> list[str]:
    """The headings of `FIGURE_COLUMNS`."""
    return [say(f"column_{shown.name}", language) for shown in FIGURE_COLUMNS]


def figure_cells(figures: Mapping[str, Any]) -> list[int | float | None]:
    """The figures of `FIGURE_COLUMNS`, rounded."""
    values = [figures[shown.name] for shown in FIGURE_COLUMNS]
    return [round(value, ROUNDED) if isinstance(value, float) else value for value in values]


def figure_formats(before: int) -> dict[int, str]:
    """The number formats of `FIGURE_COLUMNS` in a sheet with so many columns before them."""
    columns = enumerate(FIGURE_COLUMNS, start=before + 1)
    return {number: SHARE_FORMAT for number, shown in columns if shown.unit == "share"}


def _head(language: str) -> list[str]:
    return [say("column_first_day", language), say("column_last_day", language), *figure_head(language)]


def _cells(row: Row) -> list[str | int | float]:
    first, last, figures = row
    return [cell(value) for value in (first, last, *figure_cells(figures))]

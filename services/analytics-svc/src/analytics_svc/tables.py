"""Figures as tables: CSV, and an Excel workbook with the questions on a sheet of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from servicekit.cells import cell

from analytics_svc.messages import text

COLUMNS = (
    "visits",
    "total_conversations",
    "unique_visitors",
    "messages",
    "messages_per_conversation",
    "average_session_duration",
    "bounce_rate",
    "emails_captured",
    "contact_requests",
    "conversion_rate",
    "response_time",
    "response_time_p95",
    "first_token_p50",
    "first_token_p95",
    "user_satisfaction",
    "ratings",
    "unanswered_questions",
)
SHARES = frozenset({"bounce_rate", "conversion_rate", "user_satisfaction"})
ROUNDED = 3
Row = tuple[date, date, dict[str, Any]]
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
    """An Excel workbook. A question without a label is one that may not be named yet."""
    book = Workbook()
    figures: Any = book.worksheets[0]
    figures.title = text("sheet_figures", language)
    figures.append(_head(language))
    for row in rows:
        figures.append(_cells(row))
    for number, name in enumerate(COLUMNS, start=3):
        if name in SHARES:
            for (one,) in figures.iter_rows(min_row=2, min_col=number, max_col=number):
                one.number_format = "0.0 %"
    asked: Any = book.create_sheet(text("sheet_questions", language))
    asked.append([text(name, language) for name in ("column_question", "column_asked", "column_answered")])
    for label, count, answered in questions:
        asked.append([cell(label or text("unnamed_question", language)), count, answered])
    for sheet in (figures, asked):
        sheet.freeze_panes = "A2"
        for (one,) in sheet.iter_cols(max_row=1):
            one.font = Font(bold=True)
            sheet.column_dimensions[one.column_letter].width = max(12, len(str(one.value)) + 2)
    asked.column_dimensions["A"].width = 60
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(language: str) -> list[str]:
    return [text(f"column_{name}", language) for name in ("first_day", "last_day", *COLUMNS)]


def _cells(row: Row) -> list[str | int | float]:
    first, last, figures = row
    values = [figures[name] for name in COLUMNS]
    rounded = [round(value, ROUNDED) if isinstance(value, float) else value for value in values]
    return [cell(value) for value in (first, last, *rounded)]

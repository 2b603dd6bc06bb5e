"""Leads as files: CSV and JSON line by line, Excel through a file on disk, so that memory stays as it is for many."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook
from servicekit.cells import cell

from lead_svc.api.schemas import LeadOut
from lead_svc.service.reading import OpenLead, OpenTask

LEAD_COLUMNS = (
    "id",
    "chatbot_id",
    "kind",
    "environment",
    "email",
    "phone",
    "name",
    "message",
    "status",
    "notes",
    "assigned_to",
    "tasks",
    "estimated_interest_level",
    "topics_discussed",
    "session_duration",
    "message_count",
    "captured_at",
    "confirmed_at",
    "consent_version",
    "consent_language",
    "consent_text",
    "purpose",
)
BLOCK = 64 * 1024


def row(found: OpenLead) -> list[str | int | float]:
    """A lead as cells in the order of `LEAD_COLUMNS`."""
    lead, details, consent = found.lead, found.details, found.consent
    values: tuple[object, ...] = (
        lead.id,
        lead.bot_id,
        lead.kind,
        lead.environment,
        details.email,
        details.phone,
        details.name,
        details.message,
        lead.status,
        lead.notes,
        lead.assigned_to,
        "\n".join(_line(task) for task in found.tasks),
        lead.estimated_interest_level,
        ", ".join(lead.topics_discussed),
        lead.session_duration,
        lead.message_count,
        lead.captured_at,
        lead.confirmed_at,
        consent.number,
        consent.language,
        consent.text,
        consent.purpose,
    )
    return [cell(value) for value in values]


def _line(found: OpenTask) -> str:
    """A task on a line of its cell."""
    task = found.task
    due = f" ({task.due.isoformat()})" if task.due else ""
    return f"{'☑' if task.done else '☐'} {found.text}{due}"


async def csv_lines(batches: AsyncIterator[list[OpenLead]]) -> AsyncIterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with the mark that makes spreadsheet programs read it as such."""
    yield b"\xef\xbb\xbf" + _csv([list(LEAD_COLUMNS)])
    async for batch in batches:
        yield _csv([row(found) for found in batch])


async def json_lines(batches: AsyncIterator[list[OpenLead]]) -> AsyncIterator[bytes]:
    """A JSON list of leads as the API answers them, one on each line."""
    before = b"[\n"
    async for batch in batches:
        for found in batch:
            yield before + LeadOut.of(found).model_dump_json().encode()
            before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


async def xlsx_file(batches: AsyncIterator[list[OpenLead]]) -> AsyncIterator[bytes]:
    """An Excel workbook with one sheet; written in a thread, for it compresses."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Leads")
    sheet.append(list(LEAD_COLUMNS))
    async for batch in batches:
        rows = [row(found) for found in batch]
        await asyncio.to_thread(_append, sheet, rows)
    with TemporaryFile() as file:
        await asyncio.to_thread(book.save, file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _append(sheet: Any, rows: list[list[str | int | float]]) -> None:
    for cells in rows:
        sheet.append(cells)


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()

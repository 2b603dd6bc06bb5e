"""Leads as files: CSV and JSON line by line, Excel through a file on disk, so that memory stays as it is for many."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Sequence
from tempfile import TemporaryFile
from typing import Any, Literal
from uuid import UUID

from openpyxl import Workbook
from servicekit.cells import cell

from lead_svc.api.schemas.leads import LeadOut
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
Batches = AsyncIterator[list[OpenLead]]
Called = Callable[[UUID], str]
"""What a member is called in a file. Nothing here knows their names; without anybody's word ids stand there."""


def row(found: OpenLead, called: Called) -> list[str | int | float]:
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
        called(lead.assigned_to) if lead.assigned_to else None,
        "\n".join(_line(task, called) for task in found.tasks),
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


def _line(found: OpenTask, called: Called) -> str:
    """A task on a line of its cell."""
    task = found.task
    told = [task.due.isoformat()] if task.due else []
    told += [called(task.assigned_to)] if task.assigned_to else []
    return f"{'☑' if task.done else '☐'} {found.text}" + (f" ({', '.join(told)})" if told else "")


async def csv_lines(batches: Batches, called: Called | None) -> AsyncIterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with the mark that makes spreadsheet programs read it as such."""
    yield b"\xef\xbb\xbf" + _csv([list(LEAD_COLUMNS)])
    async for batch in batches:
        yield _csv([row(found, called or str) for found in batch])


async def json_lines(batches: Batches, called: Called | None) -> AsyncIterator[bytes]:
    """A JSON list of leads as the API answers them, one on each line; names stand beside members' ids."""
    before = b"[\n"
    async for batch in batches:
        for found in batch:
            lead = LeadOut.of(found)
            yield before + (lead.model_dump_json().encode() if called is None else _named(lead, called))
            before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _named(lead: LeadOut, called: Called) -> bytes:
    told = lead.model_dump(mode="json")
    for one in (told, *told["tasks"]):
        id = one["assigned_to"]
        one["assigned_to_name"] = called(UUID(id)) if id else None
    return json.dumps(told, ensure_ascii=False).encode()


async def xlsx_file(batches: Batches, called: Called | None) -> AsyncIterator[bytes]:
    """An Excel workbook with one sheet; written in a thread, for it compresses."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Leads")
    sheet.append(list(LEAD_COLUMNS))
    async for batch in batches:
        rows = [row(found, called or str) for found in batch]
        await asyncio.to_thread(_append, sheet, rows)
    with TemporaryFile() as file:
        await asyncio.to_thread(book.save, file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


FileFormat = Literal["csv", "xlsx", "json"]
FILES: dict[FileFormat, tuple[Callable[[Batches, Called | None], AsyncIterator[bytes]], str]] = {
    "csv": (csv_lines, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (json_lines, "application/json"),
}
"""How each kind of file is written, and its media type."""


def _append(sheet: Any, rows: list[list[str | int | float]]) -> None:
    for cells in rows:
        sheet.append(cells)


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()

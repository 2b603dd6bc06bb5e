"""Reading prospects from CSV and Excel files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MOST_ROWS = 500
MOST_UNPACKED_BYTES = 30_000_000

_NAMES = {
    "website": "website", "webseite": "website", "url": "website", "internetseite": "website",
    "company_name": "company_name", "company": "company_name", "firma": "company_name", "name": "company_name",
    "contact_person": "contact_person", "ansprechpartner": "contact_person",
    "industry": "industry", "branche": "industry",
    "note": "note", "notiz": "note",
    "email": "email", "e-mail": "email",
    "language": "language", "sprache": "language",
}  # fmt: skip


class TableInvalid(Exception):
    """The file is no table of prospects; the message says why."""


def read_table(content: bytes) -> list[dict[str, str]]:
    """Rows by field name. CSV in UTF-8 or Windows-1252 with commas, semicolons or tabs, or an Excel workbook.

    Raises `TableInvalid`.
    """
    rows = _excel(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    head = [cell.strip().lower() for cell in next(rows, [])]
    fields = [_NAMES.get(name) for name in head]
    if "website" not in fields:
        raise TableInvalid("the first row must name the columns, one of them 'website'")
    found: list[dict[str, str]] = []
    for row in rows:
        values = {
            field: cell.strip() for field, cell in zip(fields, row, strict=False) if field is not None and cell.strip()
        }
        if values:
            found.append(values)
        if len(found) > MOST_ROWS:
            raise TableInvalid(f"at most {MOST_ROWS} rows at once")
    if not found:
        raise TableInvalid("there is no row below the column names")
    return found


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = content.decode("cp1252", "replace")
    if "\0" in decoded:
        raise TableInvalid("this is neither CSV nor an Excel workbook")
    first = decoded.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(decoded), delimiter=delimiter)
    except csv.Error as error:
        raise TableInvalid(f"the CSV cannot be read: {error}") from error


def _excel(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise TableInvalid("the workbook is too large when unpacked")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows: Iterable[tuple[object, ...]] = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=50, values_only=True)
        for row in rows:
            yield ["" if cell is None else str(cell) for cell in row]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError) as error:
        raise TableInvalid("the workbook cannot be read") from error

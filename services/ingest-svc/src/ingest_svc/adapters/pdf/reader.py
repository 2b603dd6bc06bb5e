"""Starts the limited process and makes a page of what it says."""

from __future__ import annotations

import asyncio
import json
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from servicekit.work import child

from ingest_svc.domain.language import detect_language
from ingest_svc.domain.page import PageContent, Section

SECONDS = 90.0
LANGUAGE_CHARACTERS = 20_000


class PdfUnreadable(Exception):
    """`reason`: encrypted_pdf, broken_pdf, scanned_pdf, empty or pdf_too_hard (memory or time ran out)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PdfReader:
    """Reads PDFs, a few at a time."""

    def __init__(self, *, max_pages: int = 500, at_once: int = 2) -> None:
        self._max_pages = max_pages
        self._gate = asyncio.Semaphore(at_once)

    async def read(self, data: bytes, url: str, *, title: str = "") -> PageContent:
        """The text of a PDF with page numbers. Raises `PdfUnreadable`."""
        async with self._gate:
            try:
                ended = await child.run(
                    "ingest_svc.adapters.pdf.child", str(self._max_pages), given=data, seconds=SECONDS
                )
            except child.TookTooLong as error:
                raise PdfUnreadable("pdf_too_hard") from error
        if ended.code != 0:
            raise PdfUnreadable("pdf_too_hard")
        found = json.loads(ended.output)
        if found["state"] != "ok":
            raise PdfUnreadable(found["state"])
        sections = tuple(Section(tuple(headings), text, page) for headings, text, page in found["sections"])
        return PageContent(
            url=url,
            title=title or found["title"] or _name_of(url),
            language=detect_language(" ".join(section.text for section in sections)[:LANGUAGE_CHARACTERS]),
            sections=sections,
            cut=found["pages"] < found["total"],
        )


def _name_of(url: str) -> str:
    name = unquote(PurePosixPath(urlsplit(url).path).stem)
    return name.replace("-", " ").replace("_", " ").strip().capitalize() or "PDF"

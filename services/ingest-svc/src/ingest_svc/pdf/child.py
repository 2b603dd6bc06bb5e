"""The limited process: a PDF on standard input, JSON on standard output. Imports nothing of the service."""

from __future__ import annotations

import json
import resource
import sys

MEMORY_BYTES = 700 * 1024 * 1024
CPU_SECONDS = 60
MAX_CHARACTERS = 5_000_000


def main() -> None:
    """Read one PDF; the answer is `{"state": "ok", "title", "pages", "total"}` or another state."""
    max_pages = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read(), max_pages)))


def read(data: bytes, max_pages: int) -> dict[str, object]:
    """The text of a PDF's pages."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"state": "encrypted_pdf" if "password" in str(error).lower() else "broken_pdf"}
    total = len(document)
    pages: list[str] = []
    size = 0
    for number in range(min(total, max_pages)):
        try:
            text = str(document[number].get_textpage().get_text_range())
        except pypdfium2.PdfiumError:
            text = ""
        size += len(text)
        if size > MAX_CHARACTERS:
            break
        pages.append(text)
    title = str(document.get_metadata_dict().get("Title", ""))
    return {"state": "ok", "title": title, "pages": pages, "total": total}


if __name__ == "__main__":
    main()

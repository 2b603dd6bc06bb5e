"""What a file is, told by its first bytes: labels and names are often wrong."""

from __future__ import annotations

import re

PDF_WITHIN = 1024
"""Bytes in which readers look for a PDF's header (PDF Reference 1.7, implementation note 13)."""
_MARKUP = re.compile(rb"^\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE | re.DOTALL)


def is_pdf(data: bytes) -> bool:
    """Whether the data is a PDF: its header may stand behind a byte order mark or warnings, not in a page."""
    return b"%PDF-" in data[:PDF_WITHIN] and not is_markup(data)


def is_markup(data: bytes) -> bool:
    """Whether the data begins as an HTML or XML document."""
    return _MARKUP.match(data[:2000].removeprefix(b"\xef\xbb\xbf")) is not None

"""Plain text, addresses of pages and mailboxes: what may be stored at all."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_LINE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def plain(text: str) -> str:
    """Text without control characters but line breaks and tabs. Raises `ValueError`."""
    if _CONTROLS.search(text):
        raise ValueError("must not contain control characters")
    return text


def single_line(text: str) -> str:
    """Text of one line. Raises `ValueError`."""
    if _NO_LINE.search(text):
        raise ValueError("must be a single line without control characters")
    return text


def mail_address(text: str) -> str:
    """A mail address in its normal form (RFC 5322 by email-validator). Raises `ValueError`."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError("must be a mail address such as name@company.de") from error


def page_address(text: str) -> str:
    """An `http` or `https` address without credentials. Raises `ValueError`."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("must be a web address such as https://www.company.de") from error
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in text):
        raise ValueError("must be a web address such as https://www.company.de")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not contain a user name or password")
    return text


def origin(text: str) -> str:
    """A web origin (RFC 6454): scheme, host and port, nothing more. Raises `ValueError`."""
    page_address(text)
    parts = urlsplit(text)
    if parts.path not in ("", "/") or parts.query or parts.fragment or "*" in text:
        raise ValueError("must be an origin such as https://www.company.de, without a path")
    return f"{parts.scheme}://{parts.netloc}".lower()

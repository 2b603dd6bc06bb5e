"""Addresses of pages and sites: what may be stored at all."""

from __future__ import annotations

from urllib.parse import urlsplit


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

"""Web addresses of companies, as people type and know them."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def website_of(text: str) -> str | None:
    """A web address as people type it, made complete (`https://` when missing); None when it is none."""
    text = text.strip()
    if not text or any(character.isspace() for character in text) or len(text) > 2048:
        return None
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        return None
    if "." not in host and host != "localhost" and ":" not in host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, f"{shown}:{port}" if port else shown, parts.path or "/", parts.query, ""))


def host_of(website: str) -> str:
    """The host name people know a site by, without `www.`."""
    return (urlsplit(website).hostname or website).removeprefix("www.")

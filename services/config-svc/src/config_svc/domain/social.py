"""Pages on social networks: each must be on its network's own host."""

from __future__ import annotations

from urllib.parse import urlsplit

from config_svc.domain.pages import page_address

HOSTS: dict[str, tuple[str, ...]] = {
    "linkedin": ("linkedin.com",),
    "facebook": ("facebook.com", "fb.com"),
    "instagram": ("instagram.com",),
    "x": ("x.com", "twitter.com"),
    "xing": ("xing.com",),
    "youtube": ("youtube.com", "youtu.be"),
}
_ALIASES = {"twitter": "x"}


def network(name: str) -> str:
    """The network's name as it is stored. Raises `ValueError` for an unknown one."""
    lowered = name.strip().lower()
    found = _ALIASES.get(lowered, lowered)
    if found not in HOSTS:
        raise ValueError(f"is not one of {', '.join(HOSTS)}")
    return found


def page_on(name: str, url: str) -> str:
    """The address of a page on that network. Raises `ValueError` when it is on another host."""
    hosts = HOSTS[network(name)]
    host = (urlsplit(page_address(url)).hostname or "").lower().rstrip(".")
    if not any(host == own or host.endswith("." + own) for own in hosts):
        raise ValueError(f"must be a page on {hosts[0]}")
    return url

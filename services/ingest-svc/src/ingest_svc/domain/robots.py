"""What a site's robots.txt allows, by RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from protego import Protego

MAX_CRAWL_DELAY_SECONDS = 5.0
MAX_ROBOTS_BYTES = 500_000


@dataclass(frozen=True)
class Robots:
    """The rules of one site for one user agent."""

    rules: Any
    user_agent: str

    @classmethod
    def parse(cls, text: str, user_agent: str) -> Robots:
        """Rules from the text of a robots.txt; empty text allows everything."""
        return cls(Protego.parse(text), user_agent)

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched."""
        return bool(self.rules.can_fetch(url, self.user_agent))

    @property
    def delay(self) -> float | None:
        """Seconds between requests that the site asks for, no more than `MAX_CRAWL_DELAY_SECONDS`."""
        asked = self.rules.crawl_delay(self.user_agent)
        return min(float(asked), MAX_CRAWL_DELAY_SECONDS) if asked is not None else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps."""
        return tuple(str(url) for url in self.rules.sitemaps)[:10]

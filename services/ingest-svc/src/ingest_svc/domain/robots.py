"""What a site's robots.txt allows, by RFC 9309."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from protego import Protego

MAX_CRAWL_DELAY_SECONDS = 5.0
MAX_ROBOTS_BYTES = 512_000
"""What is read of a robots.txt at least by RFC 9309 (2.5), and here at most."""
MAX_LINES = 10_000
_MARKUP = re.compile(r"\s*<")
_PAGE = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype|html|head)\b", re.IGNORECASE | re.DOTALL)
_GROUP = re.compile(r"^\s*user[ -]?agent\s*:", re.IGNORECASE | re.MULTILINE)
_AGENT = re.compile(r"\s*user[ -]?agent\s*:?\s*([^#]*)", re.IGNORECASE)
_RULE = re.compile(r"^(\s*(?:dis)?allow\s*:\s*)(\S.*)", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://[^/\s]*", re.IGNORECASE)
_DIRECTIVE_FOR = re.compile(r"\s*([A-Za-z0-9_-]+)\s*:\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Robots:
    """The rules of one site for one user agent."""

    rules: Any
    user_agent: str
    text: str = ""
    """The file, as far as it is read."""

    @classmethod
    def parse(cls, text: str, user_agent: str) -> Robots:
        """Rules from the text of a robots.txt; empty text allows everything, and so does a page in its place.

        RFC 9309 says nothing of the type a server calls it by, and many call it a page: what stands there counts.
        """
        if is_page(text):
            text = ""
        return cls(Protego.parse("\n".join(_bounded(text, user_agent))), user_agent, text[:MAX_ROBOTS_BYTES])

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched."""
        return bool(self.rules.can_fetch(url, self.user_agent))

    @property
    def delay(self) -> float | None:
        """Seconds between requests that the site asks for, no more than `MAX_CRAWL_DELAY_SECONDS`."""
        asked = self.rules.crawl_delay(self.user_agent)
        return max(0.0, min(float(asked), MAX_CRAWL_DELAY_SECONDS)) if asked is not None else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps."""
        return tuple(str(url) for url in islice(self.rules.sitemaps, 10))


def is_page(text: str) -> bool:
    """Whether an answer for robots.txt is an HTML page instead: in doubt, as with rules below a warning, it is none."""
    text = text.lstrip("\ufeff")
    return _PAGE.match(text) is not None or (_MARKUP.match(text) is not None and _GROUP.search(text) is None)


def _bounded(text: str, user_agent: str) -> Iterator[str]:
    """The lines that matter, no more than `MAX_LINES`; all groups for other robots under one name.

    A file of ten thousand agents followed by ten thousand rules would make a parser keep their product.
    """
    token = user_agent.lower()
    for line in text.lstrip("\ufeff").splitlines()[:MAX_LINES]:
        agent = _AGENT.match(line)
        if agent is None:
            yield _RULE.sub(_from_root, line[:2000])
            continue
        name = agent[1].strip().lower().split("/")[0]
        yield f"User-agent: {name if name in ('*', token) else 'another-robot'}"


def _from_root(rule: re.Match[str]) -> str:
    """A rule whose path begins with a slash, as RFC 9309 (2.2.2) wants it: `intern/` and a whole address mean one."""
    path = _ORIGIN.sub("", rule[2])
    return rule[1] + (path if path.startswith(("/", "*", "$", "#")) else f"/{path}")


def directives_for(header: str, user_agent: str) -> str:
    """The directives of an `X-Robots-Tag` header that are for this robot, separated by commas.

    `otherbot: noindex` and what follows is for that robot only, up to the next name.
    """
    found: list[str] = []
    ours = True
    for part in header.lower().split(","):
        directive = part.strip()
        named = _DIRECTIVE_FOR.match(directive)
        if named is not None and named[1] not in _WITH_VALUE:
            ours = named[1] == user_agent.lower()
            directive = named[2].strip()
        if ours and directive:
            found.append(directive)
    return ",".join(found)


_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})

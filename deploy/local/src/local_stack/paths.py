"""The path map: who answers which path. The only one; Caddy, compose and Kubernetes are generated from it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """Paths of one service. `{}` stands for one path segment, a trailing `/**` for everything below as well.

    `visitors`: also served on the staging and preview hosts, which show nothing but the bot.
    """

    pattern: str
    service: str
    visitors: bool = False

    @property
    def regex(self) -> str:
        """The pattern as a regular expression (RE2 and Python)."""
        below = self.pattern.endswith("/**")
        segments = (self.pattern.removesuffix("/**")).split("/")
        body = "/".join("[^/]+" if segment == "{}" else re.escape(segment) for segment in segments)
        return f"^{body}(/.*)?$" if below else f"^{body}$"


CONSOLE = "console"
"""The operator's console: no service, but it answers paths of the main host too."""
CHAT = "chat-svc"
"""The service whose requests belong to visitors; each stays with one of its processes."""
SERVICES = ("config-svc", "ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc")

CONSOLE_PAGES = (
    "bots",
    "chat-test",
    "prospects",
    "outreach",
    "templates",
    "sent",
    "suppressions",
    "opt-outs",
    "leads",
    "privacy",
    "analytics",
    "live",
    "kpis",
    "reports",
    "operations",
    "settings",
)
"""The console's pages beside its first one. Each is named, so that no unknown path is answered by a page."""

ROUTES: tuple[Route, ...] = (
    Route("/bot/**", "chat-svc", visitors=True),
    Route("/embed.js", "chat-svc", visitors=True),
    Route("/widget/**", "chat-svc", visitors=True),
    Route("/api/chat/**", "chat-svc", visitors=True),
    Route("/api/chatbots/{}/conversations/**", "chat-svc"),
    Route("/api/chatbots/{}/gaps/**", "chat-svc"),
    Route("/api/chatbots/{}/search", "chat-svc"),
    Route("/api/chatbots/{}/capture-email", "lead-svc", visitors=True),
    Route("/api/chatbots/{}/contact-requests", "lead-svc", visitors=True),
    Route("/api/admin/leads/**", "lead-svc"),
    Route("/api/privacy/**", "lead-svc"),
    Route("/api/chatbots/{}/sources/**", "ingest-svc"),
    Route("/api/research/**", "ingest-svc"),
    Route("/api/chatbots/{}/analytics/**", "analytics-svc"),
    Route("/api/chatbots/{}/engagement", "analytics-svc"),
    Route("/api/chatbots/{}/questions", "analytics-svc"),
    Route("/api/admin/activity", "analytics-svc"),
    Route("/api/admin/kpis", "analytics-svc"),
    Route("/api/admin/reports/**", "analytics-svc"),
    Route("/api/prospects/**", "outreach-svc"),
    Route("/api/outreach/**", "outreach-svc"),
    Route("/unsubscribe/**", "outreach-svc"),
    Route("/confirm/**", "outreach-svc"),
    Route("/media/{}", CONSOLE),  # its downloads; pictures of bots lie one level deeper
    Route("/media/**", "config-svc", visitors=True),
    Route("/api/chatbots/**", "config-svc"),
    Route("/api/workspaces/**", "config-svc"),
    Route("/api/sessions", "config-svc"),
    Route("/api/saved-filters/**", "config-svc"),
    *(Route(f"/api/ops/{service}/**", service) for service in SERVICES),
    *(Route(f"/api/{service}/**", service) for service in SERVICES),
    Route("/", CONSOLE),
    *(Route(f"/{page}", CONSOLE) for page in CONSOLE_PAGES),
    Route("/console/**", CONSOLE),
    Route("/static/**", CONSOLE),
    Route("/favicon.png", CONSOLE),
    *(
        Route(f"/_stcore/{part}", CONSOLE)
        for part in ("health", "host-config", "stream", "upload_file/**", "bidi-components/**")
    ),
)


def service_of(path: str) -> str | None:
    """Who answers a path on the main host; the first route that fits."""
    for route in ROUTES:
        if re.match(route.regex, path):
            return route.service
    return None

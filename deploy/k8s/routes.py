"""The path map as routes of the Gateway API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from local_stack.paths import CONSOLE, ROUTES, Route

PORT = 8000
MOST_MATCHES = 8
"""Matches that a rule may have."""
GATEWAY = {"name": "empfang", "namespace": "gateway"}
MAIN_HOST = "empfang.example"
VISITOR_HOSTS = ("staging.empfang.example", "preview.empfang.example")


def http_routes() -> list[dict[str, Any]]:
    """One route for the main host, one for the hosts that show nothing but the bot."""
    visitors = [route for route in ROUTES if route.visitors]
    return [
        _route("empfang", (MAIN_HOST,), ROUTES, ROUTES),
        _route("empfang-visitors", VISITOR_HOSTS, visitors, ROUTES),
    ]


def _route(name: str, hosts: tuple[str, ...], routes: Sequence[Route], every: Sequence[Route]) -> dict[str, Any]:
    # The map's first fit wins. Gateways go by how exact a match is and only then by a rule's place, so rules are
    # grouped by service and a service whose patterns contain those of others comes last, as it does in the map.
    wide = {route.service for route in routes if contains_others(route, every)}
    services = sorted(dict.fromkeys(route.service for route in routes), key=lambda service: service in wide)
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": name},
        "spec": {
            "parentRefs": [GATEWAY],
            "hostnames": list(hosts),
            "rules": [_rule(service, chunk, every) for service in services for chunk in _chunks(service, routes)],
        },
    }


def _chunks(service: str, routes: Sequence[Route]) -> list[list[Route]]:
    """A service's routes in as many rules as the API's limit of matches asks for."""
    own = [route for route in routes if route.service == service]
    return [own[start : start + MOST_MATCHES] for start in range(0, len(own), MOST_MATCHES)]


def _rule(service: str, routes: list[Route], every: Sequence[Route]) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "matches": [{"path": match(route, every)} for route in routes],
        "backendRefs": [{"name": service, "port": PORT}],
    }
    if service in ("chat-svc", CONSOLE):
        rule["timeouts"] = {"request": "0s"}  # answers stream for as long as they take, a console's socket stays open
    return rule


def contains_others(route: Route, every: Sequence[Route]) -> bool:
    """Whether a pattern with everything below it also fits paths that belong to another service."""
    if not route.pattern.endswith("/**"):
        return False
    base = route.pattern.removesuffix("**")
    return any(other.service != route.service and other.pattern.startswith(base) for other in every)


def match(route: Route, every: Sequence[Route]) -> dict[str, str]:
    """How a gateway recognises the paths of a route.

    Whether a prefix or a regular expression goes first is each gateway's choice, but among expressions the longer
    one does. Hence a prefix that contains another service's pattern is written as an expression too.
    """
    if "{}" in route.pattern or contains_others(route, every):
        return {"type": "RegularExpression", "value": route.regex}
    kind = "PathPrefix" if route.pattern.endswith("/**") else "Exact"
    return {"type": kind, "value": route.pattern.removesuffix("/**")}

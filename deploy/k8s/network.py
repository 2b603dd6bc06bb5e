"""Who may talk to whom: nobody, but for what stands here."""

from __future__ import annotations

from typing import Any

from local_stack.paths import CONSOLE, SERVICES

PORT = 8000
PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"]

DATA = {
    "postgres": ("postgres", (5432,)),
    "kafka": ("kafka", (9092, 9093)),  # plain, and Strimzi's listener with TLS
    "valkey": ("valkey", (6379,)),
    "weaviate": ("weaviate", (8080, 50051)),
    "traces": ("monitoring", (4318,)),
}
"""Namespace and ports of each part that services keep their state in."""

EVERYONE = ("postgres", "kafka", "valkey", "traces")
MORE = {"ingest-svc": ("weaviate",), "chat-svc": ("weaviate",)}
OUTSIDE: dict[str, tuple[int, ...]] = {
    "config-svc": (443,),  # object store, keys of the company's sign-in
    "ingest-svc": (80, 443),  # companies' sites, object store, embeddings
    "chat-svc": (443, 465, 587),  # language model, embeddings, mail
    "analytics-svc": (443,),  # object store; the bots' public pages, opened as a visitor would
    "lead-svc": (465, 587),  # mail
    "outreach-svc": (443, 465, 587),  # object store, mail
}
"""Ports on the internet. A site on another port cannot be read from inside a cluster."""


def policies() -> list[dict[str, Any]]:
    """Default deny, name resolution for all, and one policy per service."""
    return [_default(), _names(), *(_policy(service) for service in SERVICES), _console()]


def _object(name: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": name}, "spec": spec}


def _default() -> dict[str, Any]:
    return _object("default-deny", {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})


def _names() -> dict[str, Any]:
    ports = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    rule = {"to": [_namespace("kube-system")], "ports": ports}
    return _object("allow-dns", {"podSelector": {}, "policyTypes": ["Egress"], "egress": [rule]})


def _namespace(name: str) -> dict[str, Any]:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def _tcp(*ports: int) -> list[dict[str, Any]]:
    return [{"protocol": "TCP", "port": port} for port in ports]


def _console() -> dict[str, Any]:
    # it asks the public APIs, by the public name: through the gateway or around the load balancer back to it; and the
    # company's sign-in for tokens
    world = [{"ipBlock": {"cidr": "0.0.0.0/0", "except": PRIVATE}}]
    return _object(
        CONSOLE,
        {
            "podSelector": {"matchLabels": {"empfang.example/service": CONSOLE}},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [_namespace("gateway")], "ports": _tcp(PORT)}],
            "egress": [
                {"to": [_namespace("gateway")], "ports": _tcp(80, 443, 8080, 8443)},
                {"to": [_namespace(DATA["valkey"][0])], "ports": _tcp(*DATA["valkey"][1])},
                {"to": world, "ports": _tcp(443)},
            ],
        },
    )


def _policy(service: str) -> dict[str, Any]:
    # services never call each other: nothing but the gateway and the monitoring comes in
    into = [{"from": [_namespace("gateway"), _namespace("monitoring")], "ports": _tcp(PORT)}]
    out: list[dict[str, Any]] = []
    for part in (*EVERYONE, *MORE.get(service, ())):
        namespace, ports = DATA[part]
        out.append({"to": [_namespace(namespace)], "ports": _tcp(*ports)})
    if service in OUTSIDE:
        world = [
            {"ipBlock": {"cidr": "0.0.0.0/0", "except": PRIVATE}},
            {"ipBlock": {"cidr": "::/0", "except": ["fc00::/7", "fe80::/10"]}},
        ]
        out.append({"to": world, "ports": _tcp(*OUTSIDE[service])})
    return _object(
        service,
        {
            "podSelector": {"matchLabels": {"empfang.example/service": service}},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": into,
            "egress": out,
        },
    )

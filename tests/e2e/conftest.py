"""A stack of the tests' own, beside any other that runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_stack.configuration import PORTS, Configuration

from tests.demo.client import Stack

UP_SECONDS = 180
REPLACING = ("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS", "VALKEY_URL", "WEAVIATE_URL", "SMTP_HOST", "EMPFANG_STATE")


def free_base() -> int:
    """The first of as many consecutive free ports as a stack takes."""
    for base in range(21000, 32000, 100):
        if all(_free(base + offset) for offset in range(len(PORTS))):
            return base
    raise RuntimeError("no range of free ports")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A whole stack, started as `make up` does, and stopped."""
    state, base = tmp_path_factory.mktemp("stack"), free_base()
    environment = {name: value for name, value in os.environ.items() if name not in REPLACING}
    options = ["--state", str(state), "--port-base", str(base)]
    command = [sys.executable, "-m", "local_stack"]
    up = subprocess.run(
        [*command, "up", "--detach", *options],
        env=environment,
        timeout=UP_SECONDS,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        assert up.returncode == 0, f"{up.stdout}\n{up.stderr}\n{_logs(state)}"
        yield stack_at(state, base)
    finally:
        subprocess.run([*command, "down", *options], env=environment, timeout=120, capture_output=True, check=False)


def stack_at(state: Path, port_base: int) -> Stack:
    """How the demo reaches the stack in this folder."""
    configuration = Configuration.read(state=str(state), port_base=port_base)
    return Stack(
        base_url=configuration.public_url,
        sink_url=f"http://127.0.0.1:{configuration.ports['mail']}",
        site_port=configuration.ports["demo_site"],
        key=configuration.first_key.read_text().strip(),
        clock_offset=configuration.clock_offset,
    )


def _logs(state: Path) -> str:
    files = sorted((state / "logs").glob("*.log")) if (state / "logs").is_dir() else []
    return "\n".join(f"--- {file.name}\n{file.read_text()[-1500:]}" for file in files)

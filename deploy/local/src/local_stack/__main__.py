"""`python -m local_stack up [--detach] | down | reset | status | restart NAME | kill NAME | run SERVICE COMMAND …`."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from time import monotonic, sleep

from local_stack.configuration import Configuration
from local_stack.messages import text
from local_stack.owners import started_at
from local_stack.paths import SERVICES
from local_stack.record import StackError, detach, greet, running, wait_ready, with_ports_of
from local_stack.supervisor import AlreadyRunning, Supervisor


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="local_stack", description="The local stack of Empfang.")
    parser.add_argument("command", choices=["up", "down", "reset", "status", "restart", "kill", "run"])
    parser.add_argument("name", nargs="?", help="the process, for restart and kill; the service, for run")
    parser.add_argument("--detach", action="store_true", help="return when everything is ready")
    parser.add_argument("--state", help="the folder of the stack's state (default .local, or EMPFANG_STATE)")
    parser.add_argument("--port-base", type=int, help="take consecutive ports from here")
    options, rest = parser.parse_known_args()
    if rest and options.command != "run":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    configuration = Configuration.read(state=options.state, port_base=options.port_base)
    try:
        if options.command == "up":
            return _up(configuration, options)
        if options.command in ("restart", "kill"):
            number = signal.SIGKILL if options.command == "kill" else signal.SIGTERM
            return _signal_child(configuration, options.name, number)
        if options.command == "status":
            return _status(configuration)
        if options.command == "run":
            return _run(configuration, options.name, rest)
        ended = _down(configuration)
        if options.command == "reset" and ended == 0:
            _delete_state(configuration)
            sys.stdout.write(text("reset", folder=configuration.state) + "\n")
            return 0
        return ended
    except StackError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _up(configuration: Configuration, options: argparse.Namespace) -> int:
    try:
        _ = configuration.chat_processes
    except ValueError as error:
        raise StackError(str(error)) from error
    record = running(configuration)
    if record is None and options.detach:
        arguments = ["--state", str(configuration.state)]
        arguments += ["--port-base", str(options.port_base)] if options.port_base else []
        return detach(arguments, configuration)
    try:
        if record is None:
            return Supervisor(configuration).up()
    except AlreadyRunning:
        record = running(configuration)
    if record is not None and not record["ready"]:
        sys.stdout.write(text("starting_already", pid=record["pid"]) + "\n")
        if options.detach and not wait_ready(configuration):
            return 1
        return 0
    sys.stdout.write(text("already", pid=record["pid"] if record else "?") + "\n")
    greet(with_ports_of(record, configuration) if record else configuration, print)
    return 0


def _down(configuration: Configuration) -> int:
    record = running(configuration)
    if record is None:
        sys.stdout.write(text("not_running") + "\n")
        return 0
    os.kill(record["pid"], signal.SIGTERM)
    until = monotonic() + 90
    while started_at(record["pid"]) == record["started"]:
        if monotonic() > until:
            os.kill(record["pid"], signal.SIGKILL)
            return 1
        sleep(0.1)
    sys.stdout.write(text("stopped") + "\n")
    return 0


def _delete_state(configuration: Configuration) -> None:
    """Everything but what `make` itself keeps there."""
    for entry in configuration.state.iterdir() if configuration.state.is_dir() else ():
        if entry.name in ("bootstrap", "bench"):
            continue
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _status(configuration: Configuration) -> int:
    record = running(configuration)
    if record is None:
        sys.stdout.write(text("not_running") + "\n")
        return 1
    for name, child in record["children"].items():
        alive = started_at(child["pid"]) == child["started"]
        sys.stdout.write(f"{'✓' if alive else '!'} {name:<18} PID {child['pid']}\n")
    return 0


def _run(configuration: Configuration, name: str | None, command: list[str]) -> int:
    """A command of a service, told what the running stack tells that service."""
    record = running(configuration)
    if record is None:
        raise StackError(text("not_running"))
    if name not in SERVICES:
        raise StackError(text("unknown_service", name=name or "", names=", ".join(SERVICES)))
    environment = with_ports_of(record, configuration).service_environment(name)
    return subprocess.run(
        [sys.executable, "-m", name.replace("-", "_"), *command], env=environment, check=False
    ).returncode


def _signal_child(configuration: Configuration, name: str | None, number: int) -> int:
    record = running(configuration)
    if record is None:
        raise StackError(text("not_running"))
    child = record["children"].get(name) if name else None
    if child is None:
        raise StackError(text("unknown_service", name=name or "", names=", ".join(record["children"])))
    if started_at(child["pid"]) == child["started"]:
        with contextlib.suppress(ProcessLookupError):  # it may end by itself in between
            os.killpg(child["pid"], number)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a running stack says of itself, and starting one in the background."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

from local_stack.configuration import Configuration
from local_stack.messages import text
from local_stack.owners import started_at


class StackError(Exception):
    """Something the person at the keyboard can mend; the message says what."""


def greet(configuration: Configuration, say: Callable[[str], None]) -> None:
    """Print the addresses and the first API key; the key to a terminal only, for no log may hold it."""
    base = configuration.public_url
    say(f"\n  {text('urls')}")
    say(f"    {base:<52} {text('url_main')}")
    say(f"    {base + '/api/config-svc/docs':<52} {text('url_docs')}")
    if configuration.starts("mail"):
        say(f"    {'http://localhost:' + str(configuration.ports['mail']):<52} {text('url_mail')}")
    if configuration.demo_site:
        say(f"    {configuration.demo_site_url:<52} {text('url_demo_site')}")
    if configuration.first_key.exists():
        shown = configuration.first_key.read_text().strip() if sys.stdout.isatty() else configuration.first_key
        say(f"\n  {text('key')}: {shown}")
    say(f"\n  {text('next')}\n")


def read_record(configuration: Configuration) -> dict[str, Any] | None:
    """What the last supervisor wrote of itself, None when it ended well."""
    try:
        record: dict[str, Any] = json.loads(configuration.record.read_text())
    except (OSError, ValueError):
        return None
    return record


def with_ports_of(record: dict[str, Any], configuration: Configuration) -> Configuration:
    """The configuration of the stack that runs, whatever ports this command was given."""
    return replace(configuration, ports={name: int(port) for name, port in record["ports"].items()})


def running(configuration: Configuration) -> dict[str, Any] | None:
    """The record of the supervisor that runs now, None when none does."""
    record = read_record(configuration)
    if record is None or started_at(record["pid"]) != record["started"]:
        return None
    return record


def detach(arguments: list[str], configuration: Configuration) -> int:
    """Run `up` in the background; returns when it is ready, or with its code when it failed."""
    log = configuration.log("supervisor")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        output = log.open("w+")
    except OSError as error:
        raise StackError(text("not_writable", folder=configuration.state, reason=error.strerror)) from error
    child = subprocess.Popen(
        [sys.executable, "-m", "local_stack", "up", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    position = 0
    while True:
        ended = child.poll()
        record = running(configuration)
        ready = record is not None and record["pid"] == child.pid and record["ready"]
        position = _follow(log, position)
        if ended is not None:
            return ended
        if ready:
            sleep(0.2)
            _follow(log, position)
            return 0
        sleep(0.1)


def _follow(log: Path, position: int) -> int:
    with log.open() as file:
        file.seek(position)
        sys.stdout.write(file.read())
        sys.stdout.flush()
        return file.tell()


def wait_ready(configuration: Configuration) -> bool:
    """Wait for a stack that is being started; False when it ended instead."""
    while (record := running(configuration)) is not None:
        if record["ready"]:
            return True
        sleep(0.2)
    return False

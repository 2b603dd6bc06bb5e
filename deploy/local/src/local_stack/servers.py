"""The servers that a stack starts itself: those of its four that the caller did not name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from local_stack.configuration import Configuration
from local_stack.parts import Kafka, Postgres, Process
from local_stack.parts.small import demo_site, mail_sink, valkey


class Part(Protocol):
    """Something the supervisor starts."""

    name: str
    process: Process | None

    def start(self) -> None: ...
    def wait_ready(self, seconds: float = ...) -> float: ...
    def stop(self) -> None: ...


def servers(configuration: Configuration, say: Callable[[str, str], None]) -> list[Part]:
    """What this stack starts of PostgreSQL, Kafka, Valkey, the mail sink and the sample company's site, not started.

    Their lines go to `say` with the part's name.
    """
    ports, state = configuration.ports, configuration.state
    parts: list[Part] = []
    if configuration.starts("postgres"):
        log = configuration.log("postgres")
        password = configuration.database_password("postgres")
        parts.append(Postgres(data=state / "postgres", port=ports["postgres"], password=password, log=log, on_line=say))
    if configuration.starts("kafka"):
        parts.append(
            Kafka(
                data=state / "kafka",
                port=ports["kafka"],
                controller_port=ports["kafka_controller"],
                log=configuration.log("kafka"),
                on_line=say,
            )
        )
    if configuration.starts("valkey"):
        parts.append(valkey(port=ports["valkey"], folder=state / "valkey", log=configuration.log("valkey")))
    if configuration.starts("mail"):
        log = configuration.log("mail")
        parts.append(
            mail_sink(smtp_port=ports["smtp"], http_port=ports["mail"], folder=state / "mail", log=log, on_line=say)
        )
    if configuration.demo_site:
        log = configuration.log("demo-site")
        parts.append(demo_site(configuration.demo_site, port=ports["demo_site"], log=log, on_line=say))
    return parts

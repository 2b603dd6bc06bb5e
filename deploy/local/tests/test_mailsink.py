"""The mailbox one reads in the browser takes what our services send."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from local_stack.configuration import PORTS, Configuration
from servicekit.mail.message import Mail
from servicekit.mail.settings import SmtpSettings
from servicekit.mail.transport import Mailer
from servicekit.testing import eventually


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[tuple[int, int]]:
    smtp, http = free_port(), free_port()
    command = [sys.executable, "-m", "local_stack.mailsink", str(smtp), str(http), str(tmp_path / "mail")]
    process = subprocess.Popen(command)
    yield smtp, http
    process.terminate()
    process.wait(10)


async def test_a_mail_to_an_address_outside_ascii_is_shown(ports: tuple[int, int]) -> None:
    smtp, http = ports
    mailer = Mailer(SmtpSettings(port=smtp))
    link = f"https://a.example/{'x' * 300}"
    mail = Mail(
        "<1@a.example>",
        "Müller, Bau",
        "info@müller.example",
        "jürgen@brandt.example",
        "Grüße",
        "Schön",
        datetime.now(UTC),
        unsubscribe=link,
    )

    async def outcome() -> str:
        return (await mailer.send(mail)).kind

    await eventually(outcome, until=lambda kind: kind == "accepted")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{http}") as client:
        [shown] = (await client.get("/api/messages", params={"to": "jürgen"})).json()
    assert shown["subject"] == "Grüße"
    assert shown["to"] == "jürgen@brandt.example"
    assert shown["text"].strip() == "Schön"
    assert shown["headers"]["List-Unsubscribe"] == f"<{link}>"


def test_services_are_told_that_it_takes_such_addresses(tmp_path: Path) -> None:
    own = Configuration(tmp_path, PORTS, {})
    assert own.service_environment("lead-svc")["SMTP_UTF8"] == "true"
    other = Configuration(tmp_path, PORTS, {"SMTP_HOST": "smtp.example"})
    assert other.service_environment("lead-svc")["SMTP_UTF8"] == "false"

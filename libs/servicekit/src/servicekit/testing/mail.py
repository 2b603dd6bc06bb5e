"""A mail server for tests: keeps what it takes as the octets that came, and misbehaves where it is told to."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

logging.getLogger("mail.log").setLevel(logging.WARNING)  # tests look for addresses in logs: this server's are not ours

Stage = Literal["CONNECT", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "TEXT", "END"]
"""Where a server can misbehave. `DATA` is before the text, `TEXT` amid it, `END` after its end came."""

DROP = "drop"
HANG = "hang"


@dataclass(frozen=True)
class Received:
    """A mail as it came over the wire, dots undone."""

    content: bytes
    sender: str
    recipients: tuple[str, ...]
    options: tuple[str, ...]
    """Parameters of the MAIL command."""

    @property
    def head(self) -> bytes:
        """The header's octets, without the empty line after it."""
        return self.content.partition(b"\r\n\r\n")[0]

    def field(self, name: str) -> bytes | None:
        """The octets of a field after its colon and blank, folded as they came; None without the field."""
        found = re.search(rb"(?im)^%b: ((?:.*\r\n[ \t])*[^\r]*)" % re.escape(name.encode()), self.head + b"\r\n")
        return found[1] if found else None


class Sink:
    """The server. `at[stage]` is what it does there: an answer such as `550 no`, `DROP` or `HANG`."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.mails: list[EmailMessage] = []
        """What was received, read by Python: for what mails say, not for how they are written."""
        self.logins: list[tuple[str, str]] = []
        self.commands: list[str] = []
        self.at: dict[Stage, str] = {}
        self.on: dict[Stage, Callable[[], None]] = {}
        """What else happens there, before the answer; at `END` once a mail was taken."""
        self.offers_smtputf8 = False
        self.offers_auth = False
        self.tls: ssl.SSLContext | None = None
        """With it STARTTLS is offered."""
        self.port = 0

    async def handle_DATA(self, server: _Server, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, unless an answer says otherwise."""
        content = envelope.original_content or b""
        planned = self.at.get("END", "250 taken")
        if planned in (DROP, HANG) or planned.startswith("2"):
            found = message_from_bytes(content, policy=policy.default)
            options = tuple(envelope.mail_options)
            self.received.append(Received(content, envelope.mail_from or "", tuple(envelope.rcpt_tos), options))
            self.mails.append(found)
        self.reached("END")
        await server.act(planned)
        return planned

    def reached(self, stage: Stage) -> None:
        """Run what happens at a stage."""
        if action := self.on.get(stage):
            action()

    def login(self, server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let everybody in and note who came."""
        if isinstance(data, LoginPassword):
            self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)


class _Server(SMTP):
    """One connection."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        super().__init__(
            sink,
            enable_SMTPUTF8=sink.offers_smtputf8,
            tls_context=sink.tls,
            auth_require_tls=False,
            auth_exclude_mechanism=() if sink.offers_auth else ("LOGIN", "PLAIN"),
            authenticator=sink.login,
            hostname="sink.example",
            timeout=60,
        )

    async def act(self, planned: str | None) -> bool:
        """Do what was planned, an answer apart; whether the connection is of no more use."""
        if planned == HANG:
            await asyncio.sleep(60)
        if planned in (DROP, HANG) and self.transport is not None:
            cast(asyncio.WriteTransport, self.transport).abort()
        return planned in (DROP, HANG)

    async def _planned(self, stage: Stage) -> bool:
        self._sink.reached(stage)
        planned = self._sink.at.get(stage)
        if planned is None:
            return False
        if not await self.act(planned):
            self._writer.write(planned.encode("latin-1") + b"\r\n")  # as old servers do
            await self._writer.drain()
        return True

    async def _handle_client(self) -> None:
        if not await self._planned("CONNECT"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if not await self._planned("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if not await self._planned("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._planned("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self._sink.commands.append(f"MAIL {arg}")
        if not await self._planned("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        self._sink.commands.append(f"RCPT {arg}")
        if not await self._planned("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self._planned("DATA"):
            return
        if "TEXT" in self._sink.at:
            await self.push("354 go on")
            await self._reader.readline()
            await self.act(self._sink.at["TEXT"])
            return
        await super().smtp_DATA(arg)


class _AnyPort(Controller):
    def factory(self) -> _Server:
        return _Server(self.handler)

    def _trigger_server(self) -> None:
        self.port = cast(asyncio.Server, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd's types end here


@contextmanager
def mail_server() -> Iterator[Sink]:
    """A sink that listens on `port`, in a thread of its own."""
    sink = Sink()
    controller = _AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()

"""Handing a mail to the mail server, with an honest account of what happened."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, cast

import aiosmtplib
import structlog
from identity.address import Address, NoAddress, parse

from servicekit.mail import headers
from servicekit.mail.message import Mail, written
from servicekit.mail.settings import SmtpSettings

log = structlog.get_logger(__name__)

BeforeEnd = Callable[[], Awaitable[bool]]
_FAREWELL_SECONDS = 2.0
_ABOUT_THE_LOGIN = (530, 534, 535, 538)
"""Answers about who we are, whenever they come (RFC 4954, section 6)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail.

    `accepted`: the server took responsibility. `refused`: it never will. `try_later`: nothing was taken, trying again
    is safe. `uncertain`: the connection broke after the whole mail was handed over, so nobody knows.
    """

    kind: Literal["accepted", "refused", "try_later", "uncertain"]
    reason: str = ""
    """A code: the server's, an error's name, or one of this module. Names nobody."""
    said: str = ""
    """The server's own words. They may repeat an address."""

    @property
    def detail(self) -> str:
        """Code and words, for where the address may be kept."""
        return f"{self.reason} {self.said}".strip()[:300]


class Mailer:
    """An SMTP server. One connection per mail."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings

    async def send(self, mail: Mail, *, before_end: BeforeEnd | None = None) -> Outcome:
        """Try once. Never raises, whatever the mail, the server or the network is like.

        `before_end` runs when all but the mail's end was handed over. The server takes a mail with its end only: if
        `before_end` gives False, fails, or never comes back, nothing was sent.
        """
        try:
            sender, to = parse(mail.sender), parse(mail.to)
            utf8 = sender.needs_smtputf8 or to.needs_smtputf8
            content = written(mail, sender=sender, to=to, utf8=utf8)
        except NoAddress:
            return Outcome("refused", "no_address")
        except Exception as error:
            log.error("mail cannot be written", error=type(error).__name__)
            return Outcome("refused", "cannot_be_written")
        try:
            exchange = _Exchange(self._settings, before_end)
        except ValueError as error:
            log.error("the mail server's settings cannot be used", error=type(error).__name__)
            return Outcome("try_later", "settings")
        try:
            return await exchange.run(sender, to, content, utf8=utf8)
        except Exception as error:
            return exchange.outcome_of(error)
        finally:
            await exchange.close()


class _Exchange:
    """One conversation with the server, and how far it got."""

    def __init__(self, settings: SmtpSettings, before_end: BeforeEnd | None) -> None:
        self._settings, self._before_end = settings, before_end
        self._timeout = settings.timeout_seconds
        self._client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            timeout=self._timeout,
        )
        self._stage: Literal["greeting", "envelope", "text", "marking", "ended", "answered"] = "greeting"

    async def run(self, sender: Address, to: Address, content: bytes, *, utf8: bool) -> Outcome:
        """The whole conversation. Raises what goes wrong in it."""
        client, settings = self._client, self._settings
        await client.connect()
        if settings.username:
            await client.login(settings.username, settings.password.get_secret_value())
        elif client.is_ehlo_or_helo_needed:
            await self._greet()
        if utf8 and not client.supports_extension("smtputf8"):
            self._stage = "answered"
            return Outcome("refused", "address_not_ascii")
        self._stage = "envelope"
        encoding = "utf-8" if utf8 else "ascii"
        options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
        if client.supports_extension("size"):
            options.append(f"SIZE={len(content)}")
        await client.mail(sender.wire, options=options, encoding=encoding)
        await client.rcpt(to.wire, encoding=encoding)
        return await self._hand_over(content)

    async def _greet(self) -> None:
        try:
            await self._client.ehlo()
        except aiosmtplib.SMTPHeloError:
            await self._client.helo()

    async def _hand_over(self, content: bytes) -> Outcome:
        answer = await self._client.execute_command(b"DATA")
        protocol = self._client.protocol
        if answer.code != 354:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        self._stage = "text"
        protocol.write(re.sub(rb"(?m)^\.", b"..", content))
        await _written_out(protocol, self._timeout)
        self._stage = "marking"
        if self._before_end is not None and not await self._before_end():
            return Outcome("try_later", "claim_lost")
        protocol.write(b".\r\n")  # raises when the connection is gone: then nothing was sent
        self._stage = "ended"
        answer = await protocol.read_response(self._timeout)
        if not 200 <= answer.code < 300:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)
        self._stage = "answered"
        return Outcome("accepted", str(answer.code))

    def outcome_of(self, error: Exception) -> Outcome:
        """What an error means for the mail, by how far the conversation had got."""
        if isinstance(error, aiosmtplib.SMTPResponseException) and 400 <= error.code < 600:
            # a server that takes nobody, or not us, says nothing of a mail
            early = self._stage == "greeting" or error.code in _ABOUT_THE_LOGIN
            self._stage = "answered"
            kind: Literal["try_later", "refused"] = "try_later" if early or error.code < 500 else "refused"
            return Outcome(kind, str(error.code), _words(error.message))
        reason = type(error).__name__
        if self._stage == "ended":
            return Outcome("uncertain", reason)
        if self._stage in ("greeting", "marking") or isinstance(error, (aiosmtplib.SMTPException, OSError)):
            if not isinstance(error, (aiosmtplib.SMTPException, OSError)):
                log.error("mail could not be handed over", stage=self._stage, error=reason)
            return Outcome("try_later", reason)
        log.error("mail cannot be handed over", stage=self._stage, error=reason)
        return Outcome("refused", reason)

    async def close(self) -> None:
        """Take leave where the server expects it, else hang up: after half a mail even a farewell would be text."""
        if self._client.is_connected and self._stage == "answered":
            try:
                await self._client.quit(timeout=_FAREWELL_SECONDS)
            except Exception as error:
                log.debug("no farewell", error=type(error).__name__)
        if self._client.transport is not None and self._stage in ("text", "marking"):
            cast(asyncio.WriteTransport, self._client.transport).abort()
        self._client.close()


async def _written_out(protocol: aiosmtplib.protocol.SMTPProtocol, timeout: float) -> None:
    """Until the operating system has taken all that was written.

    Raises when the connection is lost, or when nothing went out for `timeout` seconds.
    """
    clock = asyncio.get_running_loop().time
    left, until = 0, clock() + timeout
    while True:
        transport = cast("asyncio.WriteTransport | None", protocol.transport)  # uvloop's are not of asyncio's classes
        if transport is None or transport.is_closing():
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        size = transport.get_write_buffer_size()
        if not size:
            return
        if size != left:
            left, until = size, clock() + timeout
        elif clock() > until:
            raise aiosmtplib.SMTPTimeoutError("The server takes no more of the text")
        await asyncio.sleep(0.005)


def _words(message: str) -> str:
    """A server's words as they can be kept and shown: whatever octets they were, on one line."""
    text = message.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(headers.cleaned(text).split())

"""Handing a mail to the mail server, with an honest account of what happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Literal

import aiosmtplib

_CLEAN = str.maketrans({"\r": " ", "\n": " ", "\0": " "})


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG that the HTML shows as `cid:<id>`; `id` without angle brackets."""

    id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with the mail; `type` is its media type."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to leave. `message_id` has its angle brackets."""

    message_id: str
    sender_name: str
    sender: str
    to: str
    subject: str
    text: str
    date: datetime
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the mail server said.

    `accepted`: it took responsibility. `refused`: it never will. `try_later`: nothing was taken, trying again is safe.
    `uncertain`: the connection broke after the text was on its way, so nobody knows.
    """

    kind: Literal["accepted", "refused", "try_later", "uncertain"]
    detail: str = ""


class Mailer:
    """An SMTP server. One connection per mail."""

    def __init__(self, *, host: str, port: int, username: str, password: str, tls: str, timeout: float) -> None:
        self._host, self._port = host, port
        self._username, self._password = username, password
        self._tls, self._timeout = tls, timeout

    async def send(self, mail: Mail) -> Outcome:
        """Try once. Never raises for what a server or network does."""
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._tls == "tls",
            start_tls=self._tls == "starttls",
            timeout=self._timeout,
        )
        handed_over = False
        try:
            await client.connect()
            if self._username:
                await client.login(self._username, self._password)
            await client.mail(mail.sender)
            await client.rcpt(mail.to)
            handed_over = True  # from here on a broken connection leaves the outcome open
            response = await client.data(as_message(mail).as_bytes(policy=SMTP.clone(cte_type="7bit")))
            outcome = Outcome("accepted", str(response.code))
        except aiosmtplib.SMTPResponseException as error:
            kind: Literal["refused", "try_later"] = "refused" if error.code >= 500 else "try_later"
            outcome = Outcome(kind, f"{error.code} {error.message}"[:300])
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            outcome = Outcome("uncertain" if handed_over else "try_later", type(error).__name__)
        if client.is_connected:
            try:
                await client.quit()
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                client.close()
        return outcome


def as_message(mail: Mail) -> EmailMessage:
    """The mail as a MIME message: text, HTML with its images when there is some, attachments.

    Line breaks never get into a header.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((mail.sender_name.translate(_CLEAN), mail.sender.translate(_CLEAN)))
    message["To"] = mail.to.translate(_CLEAN)
    message["Subject"] = mail.subject.translate(_CLEAN)
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = mail.message_id
    for name, value in mail.headers.items():
        message[name] = value.translate(_CLEAN)
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        page = message.get_body(("html",))
        if page is not None:
            for image in mail.images:
                page.add_related(image.content, "image", "png", cid=f"<{image.id}>")
    for file in mail.attachments:
        main, _, sub = file.type.partition("/")
        message.add_attachment(file.content, main, sub, filename=file.name.translate(_CLEAN))
    return message

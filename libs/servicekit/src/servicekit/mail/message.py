"""A mail, and the octets it goes out as."""

from __future__ import annotations

import base64
import quopri
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from identity.address import Address, NoAddress, parse

from servicekit.mail import headers

_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_LINK = re.compile(r"https?://[!-;=?-~]+")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*")


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG that the HTML shows as `cid:<id>`; `id` is `name@domain`."""

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
    """A mail that a program sends by itself. `message_id` has its angle brackets.

    `unsubscribe` is a link that ends such mails with one click (RFC 8058).
    """

    message_id: str
    sender_name: str
    sender: str
    to: str
    subject: str
    text: str
    date: datetime
    html: str = ""
    unsubscribe: str = ""
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def message_id(id: UUID, sender: str) -> str:
    """The `Message-ID` of the mail that `id` stands for: the same whenever it is sent."""
    try:
        domain = parse(sender).domain
    except NoAddress:
        domain = "invalid"  # RFC 2606; a mail from such a sender will be refused
    return f"<{id}@{domain}>"


def written(mail: Mail, *, sender: Address, to: Address, utf8: bool) -> bytes:
    """The mail as it goes over the wire, but for the dots that SMTP doubles. With `utf8` headers are not encoded.

    Raises `ValueError` for what no header can hold.
    """
    fields = [
        headers.mailbox("From", mail.sender_name, sender.wire, utf8=utf8),
        headers.mailbox("To", "", to.wire),
        headers.text("Subject", mail.subject, utf8=utf8),
        headers.raw("Date", format_datetime(mail.date)),
        headers.raw("Message-ID", _matching(_MESSAGE_ID, mail.message_id)),
        headers.raw("Auto-Submitted", "auto-generated"),
    ]
    if mail.unsubscribe:
        fields += [
            headers.raw("List-Unsubscribe", f"<{_matching(_LINK, mail.unsubscribe)}>"),
            headers.raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    return b"".join([*fields, b"MIME-Version: 1.0\r\n", _body(mail)])


def _matching(form: re.Pattern[str], value: str) -> str:
    if not form.fullmatch(value):
        raise ValueError("the value has no form that a header can hold")
    return value


def _body(mail: Mail) -> bytes:
    body = _text("plain", mail.text)
    if mail.html:
        page = _text("html", mail.html)
        if mail.images:
            page = _parts("related", [page, *map(_image, mail.images)], more='; type="text/html"')
        body = _parts("alternative", [body, page])
    if mail.attachments:
        body = _parts("mixed", [body, *map(_attachment, mail.attachments)])
    return body


def _parts(kind: str, parts: list[bytes], *, more: str = "") -> bytes:
    """Parts between lines that none of them can contain: `=_` occurs in no quoted-printable or base64 text."""
    boundary = f"=_{kind}"
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}\r\n\r\n'.encode("ascii")
    between = f"--{boundary}\r\n".encode("ascii")
    return b"".join([head, *(between + part for part in parts), f"--{boundary}--\r\n".encode("ascii")])


def _text(kind: str, content: str) -> bytes:
    lines = content.replace("\0", " ").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    encoded = quopri.encodestring(lines.encode()).replace(b"\n", b"\r\n")
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode("ascii") + encoded


def _image(image: Image) -> bytes:
    id = headers.raw("Content-ID", _matching(_MESSAGE_ID, f"<{image.id}>"))
    return b"Content-Type: image/png\r\nContent-Disposition: inline\r\n" + id + _base64(image.content)


def _attachment(file: Attachment) -> bytes:
    kind = headers.raw("Content-Type", _matching(_MEDIA_TYPE, file.type))
    place = headers.with_parameter("Content-Disposition", "attachment", "filename", file.name)
    return kind + place + _base64(file.content)


def _base64(content: bytes) -> bytes:
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded

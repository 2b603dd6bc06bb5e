"""Mails as a mail server gets them, and what is said of those it does not get."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from servicekit.errors import Invalid
from servicekit.mail.capture import must_be_writable, unwritable
from servicekit.mail.message import Attachment, Image, Mail, message_id
from servicekit.mail.settings import SmtpSettings
from servicekit.mail.transport import Mailer, Outcome
from servicekit.testing.mail import DROP, HANG, Sink, Stage, mail_server

LINK = "https://empfang.example/unsubscribe/" + "tOken-_" * 40
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as server:
        yield server


def mail(**changes: Any) -> Mail:
    values: dict[str, Any] = {
        "message_id": "<1@agentur.example>",
        "sender_name": "Agentur Lindner",
        "sender": "mara@agentur.example",
        "to": "info@brandt.example",
        "subject": "Guten Tag",
        "text": "Text\n",
        "date": datetime(2026, 3, 9, 8, 30, tzinfo=UTC),
    }
    return Mail(**{**values, **changes})


def settings(sink: Sink, **changes: Any) -> SmtpSettings:
    return SmtpSettings(port=sink.port, **{"timeout_seconds": 2, **changes})


async def send(sink: Sink, mail: Mail, **changes: Any) -> Outcome:
    return await Mailer(settings(sink, **changes)).send(mail)


async def test_headers_arrive_as_they_are_meant_to_be_read(sink: Sink) -> None:
    assert await send(sink, mail(unsubscribe=LINK)) == Outcome("accepted", "250")

    [got] = sink.received
    assert got.head.split(b"\r\n") == [
        b"From: Agentur Lindner <mara@agentur.example>",
        b"To: info@brandt.example",
        b"Subject: Guten Tag",
        b"Date: Mon, 09 Mar 2026 08:30:00 +0000",
        b"Message-ID: <1@agentur.example>",
        b"Auto-Submitted: auto-generated",
        f"List-Unsubscribe: <{LINK}>".encode(),
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        b"MIME-Version: 1.0",
        b"Content-Type: text/plain; charset=utf-8",
        b"Content-Transfer-Encoding: quoted-printable",
    ]
    assert len(LINK) > 300
    assert got.content.endswith(b"\r\n\r\nText\r\n")


async def test_names_and_subjects_for_people_are_encoded(sink: Sink) -> None:
    await send(sink, mail(subject="Ihr Assistent für die Tischlerei Brandt & Söhne", sender_name='Müller, "Bau"'))
    await send(sink, mail(sender_name='Lindner, "Die Agentur"'))

    encoded, quoted = sink.received
    assert encoded.field("Subject") == (
        b"=?utf-8?q?Ihr_Assistent_f=C3=BCr_die_Tischlerei_Brandt_=26_S?=\r\n =?utf-8?q?=C3=B6hne?="
    )
    assert encoded.field("From") == b"=?utf-8?b?" + base64.b64encode('Müller, "Bau"'.encode()) + (
        b"?= <mara@agentur.example>"
    )
    assert quoted.field("From") == b'"Lindner, \\"Die Agentur\\"" <mara@agentur.example>'


@pytest.mark.parametrize("typed", ["kunde@müller-bau.example", "kunde@xn--mller-bau-q9a.example"])
async def test_a_domain_goes_out_in_ascii(sink: Sink, typed: str) -> None:
    assert (await send(sink, mail(to=typed, sender="info@bäcker.example"))).kind == "accepted"

    [got] = sink.received
    assert got.recipients == ("kunde@xn--mller-bau-q9a.example",)
    assert got.sender == "info@xn--bcker-gra.example"
    assert got.field("To") == b"kunde@xn--mller-bau-q9a.example"
    assert got.field("From") == b"Agentur Lindner <info@xn--bcker-gra.example>"


async def test_a_local_part_outside_ascii_needs_a_server_that_takes_it(sink: Sink) -> None:
    special = mail(to="jürgen@müller.example", subject="Grüße")
    assert await send(sink, special) == Outcome("refused", "address_not_ascii")
    assert sink.commands == []

    sink.offers_smtputf8 = True
    assert (await send(sink, special)).kind == "accepted"
    [got] = sink.received
    assert set(got.options) >= {"SMTPUTF8", "BODY=8BITMIME"}
    assert got.recipients == ("jürgen@xn--mller-kva.example",)
    assert got.field("To") == "jürgen@xn--mller-kva.example".encode()
    assert got.field("Subject") == "Grüße".encode()

    await send(sink, mail())
    assert "SMTPUTF8" not in sink.received[1].options


async def test_a_whole_mail_arrives_part_by_part(sink: Sink) -> None:
    page = f"<html><body><p>Zeile</p>{'x' * 2000}<img src='cid:1@a.example'></body></html>"
    file = Attachment("Übersicht März.xlsx", "application/vnd.example", b"\0\xff" * 300)
    await send(sink, mail(text="Größe", html=page, images=(Image("1@a.example", PIXEL),), attachments=(file,)))

    content = sink.received[0].content
    types = re.findall(rb"(?m)^Content-Type: ([^;\r]+)", content)
    assert types == [
        b"multipart/mixed",
        b"multipart/alternative",
        b"text/plain",
        b"multipart/related",
        b"text/html",
        b"image/png",
        b"application/vnd.example",
    ]
    assert b"\r\n\r\nGr=C3=B6=C3=9Fe\r\n--=_alternative\r\n" in content
    assert b"Content-ID: <1@a.example>\r\n" in content
    assert b"Content-Disposition: attachment;\r\n filename*=UTF-8''%C3%9Cbersicht%20M%C3%A4rz.xlsx\r\n" in content
    assert content.endswith(b"\r\n--=_mixed--\r\n")
    assert b"".join(base64.encodebytes(file.content).split()) in b"".join(content.split())
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert not re.search(rb"[^\r]\n|\r[^\n]", content)


async def test_dots_at_the_beginning_of_lines_arrive(sink: Sink) -> None:
    assert (await send(sink, mail(text=".\n..\n.x\nend\n"))).kind == "accepted"
    body = sink.received[0].content.partition(b"\r\n\r\n")[2]
    assert body.replace(b"=2E", b".") == b".\r\n..\r\n.x\r\nend\r\n"


async def test_nothing_typed_in_becomes_a_header(sink: Sink) -> None:
    evil = "x\r\nBcc: y@evil.example\0"
    await send(sink, mail(subject=evil, sender_name=evil, attachments=(Attachment(evil, "text/csv", b"x"),)))
    assert not re.search(rb"(?m)^Bcc", sink.received[0].content)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"to": "no address"}, "no_address"),
        ({"to": "a@b.example\r\nBcc: y@evil.example"}, "no_address"),
        ({"sender": ""}, "no_address"),
        ({"subject": "\udcff"}, "cannot_be_written"),
        ({"text": "\udcff"}, "cannot_be_written"),
        ({"message_id": "<1@a>\r\nBcc: x>"}, "cannot_be_written"),
        ({"unsubscribe": "https://a.example/x y"}, "cannot_be_written"),
        ({"unsubscribe": "https://a.example/\r\nBcc: x"}, "cannot_be_written"),
        ({"unsubscribe": f"https://a.example/{'a' * 1000}"}, "cannot_be_written"),
        ({"attachments": (Attachment("a", "text/csv\r\nBcc: x", b""),)}, "cannot_be_written"),
        ({"date": None}, "cannot_be_written"),
        ({"text": None}, "cannot_be_written"),
    ],
)
async def test_a_mail_that_cannot_be_written_is_refused(sink: Sink, change: dict[str, Any], reason: str) -> None:
    assert await send(sink, mail(**change)) == Outcome("refused", reason)
    assert sink.received == []


OUTCOMES: list[tuple[Stage, str, str]] = [
    ("CONNECT", "554 not you", "try_later"),
    ("CONNECT", "421 busy", "try_later"),
    ("CONNECT", DROP, "try_later"),
    ("CONNECT", HANG, "try_later"),
    ("EHLO", DROP, "try_later"),
    ("MAIL", "550 no", "refused"),
    ("MAIL", "451 later", "try_later"),
    ("MAIL", "530 log in", "try_later"),
    ("MAIL", DROP, "try_later"),
    ("RCPT", "550 no such user", "refused"),
    ("RCPT", "450 grey", "try_later"),
    ("RCPT", HANG, "try_later"),
    ("DATA", "554 no", "refused"),
    ("DATA", "451 later", "try_later"),
    ("DATA", "250 what", "try_later"),
    ("DATA", DROP, "try_later"),
    ("DATA", HANG, "try_later"),
    ("TEXT", DROP, "try_later"),
    ("TEXT", HANG, "try_later"),
    ("END", "554 spam", "refused"),
    ("END", "421 closing", "try_later"),
    ("END", "354 what", "uncertain"),
    ("END", DROP, "uncertain"),
    ("END", HANG, "uncertain"),
]


@pytest.mark.parametrize(("stage", "planned", "kind"), OUTCOMES)
async def test_only_a_whole_mail_without_an_answer_is_uncertain(
    sink: Sink, stage: Stage, planned: str, kind: str
) -> None:
    sink.at[stage] = planned
    large = mail(attachments=(Attachment("a", "text/csv", b"x" * 3_000_000),))  # fills the buffers of a socket
    outcome = await send(sink, large)
    assert outcome.kind == kind
    assert outcome.reason.isalnum()


@pytest.mark.parametrize("tls", ["none", "starttls"])
def test_a_large_mail_leaves_through_the_loop_that_services_run_on(
    sink: Sink, tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink.tls = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    large = mail(attachments=(Attachment("a", "text/csv", b"x" * 3_000_000),))
    assert uvloop.run(send(sink, large, tls=tls, timeout_seconds=30)).kind == "accepted"


async def test_no_server_no_name_and_no_certificate_are_tried_again(sink: Sink, tmp_path: Path) -> None:
    assert (await Mailer(SmtpSettings(port=1)).send(mail())).kind == "try_later"
    assert (await send(sink, mail(), host="no-such-host.invalid")).kind == "try_later"
    assert (await send(sink, mail(), tls="starttls")).kind == "try_later"
    assert (await send(sink, mail(), tls="tls")).kind == "try_later"
    sink.tls = certified(tmp_path)
    assert (await send(sink, mail(), tls="starttls")).kind == "try_later"
    assert sink.received == []


async def test_tls_and_login(sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = {"username": "empfang", "password": "geheim"}
    assert (await send(sink, mail(), **account)).kind == "try_later"
    sink.offers_auth, sink.tls = True, certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    assert (await send(sink, mail(), tls="starttls", **account)).kind == "accepted"
    assert sink.logins == [("empfang", "geheim")]
    sink.at["AUTH"] = "535 wrong"
    assert (await send(sink, mail(), **account)).kind == "try_later"
    assert (await send(sink, mail(), username="empfang", password="\udcff")).kind == "try_later"


async def test_a_mail_too_large_for_the_server_is_refused(sink: Sink) -> None:
    large = mail(attachments=(Attachment("a", "text/csv", b"x" * 30_000_000),))
    outcome = await send(sink, large)
    assert (outcome.kind, outcome.reason) == ("refused", "552")


async def test_the_servers_words_are_kept_apart_from_the_code(sink: Sink) -> None:
    sink.at["RCPT"] = "550 5.1.1 <info@brandt.example> unknown"
    outcome = await send(sink, mail())
    assert outcome == Outcome("refused", "550", "5.1.1 <info@brandt.example> unknown")
    assert outcome.detail == "550 5.1.1 <info@brandt.example> unknown"


async def test_words_in_whatever_encoding_can_be_kept(sink: Sink) -> None:
    sink.at["RCPT"] = "550-nicht\0 möglich\r\n550 heute"
    outcome = await send(sink, mail())
    assert outcome.kind == "refused"
    assert outcome.said == "nicht m\ufffdglich heute"


async def test_a_server_from_before_extensions_is_spoken_to(sink: Sink) -> None:
    sink.at["EHLO"] = "500 what"
    assert (await send(sink, mail())).kind == "accepted"


async def test_settings_that_make_no_sense_are_no_reason_to_raise(sink: Sink) -> None:
    assert (await send(sink, mail(), host="a\r\nb")).kind == "try_later"


async def test_without_the_mark_nothing_is_sent(sink: Sink) -> None:
    async def lost() -> bool:
        return False

    async def broken() -> bool:
        raise RuntimeError("no database")

    mailer = Mailer(settings(sink))
    assert await mailer.send(mail(), before_end=lost) == Outcome("try_later", "claim_lost")
    assert await mailer.send(mail(), before_end=broken) == Outcome("try_later", "RuntimeError")
    await asyncio.sleep(0.2)
    assert sink.received == []


async def test_an_address_that_cannot_be_written_to_is_refused_when_typed_in(sink: Sink) -> None:
    with pytest.raises(Invalid) as refused:
        must_be_writable("/email", "jürgen@müller.example", settings(sink))
    assert [error.pointer for error in refused.value.errors] == ["/email"]
    assert "jürgen" not in str(refused.value)
    must_be_writable("/email", "jürgen@müller.example", settings(sink, utf8=True))
    for fine in ("kunde@müller.example", None, "", "no address"):
        assert unwritable("/email", fine, settings(sink)) == []


def test_an_id_is_ascii_whatever_the_domain() -> None:
    id: Any = "0198"
    assert message_id(id, "mara@müller.example") == "<0198@xn--mller-kva.example>"
    assert message_id(id, "mara") == "<0198@invalid>"


def certified(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate that only `certificate.pem` trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sink")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context

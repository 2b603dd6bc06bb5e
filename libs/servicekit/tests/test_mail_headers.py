"""Header fields, octet by octet."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servicekit.mail import headers


def decoded(field: bytes) -> str:
    """Encoded words read by RFC 2047, with nothing of Python's parser."""

    def one(found: re.Match[bytes]) -> bytes:
        if found[1] == b"b":
            return base64.b64decode(found[2])
        return re.sub(rb"=([0-9A-F]{2})", lambda h: bytes([int(h[1], 16)]), found[2].replace(b"_", b" "))

    joined = re.sub(rb"\?=\r\n =\?", b"?==?", field)
    return re.sub(rb"=\?utf-8\?([qb])\?([^?]*)\?=", one, joined).decode()


def test_what_programs_read_stays_on_one_line_however_long() -> None:
    link = "https://empfang.example/unsubscribe/" + "a" * 300
    assert headers.raw("List-Unsubscribe", f"<{link}>") == f"List-Unsubscribe: <{link}>\r\n".encode()


def test_what_programs_read_is_folded_at_white_space_when_a_line_may_not_be_longer() -> None:
    field = headers.raw("References", " ".join(f"<{number:0200d}@a.example>" for number in range(9)))
    lines = field.split(b"\r\n")
    assert all(len(line) <= 998 for line in lines)
    assert len(lines) == 4  # two of 4 and 5, and the end
    assert field.replace(b"\r\n ", b" ").count(b"@a.example>") == 9


def test_a_word_that_fits_no_line_is_refused() -> None:
    with pytest.raises(ValueError):
        headers.raw("List-Unsubscribe", f"<https://a.example/{'a' * 1000}>")


def test_what_programs_read_is_ascii() -> None:
    with pytest.raises(ValueError):
        headers.raw("Message-ID", "<1@müller.example>")


@pytest.mark.parametrize(
    ("subject", "written"),
    [
        ("Guten Tag", b"Subject: Guten Tag\r\n"),
        ("Grüße aus der Werkstatt", b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus_der_Werkstatt?=\r\n"),
        ("=?utf-8?q?x?=", b"Subject: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?=\r\n"),
        ("a\r\nBcc: x@evil.example\0", b"Subject: a  Bcc: x@evil.example\r\n"),
        ("", b"Subject:\r\n"),
    ],
)
def test_subjects(subject: str, written: bytes) -> None:
    assert headers.text("Subject", subject) == written


def test_a_long_subject_is_folded_between_words_and_keeps_its_blanks() -> None:
    subject = "Ihr kostenloser Assistent für die Tischlerei Brandt & Söhne GmbH: " * 3
    field = headers.text("Subject", subject)
    assert all(len(line) <= 76 for line in field.split(b"\r\n"))
    assert decoded(field) == f"Subject: {subject.strip()}\r\n"
    plain = headers.text("Subject", "An assistant for your site, free for thirty days, and off by itself then: yes")
    assert plain == (b"Subject: An assistant for your site, free for thirty days, and off by itself\r\n then: yes\r\n")


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("", b"From: a@b.example\r\n"),
        ("Werk Huber", b"From: Werk Huber <a@b.example>\r\n"),
        ('Huber, "Werk" GmbH', b'From: "Huber, \\"Werk\\" GmbH" <a@b.example>\r\n'),
        ("Dr. Huber", b'From: "Dr. Huber" <a@b.example>\r\n'),
        ("Back\\slash", b'From: "Back\\\\slash" <a@b.example>\r\n'),
        ("Müller, Bau", b"From: =?utf-8?b?TcO8bGxlciwgQmF1?= <a@b.example>\r\n"),
        ("<x@evil.example>\r\nBcc: y", b'From: "<x@evil.example>  Bcc: y" <a@b.example>\r\n'),
    ],
)
def test_display_names(shown: str, written: bytes) -> None:
    assert headers.mailbox("From", shown, "a@b.example") == written


def test_with_utf8_nothing_is_encoded_but_what_would_be_misread() -> None:
    assert headers.text("Subject", "Grüße", utf8=True) == "Subject: Grüße\r\n".encode()
    assert headers.mailbox("From", "Müller, Bau", "ö@b.example", utf8=True) == (
        'From: "Müller, Bau" <ö@b.example>\r\n'.encode()
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("bericht.xlsx", b'Content-Disposition: attachment; filename="bericht.xlsx"\r\n'),
        ('a".x', b'Content-Disposition: attachment; filename="a\\".x"\r\n'),
        (
            "Übersicht März.xlsx",
            b"Content-Disposition: attachment;\r\n filename*=UTF-8''%C3%9Cbersicht%20M%C3%A4rz.xlsx\r\n",
        ),
    ],
)
def test_names_of_files(name: str, written: bytes) -> None:
    assert headers.with_parameter("Content-Disposition", "attachment", "filename", name) == written


def test_a_long_name_of_a_file_is_continued() -> None:
    field = headers.with_parameter("Content-Disposition", "attachment", "filename", "ä" * 40 + ".xlsx")
    lines = field.decode().split("\r\n ")
    assert lines[1].startswith("filename*0*=UTF-8''%C3%A4")
    assert lines[2].startswith("filename*1*=%C3%A4")
    assert lines[2].endswith(";")
    assert all(len(line) <= 78 for line in lines)


@given(st.text(max_size=400), st.booleans())
def test_no_text_breaks_out_of_its_field_and_all_of_it_arrives(text: str, utf8: bool) -> None:
    for field in (headers.text("Subject", text, utf8=utf8), headers.mailbox("From", text, "a@b.example", utf8=utf8)):
        assert field.endswith(b"\r\n")
        lines = field[:-2].split(b"\r\n")
        assert all(line.startswith(b" ") and line.strip() for line in lines[1:])
        assert all(len(line) <= 998 for line in lines)
        assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", field)
        assert utf8 or field.isascii()
    if not utf8 and b"=?" in (field := headers.text("Subject", text)):
        assert decoded(field) == f"Subject: {headers.cleaned(text)}\r\n"

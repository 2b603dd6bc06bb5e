"""What comes back to a mail: whose it is, and whether a person wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach_svc.domain.automatic import is_automatic
from outreach_svc.domain.returns import message_ids, referred

LABELLED = Path(__file__).parent / "labelled"
OURS = "<0191f3a2-7c1e-7b22-9f0e-3b1a5f6d7e80@post.albers.example>"


def labelled(name: str) -> list[tuple[str, str]]:
    lines = (LABELLED / name).read_text().splitlines()
    return [(kind, subject) for kind, _, subject in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize(("kind", "subject"), labelled("subjects.tsv"))
def test_a_subject_tells_a_machine_from_a_person(kind: str, subject: str) -> None:
    assert is_automatic(subject, {}) is (kind == "machine")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"auto-submitted": "auto-generated; owner-email=x@y.example"},
        {"Precedence": "Bulk"},
        {"X-Autoreply": "yes"},
        {"X-Auto-Response-Suppress": "All"},
        {"X-FC-MachineGenerated": "true"},
        {"List-Id": "<news.example>"},
        {"Return-Path": "<>"},
        {"Return-Path": "< >"},
        {"From": "Mail Delivery System <MAILER-DAEMON@mx.example>"},
        {"From": "no-reply@firma.example"},
        {"Delivered-To": "Autoresponder"},
        {"X-POST-MessageClass": "9; Autoresponder"},
        {"X-Vacation": "yes"},
        {"Preference": "auto_reply"},
        {"Feedback-Type": "abuse"},
        {"X-MS-Exchange-Generated-Message-Source": "Mailbox Rules Agent"},
        {"Content-Type": "multipart/report; report-type=disposition-notification"},
    ],
)
def test_fields_tell_a_machine_whatever_the_subject_says(headers: dict[str, str]) -> None:
    assert is_automatic("AW: Ihre Demo", headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto-Submitted": "no"},
        {"X-Autoreply": "no"},
        {"Precedence": "first-class"},
        {"Return-Path": "<a@b.de>"},
        {"From": "a@b.de"},
    ],
)
def test_fields_of_a_person_tell_none(headers: dict[str, str]) -> None:
    assert not is_automatic("AW: Ihre Demo", headers)


@pytest.mark.parametrize(
    "written",
    [
        OURS,
        OURS.strip("<>"),
        OURS.upper(),
        f"  {OURS}\r\n",
        f"Message-ID: {OURS}",
        f"<other@elsewhere.example>\r\n\t{OURS}",
        OURS.replace("@", " @ "),
        f"({OURS})",
        f'"{OURS}"',
        OURS.replace(">", ".>"),
    ],
)
def test_an_id_is_found_however_it_is_written(written: str) -> None:
    assert OURS in list(message_ids(written))


def test_ids_of_umlaut_hosts_are_found_in_either_spelling() -> None:
    assert list(message_ids("<a1@müller-bau.example>", "a1@XN--mller-bau-q9a.example")) == [
        "<a1@xn--mller-bau-q9a.example>"
    ]


def test_the_surest_reference_comes_first() -> None:
    headers = {"In-Reply-To": "<c@x.example>", "references": "<a@x.example> <b@x.example> <c@x.example>"}
    found = referred("", headers, "Message-ID: d@x.example")
    assert list(found) == ["<c@x.example>", "<b@x.example>", "<a@x.example>", "<d@x.example>"]


@given(st.text(max_size=200), st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=5))
def test_nothing_that_comes_in_stops_the_reading(text: str, headers: dict[str, str]) -> None:
    list(referred(text, headers, text))
    is_automatic(text, headers)
    assert all((id == id.lower() and id.isascii()) or not id.isascii() for id in message_ids(text))

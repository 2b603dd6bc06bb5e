"""Sites that reserve their texts from being mined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.reservation import Reservation, read_reservation, said_by_page

ALL = '[{"location": "/*", "tdm-reservation": 1}]'


@pytest.mark.parametrize(
    ("file", "url", "reserved"),
    [
        (ALL, "https://a.example/", True),
        ('[{"location": "/", "tdm-reservation": 1}]', "https://a.example/x/y.html", True),
        ('[{"location": "/archiv/", "tdm-reservation": 1}]', "https://a.example/preise", False),
        ('[{"location": "/archiv/", "tdm-reservation": 1}]', "https://a.example/archiv/1999", True),
        (
            '[{"location": "/*", "tdm-reservation": 1}, {"location": "/presse/*", "tdm-reservation": 0}]',
            "https://a.example/presse/2026",
            False,
        ),
        ('[{"location": "/*.pdf$", "tdm-reservation": 1}]', "https://a.example/a.pdf", True),
        ('[{"location": "/*.pdf$", "tdm-reservation": 1}]', "https://a.example/a.pdf.html", False),
        ('[{"location": "/*", "tdm-reservation": true}]', "https://a.example/", False),
        ('{"location": "/*", "tdm-reservation": 1}', "https://a.example/", False),
        ("<html>404</html>", "https://a.example/", False),
        ("[" * 100_000, "https://a.example/", False),
        ('[1, null, {"location": 3, "tdm-reservation": 1}]', "https://a.example/", False),
    ],
)
def test_what_the_file_of_a_site_says(file: str, url: str, reserved: bool) -> None:
    assert read_reservation(file, "").covers(url) is reserved


@pytest.mark.parametrize(
    ("robots", "reserved"),
    [
        ("User-Agent: *\nContent-Signal: search=yes, ai-input=no, ai-train=no\nAllow: /", True),
        ("content-signal: ai-input = no", True),
        ("Content-Signal: ai-train=no, search=yes, ai-input=yes", False),
        ("# Content-Signal: ai-input=no", False),
        ("Content-Signal: ai-train=no", False),
        ("", False),
    ],
)
def test_what_a_robots_txt_signals(robots: str, reserved: bool) -> None:
    assert read_reservation("", robots).covers("https://a.example/x") is reserved


@pytest.mark.parametrize(
    ("header", "html", "said"),
    [
        ("1", "<html>", True),
        ("0", "<html>", False),
        (None, '<meta name="tdm-reservation" content="1">', True),
        (None, "<META content='1' name='TDM-Reservation'/>", True),
        ("1", '<meta name="tdm-reservation" content="0">', False),
        (None, '<meta name="tdm-policy" content="1">', None),
        (None, '<meta name="tdm-reservation-x" content="1">', None),
        ("yes", None, None),
    ],
)
def test_what_a_page_says_of_itself(header: str | None, html: str | None, said: bool | None) -> None:
    assert said_by_page(header, html) is said


@given(st.text(max_size=300), st.text(max_size=300), st.text(alphabet="/*$ab.", max_size=60))
def test_nothing_breaks_it(file: str, robots: str, pattern: str) -> None:
    read_reservation(file, robots).covers("https://a.example/" + robots.replace("#", ""))
    Reservation(((pattern, True),)).covers("https://a.example/aab/ab.b")
    said_by_page(file, robots)

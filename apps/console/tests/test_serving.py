"""What the console is to its surroundings: its paths, its headers, its settings."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
import streamlit
from console import server
from console.front import pages
from console.links import PATHS
from console.settings import Settings
from local_stack.paths import CONSOLE, CONSOLE_PAGES, service_of

CONFIGURATION = Path(server.__file__).parent / ".streamlit" / "config.toml"


def test_the_ingress_knows_every_page() -> None:
    assert [path for path in PATHS.values() if path] == list(CONSOLE_PAGES)
    assert all(service_of(f"/{path}") == CONSOLE for path in PATHS.values())


def test_the_only_inline_script_is_the_one_that_is_allowed() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in found]
    assert hashes
    assert [f"'sha256-{one}'" for one in hashes] == [server.INLINE_SCRIPT]
    policy = server.headers("https://preview.empfang.example")["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "frame-src 'self' https://preview.empfang.example;" in policy


def test_nothing_is_reported_to_anybody_and_nobody_is_asked() -> None:
    options = tomllib.loads(CONFIGURATION.read_text())
    assert options["browser"]["gatherUsageStats"] is False
    assert options["server"]["headless"] is True
    assert options["server"]["address"] == "127.0.0.1"
    assert options["client"]["showErrorDetails"] == "none"


def test_the_apis_are_where_the_environment_says(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PUBLIC_URL", "https://empfang.example/")
    assert Settings.read().api_url == "https://empfang.example"
    assert Settings.read().preview_url == "https://preview.empfang.example"
    environment.setenv("API_URL", "http://ingress:8080")
    assert Settings.read().api_url == "http://ingress:8080"


def test_a_console_without_a_key_of_its_own_does_not_start(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CONSOLE_KEY", "c2hvcnQ=")
    with pytest.raises(ValueError, match="CONSOLE_KEY"):
        Settings.read()


def test_the_frame_of_a_page_is_german_and_brings_the_script() -> None:
    html = pages.frame()
    assert '<html lang="de">' in html
    assert "<title>Empfang</title>" in html
    for file in (pages.SCRIPT, pages.STYLE):
        assert f'"{file}"' in html
        assert service_of(file) == CONSOLE
    assert "agent" not in html.partition("<script>")[0]

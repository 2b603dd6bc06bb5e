"""A real Valkey for sessions, and a server that says what a test wants in the place of the APIs."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
import valkey as valkey_client
from console.front import store
from local_stack.parts.small import Program
from streamlit.components.v2 import manifest_scanner

from .recorded import Recorded, answer, serving

SECRET = bytes(range(32))


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Streamlit looks through all installed packages once in a process; the pages of tests would do so each."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture
def recorded(environment: pytest.MonkeyPatch) -> Iterator[Recorded]:
    """What the APIs answer, beside a workspace that is there."""
    told = Recorded(
        {
            "GET /api/sessions": answer("session"),
            "GET /api/workspaces": answer("workspaces"),
            "GET /api/admin/kpis": {"kpis": []},
        }
    )
    with serving(told) as url:
        environment.setenv("API_URL", url)
        yield told


@pytest.fixture
def environment(valkey_server: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """What the console is told, with an empty store of its own."""
    valkey_client.Valkey(port=valkey_server.port).flushdb()
    monkeypatch.setenv("CONSOLE_KEY", base64.b64encode(SECRET).decode())
    monkeypatch.setenv("VALKEY_URL", f"valkey://127.0.0.1:{valkey_server.port}")
    store.opened.cache_clear()
    yield monkeypatch
    store.opened.cache_clear()

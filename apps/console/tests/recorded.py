"""Recorded answers behind the protocol of the APIs, and the console's pages opened on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import console
from console.front import store
from console.front.store import Kept
from console.links import PATHS
from console.session import begun
from streamlit.testing.v1 import AppTest

SCRIPT = Path(console.__file__).parent / "tab" / "app.py"
ANSWERS = Path(__file__).parent / "answers"
EMPTY: dict[str, Any] = {"items": [], "next": None}


def answer(name: str) -> Any:
    """An answer as a stack once gave it."""
    return json.loads((ANSWERS / f"{name}.json").read_text())


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    params: dict[str, list[str]]
    headers: dict[str, str]
    body: Any

    @property
    def version(self) -> int | None:
        """What it demands by `If-Match`."""
        demanded = self.headers.get("If-Match")
        return int(demanded.strip('"')) if demanded else None


Answer = tuple[int, Any]
Answering = Callable[[Asked], Answer]


@dataclass
class Recorded:
    """Answers by method and path; what nothing is said about is an empty list."""

    answers: dict[str, Any] = field(default_factory=dict)
    """A body, or a function of the request that gives status and body."""
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, request: Asked) -> Answer:
        self.asked.append(request)
        found = self.answers.get(f"{request.method} {request.path}", EMPTY)
        return found(request) if callable(found) else (200, found)

    def changes(self) -> list[Asked]:
        """What was asked for that is no reading."""
        return [one for one in self.asked if one.method != "GET"]


@contextmanager
def serving(answering: Answering) -> Iterator[str]:
    """A server of these answers: its URL."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            typed = "json" in (self.headers.get("Content-Type") or "")
            body = json.loads(sent) if sent and typed else sent
            headers = dict(self.headers.items())
            status, said = answering(Asked(self.command, parts.path, parse_qs(parts.query), headers, body))
            content = json.dumps(said).encode() if said is not None else b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any  # noqa: N815 http.server's names

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def page(name: str, kept: Kept | None = None, /, **address: str) -> AppTest:
    """A page opened at an address, signed in with a key, or as `kept` says."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    kept = kept or Kept("emp_a_key")
    app.session_state["session"] = begun(store.opened().begin(kept), kept)
    app.run()
    pages = app._registered_pages.items()  # `switch_page` knows files only, and these pages are functions
    app._page_hash = next(one for one, found in pages if found.get("url_pathname", "") == PATHS[name])
    for parameter, value in address.items():
        app.query_params[parameter] = value
    app.run()
    assert not app.exception, app.exception
    return app


def typed(app: AppTest, label: str, text: str) -> AppTest:
    """A text in the field of this label."""
    next(one for one in app.text_input if one.label == label).set_value(text).run()
    return app


def pressed(app: AppTest, label: str, *, place: int = 0) -> AppTest:
    """The button of this label pressed; `place` where several have it."""
    [one for one in app.button if one.label == label][place].click().run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    """Everything that the page says."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(one.value) for kind in kinds for one in kind).replace("\\", "")

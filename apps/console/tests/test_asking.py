"""What the console sends for a call, and what it makes of the answers of a server that says what a test wants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import streamlit as st
from console.api import Api, ApiProblem
from console.calls import analytics_svc, chat_svc, config_svc, lead_svc
from console.pages import live
from console.session import Session, fetch, fetch_all

BOT = "0198c0de-0000-7000-8000-000000000001"


@dataclass
class Server:
    """Answers every request with `answer` and remembers it."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    answer: str = "{}"
    asked: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            told.asked.append((self.command, self.path, dict(self.headers.items()), body))
            content = told.answer.encode()
            self.send_response(told.status)
            for name, value in (told.headers | {"Content-Length": str(len(content))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 http.server's names

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        told.url = f"http://127.0.0.1:{http.server_port}"
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield told
        http.shutdown()


@pytest.fixture
def api(server: Server) -> Api:
    return Api(server.url, "a-key")


@pytest.fixture
def signed_in(api: Api) -> Iterator[None]:
    st.session_state["session"] = Session(api)
    yield
    del st.session_state["session"]


def test_parameters_that_are_not_given_are_not_sent(server: Server, api: Api) -> None:
    api.send(lead_svc.list_leads(from_="2026-11-01", status=["new", "lost"], interest_min=7, text=""))
    api.send(analytics_svc.list_questions(BOT, unanswered=True))

    (_, leads, headers, _), (_, questions, _, _) = server.asked
    assert leads == "/api/admin/leads?from=2026-11-01&interest_min=7&status=new&status=lost"
    assert questions == f"/api/chatbots/{BOT}/questions?unanswered=true"
    assert headers["Authorization"] == "Bearer a-key"


def test_a_change_names_the_version_that_was_seen_and_only_a_post_may_be_repeated(server: Server, api: Api) -> None:
    api.send(config_svc.extend_demo(BOT, {"days": 30}), version=4)
    api.send(lead_svc.change_lead(BOT, {"notes": "ruft an"}), version=2)
    api.send(chat_svc.end_conversation(BOT, x_visitor_token="a-token"))

    (_, _, extended, days), (_, _, changed, _), (_, _, ended, _) = server.asked
    assert (extended["If-Match"], json.loads(days)) == ('"4"', {"days": 30})
    assert "Idempotency-Key" in extended
    assert changed["If-Match"] == '"2"'
    assert "Idempotency-Key" not in changed
    assert "If-Match" not in ended
    assert ended["X-Visitor-Token"] == "a-token"


def test_a_file_has_the_name_that_the_answer_gives_it(server: Server, api: Api) -> None:
    server.headers = {
        "Content-Disposition": 'attachment; filename="leads.csv"',
        "Content-Type": "text/csv; charset=utf-8",
    }
    server.answer = "a;b"

    file = api.download(lead_svc.export_leads(format="csv"))

    assert (file.name, file.media_type, file.content) == ("leads.csv", "text/csv", b"a;b")


@pytest.mark.usefixtures("signed_in")
def test_what_was_just_read_is_not_asked_for_again(server: Server) -> None:
    fetch(config_svc.get_chatbot(BOT))
    fetch_all([config_svc.get_chatbot(BOT), config_svc.list_chatbots(limit=5)])

    assert [path for _, path, _, _ in server.asked] == [f"/api/chatbots/{BOT}", "/api/chatbots?limit=5"]


@pytest.mark.usefixtures("signed_in")
def test_of_several_answers_a_problem_takes_its_place(server: Server) -> None:
    server.status, server.answer = 403, json.dumps({"title": "Forbidden", "detail": "leads:read"})

    (refused,) = fetch_all([lead_svc.list_leads()])

    assert isinstance(refused, ApiProblem)
    assert (refused.status, refused.detail) == (403, "leads:read")


@pytest.mark.usefixtures("signed_in")
def test_a_live_stream_that_ends_with_a_problem_says_so(server: Server) -> None:
    server.answer = 'event: error\ndata: {"status": 404, "title": "Not Found"}\n\n'

    with pytest.raises(ApiProblem, match="404 Not Found"):
        live._told(BOT)

"""A mail server that keeps everything: SMTP in, a page and JSON out. For local use only."""

from __future__ import annotations

import email
import email.policy
import html
import json
import re
import sys
import threading
from datetime import UTC, datetime
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from local_stack.messages import text

_STYLE = (
    "body{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1f2937}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.5rem;border-bottom:1px solid #e5e7eb}"
    "pre{white-space:pre-wrap}iframe{width:100%;height:40rem;border:1px solid #e5e7eb}a{color:#1f4e79}"
    ".w{overflow-x:auto}"
)


class Store:
    """Mails as `.eml` files, numbered as they came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, content: bytes, recipients: list[str]) -> None:
        """Keep a mail; the envelope's recipients are noted in a header."""
        with self._lock:
            number = max((int(path.stem) for path in self.folder.glob("*.eml")), default=0) + 1
            head = f"X-Envelope-To: {', '.join(recipients)}\r\nX-Received: {datetime.now(UTC).isoformat()}\r\n"
            temporary = self.folder / f"{number:06d}.part"
            temporary.write_bytes(head.encode() + content)
            temporary.rename(self.folder / f"{number:06d}.eml")

    def all(self, to: str | None = None) -> list[dict[str, Any]]:
        """Every mail, newest first, or those to one address."""
        found = [self.get(path.stem) for path in sorted(self.folder.glob("*.eml"), reverse=True)]
        return [mail for mail in found if mail and (to is None or to.lower() in str(mail["envelope_to"]).lower())]

    def get(self, id: str) -> dict[str, Any] | None:
        """One mail as JSON-ready data."""
        path = self.folder / f"{id}.eml"
        if not re.fullmatch(r"\d{6}", id) or not path.exists():
            return None
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101  (policy.default makes these)
        plain, rich = message.get_body(("plain",)), message.get_body(("html",))
        text_part = plain.get_content() if plain else ""
        html_part = rich.get_content() if rich else ""
        return {
            "id": id,
            "message_id": str(message["Message-ID"] or ""),
            "from": str(message["From"] or ""),
            "to": str(message["To"] or ""),
            "envelope_to": str(message["X-Envelope-To"] or ""),
            "subject": str(message["Subject"] or ""),
            "date": str(message["Date"] or ""),
            "received": str(message["X-Received"] or ""),
            "headers": {name: str(value) for name, value in message.items()},
            "text": text_part,
            "html": html_part,
            "links": re.findall(r"https?://[^\s<>\"')]+", text_part),
            "path": str(path),
        }

    def clear(self) -> None:
        """Delete every mail."""
        for path in self.folder.glob("*.eml"):
            path.unlink()


class _Receiver:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd)
        content = envelope.content
        if isinstance(content, str):
            content = content.encode()
        self._store.add(content or b"", list(envelope.rcpt_tos))
        return "250 OK"


def _handler(store: Store) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/":
                self._send(_list_page(store.all()))
            elif parts.path == "/api/messages":
                self._send_json(store.all(parse_qs(parts.query).get("to", [None])[0]))
            elif parts.path.startswith("/api/messages/"):
                self._send_json(store.get(parts.path.rsplit("/", 1)[1]))
            elif parts.path.startswith("/mails/"):
                mail = store.get(parts.path.rsplit("/", 1)[1])
                self._send(_mail_page(mail) if mail else None)
            else:
                self._send(None)

        def do_DELETE(self) -> None:
            if urlsplit(self.path).path == "/api/messages":
                store.clear()
                self._send_json([])
            else:
                self._send(None)

        def _send_json(self, value: Any) -> None:
            body = None if value is None else json.dumps(value, ensure_ascii=False)
            self._send(body, "application/json")

        def _send(self, body: str | None, kind: str = "text/html; charset=utf-8") -> None:
            content = (body if body is not None else text("mail_unknown")).encode()
            self.send_response(HTTPStatus.OK if body is not None else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: addresses are in the paths."""

    return Handler


def _list_page(mails: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td><a href='/mails/{mail['id']}'>{html.escape(mail['subject']) or '–'}</a></td>"
        f"<td>{html.escape(mail['to'])}</td><td>{html.escape(mail['date'])}</td></tr>"
        for mail in mails
    )
    head = "".join(f"<th>{text(name)}</th>" for name in ("mail_subject", "mail_to", "mail_date"))
    body = f"<div class=w><table><tr>{head}</tr>{rows}</table></div>" if mails else f"<p>{text('mail_empty')}</p>"
    return _page(text("mail_title"), f"<h1>{text('mail_title')}</h1>{body}")


def _mail_page(mail: dict[str, Any]) -> str:
    fields = "".join(
        f"<b>{html.escape(name)}:</b> {html.escape(str(mail[name]))}<br>" for name in ("from", "to", "date")
    )
    rich = f'<iframe sandbox srcdoc="{html.escape(mail["html"])}" title=HTML></iframe>' if mail["html"] else ""
    return _page(
        mail["subject"],
        f"<p><a href='/'>{text('mail_back')}</a></p><h1>{html.escape(mail['subject'])}</h1><p>{fields}</p>"
        f"<pre>{html.escape(mail['text'])}</pre>{rich}<p><small>{html.escape(mail['path'])}</small></p>",
    )


def _page(title: str, body: str) -> str:
    return (
        f"<!doctype html><html lang=de><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style><body>{body}</body></html>"
    )


def main() -> None:
    """`python -m local_stack.mailsink SMTP_PORT HTTP_PORT FOLDER`: run until ended."""
    smtp_port, http_port, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    store = Store(folder)
    Controller(
        _Receiver(store), hostname="127.0.0.1", port=smtp_port, data_size_limit=20_000_000, enable_SMTPUTF8=True
    ).start()
    ThreadingHTTPServer(("127.0.0.1", http_port), _handler(store)).serve_forever()


if __name__ == "__main__":
    main()

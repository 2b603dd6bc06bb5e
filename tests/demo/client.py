"""What the demo reaches the platform with: its API, its visitors, its mail sink and its clock."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from uuid import uuid4

import httpx

T = TypeVar("T")


class StepFailed(Exception):
    """A step did not come out as it should; the message is meant for people."""


class Refused(StepFailed):
    """A request was answered with an error."""

    def __init__(self, message: str, answer: httpx.Response) -> None:
        super().__init__(message)
        self.status = answer.status_code


@dataclass(frozen=True)
class Stack:
    """Where a running stack is. `clock_offset` is the file of seconds that its services add to their clocks."""

    base_url: str = "http://localhost:8080"
    sink_url: str = "http://127.0.0.1:8025"
    site_host: str = "127.0.0.1"
    site_port: int = 8090
    key: str = ""
    clock_offset: Path = Path(".local/clock-offset")

    @property
    def site_url(self) -> str:
        """The sample company's site."""
        return f"http://{self.site_host}:{self.site_port}/"


PATIENCE: ContextVar[float] = ContextVar("patience", default=1.0)
"""How much longer than usual things may take: under fire what counts is that they come out right in the end."""
RESTART_SECONDS = 30.0
"""How long a service may be away, as when it is killed and started again, before a step fails."""
AWAY = (502, 503, 504)


async def persistently(request: Callable[[], Awaitable[httpx.Response]], what: str) -> httpx.Response:
    """The answer to a request that may be repeated, asking again while the service behind it is away."""
    end = monotonic() + RESTART_SECONDS * PATIENCE.get()
    while True:
        try:
            answer = await request()
            if answer.status_code not in AWAY or monotonic() > end:
                return answer
        except httpx.TransportError as error:
            if monotonic() > end:
                raise StepFailed(
                    f"{what}: Die Plattform antwortet nicht ({type(error).__name__}). "
                    "Läuft „make up“ in einem zweiten Fenster?"
                ) from error
        await asyncio.sleep(0.3)


class Api:
    """The public API with the operator's key. An answer of 400 and more is a failed step that says what was asked."""

    def __init__(self, stack: Stack) -> None:
        self._client = httpx.AsyncClient(
            base_url=stack.base_url, headers={"Authorization": f"Bearer {stack.key}"}, timeout=30
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """One request. It carries an `Idempotency-Key`, so that it can be repeated when a service dies under it."""
        headers = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        answer = await persistently(
            lambda: self._client.request(method, path, headers=headers, **arguments), f"{method} {path}"
        )
        if answer.status_code >= 400:
            raise Refused(f"{method} {path} wurde mit {answer.status_code} beantwortet: {answer.text[:600]}", answer)
        return answer

    async def get(self, path: str, **params: Any) -> Any:
        """The JSON of a GET."""
        return (await self.call("GET", path, params=params)).json()

    async def post(self, path: str, body: Any = None) -> Any:
        """The JSON of a POST."""
        answer = await self.call("POST", path, json=body)
        return answer.json() if answer.content else None


async def until(
    what: str, look: Callable[[], Awaitable[T]], good: Callable[[T], bool], *, within: float, every: float = 0.25
) -> T:
    """The first result that is good. Raises `StepFailed`, naming what was waited for and the last thing seen."""
    within *= PATIENCE.get()
    end = monotonic() + within
    while True:
        found = await look()
        if good(found):
            return found
        if monotonic() > end:
            raise StepFailed(f"{what}: nach {within:.0f} s noch nicht. Zuletzt gesehen: {shortened(found)}")
        await asyncio.sleep(every)


def shortened(found: object) -> str:
    """Something as one line of at most 700 characters."""
    shown = json.dumps(found, ensure_ascii=False, default=str)
    return shown if len(shown) <= 700 else f"{shown[:700]} …"


class Sink:
    """The mail sink's JSON."""

    def __init__(self, stack: Stack) -> None:
        self._url = f"{stack.sink_url}/api/messages"

    async def mails(self) -> list[dict[str, Any]]:
        """All mails that were taken."""
        async with httpx.AsyncClient(timeout=10) as client:
            try:
                found = (await client.get(self._url)).raise_for_status().json()
            except (httpx.HTTPError, ValueError) as error:
                raise StepFailed(
                    f"Das Postfach unter {self._url} ist nicht lesbar ({type(error).__name__})."
                ) from error
        items = found["messages"] if isinstance(found, dict) else found
        return list(items)

    async def having(self, message_id: str) -> list[dict[str, Any]]:
        """The mails with this `Message-ID`."""
        wanted = message_id.strip("<>")
        return [mail for mail in await self.mails() if header(mail, "Message-ID").strip("<>") == wanted]

    async def with_id(self, message_id: str, *, within: float = 20) -> dict[str, Any]:
        """The one mail with this `Message-ID`. Raises `StepFailed` when it does not come, or came twice."""
        what = f"Mail {message_id} im Postfach"
        found = await until(what, lambda: self.having(message_id), bool, within=within)
        if len(found) > 1:
            raise StepFailed(f"{what}: Sie kam {len(found)}-mal an.")
        return found[0]


def header(mail: dict[str, Any], name: str) -> str:
    """A header of a mail of the sink; empty when it has none."""
    headers = mail.get("headers") or {}
    pairs = headers.items() if isinstance(headers, dict) else headers
    for found, value in pairs:
        if str(found).lower() == name.lower():
            return str(value[0] if isinstance(value, list) else value)
    return str(mail.get(name.lower().replace("-", "_"), ""))


class Clock:
    """The stack's clock offset."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def set(self, offset: timedelta) -> None:
        """Let all services' clocks run this far ahead; written whole, so that no service reads half a number."""
        if not self._file.parent.is_dir():
            raise StepFailed(f"Der Ordner für die Uhr fehlt: {self._file.parent}. Läuft „make up“?")
        draft = self._file.with_name(self._file.name + ".new")
        draft.write_text(str(offset.total_seconds()))
        draft.replace(self._file)


@dataclass
class Answer:
    """One answer of a bot, as the stream brought it."""

    text: str = ""
    citations: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    email_prompt: dict[str, Any] | None = None
    notices: list[dict[str, Any]] = field(default_factory=list)
    grounded: bool = False
    first_token_ms: float = 0.0
    events: list[str] = field(default_factory=list)


@dataclass
class Journal:
    """What visitors were told: whatever was answered must have its effect once, whatever broke off once or never."""

    let_in: Counter[str] = field(default_factory=Counter)
    """Visits that were answered, by the visitor's address."""
    unsure: Counter[str] = field(default_factory=Counter)
    """Attempts of which no answer came: the visit may have been taken down."""
    leads: Counter[str] = field(default_factory=Counter)
    """Receipts, by kind of lead."""
    ended: set[str] = field(default_factory=set)
    """Who ended the conversation."""

    def attempted(self, address: str, answer: httpx.Response | None) -> None:
        """Take down one attempt to be let in; None when the connection broke off."""
        if answer is None or answer.status_code in AWAY:
            self.unsure[address] += 1
        elif answer.status_code < 400:
            self.let_in[address] += 1


class Visitor:
    """A visitor with an address of their own, who talks to the ingress like a browser."""

    def __init__(self, stack: Stack, address: str, journal: Journal | None = None) -> None:
        self.address = address
        self.journal = journal or Journal()
        self._client = httpx.AsyncClient(
            base_url=stack.base_url.replace("localhost", "127.0.0.1"),
            headers={"Host": stack.base_url.removeprefix("http://"), "User-Agent": "Mozilla/5.0 (Empfang demo)"},
            transport=httpx.AsyncHTTPTransport(local_address=address),
            timeout=30,
        )
        self.session: dict[str, Any] = {}

    async def close(self) -> None:
        """Leave."""
        await self._client.aclose()

    async def page(self, link: str) -> httpx.Response:
        """Open an address of the platform."""
        path = "/" + link.split("/", 3)[3]
        return await persistently(lambda: self._client.get(path), f"GET {path.partition('?')[0]}")

    async def press(self, link: str) -> httpx.Response:
        """Press the button of a page: a POST to its own address."""
        path = "/" + link.split("/", 3)[3]
        return await persistently(lambda: self._client.post(path), f"POST {path}")

    async def enter(self, bot_id: str, token: str) -> httpx.Response:
        """Exchange the link's token for a visitor token."""
        path = f"/api/chat/{bot_id}/sessions"

        async def attempt() -> httpx.Response:
            answer: httpx.Response | None = None
            try:
                answer = await self._client.post(path, json={"token": token})
            finally:
                self.journal.attempted(self.address, answer)
            return answer

        answer = await persistently(attempt, f"POST {path}")
        if answer.status_code < 400:
            self.session = answer.json()
        return answer

    @property
    def _headers(self) -> dict[str, str]:
        return {"X-Visitor-Token": str(self.session.get("visitor_token") or self.session.get("token") or "")}

    async def post(self, path: str, body: Any = None) -> Any:
        """A request with the visitor token, repeated under one `Idempotency-Key` while the service is away."""
        headers = {**self._headers, "Idempotency-Key": str(uuid4())}
        answer = await persistently(lambda: self._client.post(path, json=body, headers=headers), f"POST {path}")
        if answer.status_code >= 400:
            raise Refused(f"POST {path} wurde mit {answer.status_code} beantwortet: {answer.text[:600]}", answer)
        return answer.json() if answer.content else None

    async def ask(self, bot_id: str, question: str) -> Answer:
        """Ask, and read the answer's stream to its end.

        A stream that breaks off is asked for again with the same message id, as the page does.
        """
        message_id, end = str(uuid4()), monotonic() + RESTART_SECONDS * PATIENCE.get()
        while True:
            found = await self._once(bot_id, message_id, question)
            if "done" in found.events:
                return found
            if monotonic() > end:
                raise StepFailed(f"Die Antwort auf „{question}“ brach ab: {found.events}")
            await asyncio.sleep(0.3)

    async def _once(self, bot_id: str, message_id: str, question: str) -> Answer:
        found, began = Answer(), monotonic()
        path, body = f"/api/chat/{bot_id}/messages", {"message_id": message_id, "text": question}
        with contextlib.suppress(httpx.TransportError):
            async with self._client.stream("POST", path, json=body, headers=self._headers) as stream:
                if stream.status_code in AWAY:
                    return found
                if stream.status_code >= 400:
                    shown = (await stream.aread()).decode()[:600]
                    raise StepFailed(f"POST {path} wurde mit {stream.status_code} beantwortet: {shown}")
                async for name, data in events(stream.aiter_lines()):
                    found.events.append(name)
                    _take(found, name, data, (monotonic() - began) * 1000)
        return found


def _take(answer: Answer, name: str, data: Any, elapsed_ms: float) -> None:
    if name == "delta":
        answer.first_token_ms = answer.first_token_ms or elapsed_ms
        answer.text += data["text"]
    elif name == "replace":
        answer.text = data["text"]
    elif name == "citations":
        answer.citations = data if isinstance(data, list) else data.get("citations", [])
    elif name == "cards":
        answer.cards = data.get("persons", [])
    elif name == "email_prompt":
        answer.email_prompt = data
    elif name == "notice":
        answer.notices.append(data)
    elif name == "done":
        answer.grounded = bool(data.get("grounded"))
    elif name == "error":
        raise StepFailed(f"Der Chat meldet: {shortened(data)}")


async def events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, Any]]:
    """Server-sent events as (name, JSON); comments are heartbeats."""
    name, data = "message", ""
    async for line in lines:
        if not line:
            if data:
                yield name, json.loads(data)
            name, data = "message", ""
        elif line.startswith("event:"):
            name = line[6:].strip()
        elif line.startswith("data:"):
            data += line[5:].lstrip()

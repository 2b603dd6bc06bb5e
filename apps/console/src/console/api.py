"""The public HTTP APIs as the console uses them: one class, time-outs, and one exception for whatever goes wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import lru_cache
from time import monotonic
from typing import Any, TypedDict, TypeVar, cast
from uuid import uuid4

import httpx

from console.call import Call, Parameter, Request, Transfer

Answer = TypeVar("Answer")
TIMEOUT = httpx.Timeout(20.0, connect=3.0)
AWAY = 0
"""The status of a problem that has none, because nobody answered."""


class ApiProblem(Exception):
    """A request that was not served. `fields` holds messages by JSON pointer; `status` 0 means nobody answered.

    `kind` is the last part of the problem's type, where a status alone says too little.
    """

    def __init__(
        self, status: int, title: str, detail: str = "", fields: dict[str, str] | None = None, kind: str = ""
    ) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.fields = fields or {}
        self.kind = kind

    @classmethod
    def of(cls, answer: httpx.Response) -> ApiProblem:
        """From an answer of 400 and more: problem+json (RFC 9457), or whatever a proxy says."""
        try:
            body = answer.json()
        except ValueError:
            body = {}
        if not isinstance(body, dict):
            body = {}
        status = AWAY if answer.status_code in (502, 503, 504) and not body else answer.status_code
        fields = {str(error["pointer"]): str(error["message"]) for error in body.get("errors") or ()}
        kind = str(body.get("type") or "").rpartition("/")[2]
        return cls(status, str(body.get("title") or answer.reason_phrase), str(body.get("detail") or ""), fields, kind)


@dataclass(frozen=True)
class File:
    """Something to download."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class ServerEvent:
    """A server-sent event. Its data is any JSON: the APIs' documents describe no streams."""

    name: str
    data: Any = field(default_factory=dict)


class _Arguments(TypedDict):
    method: str
    url: str
    params: dict[str, Parameter]
    headers: dict[str, str]
    json: object


@lru_cache(maxsize=1)
def _transport() -> httpx.HTTPTransport:
    """Connections are shared by all sessions; keys are not: they travel in each request's header."""
    return httpx.HTTPTransport(limits=httpx.Limits(max_connections=64, max_keepalive_connections=16), retries=1)


class Api:
    """The APIs with one key, or with none for who is about to get one. Raises `ApiProblem`."""

    def __init__(self, base_url: str, key: str | None) -> None:
        self._http = httpx.Client(
            base_url=base_url,
            headers={"Accept": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})},
            timeout=TIMEOUT,
            transport=_transport(),
        )

    def __repr__(self) -> str:
        return "Api(…)"  # without the key

    def send(self, call: Call[Answer], *, version: int | None = None, once: str | None = None) -> Answer:
        """The answer of a call, made only if the object still has this version.

        A POST may be repeated by its `Idempotency-Key`: `once` names it for who repeats it after an answer was lost.
        """
        headers = {"Idempotency-Key": once or str(uuid4())} if call.method == "POST" else {}
        return cast("Answer", _json(self._send(call, headers | _if_match(version))))

    def put(self, call: Call[Answer], file: File, *, version: int | None = None) -> Answer:
        """The answer of a call whose body is the file itself."""
        headers = {"Content-Type": file.media_type} | _if_match(version)
        return cast("Answer", _json(self._send(call, headers, content=file.content)))

    def submit(self, call: Call[Answer], file: File, *, title: str = "") -> Answer:
        """The answer of a call that takes a form with a file."""
        headers = {"Idempotency-Key": str(uuid4())}
        form = {
            "files": {"file": (file.name, file.content, file.media_type)},
            "data": {"title": title} if title else {},
        }
        return cast("Answer", _json(self._send(call, headers, **form)))

    def download(self, file: Transfer) -> File:
        """A file, under the name that the answer gives it."""
        answer = self._send(file, {"Accept": "*/*"})
        disposition = Message()
        disposition["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
        name = disposition.get_filename() or file.path.rsplit("/", 1)[-1]
        media_type = answer.headers.get("Content-Type", "application/octet-stream").partition(";")[0]
        return File(name, answer.content, media_type)

    def events(self, stream: Transfer, *, seconds: float) -> Iterator[ServerEvent]:
        """The events of a stream for at most so long."""
        end = monotonic() + seconds
        arguments = _arguments(stream, {"Accept": "text/event-stream"})
        try:
            with self._http.stream(**arguments, timeout=min(seconds, 30.0)) as answer:
                if answer.status_code >= 400:
                    answer.read()
                    raise ApiProblem.of(answer)
                name, data = "message", ""
                for line in answer.iter_lines():
                    if line.startswith("event:"):
                        name = line[6:].strip()
                    elif line.startswith("data:"):
                        data += line[5:].lstrip()
                    elif not line and data:
                        yield ServerEvent(name, json.loads(data))
                        name, data = "message", ""
                    if monotonic() > end:
                        return
        except httpx.ReadTimeout:
            return
        except httpx.HTTPError as error:
            raise _nobody(error) from error

    def _send(self, request: Request, headers: Mapping[str, str], **body: Any) -> httpx.Response:
        arguments = {**_arguments(request, headers), **({"json": None, **body} if body else {})}
        try:
            answer = self._http.request(**arguments)
        except httpx.HTTPError as error:
            raise _nobody(error) from error
        if answer.status_code >= 400:
            raise ApiProblem.of(answer)
        return answer


def _json(answer: httpx.Response) -> Any:
    return answer.json() if answer.content else None


def _nobody(error: httpx.HTTPError) -> ApiProblem:
    return ApiProblem(AWAY, type(error).__name__)


def _arguments(request: Request, headers: Mapping[str, str]) -> _Arguments:
    """A request as httpx takes it."""
    return {
        "method": request.method,
        "url": request.path,
        "params": {name: value for name, value in request.params.items() if value not in (None, "", [])},
        "headers": {name: value for name, value in request.headers.items() if value is not None} | dict(headers),
        "json": request.body,
    }


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}

"""A language model behind an OpenAI-compatible API, streamed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from prometheus_client import Counter, Gauge

from chat_svc.adapters.breaker import Breaker
from chat_svc.settings import ModelSettings

OUTCOMES = Counter("chat_model_total", "Calls of the language model by outcome", ["outcome"])
TOKENS = Counter("chat_model_tokens_total", "Tokens that models read and wrote", ["model", "direction"])
COST = Counter("chat_model_cost_total", "What models cost, in the currency of the configured prices", ["model"])
RESTING = Gauge("chat_model_resting", "Whether a model is not asked because it kept failing", ["model"])
RETRY_SECONDS = 0.2
WORTH_A_PAUSE = 0.01
"""Seconds below which letting text gather costs more than it spares."""
LONGEST_LINE = 65_536
"""Bytes of one line of a model's stream."""
TEMPERATURE = 0.2
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Answers that another try may better."""


class ModelFailed(Exception):
    """No model answered, or one broke off; the text so far stands. `again`: the same model may do better at once."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call."""

    read: int
    written: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.read + self.written


@dataclass
class Completion:
    """One answer being written. `finish` is set at its end."""

    pieces: AsyncGenerator[str, None] = field(init=False)
    pause: Callable[[], float]
    model: str = ""
    finish: str | None = None
    usage: Usage | None = None
    """As the server counted; not every server does."""

    @property
    def complete(self) -> bool:
        """Whether the model ended its answer by itself."""
        return self.finish == "stop"


class ModelClient:
    """Asks for chat completions: the first model, once more when it failed in passing, then the others in their order.

    All of that happens before the first words only: what is begun is not begun anew.
    """

    def __init__(self, http: aiohttp.ClientSession, settings: ModelSettings) -> None:
        self._http = http
        self._settings = settings
        self._url = f"{str(settings.base_url).rstrip('/')}/chat/completions"
        self._models = (settings.name, *settings.fallbacks)
        self._breakers = {model: Breaker() for model in self._models}

    @property
    def check_seconds(self) -> float:
        """How long its word on what was written is waited for; 0 when it is not asked."""
        return self._settings.check_seconds

    def complete(
        self,
        messages: Sequence[dict[str, str]],
        *,
        max_tokens: int,
        temperature: float = TEMPERATURE,
        pause: Callable[[], float] = lambda: 0.0,
    ) -> Completion:
        """Begin a completion; iterate over its `pieces`, which raise `ModelFailed`.

        `pause` tells for how many seconds text may gather after the first words before more is read of it.
        """
        completion = Completion(pause=pause)
        completion.pieces = self._pieces(completion, messages, max_tokens, temperature)
        return completion

    def account(self, completion: Completion, usage: Usage) -> None:
        """Enter what a completion used, and its cost."""
        TOKENS.labels(completion.model, "read").inc(usage.read)
        TOKENS.labels(completion.model, "written").inc(usage.written)
        prices = self._settings
        cost = usage.read * prices.input_price + usage.written * prices.output_price
        COST.labels(completion.model).inc(cost / 1_000_000)

    async def _pieces(
        self, completion: Completion, messages: Sequence[dict[str, str]], max_tokens: int, temperature: float
    ) -> AsyncGenerator[str, None]:
        body = {
            "messages": list(messages),
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": max_tokens,
            "temperature": temperature,
        }
        failure = ModelFailed("every model rests")
        try:
            async with asyncio.timeout(self._settings.total_seconds):
                for model in self._models:
                    for attempt in range(2):
                        if not self._breakers[model].admits():
                            break
                        begun = False
                        try:
                            async for piece in self._asked(model, completion, body):
                                begun = True
                                yield piece
                        except ModelFailed as error:
                            self._ended(model, begun)
                            if begun:
                                raise
                            failure = error
                            if attempt or not error.again:
                                break
                            await asyncio.sleep(RETRY_SECONDS)
                            continue
                        self._ended(model, True)
                        OUTCOMES.labels("complete" if completion.complete else "cut").inc()
                        return
        except TimeoutError as error:
            OUTCOMES.labels("timeout").inc()
            raise ModelFailed("the model took too long") from error
        raise failure

    def _ended(self, model: str, well: bool) -> None:
        breaker = self._breakers[model]
        if well:
            breaker.succeeded()
        else:
            breaker.failed()
        RESTING.labels(model).set(breaker.resting)

    async def _asked(self, model: str, completion: Completion, body: dict[str, Any]) -> AsyncGenerator[str, None]:
        """What one model writes. Raises `ModelFailed`."""
        completion.model, completion.finish = model, None
        try:
            async for piece in self._streamed(completion, {**body, "model": model}):
                yield piece
        except TimeoutError as error:
            OUTCOMES.labels("timeout").inc()
            raise ModelFailed("the model took too long") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: a line without end
            OUTCOMES.labels("broken").inc()
            raise ModelFailed(type(error).__name__, again=isinstance(error, aiohttp.ClientConnectionError)) from error

    async def _streamed(self, completion: Completion, body: dict[str, Any]) -> AsyncGenerator[str, None]:
        async with asyncio.timeout(self._settings.first_token_seconds) as patience:
            async with self._http.post(self._url, json=body, allow_redirects=False) as response:
                if response.status != 200:
                    OUTCOMES.labels("refused").inc()
                    reason = f"the model's server answered {response.status}"
                    raise ModelFailed(reason, again=response.status in PASSING)
                loop = asyncio.get_running_loop()
                async for text in _texts(completion, response):
                    patience.reschedule(None)
                    yield text
                    await _gather(response, completion.pause())
                    patience.reschedule(loop.time() + self._settings.gap_seconds)


async def _texts(completion: Completion, response: aiohttp.ClientResponse) -> AsyncGenerator[str, None]:
    """The text of a stream: of all lines that are there already, at once. Raises `ModelFailed` and `ValueError`."""
    rest, over = b"", False
    while not over:
        data = await response.content.readany()
        *lines, rest = (rest + (data or b"\n")).split(b"\n")
        if len(rest) > LONGEST_LINE:
            raise ValueError("a line without end")
        found, over, failure = [], not data, None
        for line in lines:
            try:
                text = _content(completion, line)
            except ModelFailed as error:  # what came before it in the same breath stands
                text, failure = None, error
            if text is None:
                over = True
                break
            found.append(text)
        if any(found):
            yield "".join(found)
        if failure is not None:
            raise failure


async def _gather(response: aiohttp.ClientResponse, seconds: float) -> None:
    """Let text come in unread: every look at it costs about the same, whether a word or a sentence has come."""
    protocol = response.connection.protocol if response.connection is not None else None
    if seconds < WORTH_A_PAUSE or protocol is None:
        return
    protocol.pause_reading()
    try:
        await asyncio.sleep(seconds)
    finally:
        protocol.resume_reading()


def _content(completion: Completion, line: bytes) -> str | None:
    """The text in one line of the stream, None at its end. Raises `ModelFailed` for what is no chunk."""
    if not line.startswith(b"data:"):
        return ""
    data = line[5:].decode(errors="replace").strip()
    if data == "[DONE]":
        return None
    try:
        chunk = json.loads(data)
        usage = chunk.get("usage")
        if usage:
            completion.usage = Usage(int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0))
        if chunk.get("error"):
            raise ModelFailed("the model's server reports an error inside the stream")
        choices = chunk.get("choices") or []
        if not choices:
            return ""
        completion.finish = choices[0].get("finish_reason") or completion.finish
        return str((choices[0].get("delta") or {}).get("content") or "")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        OUTCOMES.labels("unreadable").inc()
        raise ModelFailed("the stream holds something that is no chunk") from error


@asynccontextmanager
async def open_model(settings: ModelSettings) -> AsyncIterator[ModelClient]:
    """The client of the configured model."""
    key = settings.api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=settings.connect_seconds)
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    async with aiohttp.ClientSession(
        connector=connector, headers=headers, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        yield ModelClient(http, settings)

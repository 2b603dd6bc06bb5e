"""A scripted server that speaks the OpenAI API: what it answers is decided by the caller, so tests and benches repeat.

    python -m tests.fakes.model --port 8099

The scenario is the header `X-Scenario`, else the model's name, else `--scenario`. Parts are joined by commas:

    quote        (default) sentences of the numbered passages in the prompt, each with its marker [n]
    say=TEXT     this text (URL-encoded)
    delay=MS     pause between chunks;  first=MS  pause before the first one
    tokens=N     exactly N chunks
    stall        two chunks, then silence until the client gives up
    stop         the connection breaks in the middle of a sentence
    cut          ends in the middle of a sentence with finish_reason "length"
    garbage      a byte that is no UTF-8 inside a chunk
    badjson      a chunk that is no JSON
    invent       a sentence with a marker no passage has, and one that no passage supports
    check=TEXT   what is said of statements that are to be checked (`1: yes`); else it answers them as any message
    words=TEXT   what is named to look for, when that is asked for; else the question comes back as it is
    needs=TEXT   says that the passages do not answer, unless they hold this text
    rewrite=TEXT what a message is rewritten to, when that is asked for; else it comes back as it is
    obey         repeats the system prompt: what a model does that fell for an injection
    error=CODE   that status at once, with the API's error body;  fail=N  only the first N requests of this scenario
"""

import argparse
import asyncio
import hashlib
import json
import math
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from aiohttp import web

PASSAGE = re.compile(r"^\s*\[(\d{1,2})\]\s*(?:«[^»]*»\s*)?(.*?)(?=^\s*\[\d{1,2}\]|\Z)", re.MULTILINE | re.DOTALL)
PIECE = re.compile(r"\s*\S+")
SENTENCE = re.compile(r"\S.{18,}?[.!?](?=\s|$)")
WORD = re.compile(r"[^\W_]+")
DIMENSION = 384
ABSTAINING = re.compile(r"do not answer the question, write only (\w+)")
NOTHING = "Dazu finde ich in den Unterlagen nichts."


@dataclass
class Script:
    """What a scenario asks for."""

    name: str
    flags: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Script":
        """`delay=20,quote` and the like; unknown parts are a model's name and mean nothing."""
        parts = (part.strip().partition("=") for part in text.split(","))
        return cls(text, {key: unquote_plus(value) for key, _, value in parts if key})

    def has(self, flag: str) -> bool:
        return flag in self.flags

    def number(self, flag: str, default: int = 0) -> int:
        value = self.flags.get(flag, "")
        return int(value) if value.isdigit() else default


class ScriptedModel:
    """The server's memory: what was asked, so that tests can look."""

    def __init__(self, scenario: str = "quote") -> None:
        self.scenario = scenario
        self.requests: list[dict[str, Any]] = []
        self.served: Counter[str] = Counter()

    def app(self) -> web.Application:
        """The application."""
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_get("/v1/models", self.models)
        app.router.add_post("/v1/chat/completions", self.complete)
        app.router.add_post("/v1/embeddings", self.embed)
        app.router.add_get("/requests", self.asked)
        return app

    async def models(self, _: web.Request) -> web.Response:
        """One model."""
        return web.json_response(
            {"object": "list", "data": [{"id": "scripted", "object": "model", "created": 0, "owned_by": "tests"}]}
        )

    async def asked(self, _: web.Request) -> web.Response:
        """The last requests, newest last."""
        return web.json_response(self.requests[-100:])

    def _script(self, request: web.Request, body: dict[str, Any]) -> Script:
        model = str(body.get("model", ""))
        known = Script.parse(model)
        named = model if any(known.has(flag) for flag in FLAGS) else self.scenario
        return Script.parse(request.headers.get("X-Scenario") or named)

    def _refusal(self, script: Script) -> web.Response | None:
        """The error a scenario wants, as the API words it."""
        self.served[script.name] += 1
        code = script.number("error")
        if not code or (script.has("fail") and self.served[script.name] > script.number("fail")):
            return None
        kind = "rate_limit_exceeded" if code == 429 else "server_error"
        headers = {"Retry-After": "1"} if code == 429 else {}
        return web.json_response(
            {"error": {"message": f"scripted {code}", "type": kind, "param": None, "code": kind}},
            status=code,
            headers=headers,
        )

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """Chat completions, streamed or whole."""
        body = await _json(request)
        if body is None or not isinstance(body.get("messages"), list):
            return _invalid("'messages' is a required property")
        self._remember(body)
        script = self._script(request, body)
        if refusal := self._refusal(script):
            return refusal
        prompt = "\n".join(_text(message) for message in body["messages"])
        pieces = written(script, body["messages"])
        usage = _usage(prompt, pieces)
        head = {
            "id": f"chatcmpl-{len(self.requests)}",
            "created": int(time.time()),
            "model": str(body.get("model", "scripted")),
        }
        if not body.get("stream"):
            await asyncio.sleep(script.number("first") / 1000)
            finish = "length" if script.has("cut") else "stop"
            choice = {
                "index": 0,
                "message": {"role": "assistant", "content": "".join(pieces)},
                "logprobs": None,
                "finish_reason": finish,
            }
            return web.json_response({**head, "object": "chat.completion", "choices": [choice], "usage": usage})
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        with_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        try:
            async for line in stream(script, head, pieces, usage if with_usage else None):
                await response.write(line)
        except _Broken:
            if request.transport is not None:
                request.transport.abort()
            return response
        await response.write_eof()
        return response

    async def embed(self, request: web.Request) -> web.Response:
        """Embeddings: hashed words, so that texts that share words are near each other."""
        body = await _json(request)
        texts = [] if body is None else body.get("input")
        texts = [texts] if isinstance(texts, str) else texts
        if body is None or not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
            return _invalid("'input' must be a string or a list of strings")
        script = self._script(request, body)
        if refusal := self._refusal(script):
            return refusal
        await asyncio.sleep(script.number("first") / 1000)
        size = int(body.get("dimensions") or DIMENSION)
        tokens = sum(len(PIECE.findall(text)) for text in texts)
        return web.json_response(
            {
                "object": "list",
                "data": [
                    {"object": "embedding", "index": place, "embedding": hashed_vector(text, size)}
                    for place, text in enumerate(texts)
                ],
                "model": str(body.get("model", "scripted")),
                "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
            }
        )

    def _remember(self, body: dict[str, Any]) -> None:
        self.requests.append(body)
        del self.requests[:-1000]


FLAGS = frozenset(
    "quote say delay first tokens stall stop cut garbage badjson invent obey error fail".split()  # noqa: SIM905
    + "rewrite check words needs".split()  # noqa: SIM905
)


class _Broken(Exception):
    """The connection is to break here."""


async def stream(
    script: Script, head: dict[str, Any], pieces: list[str], usage: dict[str, int] | None
) -> AsyncIterator[bytes]:
    """Server-sent events as the API sends them: role, content, finish reason, usage if asked for, [DONE]."""

    def event(delta: dict[str, str], finish: str | None = None) -> bytes:
        chunk: dict[str, Any] = {
            **head,
            "object": "chat.completion.chunk",
            "system_fingerprint": None,
            "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}],
        }
        if usage is not None:
            chunk["usage"] = None
        return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"

    await asyncio.sleep(script.number("first") / 1000)
    yield event({"role": "assistant", "content": ""})
    for place, piece in enumerate(pieces):
        if place and script.has("delay"):
            await asyncio.sleep(script.number("delay") / 1000)
        if place == 2 and script.has("stall"):
            await asyncio.sleep(3600)
        if place == 2 and script.has("garbage"):
            yield event({"content": "\u0001"}).replace(b"\\u0001", b"M\xf6bel \xe2\x82")
        if place == 2 and script.has("badjson"):
            yield b'data: {"choices": [{"delta": {"content": "ab\n\n'
        if place == max(3, len(pieces) // 2):
            if script.has("stop"):
                raise _Broken
            if script.has("cut"):
                break
        yield event({"content": piece})
    yield event({}, "length" if script.has("cut") else "stop")
    if usage is not None:
        last = {**head, "object": "chat.completion.chunk", "choices": [], "usage": usage}
        yield b"data: " + json.dumps(last).encode() + b"\n\n"
    yield b"data: [DONE]\n\n"


def written(script: Script, messages: list[Any]) -> list[str]:
    """The answer in the pieces it is streamed in."""
    prompt = "\n".join(_text(message) for message in messages)
    if _asks_to_rewrite(messages):
        text = script.flags.get("rewrite") or _last_question(messages)
    elif _asks_what_to_look_for(messages):
        text = script.flags.get("words") or _last_question(messages)
    elif script.has("check") and _asks_to_check(messages):
        text = script.flags["check"]
    elif script.has("needs") and script.flags["needs"] not in prompt:
        text = next(iter(ABSTAINING.findall(prompt)), NOTHING)
    elif script.has("say"):
        text = script.flags["say"]
    elif script.has("obey"):
        text = next((_text(m) for m in messages if isinstance(m, dict) and m.get("role") == "system"), NOTHING)
    else:
        given = next((text for text in map(_text, messages) if PASSAGE.search(text)), prompt)
        text = quoted(given, _last_question(messages))
        if script.has("invent"):
            text += " Zudem liefern wir kostenlos bis zum Mond [97]. Alle Preise wurden gestern halbiert [1]."
    pieces = PIECE.findall(text)
    if wanted := script.number("tokens"):
        pieces = [pieces[place % len(pieces)] for place in range(wanted)] if pieces else ["."] * wanted
    return pieces


def quoted(prompt: str, question: str) -> str:
    """A sentence of each of the best two numbered passages, by words shared with the question, with markers."""
    asked = {word.lower()[:6] for word in WORD.findall(question) if len(word) > 3}
    rated: list[tuple[int, int, str]] = []
    for number, text in PASSAGE.findall(prompt):
        for sentence in SENTENCE.findall(text) or [text.strip()]:
            shared = len(asked & {word.lower()[:6] for word in WORD.findall(sentence)})
            rated.append((-shared, int(number), " ".join(sentence.split())))
    chosen: dict[int, str] = {}
    for _, number, sentence in sorted(rated):
        if sentence and len(chosen) < 2:
            chosen.setdefault(number, sentence)
    if not chosen:
        return NOTHING
    return " ".join(f"{sentence.rstrip('.')} [{number}]." for number, sentence in chosen.items())


def hashed_vector(text: str, size: int = DIMENSION) -> list[float]:
    """A unit vector of the text's words: the same everywhere, near for texts that share words."""
    vector = [0.0] * size
    for word in WORD.findall(text.lower()):
        seed = int.from_bytes(hashlib.blake2b(word[:6].encode(), digest_size=8).digest())
        source = random.Random(seed)
        for _ in range(8):
            vector[source.randrange(size)] += source.choice((-1.0, 1.0))
    length = math.sqrt(sum(value * value for value in vector))
    return [value / length for value in vector] if length else [1.0] + [0.0] * (size - 1)


def _asks_to_rewrite(messages: list[Any]) -> bool:
    return bool(messages) and "Reply with the question only" in _text(messages[0])


def _asks_what_to_look_for(messages: list[Any]) -> bool:
    return bool(messages) and "You name what to look for" in _text(messages[0])


def _asks_to_check(messages: list[Any]) -> bool:
    return bool(messages) and "You check statements" in _text(messages[0])


def _last_question(messages: list[Any]) -> str:
    return next((_text(m) for m in reversed(messages) if isinstance(m, dict) and m.get("role") == "user"), "")


def _text(message: Any) -> str:
    """A message's text; content may be a list of parts."""
    content = message.get("content") if isinstance(message, dict) else ""
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


def _usage(prompt: str, pieces: list[str]) -> dict[str, int]:
    asked = len(PIECE.findall(prompt))
    return {"prompt_tokens": asked, "completion_tokens": len(pieces), "total_tokens": asked + len(pieces)}


async def _json(request: web.Request) -> dict[str, Any] | None:
    try:
        body = await request.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _invalid(message: str) -> web.Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return web.json_response({"error": error}, status=400)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--scenario", default="quote")
    arguments = parser.parse_args()
    print(f"http://{arguments.host}:{arguments.port}/v1", flush=True)
    web.run_app(
        ScriptedModel(arguments.scenario).app(),
        host=arguments.host,
        port=arguments.port,
        print=None,
        handler_cancellation=True,
    )


if __name__ == "__main__":
    main()

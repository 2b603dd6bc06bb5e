"""The scripted model speaks the protocol that the real client reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx
import pytest
from aiohttp.test_utils import TestServer
from knowledge.embedders import OpenAIEmbedder

from tests.fakes.model import ScriptedModel

if TYPE_CHECKING:  # it takes seconds, which every process of a run would need to collect this file
    from openai import AsyncOpenAI
    from openai.types import CompletionUsage

PROMPT = """Passagen:
[1] Unsere Werkstatt liegt am Hobelweg in Hamburg. Dort lagert das Holz.
[2] Ein Esstisch aus Eiche kostet 2.350 Euro. Die Lieferung dauert sechs Wochen.
"""


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    server = TestServer(ScriptedModel().app(), handler_cancellation=True)
    async with server:
        yield server


@pytest.fixture
async def client(server: TestServer) -> AsyncIterator[AsyncOpenAI]:
    from openai import AsyncOpenAI

    async with AsyncOpenAI(base_url=str(server.make_url("/v1")), api_key="any", max_retries=0, timeout=5) as client:
        yield client


async def streamed(client: AsyncOpenAI, model: str) -> tuple[str, list[str | None], CompletionUsage | None]:
    stream = await client.chat.completions.create(
        model=model,
        messages=[
            {"role": "system", "content": PROMPT},
            {"role": "user", "content": "Was kostet ein Esstisch aus Eiche?"},
        ],
        stream=True,
        stream_options={"include_usage": True},
    )
    text, usage = "", None
    reasons: list[str | None] = []
    async for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            reasons.append(choice.finish_reason)
    return text, reasons, usage


async def test_an_answer_quotes_the_passage_with_its_marker_and_ends_with_usage(client: AsyncOpenAI) -> None:
    text, reasons, usage = await streamed(client, "scripted")

    assert text.startswith("Ein Esstisch aus Eiche kostet 2.350 Euro [2].")
    assert reasons[-1] == "stop"
    assert usage is not None
    assert usage.completion_tokens > 5


async def test_a_cut_answer_says_so(client: AsyncOpenAI) -> None:
    text, reasons, _ = await streamed(client, "cut")

    assert reasons[-1] == "length"
    assert not text.endswith(".")


async def test_a_broken_connection_breaks_the_client(client: AsyncOpenAI) -> None:
    from openai import APIConnectionError

    with pytest.raises((APIConnectionError, httpx.TransportError)):
        await streamed(client, "stop")


async def test_the_number_of_tokens_can_be_set(client: AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="tokens=17", messages=[{"role": "user", "content": "x"}], stream=True
    )
    assert len([c async for c in stream if c.choices and c.choices[0].delta.content]) == 17


@pytest.mark.parametrize(("code", "error"), [(429, "RateLimitError"), (500, "InternalServerError")])
async def test_errors_are_worded_as_the_api_words_them(client: AsyncOpenAI, code: int, error: str) -> None:
    import openai

    with pytest.raises(getattr(openai, error), match=f"scripted {code}"):
        await streamed(client, f"error={code}")


async def test_garbage_is_not_utf8(server: TestServer) -> None:
    import aiohttp

    async with (
        aiohttp.ClientSession() as session,
        session.post(
            server.make_url("/v1/chat/completions"),
            json={"model": "garbage", "stream": True, "messages": [{"role": "user", "content": PROMPT}]},
        ) as response,
    ):
        body = await response.read()

    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert body.endswith(b"data: [DONE]\n\n")


async def test_embeddings_are_near_for_texts_that_share_words(server: TestServer) -> None:
    embedder = await OpenAIEmbedder.open(str(server.make_url("/v1")), "any", "scripted")

    made = await embedder.embed_passages(["Esstische aus Eiche", "Esstisch aus Nussbaum", "Das Wetter morgen"])
    tables = [one.vector for one in made]
    await embedder.close()

    assert embedder.model.dimension == len(tables[0]) == 384
    assert tables[0] @ tables[1] > tables[0] @ tables[2]


async def test_the_embedder_retries_while_the_service_is_busy(server: TestServer) -> None:
    embedder = await OpenAIEmbedder.open(
        str(server.make_url("/v1")), "any", "error=503,fail=2", dimension=384, first_pause=0.01
    )

    assert (await embedder.embed_query("Eiche")).vector.shape == (384,)
    await embedder.close()

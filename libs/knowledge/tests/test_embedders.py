"""The local model, and the client of an embedding service against scripted answers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import aiohttp
import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from knowledge import EmbeddingModel, Embeddings, ModelMismatch, calibration, elsewhere, open_embedder, open_index
from knowledge.embedders import EmbeddingUnavailable, LocalEmbedder, OpenAIEmbedder
from pydantic import SecretStr

Texts = list[str]
Answer = Callable[[Texts], web.Response]
Open = Callable[..., Awaitable[OpenAIEmbedder]]


def vectors(texts: Texts, size: int = 3) -> web.Response:
    data = [{"index": place, "embedding": [float(len(text)), *[1.0] * (size - 1)]} for place, text in enumerate(texts)]
    return web.json_response({"data": data[::-1]})


@pytest.fixture
async def service() -> AsyncIterator[Open]:
    """An embedder of a server that answers as told."""
    async with AsyncExitStack() as stack:

        async def start(answer: Answer, *, batch: int = 64, attempts: int = 4) -> OpenAIEmbedder:
            async def embeddings(request: web.Request) -> web.Response:
                try:
                    return answer((await request.json())["input"])
                except ConnectionError:
                    assert request.transport is not None
                    request.transport.abort()
                    raise

            app = web.Application()
            app.router.add_post("/v1/embeddings", embeddings)
            server = await stack.enter_async_context(TestServer(app))
            client = await stack.enter_async_context(aiohttp.ClientSession())
            model = EmbeddingModel(name="m", dimension=3)
            url = str(server.make_url("/v1/"))
            return OpenAIEmbedder(client, url, model, batch=batch, attempts=attempts, first_pause=0.001)

        yield start


async def test_answers_are_put_in_the_order_of_the_texts_and_to_unit_length(service: Open) -> None:
    asked: list[int] = []

    def answer(texts: Texts) -> web.Response:
        asked.append(len(texts))
        return vectors(texts)

    embedder = await service(answer, batch=2)
    found = np.stack([one.vector for one in await embedder.embed_passages(["a", "bbb", "ccccc"])])

    assert asked == [2, 1]
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    assert found[0, 0] < found[1, 0] < found[2, 0]
    assert await embedder.embed_passages([]) == []


@pytest.mark.parametrize("trouble", [429, 500, 503, "connect"])
async def test_passing_trouble_is_waited_out(service: Open, trouble: int | str) -> None:
    calls = 0

    def answer(texts: Texts) -> web.Response:
        nonlocal calls
        calls += 1
        if calls < 3:
            if trouble == "connect":
                raise ConnectionError
            return web.Response(status=int(trouble), headers={"Retry-After": "0"})
        return vectors(texts)

    assert (await (await service(answer)).embed_query("x")).vector.shape == (3,)
    assert calls == 3


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, ""),
        (200, "<html>"),
        (200, '{"data": []}'),
        (200, '{"data": [{"index": 0, "embedding": ["x"]}]}'),
        (200, '{"data": [{"index": 0, "embedding": [0.0, 0.0, 0.0]}]}'),
        (200, '{"data": [{"index": 0, "embedding": [NaN, 1.0, 0.0]}]}'),
    ],
)
async def test_a_useless_answer_is_said_at_once(service: Open, status: int, body: str) -> None:
    calls = 0

    def counted(_: Texts) -> web.Response:
        nonlocal calls
        calls += 1
        return web.Response(status=status, text=body)

    embedder = await service(counted)
    with pytest.raises(EmbeddingUnavailable):
        await embedder.embed_query("x")
    assert calls == 1


async def test_lasting_trouble_ends_after_the_attempts(service: Open) -> None:
    embedder = await service(lambda _: web.Response(status=503))
    with pytest.raises(EmbeddingUnavailable, match="4 attempts"):
        await embedder.embed_query("x")


async def test_another_dimension_is_no_vector_of_this_model(service: Open) -> None:
    embedder = await service(lambda texts: vectors(texts, size=4))
    with pytest.raises(ModelMismatch):
        await embedder.embed_query("x")


async def test_opening_learns_dimension_and_scale() -> None:
    async with AsyncExitStack() as stack:

        async def embeddings(request: web.Request) -> web.Response:
            texts = (await request.json())["input"]
            rows = [{"index": n, "embedding": hashed(text)} for n, text in enumerate(texts)]
            return web.json_response({"data": rows})

        app = web.Application()
        app.router.add_post("/v1/embeddings", embeddings)
        server = await stack.enter_async_context(TestServer(app))
        embedder = await stack.enter_async_context(
            open_embedder(Embeddings(base_url=str(server.make_url("/v1")), api_key=SecretStr("k"), model="m"))
        )

        assert embedder.model == EmbeddingModel(name="m", dimension=26)
        assert embedder.scale.related > embedder.scale.unrelated


async def test_what_is_about_the_world_is_learnt_behind_the_first_question(service: Open) -> None:
    world, _ = elsewhere.questions()
    told = set(world)

    def answer(texts: Texts) -> web.Response:
        rows = [
            [1.0, 0.1 * (len(text) % 5), 0.0] if text in told else [0.0, 0.1 * (len(text) % 5), 1.0] for text in texts
        ]
        return web.json_response({"data": [{"index": place, "embedding": row} for place, row in enumerate(rows)]})

    embedder = await service(answer)
    vector = (await embedder.embed_query(world[0])).vector
    assert embedder.elsewhere(None) is None
    assert embedder.elsewhere(vector) is None

    said = await eventually(lambda: embedder.elsewhere(vector))

    assert said > 0.5
    await embedder.close()


async def test_a_service_that_does_not_give_so_many_vectors_is_used_without(service: Open) -> None:
    embedder = await service(lambda texts: vectors(texts) if len(texts) == 1 else web.Response(status=400))
    vector = (await embedder.embed_query("x")).vector
    assert embedder.elsewhere(vector) is None

    await asyncio.sleep(0.2)

    assert embedder.elsewhere(vector) is None
    await embedder.close()


async def eventually(look: Callable[[], float | None]) -> float:
    for _ in range(1000):
        if (found := look()) is not None:
            return found
        await asyncio.sleep(0.02)
    raise TimeoutError


def hashed(text: str) -> list[float]:
    """How often each letter occurs: a poor embedding, but one that can be computed."""
    return [text.lower().count(chr(97 + letter)) + 0.01 for letter in range(26)]


async def test_an_address_is_needed_for_an_index() -> None:
    with pytest.raises(ValueError, match="KNOWLEDGE_DATABASE_URL"):
        async with open_index(model=EmbeddingModel(name="m", dimension=3)):
            pass


async def test_the_local_model_knows_meaning_across_words_and_leaves_the_loop_free() -> None:
    async with open_embedder() as embedder:
        assert isinstance(embedder, LocalEmbedder)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        ticking = asyncio.create_task(tick())
        made = await embedder.embed_passages(
            ["Wir haben montags bis freitags von 8 bis 17 Uhr offen.", "Eine Küche kostet ab 9.800 Euro.", ""] * 3
        )
        passages = np.stack([one.vector for one in made])
        ticking.cancel()
        question = await embedder.embed_query("Wann kann ich vorbeikommen?")

        assert ticks > 5
        assert passages.shape == (9, embedder.model.dimension)
        assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-3)
        assert passages[0] @ question.vector > passages[1] @ question.vector


async def test_a_question_overtakes_passages() -> None:
    embedder = LocalEmbedder()
    try:
        await asyncio.gather(embedder.embed_query("warm"), embedder.embed_passages(["warm"]))
        indexing = asyncio.create_task(embedder.embed_passages(["Ein Absatz über Treppen und Fenster. " * 20] * 32))
        await asyncio.sleep(0.05)
        started = time.perf_counter()
        await embedder.embed_query("Was kostet eine Treppe?")
        waited = time.perf_counter() - started
        assert not indexing.done()
        await indexing
        assert waited < (time.perf_counter() - started) / 2
    finally:
        await embedder.close()


async def test_the_local_models_scale_is_what_is_measured() -> None:
    embedder = LocalEmbedder()
    asked = np.stack([(await embedder.embed_query(question)).vector for question in calibration.questions()])
    told = np.stack([one.vector for one in await embedder.embed_passages(calibration.passages())])
    measured = calibration.scale_of(asked, told)
    await embedder.close()

    assert measured.unrelated == pytest.approx(embedder.scale.unrelated, abs=0.002)
    assert measured.related == pytest.approx(embedder.scale.related, abs=0.002)
    assert measured.spread == pytest.approx(embedder.scale.spread, abs=0.002)
    assert measured.tells_apart

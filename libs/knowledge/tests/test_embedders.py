"""The local model, and the client of an embedding service against scripted answers."""

import asyncio
import json
import time
from collections.abc import Callable

import httpx
import numpy as np
import pytest
from knowledge import EmbeddingModel, ModelMismatch, calibration, open_embedder, open_index
from knowledge.embedders import EmbeddingUnavailable, LocalEmbedder, OpenAIEmbedder

Answer = Callable[[httpx.Request], httpx.Response]


def vectors(request: httpx.Request, size: int = 3) -> httpx.Response:
    texts = json.loads(request.content)["input"]
    data = [{"index": place, "embedding": [float(len(text)), *[1.0] * (size - 1)]} for place, text in enumerate(texts)]
    return httpx.Response(200, json={"data": data[::-1]})


def service(answer: Answer, *, batch: int = 64, attempts: int = 4) -> OpenAIEmbedder:
    client = httpx.AsyncClient(base_url="http://service/v1/", transport=httpx.MockTransport(answer))
    return OpenAIEmbedder(
        client, EmbeddingModel(name="m", dimension=3), batch=batch, attempts=attempts, first_pause=0.001
    )


async def test_answers_are_put_in_the_order_of_the_texts_and_to_unit_length() -> None:
    asked: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(len(json.loads(request.content)["input"]))
        return vectors(request)

    embedder = service(answer, batch=2)
    found = await embedder.embed_passages(["a", "bbb", "ccccc"])

    assert asked == [2, 1]
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    assert found[0, 0] < found[1, 0] < found[2, 0]
    assert (await embedder.embed_passages([])).shape == (0, 3)


@pytest.mark.parametrize("trouble", [429, 500, 503, "connect"])
async def test_passing_trouble_is_waited_out(trouble: int | str) -> None:
    calls = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        if calls < 3:
            if trouble == "connect":
                raise httpx.ConnectError("refused")
            return httpx.Response(int(trouble), headers={"Retry-After": "0"})
        return vectors(request)

    assert (await service(answer).embed_query("x")).shape == (3,)
    assert calls == 3


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: httpx.Response(401),
        lambda _: httpx.Response(200, text="<html>"),
        lambda _: httpx.Response(200, json={"data": []}),
        lambda _: httpx.Response(200, json={"data": [{"index": 0, "embedding": ["x"]}]}),
        lambda _: httpx.Response(200, json={"data": [{"index": 0, "embedding": [0.0, 0.0, 0.0]}]}),
        lambda _: httpx.Response(200, content=b'{"data": [{"index": 0, "embedding": [NaN, 1.0, 0.0]}]}'),
    ],
)
async def test_a_useless_answer_is_said_at_once(answer: Answer) -> None:
    calls = 0

    def counted(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return answer(request)

    with pytest.raises(EmbeddingUnavailable):
        await service(counted).embed_query("x")
    assert calls == 1


async def test_lasting_trouble_ends_after_the_attempts() -> None:
    with pytest.raises(EmbeddingUnavailable, match="4 attempts"):
        await service(lambda _: httpx.Response(503)).embed_query("x")


async def test_another_dimension_is_no_vector_of_this_model() -> None:
    with pytest.raises(ModelMismatch):
        await service(lambda request: vectors(request, size=4)).embed_query("x")


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
        passages = await embedder.embed_passages(
            ["Wir haben montags bis freitags von 8 bis 17 Uhr offen.", "Eine Küche kostet ab 9.800 Euro.", ""] * 3
        )
        ticking.cancel()
        question = await embedder.embed_query("Wann kann ich vorbeikommen?")

        assert ticks > 5
        assert passages.shape == (9, embedder.model.dimension)
        assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-3)
        assert passages[0] @ question > passages[1] @ question


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
    asked = np.stack([await embedder.embed_query(question) for question in calibration.questions()])
    measured = calibration.scale_of(asked, await embedder.embed_passages(calibration.passages()))
    await embedder.close()

    assert measured.unrelated == pytest.approx(embedder.scale.unrelated, abs=0.002)
    assert measured.related == pytest.approx(embedder.scale.related, abs=0.002)
    assert measured.spread == pytest.approx(embedder.scale.spread, abs=0.002)
    assert measured.tells_apart

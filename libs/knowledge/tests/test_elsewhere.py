"""Questions about the world are told from questions to a company."""

import numpy as np
import pytest
from knowledge import elsewhere
from knowledge.embedders import LocalEmbedder
from knowledge.embedders.local_questions import shipped
from numpy.typing import NDArray


def rows(apart: float) -> NDArray[np.float32]:
    """Vectors around two centres, or around one."""
    world, company = (len(kind) for kind in elsewhere.questions())
    noise = np.random.default_rng(7).normal(size=(world + company, 16)) * 0.25
    noise[:, 0] += np.r_[np.full(world, apart), np.full(company, -apart)]
    found: NDArray[np.float32] = (noise / np.linalg.norm(noise, axis=1, keepdims=True)).astype(np.float32)
    return found


def test_a_line_is_drawn_between_two_kinds() -> None:
    given = rows(0.8)

    line = elsewhere.discriminant(given)

    assert line.right > 0.98
    world, company = line.of(given[0]), line.of(given[-1])
    assert world is not None and world > 0.5
    assert company is not None and company < -0.5


def test_a_model_that_cannot_tell_says_nothing() -> None:
    given = rows(0.0)

    line = elsewhere.discriminant(given)

    assert line.right < elsewhere.RIGHT_FROM
    assert line.of(given[0]) is None


def test_no_question_stands_twice() -> None:
    world, company = elsewhere.questions()
    both = [question.lower() for question in (*world, *company)]

    assert all(question.strip() == question and question for question in both)
    assert len(set(both)) == len(both)


async def test_what_is_shipped_is_what_the_local_model_says() -> None:
    embedder = LocalEmbedder()
    asked = [question for kind in elsewhere.questions() for question in kind]
    kept = shipped().rows
    try:
        assert len(kept) == len(asked)
        for place in range(0, len(asked), 23):
            assert kept[place] @ (await embedder.embed_query(asked[place])).vector > 0.999, asked[place]
    finally:
        await embedder.close()
    assert shipped().right > 0.88


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Wie wird das Wetter in Lima?", "the world"),
        ("Wie koche ich Spaghetti?", "the world"),
        ("was kostet ein flug nach rio", "the world"),
        ("Wer war der erste Mensch im All?", "the world"),
        ("Who painted the Mona Lisa?", "the world"),
        ("Oma stürzt so oft, was macht ihr da?", "a company"),
        ("Was nehmt ihr für einen neuen Schlauch am Rad?", "a company"),
        ("Kann ich euch meine Belege einfach schicken?", "a company"),
        ("Is there somewhere to leave my pushchair?", "a company"),
    ],
)
async def test_the_local_model_tells_them_apart(question: str, about: str) -> None:
    embedder = LocalEmbedder()
    try:
        said = embedder.elsewhere((await embedder.embed_query(question)).vector)
    finally:
        await embedder.close()

    assert said is not None
    assert said > 0.3 if about == "the world" else said < -0.2


async def test_without_a_vector_nothing_is_said() -> None:
    assert LocalEmbedder().elsewhere(None) is None

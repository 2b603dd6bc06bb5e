from uuid import uuid4

import numpy as np
import pytest
from knowledge import Chunk, IndexStats, ModelMismatch
from knowledge.types import embedded_text, unit_vector

BOT, SOURCE = uuid4(), uuid4()


def make(text: str = "Text", url: str = "/a", position: int = 0) -> Chunk:
    return Chunk.make(bot_id=BOT, source_id=SOURCE, url=url, title="Titel", text=text, position=position)


def test_the_same_text_at_the_same_place_keeps_its_id() -> None:
    assert make(position=0).id == make(position=3).id
    assert len({make().id, make(text="Anders").id, make(url="/b").id}) == 3
    assert make().content_hash == make(url="/b").content_hash != make(text="Anders").content_hash


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("Preise | Tischlerei Brandt", (), "Preise\nText"),
        ("Preise – Tischlerei Brandt", ("Richtpreise",), "Preise › Richtpreise\nText"),
        ("Treppen", ("Treppen aus Holz", "Bauarten"), "Treppen aus Holz › Bauarten\nText"),
        ("Küchen-Planung", ("Küchen", "Küchen"), "Küchen-Planung › Küchen\nText"),
        ("", (), "Text"),
    ],
)
def test_headings_lead_the_embedded_text_once(title: str, headings: tuple[str, ...], expected: str) -> None:
    assert embedded_text(title, headings, "Text") == expected


def test_vectors_come_to_unit_length_or_are_refused() -> None:
    assert np.linalg.norm(unit_vector([3.0, 4.0], 2)) == pytest.approx(1)
    for useless in ([1.0], [0.0, 0.0], [float("nan"), 1.0], [float("inf"), 1.0]):
        with pytest.raises(ModelMismatch):
            unit_vector(useless, 2)


def test_knowledge_is_complete_when_every_chunk_has_a_vector() -> None:
    assert IndexStats(chunks=2, vectors=2).complete
    assert not IndexStats(chunks=2, vectors=1).complete
    assert not IndexStats().complete

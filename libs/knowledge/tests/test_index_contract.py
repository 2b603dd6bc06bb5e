"""What every adapter of the index must do."""

from dataclasses import replace
from uuid import UUID, uuid4

import numpy as np
import pytest
from knowledge import Chunk, ChunkVectors, Embedding, KnowledgeIndex, ModelMismatch
from knowledge.analysis import stem
from knowledge.subjects import Subject

pytestmark = pytest.mark.integration

BOT, OTHER_BOT = uuid4(), uuid4()
PAGE = "https://tischlerei-brandt.example"


def chunk(
    text: str,
    *,
    bot: UUID = BOT,
    source: UUID,
    position: int = 0,
    url: str = f"{PAGE}/",
    title: str = "Seite",
    subject: Subject = "",
) -> Chunk:
    return Chunk.make(bot_id=bot, source_id=source, url=url, title=title, text=text, position=position, subject=subject)


def axis(number: int) -> np.ndarray:
    vector = np.zeros(8, dtype=np.float32)
    vector[number] = 1
    return vector


@pytest.fixture(params=["pgvector", pytest.param("weaviate", marks=pytest.mark.weaviate)])
def index(request: pytest.FixtureRequest) -> KnowledgeIndex:
    found: KnowledgeIndex = request.getfixturevalue(f"{request.param}_index")
    return found


async def test_words_find_a_chunk_before_it_has_a_vector(index: KnowledgeIndex) -> None:
    source = uuid4()
    stored = await index.store_source(
        BOT,
        source,
        [chunk("Wir bauen Küchen nach Maß.", source=source), chunk("Der Hof ist gepflastert.", source=source)],
    )

    found = await index.search(BOT, "Was kostet eine Küche?")

    assert stored == 2
    assert found[0].chunk == chunk("Wir bauen Küchen nach Maß.", source=source)
    assert found[0].components.dense is None
    assert found[0].components.lexical > 0
    assert len(found) == 1


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Kueche", "Eine Küche nach Ihren Wünschen."),
        ("Küche", "Unsere Kuechen entstehen von Hand."),
        ("Strasse", "Sie finden uns in der Fabrikstraße 4."),
        ("Treppen", "Wir fertigen Holztreppen aus Eiche, die Treppe wird zuvor gezeichnet."),
        ("Küchenplanung", "Die Planung Ihrer Küche beginnt mit einem Gespräch."),
        ("Küche", "Küchenplanung gehört dazu."),
        ("Möbeln", "Ein Möbel fürs Leben."),
        ("Öffnungszeiten", "oeffnungszeiten: Montag bis Freitag"),
        ("Gewährleistung", "Die Gewährlesitung beträgt fünf Jahre."),
        ("Gewaehrlesitung", "Die Gewährleistung beträgt fünf Jahre."),
    ],
)
async def test_spellings_compounds_and_typing_errors_match(index: KnowledgeIndex, asked: str, text: str) -> None:
    source, bot = uuid4(), uuid4()
    await index.store_source(
        bot,
        source,
        [
            chunk(text, bot=bot, source=source),
            chunk("Etwas ganz anderes steht da.", bot=bot, source=source, position=1),
        ],
    )

    found = await index.search(bot, asked)

    assert [passage.chunk.text for passage in found] == [text]


async def test_the_stems_that_a_bot_knows(index: KnowledgeIndex) -> None:
    mine, theirs = uuid4(), uuid4()
    for bot, text in ((mine, "Wir bauen Treppen aus Eiche."), (theirs, "Wir vermieten Bagger.")):
        source = uuid4()
        await index.store_source(bot, source, [chunk(text, bot=bot, source=source)])
    wanted = {stem(word) for word in ("treppe", "stiege", "bagger", "eiche")}

    assert await index.known_stems(mine, wanted) == {stem("treppe"), stem("eiche")}
    assert await index.known_stems(mine, set()) == frozenset()
    assert await index.known_stems(uuid4(), wanted) == frozenset()


async def test_vectors_follow_and_lead(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    chunks = [chunk(f"Satz über Thema {n}", bot=bot, source=source, position=n) for n in range(4)]
    await index.store_source(bot, source, chunks)

    waiting = await index.missing_vectors(bot, limit=10)
    stored = await index.store_vectors(bot, {entry.chunk_id: axis(place) for place, entry in enumerate(waiting)})
    found = await index.search(bot, "irgendetwas", axis(2), limit=2)

    assert [entry.texts for entry in waiting] == [(each.embed_text,) for each in chunks]
    assert stored == 4
    assert found[0].chunk.id == waiting[2].chunk_id
    assert found[0].components.dense == pytest.approx(1.0, abs=1e-3)
    assert len(found) == 2
    assert await index.missing_vectors(bot) == []


async def test_a_part_makes_its_chunk_near(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    long = " ".join(f"Satz Nummer {n} sagt etwas über Thema {n} und noch einiges mehr dazu." for n in range(6))
    chunks = [chunk(text, bot=bot, source=source, position=n) for n, text in enumerate([long, "kurz und knapp"])]
    await index.store_source(bot, source, chunks)
    waiting = {entry.chunk_id: entry for entry in await index.missing_vectors(bot, limit=10)}
    whole, part = (axis(0) + axis(1)) / 2**0.5, axis(1)

    await index.store_vectors(bot, {chunks[0].id: [whole, axis(0), part], chunks[1].id: axis(4)})
    found = await index.search(bot, "irgendetwas", axis(1))

    assert len(waiting[chunks[0].id].texts) > 2
    assert waiting[chunks[0].id].texts[0] == chunks[0].embed_text
    assert waiting[chunks[1].id].texts == (chunks[1].embed_text,)
    assert found[0].chunk == chunks[0]
    assert found[0].components.dense == pytest.approx(1.0, abs=1e-3)

    moved = chunk(long, bot=bot, source=source, position=9, url=f"{PAGE}/umgezogen")
    await index.store_source(bot, source, [moved])
    assert (await index.search(bot, "irgendetwas", axis(1)))[0].components.dense == pytest.approx(1.0, abs=1e-3)


async def test_pieces_bring_a_chunk_to_the_front_and_stay_with_its_content(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    first, second, bare = (chunk(f"Satz über Thema {n}", bot=bot, source=source, position=n) for n in range(3))
    nearly = (axis(0) + axis(3) / 10).astype(np.float32)
    await index.store_source(bot, source, [first, second, bare])
    await index.store_vectors(
        bot,
        {
            first.id: ChunkVectors(np.stack([axis(0)]), np.stack([axis(4), axis(5)])),
            second.id: ChunkVectors(np.stack([nearly]), np.stack([axis(6), axis(7), axis(2)])),
            bare.id: axis(1),
        },
    )
    asked = Embedding(axis(0), (np.stack([axis(6), axis(2)]) / 2).astype(np.float32))

    assert (await index.search(bot, "irgendetwas", axis(0)))[0].chunk == first
    found = await index.search(bot, "irgendetwas", asked)
    assert found[0].chunk == second
    assert {passage.chunk.id for passage in found} == {first.id, second.id, bare.id}
    assert [passage.chunk for passage in await index.search(bot, "irgendetwas", asked, limit=1)] == [second]

    moved = chunk(second.text, bot=bot, source=source, position=9)
    await index.store_source(bot, source, [first, moved, bare])
    assert (await index.search(bot, "irgendetwas", asked))[0].chunk == moved
    await index.store_vectors(bot, {first.id: axis(0), moved.id: nearly})
    assert (await index.search(bot, "irgendetwas", asked))[0].chunk == first, "its pieces are gone with its vectors"


async def test_a_bot_sees_nothing_of_another(index: KnowledgeIndex) -> None:
    source, mine, theirs = uuid4(), uuid4(), uuid4()
    for bot in (mine, theirs):
        await index.store_source(bot, source, [chunk(f"Geheimnis von {bot}", bot=bot, source=source)])
        await index.store_vectors(bot, {(await index.missing_vectors(bot))[0].chunk_id: axis(0)})
    their_chunk = (await index.search(theirs, "Geheimnis", axis(0)))[0].chunk

    assert {passage.chunk.bot_id for passage in await index.search(mine, f"Geheimnis {theirs}", axis(0))} == {mine}
    assert await index.store_vectors(mine, {their_chunk.id: axis(3)}) == 0
    await index.delete_bot(mine)
    assert (await index.stats(theirs)).chunks == 1
    assert await index.search(mine, "Geheimnis", axis(0)) == []


async def test_a_replaced_source_keeps_the_vectors_of_what_stayed(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    stays, goes, comes = (chunk(text, bot=bot, source=source) for text in ("bleibt hier", "geht fort", "kommt neu"))
    moved = chunk("bleibt hier", bot=bot, source=source, url=f"{PAGE}/umgezogen", position=5)
    await index.store_source(bot, source, [stays, goes])
    await index.store_vectors(bot, {stays.id: axis(0), goes.id: axis(1)})

    await index.store_source(bot, source, [moved, comes])

    assert [entry.chunk_id for entry in await index.missing_vectors(bot)] == [comes.id]
    assert await index.search(bot, "fort") == []
    assert (await index.search(bot, "hier", axis(0)))[0].chunk == moved


async def test_a_changed_text_under_the_same_id_loses_its_vector(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    before = chunk("alter Text", bot=bot, source=source)
    after = Chunk(
        **{name: getattr(chunk("neuer Text", bot=bot, source=source), name) for name in Chunk.__slots__}
        | {"id": before.id}
    )
    await index.store_source(bot, source, [before])
    await index.store_vectors(bot, {before.id: axis(0)})

    await index.store_source(bot, source, [after])

    assert [entry.texts for entry in await index.missing_vectors(bot)] == [(after.embed_text,)]
    assert [passage.chunk.text for passage in await index.search(bot, "Text")] == ["neuer Text"]


async def test_headings_that_are_questions_are_told_with_their_page(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    heads = (
        ("Fragen", "Was kostet das?"),
        ("Fragen", "Was kostet das?"),
        ("Fragen",),
        ("Fragen", "Wie lange dauert es?"),
    )
    chunks = [
        replace(chunk(f"Antwort {place}", bot=bot, source=source, position=place), heading_path=path)
        for place, path in enumerate(heads)
    ]
    law = chunk("Zum Verkauf.", bot=bot, source=source, position=len(heads), subject="privacy")
    chunks.append(replace(law, heading_path=("Datenschutz", "Wofür nutzen wir Ihre Daten?")))
    await index.store_source(bot, source, chunks)

    assert [page.questions for page in await index.titles(bot)] == [("Was kostet das?", "Wie lange dauert es?")]


async def test_deleting_a_source_leaves_the_others(index: KnowledgeIndex) -> None:
    first, second, bot = uuid4(), uuid4(), uuid4()
    await index.store_source(bot, first, [chunk("erste Quelle", bot=bot, source=first, url=f"{PAGE}/a#x")])
    await index.store_source(
        bot,
        second,
        [
            chunk("zweite Quelle", bot=bot, source=second, url=f"{PAGE}/b", title="B"),
            chunk("noch mehr", bot=bot, source=second, url=f"{PAGE}/b#mehr", title="B", position=1),
        ],
    )
    assert [page.questions for page in await index.titles(bot)] == [(), ()]
    assert {(page.url, page.title, page.chunks) for page in await index.titles(bot)} == {
        (f"{PAGE}/a", "Seite", 1),
        (f"{PAGE}/b", "B", 2),
    }

    assert await index.delete_source(bot, first) == 1

    stats = await index.stats(bot)
    assert (stats.chunks, stats.pages, stats.sources, stats.vectors, stats.complete) == (2, 1, 1, 0, False)
    assert stats.characters == len("zweite Quelle") + len("noch mehr")
    assert [passage.chunk.source_id for passage in await index.search(bot, "Quelle")] == [second]
    assert await index.delete_source(bot, first) == 0


async def test_a_privacy_notice_answers_only_questions_about_privacy(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    law = chunk("Unsere Firma verarbeitet Ihre Daten.", bot=bot, source=source, subject="privacy")
    work = chunk("Die Firma baut Treppen.", bot=bot, source=source, position=1)
    terms = chunk("Die Firma gewährt Skonto.", bot=bot, source=source, position=2, subject="terms")
    await index.store_source(bot, source, [law, work, terms])
    await index.store_vectors(bot, {one.id: axis(number) for number, one in enumerate((law, work, terms))})

    for vector in (None, axis(0)):
        found = [passage.chunk for passage in await index.search(bot, "Was macht die Firma?", vector)]
        assert {one.text for one in found} == {work.text, terms.text}
        about = await index.search(bot, "Welche Daten verarbeitet die Firma?", vector)
        assert about[0].chunk == law

    await index.store_source(bot, source, [chunk(law.text, bot=bot, source=source)])
    assert [one.chunk.subject for one in await index.search(bot, "Was macht die Firma?")] == [""]


async def test_an_empty_source_empties_it(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    await index.store_source(bot, source, [chunk("weg damit", bot=bot, source=source)])

    assert await index.store_source(bot, source, []) == 0

    assert await index.search(bot, "weg damit") == []
    assert (await index.stats(bot)).chunks == 0


async def test_repeated_chunks_are_stored_once(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()

    stored = await index.store_source(bot, source, [chunk("doppelt", bot=bot, source=source)] * 2)

    assert stored == (await index.stats(bot)).chunks == 1


async def test_a_vector_of_another_dimension_is_refused(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    one = chunk("eins", bot=bot, source=source)
    await index.store_source(bot, source, [one])

    with pytest.raises(ModelMismatch):
        await index.store_vectors(bot, {one.id: np.ones(9, dtype=np.float32)})
    with pytest.raises(ModelMismatch):
        await index.store_vectors(bot, {one.id: ChunkVectors(np.stack([axis(0)]), np.ones((2, 9), dtype=np.float32))})
    with pytest.raises(ModelMismatch):
        await index.search(bot, "eins", np.zeros(8, dtype=np.float32))
    with pytest.raises(ModelMismatch):
        await index.search(bot, "eins", Embedding(axis(0), np.ones((2, 9), dtype=np.float32)))
    assert (await index.stats(bot)).vectors == 0


async def test_a_chunk_of_another_bot_is_refused(index: KnowledgeIndex) -> None:
    source = uuid4()

    with pytest.raises(ValueError, match="bot"):
        await index.store_source(OTHER_BOT, source, [chunk("fremd", source=source)])


async def test_work_left_over_is_known(index: KnowledgeIndex) -> None:
    source, bot = uuid4(), uuid4()
    one = chunk("eins", bot=bot, source=source)
    await index.store_source(bot, source, [one])
    assert bot in await index.bots_with_missing_vectors(limit=10_000)

    await index.store_vectors(bot, {one.id: axis(1)})

    assert bot not in await index.bots_with_missing_vectors(limit=10_000)
    assert (await index.stats(bot)).complete


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", "'; DROP TABLE chunks; --", "der die das", "%_\\", "a\0b", "🪚", "x" * 5000]
)
async def test_any_text_can_be_asked(index: KnowledgeIndex, query: str) -> None:
    source, bot = uuid4(), uuid4()
    await index.store_source(bot, source, [chunk("Holz", bot=bot, source=source)])

    assert isinstance(await index.search(bot, query), list)
    assert (await index.stats(bot)).chunks == 1

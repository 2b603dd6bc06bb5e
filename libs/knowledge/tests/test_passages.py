"""Joining, clearing and cutting of passages; the decision whether they answer."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge import (
    Chunk,
    Components,
    Passage,
    Scale,
    Verdict,
    assess,
    best_sentences,
    confidence,
    coverage,
    merge_neighbours,
    sentences,
)
from knowledge.embedders.local import SCALE
from knowledge.passages import join_texts

BOT, SOURCE = UUID(int=1), UUID(int=2)

PRICES = (
    "Wir bauen Treppen seit 1968. Eine Wangentreppe kostet ab 6.900 Euro inkl. Montage. "
    "Die Montage dauert einen Tag. Danach ist die Treppe z. B. abends begehbar. Rufen Sie uns an."
)


def passage(
    text: str,
    *,
    position: int = 0,
    score: float = 1.0,
    dense: float | None = None,
    lexical: float = 1.0,
    heading: str = "H",
) -> Passage:
    chunk = Chunk.make(
        bot_id=BOT, source_id=SOURCE, url="/seite", title="Seite", heading_path=(heading,), text=text, position=position
    )
    return Passage(chunk=chunk, score=score, components=Components(dense=dense, lexical=lexical))


def test_neighbours_are_joined_in_reading_order_under_the_best_one() -> None:
    second = passage("der zweite Teil über Fenster", position=5, score=3.0, dense=0.9)
    first = passage("der erste Teil über Türen", position=4, score=1.0, dense=0.8, lexical=2.0)
    far = passage("ganz etwas anderes", position=9, score=2.0)

    merged = merge_neighbours([first, far, second])

    assert [found.chunk.text for found in merged] == [
        "der erste Teil über Türen\nder zweite Teil über Fenster",
        "ganz etwas anderes",
    ]
    assert merged[0].chunk.id == second.chunk.id
    assert merged[0].components == Components(dense=0.9, lexical=2.0)


def test_chunks_of_different_sections_stay_apart() -> None:
    assert len(merge_neighbours([passage("eins", position=0), passage("zwei", position=1, heading="Anders")])) == 2


def test_what_says_the_same_is_kept_once() -> None:
    text = "Die Tischlerei Brandt liegt am Hobelweg 12 in Hamburg."
    merged = merge_neighbours([passage(text, position=0, score=2), passage(text + " ", position=7, score=1)])
    assert [found.score for found in merged] == [2]


@given(st.text("ab c", min_size=12, max_size=60), st.text("de f", max_size=30), st.text("gh i", max_size=30))
def test_an_overlap_is_written_once(overlap: str, before: str, after: str) -> None:
    assert join_texts(before + overlap, overlap + after) == before + overlap + after


def test_abbreviations_numbers_and_dates_end_no_sentence() -> None:
    assert sentences("Das kostet z. B. 9.800 Euro inkl. Montage. Wir öffnen am 3. Mai. Bis dann.") == [
        "Das kostet z. B. 9.800 Euro inkl. Montage.",
        "Wir öffnen am 3. Mai.",
        "Bis dann.",
    ]


def test_the_sentences_that_answer_are_chosen_whole_and_in_order() -> None:
    assert best_sentences("Was kostet eine Wangentreppe?", PRICES, limit=1) == (
        "Eine Wangentreppe kostet ab 6.900 Euro inkl. Montage."
    )
    both = best_sentences("Wie lange dauert die Montage der Wangentreppe?", PRICES, limit=2)
    assert both.startswith("Eine Wangentreppe kostet")
    assert both.endswith("Die Montage dauert einen Tag.")


def test_what_only_the_heading_says_is_answered_by_the_first_sentence() -> None:
    text = (
        "Bis zum Einbau vergehen zehn bis zwölf Wochen. Der Einbau dauert drei bis fünf Tage. "
        "Die alte Küche bauen wir auf Wunsch ab."
    )
    assert best_sentences("Wie lang ist die Lieferzeit einer Küche?", text, limit=2) == (
        "Bis zum Einbau vergehen zehn bis zwölf Wochen. Die alte Küche bauen wir auf Wunsch ab."
    )


@given(st.text(max_size=200), st.text(max_size=300), st.integers(1, 5))
def test_best_sentences_come_from_the_text(question: str, text: str, limit: int) -> None:
    known = sentences(text)
    chosen = best_sentences(question, text, limit)
    assert sum(sentence in chosen for sentence in known) >= min(limit, len(known))


@pytest.mark.parametrize(
    ("question", "text", "low", "high"),
    [
        ("Was kostet eine Küche?", "Eine Küche kostet 9.800 Euro", 1.0, 1.0),
        ("Kueche", "Küchenplanung", 0.7, 0.9),
        ("Garntie", "Wir geben Garantie", 0.6, 0.8),
        ("Dachstuhl", "Eine Küche kostet 9.800 Euro", 0.0, 0.0),
        ("", "Text", 0.0, 0.0),
    ],
)
def test_coverage_counts_stems_compounds_and_near_words(question: str, text: str, low: float, high: float) -> None:
    assert low <= coverage(question, text) <= high


@given(st.text(max_size=100), st.text(max_size=100), st.floats(-1, 1), st.floats(0, 30))
def test_confidence_is_a_probability_and_agrees_with_the_verdict(
    question: str, text: str, dense: float, lexical: float
) -> None:
    passages = [passage(text, dense=dense, lexical=lexical)]
    sure = confidence(question, passages, SCALE)
    found = assess(question, passages, SCALE)

    assert 0 <= sure <= 1
    assert (found.verdict is not Verdict.REFUSE) == bool(found.supporting)


def test_nothing_found_is_refused() -> None:
    assert assess("Was kostet das?", [], SCALE).verdict is Verdict.REFUSE


def test_nearer_and_better_worded_passages_raise_confidence() -> None:
    question = "Was kostet eine Wangentreppe?"
    far, near = (confidence(question, [passage(PRICES, dense=dense)], SCALE) for dense in (0.80, 0.90))
    foreign = confidence(question, [passage("Wir haben Parkplätze.", dense=0.90)], SCALE)

    assert far < near
    assert foreign < near
    assert confidence(question, [passage(PRICES)], SCALE) > 0.5 > confidence(question, [passage("Parkplätze")], SCALE)


def test_a_question_about_the_world_is_refused_though_its_nouns_stand_there() -> None:
    question = "Wie lang war die längste Treppe, die je gebaut wurde?"
    found = [passage(PRICES, dense=0.78)]

    assert assess(question, found, SCALE, elsewhere=0.9).verdict is Verdict.REFUSE
    assert assess(question, found, SCALE, elsewhere=-0.6).verdict is not Verdict.REFUSE


def test_a_model_that_tells_nothing_apart_does_not_judge() -> None:
    weak = Scale(unrelated=0.1, related=0.2, spread=0.2)
    found = [confidence("Was kostet das?", [passage("Parkplätze", dense=dense)], weak) for dense in (0.99, None)]
    assert found[0] == found[1]


def test_only_passages_near_the_best_are_worth_quoting() -> None:
    found = assess(
        "Was kostet eine Wangentreppe?",
        [
            passage(PRICES, dense=0.92),
            passage("Eine Wangentreppe hat Stufen.", dense=0.90),
            passage("Kontakt", dense=0.80),
        ],
        SCALE,
    )
    assert [entry.components.dense for entry in found.supporting] == [0.92, 0.90]


def test_a_question_is_quoted_with_its_answer_and_no_other_in_front() -> None:
    text = (
        "Mahlen Sie auch Dinkel? Ja, jeden Freitag.\nWie groß ist Ihr Liefergebiet? Wir fahren bis zum Fluss.\n"
        "Darf ich zusehen? Gern."
    )
    assert best_sentences("Wo liegt das Liefergebiet?", text, limit=1) == (
        "Wie groß ist Ihr Liefergebiet? Wir fahren bis zum Fluss."
    )


def test_what_is_asked_for_is_not_left_out() -> None:
    text = (
        "Ida Brandes baut Trockenmauern aus Bruchstein. Jede Mauer aus Bruchstein ist ein Einzelstück. "
        "Mauern aus Bruchstein baut Ida Brandes von Hand. Sie liebt die Arbeit. Die Nummer ist 0151 2345678."
    )
    chosen = best_sentences(
        "Wie erreiche ich Ida Brandes für Mauern aus Bruchstein?", text, limit=3, favoured=lambda part: "0151" in part
    )
    assert "0151 2345678" in chosen
    assert len(sentences(chosen)) == 3


def test_maiden_names_and_sizes_end_no_sentence() -> None:
    assert sentences("Gerda geb. Moor. Ca. 20 m².") == ["Gerda geb. Moor.", "Ca. 20 m²."]


def test_no_sentence_ends_within_a_bracket() -> None:
    row = "Kinder (bis einschl. 11 Jahre) | Beitrag: 60 €"
    assert sentences(f"{row}\nJugend (12 Jahre. Oder mehr) zahlt. Erwachsene (s. u. Auch.") == [
        row,
        "Jugend (12 Jahre. Oder mehr) zahlt.",
        "Erwachsene (s. u. Auch.",
    ]


PRICE_LIST = (
    "Preise nach Art und Dauer.\nKutsche\nDauer\n30 Minuten: 40 €\n60 Minuten: 70 €\nSchlitten\nDauer\n"
    "30 Minuten: 55 €\n60 Minuten: 95 €\nFloß\nDauer\n60 Minuten: 30 €\n90 Minuten: 42 €\nAlle Preise je Person."
)


def test_figures_belong_to_the_label_above_them() -> None:
    found = best_sentences("Was kostet der Schlitten?", PRICE_LIST, 3, favoured=lambda part: "€" in part)

    assert "Schlitten\nDauer\n30 Minuten: 55 €\n60 Minuten: 95 €" in found
    assert "40 €" not in found
    assert "42 €" not in found


@given(
    st.lists(
        st.sampled_from(["Kutsche", "Dauer", "30 Minuten: 40 €", "Wir fahren gern.", "Floß: 12 €"]),
        min_size=1,
        max_size=14,
    ),
    st.integers(min_value=1, max_value=5),
)
def test_lines_stay_in_their_order(lines: list[str], limit: int) -> None:
    found = best_sentences("Was kostet die Kutsche?", "\n".join(lines), limit).splitlines()
    rest = iter(lines)
    assert found
    assert all(line in rest for line in found)

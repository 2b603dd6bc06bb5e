"""Sections cut into pieces: nothing lost, nothing too long, in order, and sized in the model's tokens."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_svc.domain.chunking import (
    LONGEST_TOKENS,
    OVERLAP_TOKENS,
    TARGET_TOKENS,
    TINY_TOKENS,
    beside_title,
    cut,
    sentences_of,
    tokens_of,
)
from ingest_svc.domain.html import read_page
from ingest_svc.domain.page import Section
from knowledge.embedders.e5 import Encoder

from tests.sites.serve import SITES

ANY_TEXT = st.text(alphabet="abc äß.\n!XÄ|:0123€", max_size=1500)
SECTIONS = st.lists(
    st.builds(
        Section, st.lists(st.sampled_from("ABC"), max_size=2).map(tuple), ANY_TEXT, st.sampled_from([None, 1, 2])
    ),
    max_size=6,
)


def test_a_long_section_is_split_between_sentences_with_overlap_and_a_short_one_is_not() -> None:
    sentences = [f"Satz Nummer {number} erklärt, wie wir Möbel bauen und ölen." for number in range(60)]
    pieces = cut([Section(("A",), "Kurz."), Section(("B",), " ".join(sentences))])
    assert pieces[0].text == "Kurz."
    long = pieces[1:]
    assert len(long) > 2
    assert all(piece.text.endswith(".") and piece.text.startswith("Satz") for piece in long)
    assert all(sentence in " ".join(piece.text for piece in long) for sentence in sentences)
    for before, after in pairwise(long):
        repeated = after.text[: after.text.index(sentences_of(after.text)[1])]
        assert repeated.strip() in before.text
        assert tokens_of(repeated) <= OVERLAP_TOKENS


@settings(max_examples=100)
@given(SECTIONS)
def test_no_word_is_lost_and_no_piece_too_long(sections: list[Section]) -> None:
    pieces = cut(sections)
    words = {word for piece in pieces for word in piece.text.split()}
    assert {word for one in sections for word in one.text.split() if tokens_of(word) <= TARGET_TOKENS} <= words
    assert all(tokens_of(piece.text) <= LONGEST_TOKENS * 1.3 for piece in pieces)
    assert [piece.position for piece in pieces] == list(range(len(pieces)))


@settings(max_examples=100)
@given(SECTIONS)
def test_a_piece_stays_on_its_page_and_under_its_heading(sections: list[Section]) -> None:
    places = {(one.headings, one.page) for one in sections} | {(one.headings[:-1], one.page) for one in sections}
    assert all((piece.headings, piece.page) in places for piece in cut(sections))


@given(st.lists(ANY_TEXT, min_size=2, max_size=2))
def test_tokens_add_up(texts: list[str]) -> None:
    assert abs(tokens_of("\n".join(texts)) - sum(map(tokens_of, texts))) < 1e-6


def test_tiny_neighbours_under_one_heading_share_a_piece_with_their_headings() -> None:
    pieces = cut(
        [
            Section(("Team", "Jana Brandt"), "Verkauf, Durchwahl 12"),
            Section(("Team", "Ole Sievers"), "Werkstatt, Durchwahl 14"),
            Section(("Kontakt", "Fax"), "040 66969-799"),
            Section(("Kontakt",), "Wir rufen zurück."),
        ]
    )
    assert [(piece.headings, piece.text) for piece in pieces] == [
        (("Team",), "Jana Brandt: Verkauf, Durchwahl 12\nOle Sievers: Werkstatt, Durchwahl 14"),
        (("Kontakt", "Fax"), "040 66969-799"),
        (("Kontakt",), "Wir rufen zurück."),
    ]
    assert tokens_of("Verkauf, Durchwahl 12") < TINY_TOKENS


def test_a_title_repeated_as_text_is_no_piece() -> None:
    pieces = cut(
        [Section((), "Start · Öffnungszeiten"), Section(("Laden",), "Mo bis Fr 9 bis 17 Uhr"), Section((), "Nur bar")]
    )
    told = beside_title(pieces, "Unsere Öffnungszeiten - Hofladen")
    assert [piece.text for piece in told] == ["Mo bis Fr 9 bis 17 Uhr", "Nur bar"]
    assert beside_title(pieces[:1], "Öffnungszeiten") == pieces[:1], "a page of nothing else keeps it"


def test_a_row_of_a_table_is_never_cut() -> None:
    rows = [f"Modell: NK {n} | Förderhöhe: {n} m | Preis: {n * 10} Euro | Gewicht: {n} kg" for n in range(100, 160)]
    pieces = cut([Section(("Datenblatt",), "\n".join(rows))])
    assert len(pieces) > 3
    assert {line for piece in pieces for line in piece.text.splitlines()} == set(rows)


def test_abbreviations_and_dates_end_no_sentence() -> None:
    assert sentences_of("Am 3. Mai öffnen wir z. B. um 8 Uhr. Danach nicht.") == [
        "Am 3. Mai öffnen wir z. B. um 8 Uhr.",
        "Danach nicht.",
    ]


def test_the_estimate_is_near_the_tokenizer_of_the_local_model() -> None:
    model = Encoder()
    empty = model.pieces("")
    pages = [read_page(path.read_text(), "https://x.example/") for path in (SITES / "brandt").rglob("*.html")]
    texts = [piece.text for page in pages for piece in cut(page.sections)]
    counted = [model.pieces(text) - empty for text in texts]
    off = sum(abs(tokens_of(text) - tokens) for text, tokens in zip(texts, counted, strict=True))
    assert len(texts) > 50
    assert off / sum(counted) < 0.1


def test_a_question_that_shares_a_piece_keeps_its_own_mark() -> None:
    pieces = cut(
        [
            Section(("Fragen", "Weben Sie auch Leinen?"), "Ja, auf Bestellung."),
            Section(("Fragen", "Versand"), "Mit der Post."),
        ]
    )
    assert [piece.text for piece in pieces] == ["Weben Sie auch Leinen? Ja, auf Bestellung.\nVersand: Mit der Post."]

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge.analysis import (
    compound_parts,
    content_terms,
    content_words,
    is_english,
    light,
    rejoined_verbs,
    splits,
    stem,
    tokens,
)
from knowledge.lexical import edit_distance, nearest_terms

WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=20)


@pytest.mark.parametrize(
    "spellings",
    [
        ("küche", "kueche", "kuche", "küchen"),
        ("straße", "strasse", "straßen"),
        ("tür", "türen", "tueren"),
        ("öffnungszeit", "oeffnungszeiten"),
    ],
)
def test_spellings_share_a_stem(spellings: tuple[str, ...]) -> None:
    assert len({stem(word) for word in spellings}) == 1


def test_tokens_are_words_and_numbers_without_hidden_characters() -> None:
    assert tokens("Ku\u0308chen\u00adplanung ab 9.800 €, Tel. 040/66969-410 (3-D)") == [
        "küchenplanung",
        "ab",
        "9.800",
        "tel",
        "040/66969",
        "410",
        "3",
        "d",
    ]


def test_courtesies_carry_no_content() -> None:
    assert content_words("Guten Tag, was kostet bei Ihnen eine Küche?") == ["kostet", "küche"]
    assert content_words("Was ist das?") == ["was", "ist", "das"]
    assert content_terms("Küche, Küchen und Kueche") == ["kuch"]


@pytest.mark.parametrize(
    ("word", "known", "parts"),
    [
        ("küchenplanung", {"küche", "planung"}, ["kuch", "planung"]),
        ("öffnungszeiten", {"öffnung"}, ["offnung", "zeit"]),
        ("holztreppe", {"treppe"}, ["trepp"]),
        ("lieferzeit", {"liefer"}, ["lief", "zeit"]),
        ("bäume", {"bau"}, []),
        ("rosenkohl", {"kartoffel"}, []),
    ],
)
def test_compounds_fall_into_parts_that_are_known(word: str, known: set[str], parts: list[str]) -> None:
    assert compound_parts(word, {light(other) for other in known}) == parts


@pytest.mark.parametrize(
    ("question", "english"),
    [("How much is a table?", True), ("Was kostet ein Tisch?", False), ("Preis Tisch", False), ("table price", False)],
)
def test_the_language_of_a_question_shows_in_its_function_words(question: str, english: bool) -> None:
    assert is_english(question) is english


@given(st.text(max_size=300))
def test_any_text_is_analysed(text: str) -> None:
    assert all(word == word.lower() and 0 < len(word) <= 48 for word in tokens(text))
    assert len(content_terms(text)) == len(set(content_terms(text)))


@given(WORDS)
def test_splits_rebuild_the_word(word: str) -> None:
    assert all(first + last == word for first, last in splits(word))


@given(WORDS, WORDS)
def test_edit_distance_is_a_bounded_metric(a: str, b: str) -> None:
    distance = edit_distance(a, b, 3)
    assert distance == edit_distance(b, a, 3)
    assert (distance == 0) == (a == b)
    assert 0 <= distance <= 4


@given(st.text("abcdefgh", min_size=6, max_size=12), st.integers(0, 4))
def test_swapped_neighbours_are_one_error(word: str, place: int) -> None:
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert edit_distance(word, swapped, 2) <= 1


def test_only_the_nearest_words_stand_for_a_misspelt_one() -> None:
    assert nearest_terms("garntie", ["garanti", "gart", "garten"]).keys() == {"garanti"}
    assert nearest_terms("tur", ["tor"]) == {}
    assert nearest_terms("2026", ["2025"]) == {}


@pytest.mark.parametrize(
    ("question", "verbs"),
    [
        ("bildet ihr aus?", ["ausbilden"]),
        ("Nehmen Sie meine alte Einrichtung mit?", ["mitnehmen"]),
        ("Kommt jemand zum Ausmessen vorbei, oder holt ihr das ab?", ["vorbeikommen", "abholen"]),
        ("Wie weit fahren Sie raus?", ["rausfahren"]),
        ("Was muss ich mitbringen?", []),
        ("Ist das Aufmaß kostenlos?", []),
    ],
)
def test_a_verb_and_its_prefix_are_one_word(question: str, verbs: list[str]) -> None:
    assert rejoined_verbs(question) == verbs


def test_small_words_typed_without_umlauts_carry_no_content() -> None:
    assert content_words("koennt ihr fuer uns naehen") == ["naehen"]

"""What a question names, and whether a text has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge.assessing import WITH_KIND, WITH_VECTORS, Asked
from knowledge.naming import OFFERED_WEIGHT, asks_whether, missing, named, presence, without_name

HEATING = "Wärmepumpen für Altbau und Neubau. Der Einbau dauert drei Tage, die Heizung läuft am Abend wieder."


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Was kostet bei euch eine Pelletsheizung?", ["pelletsheizung"]),
        ("Was kostet der Speicher 15 mit Montage?", ["speicher", "15", "montage"]),
        ("Reparieren Sie auch Waschmaschinen? Danke. Und Trockner?", ["waschmaschinen", "trockner"]),
        ("Können Sie mir helfen?", []),
        ("Wer hat den Laden gegründet?", []),
        ("Gibt es einen Laden auf dem Hof?", ["laden"]),
        ("oefnungszeiten ersatzteilschalter", ["oefnungszeiten", "ersatzteilschalter"]),
        ("Do you offer swimming pool construction?", []),
        ("", []),
    ],
)
def test_nouns_and_numbers_are_named(question: str, words: list[str]) -> None:
    assert [one.word for one in named(question)] == words


def test_the_words_of_a_message_without_capitals_weigh_half() -> None:
    with_capitals = named("Gibt es einen Ersatzteilschalter?")[-1]
    without = named("gibt es einen ersatzteilschalter?")[-1]
    assert without.word == with_capitals.word
    assert without.weight == with_capitals.weight / 2


def test_a_place_to_be_served_at_weighs_less_than_what_is_served() -> None:
    wood, place = named("Liefert ihr Brennholz auch nach Ludwigshafen?")
    assert (wood.word, place.word) == ("brennholz", "ludwigshafen")
    assert place.weight < wood.weight / 2 + 0.1
    assert place.weight < named("Was ist Ludwigshafen?")[0].weight / 2


@pytest.mark.parametrize(
    ("word", "text", "low", "high"),
    [
        ("heizung", HEATING, 1.0, 1.0),
        ("heizungen", HEATING, 1.0, 1.0),
        ("wärmepumpe", HEATING, 1.0, 1.0),
        ("waermepumpe", HEATING, 1.0, 1.0),
        ("wärmepume", HEATING, 1.0, 1.0),
        ("bau", "Altbau und Neubau", 0.0, 1.0),
        ("heizungseinbau", HEATING, 0.7, 1.0),
        ("pelletsheizung", HEATING, 0.2, 0.5),
        ("waschmaschine", HEATING, 0.0, 0.0),
        ("offerte", "Ein Angebot ist kostenlos.", 1.0, 1.0),
        ("katzen", "Wir betreuen Hunde.", 0.0, 0.0),
        ("kurtaxe", "Gästetaxe: 3 € pro Nacht", 1.0, 1.0),
        ("15", "Speicher 15 kWh", 1.0, 1.0),
        ("15", "Speicher 10 kWh", 0.0, 0.0),
    ],
)
def test_presence_knows_forms_compounds_synonyms_and_typing_errors(
    word: str, text: str, low: float, high: float
) -> None:
    assert low <= presence(word, text) <= high


def test_the_weightiest_missing_noun_counts() -> None:
    assert missing(named("Bauen Sie die Wärmepumpe im Altbau ein?"), HEATING) == 0.0
    assert missing(named("Bauen Sie die Wärmepumpe mit Swimmingpool ein?"), HEATING) == 1.0
    assert missing(named("Liegt Wien auf Ihrem Weg?"), HEATING) == pytest.approx(4 / 12)


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_is_judged_within_bounds(question: str, text: str) -> None:
    assert 0.0 <= missing(named(question, text), text) <= 1.0
    assert without_name(question, text).strip() or not question.strip()


@pytest.mark.parametrize(
    ("question", "company", "rest"),
    [
        ("Wie lautet die UID der Aareblick Treuhand AG?", "Aareblick Treuhand AG", "Wie lautet die UID?"),
        ("Machen Sie Treuhand für Vereine?", "Aareblick Treuhand AG", "Machen Sie Treuhand für Vereine?"),
        ("Wie viel Umsatz hat Nordpump 2025 gemacht?", "Nordpump GmbH", "Wie viel Umsatz hat 2025 gemacht?"),
        ("Was kostet bei der Tischlerei Brandt eine Küche?", "Tischlerei Brandt", "Was kostet eine Küche?"),
        ("Nordpump GmbH", "Nordpump GmbH", "Nordpump GmbH"),
        ("Wann?", "", "Wann?"),
    ],
)
def test_the_company_is_left_unnamed(question: str, company: str, rest: str) -> None:
    assert without_name(question, company) == rest


def test_the_companys_words_name_nothing() -> None:
    assert named("Gibt es im Physiozentrum eine Sauna?", "Physiozentrum Linden")[0].word == "sauna"


@pytest.mark.parametrize(
    ("question", "whether"),
    [
        ("Gibt es eine Sauna?", True),
        ("Gibt's hier eine Sauna?", True),
        ("„Habt ihr auch Zäune?“", True),
        ("Repariert ihr auch Öfen?", True),
        ("Was kostet die Sauna?", False),
        ("Wie lange haben Sie offen?", False),
        ("Machtwechsel in der Firma?", False),
    ],
)
def test_questions_whether_there_is_something(question: str, whether: bool) -> None:
    assert asks_whether(question) is whether


def test_what_is_not_there_counts_more_where_it_is_asked_whether_there_is() -> None:
    names = tuple(named("Gibt es eine Sauna?"))

    is_there = WITH_VECTORS.at(Asked("Gibt es eine Sauna?", names), "Bad", "Bad", 0.9)
    what_of_it = WITH_VECTORS.at(Asked("Wo ist die Sauna?", names), "Bad", "Bad", 0.9)

    assert is_there < what_of_it
    assert WITH_VECTORS.at(Asked("Gibt es eine Sauna?", names), "Sauna", "Sauna", 0.9) > 0.5


def test_what_is_asked_for_weighs_however_short_it_is() -> None:
    offered, told = named("Habt ihr ein Eis?"), named("Wo steht das Eis?")
    assert offered[0].word == told[0].word == "eis"
    assert offered[0].weight == OFFERED_WEIGHT > told[0].weight


def test_a_unit_is_there_in_short() -> None:
    assert presence("kilometer", "30 km Radweg") == 1.0


def test_what_the_passages_name_is_less_a_matter_of_the_world() -> None:
    question = "Wie viele Loipen gibt es?"
    asked = Asked(question, tuple(named(question)), elsewhere=0.8)

    held = WITH_KIND.at(asked, "30 km Langlaufloipen", "30 km Langlaufloipen", 1.0)
    nothing_named = WITH_KIND.at(Asked(question, (), elsewhere=0.8), "Wald", "Wald", 1.0)

    assert held > nothing_named > WITH_KIND.at(asked, "Wald", "Wald", 1.0)

"""How much speaks for each name of a site, and that one for which little does is left empty."""

from __future__ import annotations

import pytest
from ingest_svc.domain.imprint.company_name import THRESHOLD, Names, find_names
from ingest_svc.domain.imprint.name_groups import Group, weighed
from ingest_svc.domain.imprint.name_sources import Candidate, Source

HOST = "192.0.2.7"


def candidates(*told: tuple[str, Source]) -> list[Candidate]:
    return [Candidate(text, source, "http://192.0.2.7/", text) for text, source in told]


def groups_of(*told: tuple[str, Source], host: str = HOST) -> dict[str, Group]:
    return {group.members[0].text: group for group in weighed(candidates(*told), [host], frozenset({"obernau"}))}


def names_of(*told: tuple[str, Source], host: str = HOST) -> Names:
    return find_names(candidates(*told), hosts=[host], towns=frozenset({"obernau"}))


def test_a_name_is_described_by_where_it_stands_and_what_it_is_made_of() -> None:
    told: list[tuple[str, Source]] = [("Hofladen Quist", "block"), ("Hofladen Quist", "copyright"), ("Quist", "title")]
    features = groups_of(*told, host="quist.example")["Hofladen Quist"].features
    assert {name for name, value in features.items() if value} == {"block", "copyright", "host", "places"}
    assert features["places"] == 4  # the title says one akin, the domain is made of it


@pytest.mark.parametrize(
    ("told", "feature"),
    [
        ([("Hofladen Obernau", "block")], "no word of its own"),
        ([("Uta Lenz", "block")], "person"),
        ([("Quist", "header")], "one word"),
        ([("Gut Quist und Lenz am See", "header")], "many words"),
        ([("Gut Quist GmbH", "block")], "legal form"),
        ([("Gut Quist", "block"), ("Gut Quist", "footer")], "one kind"),
        ([("Ton und Lehm", "title"), ("Ton und Lehm", "h1")], "topic"),
    ],
)
def test_what_a_name_is_made_of_is_seen(told: list[tuple[str, Source]], feature: str) -> None:
    (group,) = groups_of(*told).values()
    (other,) = groups_of(("Gut Quist", "header"), ("Gut Quist", "copyright")).values()
    assert group.features[feature]  # type: ignore[index]  # parameters are plain strings
    assert not other.features[feature]  # type: ignore[index]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ([("Gut Quist", "block"), ("Gut Quist", "title")], [("Gut Quist", "title")]),
        ([("Gut Quist", "titles")], [("Gut Quist", "h1")]),
        ([("Gut Quist GmbH", "entity")], [("Gut Quist", "header")]),
        ([("Hofladen Quist", "block")], [("Uta Lenz", "block")]),
        ([("Hofladen Quist", "block")], [("Hofladen Obernau", "block")]),
    ],
)
def test_more_speaks_for_one_than_for_another(
    better: list[tuple[str, Source]], worse: list[tuple[str, Source]]
) -> None:
    (one,), (other,) = groups_of(*better).values(), groups_of(*worse).values()
    assert one.score > other.score


@pytest.mark.parametrize(
    "told",
    [
        [("Ton und Lehm", "h1")],
        [("Ton und Lehm", "title"), ("Brot aus Lehm", "h1")],
        [("Uta Lenz", "block")],  # whoever answers for the site
        [("Quist", "header")],
    ],
)
def test_a_name_for_which_little_speaks_is_left_empty(told: list[tuple[str, Source]]) -> None:
    assert names_of(*told).company is None


def test_a_name_that_most_places_say_is_sure() -> None:
    told: list[tuple[str, Source]] = [("Gut Quist", "title"), ("Gut Quist", "copyright")]
    company = names_of(*told, ("Gut Quist", "block"), ("Von Hand gemacht", "h1")).company
    assert company is not None
    assert company.value == "Gut Quist"
    assert company.confidence >= 0.9


def test_what_titles_and_headings_say_gives_way_to_a_name_that_stands_elsewhere() -> None:
    slogan: list[tuple[str, Source]] = [("Brot aus Lehm", "title"), ("Brot aus Lehm", "h1")]
    company = names_of(*slogan, ("Bäckerei Quist", "structured")).company
    assert company is not None
    assert company.value == "Bäckerei Quist"
    assert THRESHOLD <= company.confidence < 0.9

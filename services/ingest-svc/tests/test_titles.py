"""Titles without what all pages of a site share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.titles import own_titles


@pytest.mark.parametrize(
    ("titles", "own"),
    [
        (
            ["Praxis Linden: Kurse", "Praxis Linden: Team", "Praxis Linden: Preise", "Praxis Linden"],
            ["Kurse", "Team", "Preise", "Praxis Linden"],
        ),
        (
            ["Küchen | Brandt | Hamburg", "Treppen | Brandt | Hamburg", "Kontakt | Brandt", "Brandt | Hamburg"],
            ["Küchen", "Treppen", "Kontakt", "Brandt | Hamburg"],
        ),
        (["Eins - A", "Zwei - A"], ["Eins - A", "Zwei - A"]),
        (["Eins", "Zwei", "Drei", "Vier"], ["Eins", "Zwei", "Drei", "Vier"]),
    ],
)
def test_what_most_titles_share_is_left_out(titles: list[str], own: list[str]) -> None:
    assert own_titles(titles) == own


@given(st.lists(st.text(alphabet="ab |:-–", max_size=20), max_size=8))
def test_no_title_is_lost(titles: list[str]) -> None:
    own = own_titles(titles)
    assert len(own) == len(titles)
    assert all(new in old for new, old in zip(own, titles, strict=True))

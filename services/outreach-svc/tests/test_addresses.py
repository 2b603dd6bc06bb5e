from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach_svc.domain.addresses import issue_token, keyed_hash, read_token, website_of
from outreach_svc.domain.stages import _ORDER, CLOSED, Stage, advanced


def test_a_token_opens_only_its_purpose_with_its_key() -> None:
    id = uuid4()
    token = issue_token("confirm", id, "k")

    assert read_token("confirm", token, "k") == id
    assert read_token("unsubscribe", token, "k") is None
    assert read_token("confirm", token, "other") is None


@given(st.text(max_size=60))
def test_no_text_is_a_token_by_chance(token: str) -> None:
    assert read_token("confirm", token, "k") is None


def test_the_hash_ignores_case_and_blanks_and_needs_the_key() -> None:
    assert keyed_hash(" Info@Brandt.example ", "k") == keyed_hash("info@brandt.example", "k")
    assert keyed_hash("info@brandt.example", "k") != keyed_hash("info@brandt.example", "l")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("brandt.example", "https://brandt.example/"),
        ("http://127.0.0.1:8090", "http://127.0.0.1:8090/"),
        (" https://www.Brandt.example/start?a=1#b ", "https://www.brandt.example/start?a=1"),
        ("ftp://brandt.example", None),
        ("brandt", None),
        ("https://user:pw@brandt.example", None),
        ("https://brandt.example:99999", None),
        ("two words.example", None),
        ("", None),
    ],
)
def test_web_addresses_are_completed_or_refused(typed: str, found: str | None) -> None:
    assert website_of(typed) == found


@given(st.sampled_from([*_ORDER, *CLOSED]), st.sampled_from(_ORDER))
def test_nothing_moves_a_prospect_backwards_or_out_of_a_closed_deal(current: Stage, to: Stage) -> None:
    after = advanced(current, to)

    if current in CLOSED:
        assert after == current
    elif to != "failed":
        assert _ORDER.index(after) == max(_ORDER.index(current), _ORDER.index(to))

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach_svc.domain.stages import _ORDER, CLOSED, Stage, advanced
from outreach_svc.domain.websites import website_of


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

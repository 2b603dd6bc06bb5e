"""Host names in one spelling, the one browsers use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.hosts import ascii_host, place_of, web_origin


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("Gärtnerei-Öhl.example", "xn--grtnerei-hl-l8a6v.example"),
        ("XN--GRTNEREI-HL-L8A6V.example", "xn--grtnerei-hl-l8a6v.example"),
        ("ga\u0308rtnerei-o\u0308hl.example", "xn--grtnerei-hl-l8a6v.example"),
        ("g%C3%A4rtnerei-%c3%b6hl.example", "xn--grtnerei-hl-l8a6v.example"),
        ("www.weiß.example", "www.xn--wei-7ka.example"),
        ("alte_seite.öhl.example", "alte_seite.xn--hl-eka.example"),
        ("öhl.example.", "xn--hl-eka.example"),
        ("öhl。example", "xn--hl-eka.example"),
        ("☃.example", "xn--n3h.example"),
        ("\uff11\uff12\uff17.0.0.1", "127.0.0.1"),
        ("2001:DB8::1", "2001:db8::1"),
    ],
)
def test_all_spellings_of_a_host_become_one(typed: str, spelled: str) -> None:
    assert ascii_host(typed) == spelled


@pytest.mark.parametrize("host", ["a b", "a/b", "127.0.0.1%2f", "a%40b.example", "a%ff.example"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=r"no host|decode"):
        ascii_host(host)


@given(st.text(alphabet="aäößÄ-.x1_☃e\u0308", min_size=1, max_size=20))
def test_spelling_a_host_twice_changes_nothing(host: str) -> None:
    once = ascii_host(host)
    assert once.isascii()
    assert ascii_host(once) == once


def test_an_origin_is_what_a_browser_sends() -> None:
    assert web_origin("https://Öhl.example:443/seite") == "https://xn--hl-eka.example"
    assert web_origin("http://öhl.example:8080") == "http://xn--hl-eka.example:8080"
    assert web_origin("http://[2001:DB8::1]:80/") == "http://[2001:db8::1]"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://www.Firma.example/", "firma.example"),
        ("http://firma.example:80/index.html", "firma.example"),
        ("https://firma.example:8443", "firma.example:8443"),
        ("https://portal.example/firma-a/?x=1#y", "portal.example/firma-a"),
        ("https://bücher.example/Start.PHP", "xn--bcher-kva.example"),
        ("https://www.example", "example"),
        ("nonsense", "nonsense"),
    ],
)
def test_spellings_of_one_place(url: str, place: str) -> None:
    assert place_of(url) == place

"""One address has one comparable form and one form on the wire, however it was typed."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from identity.address import NoAddress, comparable, hashed, hashes, parse

LABEL = st.text("abcdefghijklmnopqrstuvwxyzäöüßéøñ", min_size=1, max_size=12)
LOCAL = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._+-]{0,10}[A-Za-z0-9])?", fullmatch=True).filter(lambda s: ".." not in s)


@pytest.mark.parametrize(
    "typed",
    [
        "Kunde@Bäckerei-Groß.example",
        "kunde@xn--bckerei-gro-56a8c.example",
        " KUNDE@XN--BCKEREI-GRO-56A8C.example ",
        "kunde@ba\u0308ckerei-groß.example",
    ],
)
def test_all_spellings_of_a_domain_are_one_address(typed: str) -> None:
    found = parse(typed)
    assert found.comparable == "kunde@bäckerei-groß.example"
    assert found.wire.lower() == "kunde@xn--bckerei-gro-56a8c.example"
    assert found.domain == "xn--bckerei-gro-56a8c.example"
    assert found.hashed("k") == parse("kunde@bäckerei-groß.example").hashed("k")
    assert not found.needs_smtputf8


def test_what_is_stored_keeps_how_the_name_was_written() -> None:
    assert parse("Erika.Muster@EXAMPLE.org").text == "Erika.Muster@example.org"


def test_a_name_beyond_ascii_needs_more_of_the_server() -> None:
    found = parse("jürgen@example.org")
    assert found.needs_smtputf8
    assert found.wire == "jürgen@example.org"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "erika",
        "erika@",
        "@b.example",
        "a b@c.example",
        "a@b..example",
        "a@b.example\0",
        "a@b.example\r\nBcc: c@d.example",
        "a@[127.0.0.1]",
        "x" * 65 + "@b.example",
        "a@" + "ü" * 60 + ".example",
        "a@" + ".".join(["b" * 50] * 6),
        "\ud800@b.example",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(NoAddress) as raised:
        parse(typed)
    assert not typed.strip() or typed.strip() not in str(raised.value)


@given(LOCAL, st.lists(LABEL, min_size=1, max_size=3))
def test_comparing_the_comparable_or_the_wire_changes_nothing(local: str, labels: list[str]) -> None:
    try:
        found = parse(f"{local}@{'.'.join(labels)}.example")
    except NoAddress:
        assume(False)
    for spelling in (found.text, found.comparable, found.wire, found.text.upper()):
        again = parse(spelling)
        if "ß" not in spelling.upper() and spelling == found.text.upper() and "ß" in found.text:
            continue  # upper case writes ß as SS, which is another domain
        assert again.comparable == found.comparable
        assert again.domain == found.domain


@pytest.mark.parametrize(
    ("kept", "same_as"),
    [
        ("kunde@xn--mller-bau-q9a.example", "kunde@müller-bau.example"),
        (" Kunde@MÜLLER-BAU.example", "kunde@mu\u0308ller-bau.example"),
        ("info@brandt.example", "INFO@Brandt.Example"),
    ],
)
def test_addresses_that_are_kept_in_other_spellings_have_one_hash(kept: str, same_as: str) -> None:
    assert hashed(kept, "k") == hashed(same_as, "k") == parse(kept).hashed("k")
    assert hashed(kept, "k") != hashed(kept, "l")


@given(st.text(max_size=60))
def test_the_comparable_form_of_anything_is_its_own(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


def test_an_address_may_be_listed_under_the_hash_of_its_spelling_in_ascii() -> None:
    spelled = hmac.new(b"k", b"kunde@xn--mller-bau-q9a.example", hashlib.sha256).hexdigest()

    assert hashes("Kunde@Müller-Bau.example", "k") == (hashed("kunde@müller-bau.example", "k"), spelled)
    assert hashes("info@brandt.example", "k") == (hashed("info@brandt.example", "k"),)
    assert hashes("none", "k") == (hashed("none", "k"),)

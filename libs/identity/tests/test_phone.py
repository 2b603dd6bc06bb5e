from __future__ import annotations

import phonenumbers
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from identity.phone import NoPhoneNumber, national, parse, region_of


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("DE", "DE"),
        (" at ", "AT"),
        ("AUT", "AT"),
        ("UK", "GB"),
        ("Deutschland", "DE"),
        ("GERMANY", "DE"),
        ("Bundesrepublik Deutschland", "DE"),
        ("Österreich", "AT"),
        ("O\u0308sterreich", "AT"),
        ("Oesterreich", "AT"),
        ("die Schweiz", "CH"),
        ("Suisse", "CH"),
        ("Svizzera", "CH"),
        ("Fürstentum Liechtenstein", "LI"),
        ("Tschechien", "CZ"),
        ("Dänemark", "DK"),
        ("Vereinigtes Königreich", "GB"),
        ("The Netherlands", "NL"),
        ("Atlantis", None),
        ("Bayern", None),
        ("", None),
        ("\0", None),
        ("\ud800", None),
    ],
)
def test_a_country_is_known_by_its_code_and_its_names(country: str, region: str | None) -> None:
    assert region_of(country) == region


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_country_that_has_numbers_is_known_by_its_name(language: str) -> None:
    names = {code: str(name) for code, name in Locale(language).territories.items()}

    assert {code for code in phonenumbers.SUPPORTED_REGIONS & names.keys() if region_of(names[code]) != code} == set()


@pytest.mark.parametrize(
    ("written", "country", "kept", "shown"),
    [
        ("089 1234567", "", "+49891234567", "089 1234567"),
        ("089 1234567", "Deutschland", "+49891234567", "089 1234567"),
        ("01 513 12 34", "Österreich", "+4315131234", "01 5131234"),
        ("044 668 18 00", "Schweiz", "+41446681800", "044 668 18 00"),
        ("+49 (0)89 4440123", "CH", "+49894440123", "089 4440123"),
        ("0043 1 5131234", "DE", "+4315131234", "01 5131234"),
        ("06 6982", "Italien", "+39066982", "06 6982"),
        ("+43 1 5880039", "Atlantis", "+4315880039", "01 5880039"),
        ("0043 1 5880039", "Atlantis", "+4315880039", "01 5880039"),
        ("\u202a089 1234567\u202c", "DE", "+49891234567", "089 1234567"),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_as_its_country_writes_it(
    written: str, country: str, kept: str, shown: str
) -> None:
    assert parse(written, country) == kept
    assert national(kept) == shown


@pytest.mark.parametrize("written", ["", "Rufen Sie an", "1", "+", "0" * 40, "+999 1234567", "\0", "\ud800"])
def test_what_is_no_number_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(NoPhoneNumber, match="must be a telephone number") as error:
        parse(written, "DE")
    assert len(written) < 3 or written not in str(error.value)


def test_a_number_without_code_is_not_guessed_for_a_country_that_nobody_knows() -> None:
    with pytest.raises(NoPhoneNumber, match="must begin with \\+"):
        parse("089 1234567", "Atlantis")


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
def test_an_example_number_of_any_country_reads_the_same_from_all_its_spellings(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    kept = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    for form in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
        assert parse(phonenumbers.format_number(number, form), region) == kept
    assert parse(kept, "Atlantis") == kept


@given(st.text(max_size=40), st.text(max_size=30))
def test_any_text_is_read_or_refused_and_reading_twice_changes_nothing(text: str, country: str) -> None:
    try:
        kept = parse(text, country)
    except NoPhoneNumber:
        return
    assert parse(kept, country) == kept
    assert kept.removeprefix("+").isascii()
    assert national(kept)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.text import Line, Name, Text, is_storable, line, name, readable, text, visible
from pydantic import TypeAdapter, ValidationError

NO_TEXT = ["\0", "\x07", "\x1b[2J", "\x7f", "\x85", "\ud800", "\udfff", "\ufffe", "\uffff", "\ufdd0", "\U0010ffff"]
NO_LINE = ["\n", "\r", "\t", "\u2028", "\u2029"]
NO_NAME = [
    "\u202e",
    "\u2066",
    "\u200e",
    "\u200f",
    "\u061c",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u3164",
    "\U000e0041",
]


@pytest.mark.parametrize("part", [*NO_TEXT, *NO_LINE, *NO_NAME])
def test_each_type_refuses_its_own_without_repeating_it(part: str) -> None:
    value = f"Firma{part}Brandt"
    for type, refused in ((Text, NO_TEXT), (Line, NO_TEXT + NO_LINE), (Name, NO_TEXT + NO_LINE + NO_NAME)):
        adapter = TypeAdapter(type)
        if part not in refused:
            assert adapter.validate_python(value) == value
            continue
        with pytest.raises(ValidationError) as error:
            adapter.validate_python(value)
        assert error.value.errors()[0]["msg"].isprintable()
        assert "Brandt" not in error.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    "value",
    [
        "Brandt & Söhne GmbH",
        "Øystein Šimůnek-Łuczak",
        "Müller",
        "O’Connor",
        "山田太郎",
        "محمد علی",
        "علی\u200cرضا",  # Persian, written with a non-joiner
        "क्\u200dष",  # Devanagari, written with a joiner
        "👩\u200d🔧 Werkstatt",
        "❤\ufe0f Café",
        "",
    ],
)
def test_names_of_all_scripts_are_names(value: str) -> None:
    assert name(value) == value


@pytest.mark.parametrize("value", ["pay\u200dpal", "pay\u200cpal", "\u200d", "Brandt \u200c", "٣\u200ca"])
def test_a_joiner_where_nothing_is_joined_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="invisible"):
        name(value)


def refused(rule: object, value: str) -> bool:
    try:
        assert rule(value) == value  # type: ignore[operator]
    except ValueError:
        return True
    return False


@given(st.text(st.characters(), max_size=30))
def test_a_name_is_a_line_and_a_line_is_a_text_and_a_text_can_be_kept(value: str) -> None:
    assert not (refused(line, value) and not refused(name, value))
    assert not (refused(text, value) and not refused(line, value))
    assert is_storable(value) or refused(text, value)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30))
def test_what_people_see_is_a_text_and_a_line(value: str) -> None:
    assert text(value) == line(value) == value


@given(
    st.characters(categories=["Cc", "Cs"])
    | st.characters(min_codepoint=0x2000, max_codepoint=0x206F, categories=["Cf"])
)
def test_no_control_and_no_direction_is_part_of_a_name(character: str) -> None:
    assert refused(name, f"a{character}b")


@given(st.text(st.characters(), max_size=30))
def test_what_can_be_read_of_anything_is_a_text(value: str) -> None:
    assert text(readable(value)) == readable(value)
    assert refused(text, value) or readable(value) == value


@given(st.text(st.characters(), max_size=30))
def test_what_can_be_seen_of_anything_is_a_name(value: str) -> None:
    assert name(visible(value)) == visible(value)


def test_a_name_from_a_page_keeps_what_is_seen() -> None:
    assert visible(" Tisch\u00adlerei\nBrandt\u200b \u202eGmbH\t") == "Tischlerei Brandt GmbH"
    assert visible("علی\u200cرضا") == "علی\u200cرضا"


@given(st.text(st.characters(), max_size=30))
def test_looking_at_bytes_finds_what_looking_at_characters_finds(value: str) -> None:
    assert refused(text, value) == (readable(value) != value)

"""Every event survives the trip through CloudEvents, and nothing else gets in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from contracts.base import Event
from contracts.catalogue import example_of
from contracts.chat import MessageSent
from contracts.envelope import DecodeError, Envelope, UnknownEvent, decode, encode
from contracts.topics import EVENT_TYPES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(
    datetime,
    st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]),
    ),
)
EVENTS = sorted(EVENT_TYPES.values(), key=lambda event: event.TYPE)
envelopes = st.sampled_from(EVENTS).flatmap(
    lambda kind: st.builds(
        Envelope,
        id=st.uuids(),
        source=st.just("/x"),
        subject=st.text(max_size=40),
        time=st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1)),  # noqa: DTZ001
        workspace_id=st.uuids(),
        sequence=st.integers(min_value=0, max_value=2**40),
        event=st.from_type(kind),
        traceparent=st.none() | st.just("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    )
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(envelopes)
def test_what_is_encoded_is_decoded_the_same(envelope: Envelope) -> None:
    assert decode(encode(envelope)) == envelope


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.TYPE)
def test_unknown_fields_are_ignored(kind: type[Event]) -> None:
    raw = json.loads(example_of(kind))
    expected = decode(json.dumps(raw).encode())
    raw["data"]["field_of_the_future"] = {"a": 1}
    raw["attribute_of_the_future"] = "x"
    assert decode(json.dumps(raw).encode()) == expected


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda value: json.dumps(value).encode())
)
def test_what_is_no_event_is_a_decode_error(value: bytes) -> None:
    with pytest.raises((DecodeError, UnknownEvent)):
        decode(value)


def test_an_error_names_the_fields_and_repeats_nothing() -> None:
    """It goes into logs and into lists of dead letters."""
    raw = json.loads(example_of(MessageSent))
    raw["data"] |= {"bot_id": "erika@example.org", "turn": {"erika@example.org": 1}}
    with pytest.raises(DecodeError) as caught:
        decode(json.dumps(raw).encode())
    assert "bot_id: uuid_parsing" in str(caught.value)
    assert "erika" not in str(caught.value)
    raw["id"] = "erika@example.org"
    with pytest.raises(DecodeError) as caught:
        decode(json.dumps(raw).encode())
    assert "erika" not in str(caught.value)


def test_types_of_a_newer_version_are_told_apart() -> None:
    raw = json.loads(example_of(EVENTS[0]))
    raw["type"] = "empfang.x.Y.v9"
    with pytest.raises(UnknownEvent):
        decode(json.dumps(raw).encode())

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.tokens import LinkTokens, mark, same

ID = UUID("019a0000-0000-7000-8000-000000000001")
TOKENS = LinkTokens(b"k" * 32)


def mailed_before(id: UUID, purpose: str, key: bytes, *, seal_bytes: int) -> str:
    """A token as lead-svc (32 bytes of seal) and outreach-svc (16) computed it, each in its own module."""
    seal = hmac.new(key, purpose.encode() + b"\0" + id.bytes, hashlib.sha256).digest()[:seal_bytes]
    return base64.urlsafe_b64encode(id.bytes + seal).decode().rstrip("=")


@pytest.mark.parametrize("seal_bytes", [16, 32])
def test_a_link_that_was_mailed_before_still_opens(seal_bytes: int) -> None:
    assert TOKENS.read("confirm", mailed_before(ID, "confirm", TOKENS.key, seal_bytes=seal_bytes)) == ID


@pytest.mark.parametrize("seal_bytes", [0, 1, 8, 15, 17, 24, 31])
def test_no_other_length_of_the_seal_opens(seal_bytes: int) -> None:
    assert TOKENS.read("confirm", mailed_before(ID, "confirm", TOKENS.key, seal_bytes=seal_bytes)) is None


@given(st.uuids(), st.sampled_from(["unsubscribe", "confirm", "lead", "privacy"]), st.binary(min_size=1, max_size=64))
def test_a_token_opens_what_it_was_issued_for_and_nothing_else(id: UUID, purpose: str, key: bytes) -> None:
    tokens = LinkTokens(key)
    token = tokens.issue(purpose, id)

    assert tokens.read(purpose, token) == id
    assert len(token) == 43
    assert tokens.read(purpose + "x", token) is None
    assert LinkTokens(key + b"x").read(purpose, token) is None


@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_other_text_opens_nothing(text: str) -> None:
    assert TOKENS.read("confirm", text) is None


@given(st.integers(0, 42), st.characters(exclude_characters="="))
def test_a_changed_token_opens_nothing(place: int, character: str) -> None:
    token = TOKENS.issue("confirm", ID)
    changed = token[:place] + character + token[place + 1 :]

    assert TOKENS.read("confirm", changed) == (ID if changed == token else None)
    assert TOKENS.read("confirm", token[:place] + character + token[place:]) is None


def test_the_key_shows_nowhere() -> None:
    assert "kkk" not in repr(TOKENS)


@given(st.text(max_size=40))
def test_a_mark_is_compared_with_any_text(text: str) -> None:
    token = mark(b"key", "bot:production:1")

    assert same(token, token)
    assert same(text, token) == (text == token)
    assert not same("\ud800", token)

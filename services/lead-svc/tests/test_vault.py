"""Sealing, opening, shredding, indexes, tokens, and what a changed database row leads to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from typing import Any
from uuid import UUID

import pytest
from contracts.bots import BotSnapshot
from hypothesis import given
from hypothesis import strategies as st
from identity.address import parse
from lead_svc.adapters.vault import Vault, WrappedKey
from lead_svc.models import Lead, Person
from lead_svc.service import forgetting
from lead_svc.settings import Settings
from pydantic import ValidationError
from servicekit.auth.sealing import Tampered
from servicekit.ids import new_id
from servicekit.kit import Kit
from sqlalchemy import select, update

from .conftest import INDEX, MASTER, Key, Visitor, World

ONE, TWO, INDEX_KEY = b"1" * 32, b"2" * 32, b"i" * 32
ROW, OTHER = UUID(int=1), UUID(int=2)
vault = Vault({"1": ONE}, current="1", index_key=INDEX_KEY)


@given(st.text(max_size=200))
def test_what_is_sealed_opens_in_its_place_only(text: str) -> None:
    key = vault.new_key(new_id())
    sealed = vault.seal(key, ROW, "email", text)

    assert vault.open(key, ROW, "email", sealed) == text
    for place, field in ((OTHER, "email"), (ROW, "phone")):
        with pytest.raises(Tampered):
            vault.open(key, place, field, sealed)


@given(st.data())
def test_any_changed_bit_is_noticed(data: st.DataObject) -> None:
    key = vault.new_key(new_id())
    sealed = bytearray(vault.seal(key, ROW, "email", "erika@example.org"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(Tampered):
        vault.open(key, ROW, "email", bytes(sealed))


@given(st.binary(max_size=40))
def test_rubbish_is_no_sealed_value(rubbish: bytes) -> None:
    with pytest.raises(Tampered):
        vault.open(vault.new_key(new_id()), ROW, "email", rubbish)


def test_sealing_twice_gives_two_values_and_shows_nothing() -> None:
    key = vault.new_key(new_id())
    sealed = {vault.seal(key, ROW, "email", "erika@example.org") for _ in range(100)}

    assert len(sealed) == 100
    assert not any(b"erika" in value for value in sealed)


def test_a_persons_key_is_of_no_use_to_another() -> None:
    erika, otto = vault.new_key(new_id()), vault.new_key(new_id())
    sealed = vault.seal(erika, ROW, "email", "erika@example.org")

    for key in (otto, WrappedKey(otto.owner, erika.master, erika.sealed)):
        with pytest.raises(Tampered):
            vault.open(key, ROW, "email", sealed)


def test_a_new_master_key_takes_over_and_the_old_one_can_go() -> None:
    key = vault.new_key(new_id())
    sealed = vault.seal(key, ROW, "email", "erika@example.org")
    both = Vault({"1": ONE, "2": TWO}, current="2", index_key=INDEX_KEY)
    moved = both.rewrap(key)
    alone = Vault({"2": TWO}, current="2", index_key=INDEX_KEY)

    assert moved.master == "2"
    assert alone.open(moved, ROW, "email", sealed) == "erika@example.org"
    with pytest.raises(Tampered, match="'1' is not configured"):
        alone.open(key, ROW, "email", sealed)


def test_indexes_differ_by_workspace_kind_and_key() -> None:
    other_key = Vault({"1": ONE}, current="1", index_key=b"j" * 32)
    indexes = {
        vault.index(ROW, "email", "a@example.org"),
        vault.index(OTHER, "email", "a@example.org"),
        vault.index(ROW, "phone", "a@example.org"),
        other_key.index(ROW, "email", "a@example.org"),
    }

    assert len(indexes) == 4
    assert vault.index(ROW, "email", " A@Example.org") in indexes


@pytest.mark.parametrize(
    "typed",
    [
        "Erika@Example.org",
        "kunde@xn--mller-bau-q9a.example",
        "Kunde@MÜLLER-BAU.example",
        "jo\u0308rg@mu\u0308ller.example",
    ],
)
def test_the_index_of_an_address_is_the_one_it_was_stored_under(typed: str) -> None:
    stored = parse(typed).text
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFC", stored).strip().lower()).strip()
    before = hmac.new(INDEX_KEY, b"\0".join((ROW.bytes, b"email", lowered.encode())), hashlib.sha256).digest()

    assert vault.index(ROW, "email", stored) == vault.index(ROW, "email", typed) == before


@pytest.mark.parametrize("purpose", ["lead", "privacy"])
def test_links_that_were_mailed_with_the_whole_seal_still_open(purpose: str) -> None:
    key = hmac.new(INDEX_KEY, b"link tokens", hashlib.sha256).digest()
    seal = hmac.new(key, purpose.encode() + b"\0" + ROW.bytes, hashlib.sha256).digest()
    mailed = base64.urlsafe_b64encode(ROW.bytes + seal).decode().rstrip("=")

    assert vault.read_token(purpose, mailed) == ROW
    assert vault.read_token("other", mailed) is None


@given(st.text(max_size=100))
def test_only_issued_tokens_open_and_only_their_purpose(text: str) -> None:
    token = vault.token("lead", ROW)

    assert vault.read_token("lead", token) == ROW
    assert vault.read_token("privacy", token) is None
    assert vault.read_token("lead", text) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"LEAD_MASTER_KEY": "zu kurz"},
        {"LEAD_MASTER_KEY": "bWFzdGVy"},
        {"LEAD_INDEX_KEY": "aW5kZXg="},
        {"LEAD_PREVIOUS_KEYS": f"1:{MASTER}"},
        {"ENVIRONMENT": "production", "IDEMPOTENCY_KEY": "x"},
    ],
)
def test_keys_that_are_none_stop_the_service(wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    right = {"DATABASE_URL": "postgresql://x", "LEAD_MASTER_KEY": MASTER, "LEAD_INDEX_KEY": INDEX}
    for name, value in {**right, **wrong}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()
    for name in wrong.keys() - right.keys():
        monkeypatch.delenv(name)
    for name, value in right.items():
        monkeypatch.setenv(name, value)
    assert Settings().lead.masters().keys() == {"1"}


@pytest.mark.integration
async def test_a_tampered_row_is_an_error_and_never_an_answer(
    world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key, kit: Kit[Any, Any, Any]
) -> None:
    erika = await world.capture(bot, visitor(bot))
    otto = await world.capture(bot, visitor(bot), email="otto@example.org")
    async with kit.transaction() as unit:
        stolen = await unit.session.scalar(select(Lead.email_sealed).where(Lead.id == erika))
        await unit.session.execute(update(Lead).where(Lead.id == otto).values(email_sealed=stolen))

    answer = await world.client.get(f"/api/admin/leads/{otto}", headers=await api_key())

    assert answer.status_code == 500
    assert "erika" not in answer.text


@pytest.mark.integration
async def test_stored_keys_are_wrapped_anew(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: Kit[Any, Any, Any]
) -> None:
    await world.capture(bot, visitor(bot))
    both = Vault({"1": b"m" * 32, "2": TWO}, current="2", index_key=INDEX_KEY)
    async with kit.transaction() as unit:
        assert await forgetting.rewrap(unit, both) == 1
    async with kit.transaction() as unit:
        assert await forgetting.rewrap(unit, both) == 0
        assert (await unit.session.scalars(select(Person.master))).all() == ["2"]

"""Rows of before the one spelling of addresses are found by it after `init`."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from uuid import UUID

import pytest
from contracts.lead import ErasureRequested
from identity.address import hashed
from outreach_svc.app import init
from outreach_svc.service import consent, demos, forgetting
from outreach_svc.service.prospects import NewProspect, add
from servicekit.ids import new_id
from sqlalchemy import text

from .conftest import KEYS, World

pytestmark = pytest.mark.integration
TYPED = "kunde@müller-bau.example"
SPELLINGS = ["kunde@xn--mller-bau-q9a.example", "kunde@mu\u0308ller-bau.example"]


def hashed_before(address: str, key: str) -> str:
    """As outreach-svc hashed an address: as it stood, in lower case."""
    return hmac.new(key.encode(), address.strip().lower().encode(), hashlib.sha256).hexdigest()


async def written_before(world: World, email: str) -> UUID:
    """A suppressed prospect with a basis and a sent mail, as the rows were written then."""
    prospect, _ = await world.demo()
    await world.customer(prospect)
    id, workspace = prospect.id, prospect.workspace_id
    values = {"id": id, "email": email, "workspace": workspace, "erasure": hashed_before(email, KEYS.erasure)}
    async with world.kit.transaction() as unit:
        for statement in (
            "UPDATE prospects SET email = :email, erasure_hash = :erasure WHERE id = :id",
            "UPDATE lawful_bases SET address = :email WHERE prospect_id = :id",
            "UPDATE messages SET recipient = :email WHERE prospect_id = :id",
        ):
            await unit.session.execute(text(statement), values)
        await unit.suppressions.add(workspace, [hashed_before(email, KEYS.suppression)], "unsubscribed", unit.now())
    return id


async def rows(world: World, query: str) -> list[Any]:
    async with world.kit.transaction() as unit:
        return [tuple(row) for row in (await unit.session.execute(text(query))).all()]


@pytest.mark.parametrize("email", SPELLINGS)
async def test_addresses_and_hashes_are_converted_once(world: World, email: str) -> None:
    await written_before(world, email)
    plain = await written_before(world, "info@brandt.example")
    suppressed = await rows(world, "SELECT reason, since FROM suppressions ORDER BY since")

    for _ in range(2):
        await init(world.kit)

        found = await rows(world, "SELECT email, erasure_hash FROM prospects ORDER BY id")
        assert found == [(address, hashed(address, KEYS.erasure)) for address in (TYPED, "info@brandt.example")]
        assert {address for (address,) in await rows(world, "SELECT address FROM lawful_bases")} == {
            TYPED,
            "info@brandt.example",
        }
        assert {to for (to,) in await rows(world, "SELECT recipient FROM messages")} == {TYPED, "info@brandt.example"}
        listed = {hash for (hash,) in await rows(world, "SELECT address_hash FROM suppressions")}
        assert listed == {hashed(TYPED, KEYS.suppression), hashed("info@brandt.example", KEYS.suppression)}
        assert await rows(world, "SELECT reason, since FROM suppressions ORDER BY since") == suppressed
    assert plain


async def test_both_spellings_suppressed_become_one_entry(world: World) -> None:
    for email in (*SPELLINGS, TYPED):
        await written_before(world, email)

    await init(world.kit)

    assert await rows(world, "SELECT address_hash FROM suppressions") == [(hashed(TYPED, KEYS.suppression),)]


async def test_what_nobody_can_read_as_an_address_stays_as_it_is(world: World) -> None:
    before = "kunde@xn--.example"
    await written_before(world, before)

    await init(world.kit)

    assert await rows(world, "SELECT email, erasure_hash FROM prospects") == [
        (before, hashed_before(before, KEYS.erasure))
    ]


async def test_an_erasure_asked_for_in_lead_svc_finds_the_converted_prospect(world: World, workspace_id: UUID) -> None:
    await written_before(world, SPELLINGS[0])
    await init(world.kit)
    event = ErasureRequested(
        erasure_id=new_id(), address_hash=hashed(TYPED, KEYS.erasure), requested_at=world.kit.clock.now()
    )

    async with world.kit.transaction() as unit:
        await forgetting.erase(
            unit,
            event.erasure_id,
            workspace_id,
            lead_ids=(),
            address_hash=event.address_hash,
            suppression_key=KEYS.suppression,
        )

    assert await rows(world, "SELECT email, erasure_hash FROM prospects") == [(None, None)]


@pytest.mark.parametrize("listed", [SPELLINGS[0], TYPED])
async def test_who_was_erased_under_another_spelling_gets_no_mail(
    world: World, workspace_id: UUID, listed: str
) -> None:
    async with world.kit.transaction() as unit:
        await unit.suppressions.add(workspace_id, [hashed_before(listed, KEYS.suppression)], "erased", unit.now())
        new = NewProspect("https://müller-bau.example/", email=TYPED)
        prospect = add(unit, workspace_id, new, erasure_key=KEYS.erasure, now=unit.now())
        lawful = await consent.lawfulness(unit, prospect, "first_contact", KEYS)

    assert "recipient_suppressed" in lawful.decision.reasons


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        ("Info@XN--MLLER-BAU-q9a.example", "info@müller-bau.example"),
        ("info@brandt.example", "info@brandt.example"),
        ("info@@brandt", None),
        ("info@-.example", None),
    ],
)
async def test_an_address_from_a_site_is_kept_in_the_one_spelling_or_not_at_all(
    world: World, published: str, kept: str | None
) -> None:
    prospect = await world.prospect()
    async with world.kit.transaction() as unit:
        await demos.researched(
            unit, prospect.id, 1, {"email": {"value": published}}, pages=1, seconds=1.0, erasure_key=KEYS.erasure
        )

    assert (await world.again(prospect)).email == kept

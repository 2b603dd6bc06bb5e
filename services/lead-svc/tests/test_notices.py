"""Mails of lead-svc leave once, are written so that they arrive, and are told from those that did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from contracts.bots import BotSnapshot
from lead_svc.jobs import settle_late_mails
from lead_svc.models import Notice
from lead_svc.service.notices import Notices
from servicekit.clock import Clock
from servicekit.kit import Kit
from servicekit.mail import delivery
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import DROP, Sink
from sqlalchemy import select

from .conftest import Visitor, World, capture_body, wish_body

pytestmark = pytest.mark.integration
AnyKit = Kit[Any, Any, Any]


async def notice(kit: AnyKit) -> Notice:
    """The only mail there is."""
    async with kit.transaction() as unit:
        found: Notice = (await unit.session.scalars(select(Notice))).one()
        return found


@pytest.fixture
def notices(kit: AnyKit) -> Notices:
    return Notices(kit.resources.vault, "")


async def test_a_claim_that_died_before_the_mail_was_handed_over_is_tried_again(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: AnyKit, clock: Clock, notices: Notices
) -> None:
    await world.wish(bot, visitor(bot))
    id = (await notice(kit)).id
    async with kit.transaction() as unit:
        first = await delivery.claim(unit, notices, id, 901)
    async with kit.transaction() as unit:
        assert await delivery.claim(unit, notices, id, 902) is None
    assert first is not None
    await world.work()
    assert world.sink.mails == []

    clock.move(timedelta(minutes=11))
    await settle_late_mails(Unfenced(kit, 3, 1))
    await world.work()
    assert len(world.sink.mails) == 1
    async with kit.transaction() as unit:  # it was only slow: now it may send nothing
        assert not await delivery.mark(unit, notices, id, first.attempt)
    assert ((await notice(kit)).state, (await notice(kit)).attempt) == ("sent", 2)


async def test_a_claim_that_died_after_it_is_uncertain(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: AnyKit, clock: Clock, notices: Notices
) -> None:
    await world.wish(bot, visitor(bot))
    id = (await notice(kit)).id
    async with kit.transaction() as unit:
        claimed = await delivery.claim(unit, notices, id, 901)
        assert claimed is not None
        assert await delivery.mark(unit, notices, id, claimed.attempt)
    clock.move(timedelta(minutes=11))
    await settle_late_mails(Unfenced(kit, 2, 1))
    await world.work()

    assert world.sink.mails == []
    assert (await notice(kit)).state == "uncertain"


async def test_a_server_that_takes_nothing_is_asked_again_up_to_a_limit(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: AnyKit, clock: Clock
) -> None:
    await world.wish(bot, visitor(bot))
    world.sink.at["END"] = "451 later"
    await world.work()
    waiting = await notice(kit)
    assert (waiting.state, waiting.reason, waiting.tries) == ("waiting", "451", 1)
    assert waiting.not_before is not None

    world.sink.at["RCPT"] = DROP
    await world.work(until=waiting.not_before)
    assert (await notice(kit)).state == "waiting"
    world.sink.at.clear()
    await world.work(until=clock.now() + timedelta(minutes=5))
    assert len(world.sink.mails) == 1
    assert (await notice(kit)).state == "sent"


async def test_in_the_end_it_has_failed(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: AnyKit, clock: Clock
) -> None:
    await world.wish(bot, visitor(bot))
    world.sink.at["MAIL"] = "451 later"
    await world.work(until=clock.now() + timedelta(days=1))
    failed = await notice(kit)
    assert (failed.state, failed.reason, failed.tries) == ("failed", "451", delivery.MOST_TRIES)


async def test_the_servers_words_are_not_kept(world: World, bot: BotSnapshot, visitor: Visitor, kit: AnyKit) -> None:
    await world.wish(bot, visitor(bot))
    world.sink.at["RCPT"] = "550 <vertrieb@werk-huber.example> unknown"
    await world.work()
    assert ((await notice(kit)).state, (await notice(kit)).reason) == ("failed", "550")


class TestUmlauts:
    @pytest.fixture
    def settings_overrides(self, settings_overrides: dict[str, Any]) -> dict[str, Any]:
        return {**settings_overrides, "double_opt_in": True}

    @pytest.mark.parametrize("typed", ["kunde@müller-bau.example", "kunde@xn--mller-bau-q9a.example"])
    async def test_a_domain_with_an_umlaut_gets_its_mail(
        self, world: World, bot: BotSnapshot, visitor: Visitor, kit: AnyKit, typed: str
    ) -> None:
        await world.capture(bot, visitor(bot), email=typed)
        await world.work()
        [got] = world.sink.received
        assert got.recipients == ("kunde@xn--mller-bau-q9a.example",)
        assert got.field("To") == b"kunde@xn--mller-bau-q9a.example"
        assert (await notice(kit)).state == "sent"


@pytest.mark.parametrize(
    ("path", "body"),
    [("capture-email", capture_body), ("contact-requests", wish_body)],
)
async def test_an_address_that_the_mail_server_cannot_take_is_refused_when_it_is_typed_in(
    world: World, bot: BotSnapshot, visitor: Visitor, path: str, body: Callable[..., dict[str, Any]]
) -> None:
    url = f"/api/chatbots/{bot.id}/{path}"
    answer = await world.client.post(url, json=body(email="jürgen@müller.example"), headers=visitor(bot))
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/email"
    assert "before the @" in error["message"]
    assert "jürgen" not in answer.text
    fine = await world.client.post(url, json=body(email="juergen@müller.example"), headers=visitor(bot))
    assert fine.status_code == 201


class TestServerWithUtf8:
    @pytest.fixture
    def settings_overrides(self, settings_overrides: dict[str, Any], sink: Sink) -> dict[str, Any]:
        sink.offers_smtputf8 = True
        return {**settings_overrides, "double_opt_in": True, "smtp": {**settings_overrides["smtp"], "utf8": True}}

    async def test_it_is_written_to(self, world: World, bot: BotSnapshot, visitor: Visitor) -> None:
        await world.capture(bot, visitor(bot), email="jürgen@müller.example")
        await world.work()
        [got] = world.sink.received
        assert got.recipients == ("jürgen@xn--mller-kva.example",)

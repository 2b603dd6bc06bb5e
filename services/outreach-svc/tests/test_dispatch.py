from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from contracts.outreach import MessageDispatched
from identity.address import hashed
from outreach_svc import jobs
from outreach_svc.domain.composing import date_in_words
from outreach_svc.domain.following import Point
from outreach_svc.service import demos, dispatch, engagement, forgetting, replies
from servicekit.clock import Clock
from servicekit.mail import delivery
from servicekit.mail.transport import Outcome
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import DROP, HANG, Sink, Stage
from servicekit.testing.plugin import workspace_snapshot
from sqlalchemy import text

from .conftest import COMPANY, KEYS, World

pytestmark = pytest.mark.integration

MAILS = dispatch.ProspectMails(KEYS)


async def test_a_mail_with_a_basis_is_sent_once_and_starts_the_thirty_days(world: World, sink: Sink) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))

    assert await world.send(message) == "dispatched"
    assert await world.send(message, job=2) == "dispatched"

    sent, kept = await world.message(prospect), await world.again(prospect)
    assert len(sink.mails) == 1
    mail = sink.mails[0]
    head = sink.received[0].head
    assert f"\r\nMessage-ID: {sent.message_id}\r\n".encode() in head
    assert b"\r\nAuto-Submitted: auto-generated\r\n" in head
    assert re.search(rb"\r\nList-Unsubscribe: <http://localhost:8080/unsubscribe/[A-Za-z0-9_-]+>\r\n", head)
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    assert f"\r\nTo: {COMPANY}\r\n".encode() in head
    assert sent.claimed_at is not None
    assert kept.demo_ends_at == sent.demo_ends_at == sent.claimed_at + timedelta(days=30)
    assert kept.next_follow_up_at == sent.claimed_at + timedelta(days=7)
    assert kept.stage == "contacted"
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "Marktplatz 4" in plain.get_content()


async def test_the_event_carries_the_printed_end(world: World, kit: Any, sink: Sink) -> None:
    prospect, bot = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    async with kit.transaction() as unit:
        claimed = await delivery.claim(unit, MAILS, message.id, 1)
    assert claimed is not None
    outcome = await kit.resources.mailer.send(claimed.mail)
    async with kit.transaction() as unit:
        await delivery.record(unit, MAILS, message.id, claimed.attempt, outcome)
        event = next(e for e in unit.published if isinstance(e, MessageDispatched))

    assert event.first_contact
    assert event.bot_id == bot.id
    assert event.demo_ends_at == (await world.message(prospect)).demo_ends_at


async def test_without_a_basis_an_approved_mail_goes_back_to_the_drafts(world: World, sink: Sink) -> None:
    prospect, _ = await world.demo()
    message = await world.approve(await world.message(prospect))

    assert await world.send(message) == "draft"
    assert sink.mails == []
    assert "no_recipient" in (await world.message(prospect)).reason


@pytest.mark.parametrize("kind", ["first_contact", "follow_up", "reminder"])
async def test_only_an_approved_mail_with_a_basis_can_be_claimed_whatever_its_state(
    world: World, kit: Any, kind: str
) -> None:
    states = ("draft", "approved", "sending", "dispatched", "uncertain", "failed", "rejected", "skipped")
    claimable = set()
    for lawful in (False, True):
        prospect, _ = await world.demo()
        if lawful:
            await world.customer(prospect)
        message = await world.message(prospect)
        for state in states:
            async with kit.database.sessions() as session:  # rolled back: every state starts from the same rows
                await session.begin()
                unit = kit.unit(session)
                row = await unit.messages.get(message.id, message.workspace_id)
                row.state, row.kind, row.first_contact = state, kind, kind == "first_contact"
                await session.flush()
                if await delivery.claim(unit, MAILS, message.id, 1) is not None:
                    claimable.add((lawful, state))
                await session.rollback()

    assert claimable == {(True, "approved")}


async def test_who_unsubscribed_after_the_approval_gets_no_mail(world: World, kit: Any, sink: Sink) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    async with kit.transaction() as unit:
        unwanted = hashed(COMPANY, KEYS.suppression)
        await unit.suppressions.add(prospect.workspace_id, [unwanted], "unsubscribed", unit.now())

    assert await world.send(message) == "draft"
    assert sink.mails == []


async def test_a_claim_whose_job_died_before_the_mail_was_handed_over_is_taken_up_by_that_job(
    world: World, kit: Any, sink: Sink
) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    async with kit.transaction() as unit:
        slow = await delivery.claim(unit, MAILS, message.id, 7)
    assert slow is not None

    assert await world.send(message, job=8) == "sending"  # another job leaves a claim alone that may be alive
    assert await world.send(message, job=7) == "dispatched"
    assert len(sink.mails) == 1

    async with kit.transaction() as unit:
        assert not await delivery.mark(unit, MAILS, message.id, slow.attempt)
        await delivery.record(unit, MAILS, message.id, slow.attempt, Outcome("try_later"))
    assert (await world.message(prospect)).state == "dispatched"


async def test_a_claim_too_old_to_be_alive_is_settled(world: World, kit: Any, clock: Clock, sink: Sink) -> None:
    first, _ = await world.demo()
    await world.customer(first)
    second, _ = await world.demo()
    await world.customer(second, "info@zweite.example")
    messages = [await world.approve(await world.message(prospect)) for prospect in (first, second)]
    for message in messages:
        async with kit.transaction() as unit:
            claimed = await delivery.claim(unit, MAILS, message.id, 7)
            assert claimed is not None
            if message is messages[0]:
                assert await delivery.mark(unit, MAILS, message.id, claimed.attempt)
    clock.move(timedelta(minutes=11))
    await jobs.sweep(Unfenced(kit, 9, 0))

    assert (await world.message(first)).state == "uncertain"
    assert (await world.message(second)).state == "approved"
    assert await world.send(messages[1], job=10) == "dispatched"
    assert len(sink.mails) == 1


async def test_a_claim_that_never_reported_back_is_uncertain_and_not_sent_again(
    world: World, kit: Any, sink: Sink
) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    async with kit.transaction() as unit:
        claimed = await delivery.claim(unit, MAILS, message.id, 7)
        assert claimed is not None
        assert await delivery.mark(unit, MAILS, message.id, claimed.attempt)

    assert await world.send(message, job=8) == "sending"  # another job leaves a claim alone that may be alive
    assert await world.send(message, job=7) == "uncertain"
    assert await world.send(message, job=9) == "uncertain"
    assert sink.mails == []

    async with kit.transaction() as unit:
        settled = await dispatch.settle(unit, message.id, message.workspace_id, arrived=False)
    assert settled.state == "draft"
    kit.clock.move(timedelta(days=3))
    assert await world.send(await world.approve(message)) == "dispatched"
    assert sink.mails[0]["Message-ID"] == settled.message_id
    ends_at = (await world.message(prospect)).demo_ends_at
    plain = sink.mails[0].get_body(("plain",))
    assert ends_at is not None
    assert plain is not None
    assert date_in_words(ends_at, "de", "Europe/Berlin") in plain.get_content()


async def test_a_refused_mail_fails_and_a_full_server_is_asked_again(world: World, sink: Sink) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))

    sink.at["END"] = "451 later"
    assert await world.send(message) == "approved"
    sink.at["END"] = "554 never"
    world.kit.clock.move(timedelta(minutes=1))
    assert await world.send(message) == "failed"
    assert (await world.message(prospect)).reason == "554 never"
    assert sink.mails == []


async def test_only_a_connection_lost_after_the_whole_mail_leaves_the_outcome_open(world: World, sink: Sink) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    places: tuple[tuple[Stage, str, str], ...] = (
        ("DATA", DROP, "approved"),
        ("TEXT", DROP, "approved"),
        ("END", "421 closing", "approved"),  # an answer: nothing was taken
        ("END", HANG, "uncertain"),
    )
    for stage, planned, state in places:
        sink.at = {stage: planned}
        world.kit.clock.move(timedelta(minutes=10))
        assert await world.send(message) == state
    assert len(sink.mails) == 1


async def test_a_mail_that_cannot_be_written_is_refused(world: World, kit: Any, sink: Sink) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    async with kit.transaction() as unit:
        (await unit.messages.get(message.id, message.workspace_id)).message_id = "<a b>"

    assert await world.send(message) == "failed"
    assert (await world.message(prospect)).reason == "cannot_be_written"


@pytest.mark.parametrize("typed", ["kunde@müller-bau.example", "kunde@xn--mller-bau-q9a.example"])
async def test_a_company_with_an_umlaut_domain_is_written_to(world: World, sink: Sink, typed: str) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect, typed)

    assert await world.send(await world.approve(await world.message(prospect))) == "dispatched"
    assert sink.received[0].recipients == ("kunde@xn--mller-bau-q9a.example",)
    assert sink.received[0].field("To") == b"kunde@xn--mller-bau-q9a.example"


async def test_the_daily_cap_holds_and_the_window_too(
    world: World, workspace_id: UUID, replicate: Any, clock: Clock, sink: Sink
) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    await replicate(workspace_snapshot(workspace_id, version=2, daily_mail_cap=0))

    assert await world.send(message) == "approved"
    waiting = await world.message(prospect)
    assert waiting.not_before is not None
    assert waiting.not_before > clock.now()
    assert sink.mails == []


async def test_at_most_one_mail_in_five_days_after_the_first(world: World, kit: Any, clock: Clock, sink: Sink) -> None:
    prospect, bot = await world.contacted()
    clock.move(timedelta(days=7, minutes=1))
    async with kit.transaction() as unit:
        await engagement.follow_up_due(unit, prospect.id)
    assert await world.send(await world.approve(await world.message(prospect, "follow_up"))) == "dispatched"
    clock.move(timedelta(days=4))
    async with kit.transaction() as unit:
        await demos.ending(unit, bot, 7)
    async with kit.transaction() as unit:
        kinds = [m.kind for m in await unit.messages.of_prospect(prospect.id)]
        steps = [s.step for s in await unit.prospects.timeline(prospect.id)]

    assert kinds == ["first_contact", "follow_up"]
    assert steps[-1] == "skipped"
    assert len(sink.mails) == 2

    clock.move(timedelta(days=1, minutes=1))
    async with kit.transaction() as unit:
        await demos.ending(unit, bot, 1)
    assert await world.send(await world.approve(await world.message(prospect, "reminder"))) == "dispatched"


async def test_a_reminder_that_was_overtaken_by_a_mail_is_skipped(world: World, kit: Any, clock: Clock) -> None:
    prospect, bot = await world.contacted()
    async with kit.transaction() as unit:
        await demos.ending(unit, bot, 7)
    reminder = await world.approve(await world.message(prospect, "reminder"))
    clock.move(timedelta(days=7, minutes=1))
    async with kit.transaction() as unit:
        await engagement.follow_up_due(unit, prospect.id)
    assert await world.send(await world.approve(await world.message(prospect, "follow_up"))) == "dispatched"

    assert await world.send(reminder) == "skipped"


async def test_a_reply_ends_the_follow_ups_and_is_taken_once(world: World, kit: Any, clock: Clock) -> None:
    prospect, _ = await world.contacted()
    message = await world.message(prospect)
    back = replies.Returned("r-1", "reply", message.message_id or "", clock.now(), text="Gern.")
    async with kit.transaction() as unit:
        assert await replies.receive(unit, back, suppression_key=KEYS.suppression)
    async with kit.transaction() as unit:
        assert not await replies.receive(unit, back, suppression_key=KEYS.suppression)

    kept = await world.again(prospect)
    assert (kept.stage, kept.next_follow_up_at, kept.stopped_reason) == ("replied", None, "reply")


async def test_a_hard_bounce_suppresses_the_address(world: World, kit: Any, clock: Clock) -> None:
    prospect, _ = await world.contacted()
    message = await world.message(prospect)
    async with kit.transaction() as unit:
        back = replies.Returned("b-1", "bounce", message.message_id or "", clock.now())
        await replies.receive(unit, back, suppression_key=KEYS.suppression)
    async with kit.transaction() as unit:
        assert await unit.suppressions.holds(prospect.workspace_id, hashed(COMPANY, KEYS.suppression))


async def test_suppression_survives_erasure_and_the_address_does_not(world: World, kit: Any) -> None:
    prospect, _ = await world.contacted()
    message = await world.message(prospect)
    async with kit.transaction() as unit:
        await replies.unsubscribe(unit, message.id, suppression_key=KEYS.suppression)
    async with kit.transaction() as unit:
        await forgetting.erase(
            unit,
            unit.new_id(),
            prospect.workspace_id,
            lead_ids=(),
            address_hash=hashed(COMPANY, KEYS.erasure),
            suppression_key=KEYS.suppression,
        )
        event = unit.published[-1]
    async with kit.transaction() as unit:
        assert await unit.suppressions.holds(prospect.workspace_id, hashed(COMPANY, KEYS.suppression))
        for table in ("prospects", "messages", "lawful_bases", "inbound", "timeline", "notices"):
            rows = await unit.session.execute(text(f"SELECT t::text FROM {table} t"))
            assert not any(COMPANY in row[0] for row in rows), table
    assert event.counts["prospects"] == 1


async def test_a_late_event_about_an_erased_lead_is_dropped(world: World, kit: Any, replicate: Any) -> None:
    _, bot = await world.demo()
    await replicate(bot)
    async with kit.transaction() as unit:
        lead = unit.new_id()
        await unit.erase_leads([lead], unit.now())
        await engagement.lead_captured(unit, bot.id, lead, kind="email", level=5, at=unit.now(), public_url="http://x")
        assert unit.enqueued == []


async def test_great_interest_drafts_a_follow_up_at_once_with_what_visitors_asked(world: World, kit: Any) -> None:
    prospect, bot = await world.contacted()
    for revision, score in enumerate([6.0, 8.4, 8.6], start=1):
        async with kit.transaction() as unit:
            await engagement.scored(
                unit,
                bot.id,
                score=score,
                crossed=(5.0,) if score < 7 else (7.0, 8.0),
                points=[Point("top_question", "Preise", 4)],
                slot=None,
                revision=revision,
                public_url="http://x",
            )
    async with kit.transaction() as unit:
        drafts = [m for m in await unit.messages.of_prospect(prospect.id) if m.kind == "follow_up"]

    assert [draft.template for draft in drafts] == ["follow_up_high"]
    assert "Häufig gefragt: Preise (4-mal)" in drafts[0].body


async def test_the_end_of_the_demo_stops_follow_ups_and_leaves_one_last_note(world: World, kit: Any) -> None:
    prospect, bot = await world.contacted()
    for _ in range(2):
        async with kit.transaction() as unit:
            await demos.expired(unit, bot)

    kept = await world.again(prospect)
    async with kit.transaction() as unit:
        waiting = [m.template for m in await unit.messages.waiting(prospect.id)]
    assert kept.next_follow_up_at is None
    assert kept.demo_over_at is not None
    assert waiting == ["demo_ended"]


async def test_a_failed_mail_is_set_aside_when_events_overtake_it(world: World, kit: Any, sink: Sink) -> None:
    prospect, bot = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    sink.at["RCPT"] = "550 no"
    assert await world.send(message) == "failed"
    async with kit.transaction() as unit:
        await demos.expired(unit, bot)

    assert (await world.message(prospect)).state == "skipped"

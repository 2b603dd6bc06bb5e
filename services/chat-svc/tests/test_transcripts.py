"""A conversation goes by mail: once, to the address alone, and not to people who never asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from chat_svc.adapters.addresses import Addresses
from chat_svc.domain.transcript import LONGEST, Frame, Part, Source, as_html, as_text, defused, shortened
from chat_svc.jobs import forget_old, jobs, settle_late_transcripts
from chat_svc.models import TranscriptMail
from chat_svc.service.transcripts import TranscriptMails
from contracts.bots import BotSnapshot, CustomPrompts
from contracts.lead import ErasureCompleted, ErasureRequested
from contracts.topics import CHAT_ERASURES
from contracts.workspaces import PostalSender
from hypothesis import given
from hypothesis import strategies as st
from servicekit.auth.sealing import Tampered
from servicekit.clock import Clock
from servicekit.mail import delivery
from servicekit.testing import Bus
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import Sink, mail_server
from servicekit.testing.plugin import workspace_snapshot
from servicekit.unit import TRACE_ARGUMENT
from sqlalchemy import select, text

from .conftest import ChatKit, Visitor

KITCHEN = "Was kostet eine Küche mit Insel? Siehe https://spam.example/win und <b>kauf.example</b>"
ADDRESS = "anna.lang@kundin.example"
integration = pytest.mark.integration


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as server:
        yield server


@pytest.fixture
def settings_overrides(settings_overrides: dict[str, Any], sink: Sink) -> dict[str, Any]:
    return {**settings_overrides, "smtp": {"port": sink.port, "timeout_seconds": 5}, "transcript_key": "a key"}


@pytest.fixture
def work(kit: ChatKit) -> Callable[[], Awaitable[None]]:
    """Does the mails that wait, as the worker would."""

    async def run() -> None:
        async with kit.transaction() as unit:
            rows = (await unit.session.execute(text("SELECT id, task_name, args FROM procrastinate_jobs"))).all()
            await unit.session.execute(text("DELETE FROM procrastinate_jobs"))
        for id, task, args in rows:
            function = {one.name: one.call for one in jobs.tasks}[task]
            assert set(args) - {TRACE_ARGUMENT, "workspace_id"} == {"mail_id"}, "no address"
            await function(Unfenced(kit, id, 1), mail_id=UUID(args["mail_id"]))

    return run


async def wish(visitor: Visitor, email: str = ADDRESS, **more: Any) -> int:
    return (await visitor.call("POST", "/transcript-mails", {"email": email, "consent": True, **more})).status_code


async def rows(kit: ChatKit) -> list[TranscriptMail]:
    async with kit.transaction() as unit:
        return list((await unit.session.scalars(select(TranscriptMail).order_by(TranscriptMail.id))).all())


@integration
async def test_a_conversation_is_mailed_once_and_the_address_is_gone(
    visitor: Visitor, sink: Sink, kit: ChatKit, work: Callable[[], Awaitable[None]]
) -> None:
    await visitor.ask(KITCHEN)
    assert await wish(visitor) == 202
    [waiting] = await rows(kit)
    assert waiting.address is not None
    assert b"anna" not in waiting.address
    await work()

    [mail] = sink.mails
    assert sink.received[0].recipients == (ADDRESS,)
    assert mail["Subject"] == "Ihr Gespräch mit Tischlerei Brandt GmbH"
    assert mail["From"] == "Tischlerei Brandt GmbH <mara@agentur-lindner.example>"
    plain, page = (part.get_content() for part in mail.iter_parts())
    for said in ("22.000 Euro", "Was kostet eine Küche mit Insel?", "Die Adresse wird danach gelöscht"):
        assert said in plain
        assert said in page
    assert "https://tischlerei-brandt.example/preise" in plain
    assert '<a href="https://tischlerei-brandt.example/preise">' in page
    for wrong in ("spam.example", "kauf.example", "<b>"):
        assert wrong not in page
    assert "spam.example" not in plain
    [sent] = await rows(kit)
    assert (sent.state, sent.address) == ("sent", None)
    assert await wish(visitor, ADDRESS.upper()) == 202
    await work()
    assert len(sink.mails) == 1


@integration
async def test_the_address_stands_nowhere_but_in_the_mail(
    visitor: Visitor,
    kit: ChatKit,
    work: Callable[[], Awaitable[None]],
    sink: Sink,
    published: Callable[[], Awaitable[list[Any]]],
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await visitor.ask(KITCHEN)
    before = len(await published())
    await wish(visitor)
    refused = await visitor.call("POST", "/transcript-mails", {"email": "anna.lang@kundin", "consent": True})
    sink.at["RCPT"] = f"550 <{ADDRESS}> unknown"
    await work()

    assert refused.status_code == 422
    assert "anna" not in refused.text
    assert len(await published()) == before
    said = capsys.readouterr()
    assert "anna.lang" not in said.out + said.err + caplog.text
    [failed] = await rows(kit)
    assert (failed.state, failed.reason, failed.address) == ("failed", "550", None)
    async with kit.transaction() as unit:
        tables = (await unit.session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
        for table in tables:
            held = await unit.session.execute(
                text(f"SELECT count(*) FROM \"{table}\" t WHERE t::text ILIKE '%anna.lang%'")
            )
            assert held.scalar_one() == 0, table


@integration
async def test_consent_and_an_answer_come_first(visitor: Visitor, kit: ChatKit) -> None:
    assert await wish(visitor) == 404
    await visitor.ask(KITCHEN)
    for body in ({"email": ADDRESS}, {"email": ADDRESS, "consent": False}, {"email": "no", "consent": True}):
        assert (await visitor.call("POST", "/transcript-mails", body)).status_code == 422, body
    assert await wish(visitor, "jürgen@kundin.example") == 422, "the server offers no SMTPUTF8"
    assert await rows(kit) == []


@integration
async def test_one_address_gets_three_a_day_whoever_asks(
    visitor: Visitor, new_visitor: Callable[..., Visitor], kit: ChatKit, clock: Clock
) -> None:
    seen = []
    for number in range(5):
        other = await new_visitor(f"Browser {number}").enter()
        await other.ask(KITCHEN)
        seen.append(await wish(other, "Anna.Lang@kundin.example" if number % 2 else ADDRESS))
    assert seen == [202, 202, 202, 429, 429]
    assert len(await rows(kit)) == 3
    refused = await other.call("POST", "/transcript-mails", {"email": ADDRESS, "consent": True})
    assert "heute schon mehrere" in refused.json()["detail"]
    clock.move(timedelta(days=1, minutes=1))
    last = await new_visitor("Last").enter()
    await last.ask(KITCHEN)
    assert await wish(last) == 202


@integration
async def test_one_visitor_asks_for_a_few_only(visitor: Visitor) -> None:
    await visitor.ask(KITCHEN)
    seen = [await wish(visitor, f"stranger{number}@kundin.example") for number in range(7)]
    assert seen == [202] * 5 + [429] * 2


@integration
async def test_who_erases_the_conversation_gets_no_mail_of_it(
    visitor: Visitor, kit: ChatKit, sink: Sink, work: Callable[[], Awaitable[None]]
) -> None:
    await visitor.ask(KITCHEN)
    await wish(visitor)
    assert (await visitor.call("DELETE", "/conversation")).status_code == 204
    assert await rows(kit) == []
    await work()
    assert sink.mails == []


@integration
async def test_a_mail_that_is_being_sent_does_not_go_out_once_it_is_erased(visitor: Visitor, kit: ChatKit) -> None:
    await visitor.ask(KITCHEN)
    await wish(visitor)
    [row] = await rows(kit)
    mails = TranscriptMails(kit.resources.addresses)
    async with kit.transaction() as unit:
        claimed = await delivery.claim(unit, mails, row.id, 901)
    assert claimed is not None
    await visitor.call("DELETE", "/conversation")
    async with kit.transaction() as unit:
        assert not await delivery.mark(unit, mails, row.id, claimed.attempt), "its end does not go out"


@integration
async def test_an_erasure_takes_mails_that_wait_and_says_so(
    running: ChatKit, bus: Bus, visitor: Visitor, sink: Sink
) -> None:
    sink.at["MAIL"] = "451 later"
    await visitor.ask(KITCHEN)
    await wish(visitor)
    erasure = ErasureRequested(
        erasure_id=uuid4(), conversation_ids=(visitor.conversation_id,), requested_at=running.clock.now()
    )
    await bus.publish(erasure, workspace_id=visitor.bot.workspace_id)
    [answer] = await bus.events(CHAT_ERASURES)
    assert isinstance(answer.event, ErasureCompleted)
    assert answer.event.counts["transcript_mails"] == 1
    assert await rows(running) == []
    assert sink.mails == []


@integration
async def test_what_was_mailed_is_forgotten_after_two_days(
    visitor: Visitor, kit: ChatKit, clock: Clock, work: Callable[[], Awaitable[None]]
) -> None:
    await visitor.ask(KITCHEN)
    await wish(visitor)
    await work()
    clock.move(timedelta(days=2, minutes=1))
    await forget_old(Unfenced(kit, 1, 1))
    assert await rows(kit) == []


@integration
async def test_a_sender_that_died_is_replaced(
    visitor: Visitor, kit: ChatKit, clock: Clock, sink: Sink, work: Callable[[], Awaitable[None]]
) -> None:
    await visitor.ask(KITCHEN)
    await wish(visitor)
    [row] = await rows(kit)
    async with kit.transaction() as unit:
        assert await delivery.claim(unit, TranscriptMails(kit.resources.addresses), row.id, 901)
    clock.move(timedelta(minutes=11))
    await settle_late_transcripts(Unfenced(kit, 2, 1))
    await work()
    assert len(sink.mails) == 1


@integration
async def test_a_multilingual_bot_mails_in_the_language_that_was_chosen(
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    new_visitor: Callable[..., Visitor],
    sink: Sink,
    work: Callable[[], Awaitable[None]],
) -> None:
    bot = await make_bot(custom_prompts=CustomPrompts(language="multilingual"))
    visitor = await new_visitor(of=bot).enter(language="en")
    assert visitor.session["privacy"]["transcript_consent"].startswith("I would like")
    await visitor.ask(KITCHEN)
    await wish(visitor, language="en")
    await work()
    assert sink.mails[0]["Subject"] == "Your conversation with Tischlerei Brandt GmbH"


@integration
async def test_without_a_sender_nothing_is_offered(
    make_bot: Callable[..., Awaitable[BotSnapshot]],
    new_visitor: Callable[..., Visitor],
    replicate: Callable[..., Awaitable[None]],
    workspace_id: UUID,
) -> None:
    silent = workspace_snapshot(workspace_id, version=2, operator_email="", sender=PostalSender())
    await replicate(silent)
    visitor = await new_visitor(of=await make_bot()).enter()
    assert visitor.session["privacy"]["transcript_consent"] is None


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Siehe https://spam.example/win?x=1", "Siehe spam[.]example/win?x=1"),
        ("www.spam.example", "www[.]spam[.]example"),
        ("HTTP://SPAM.Example", "SPAM[.]Example"),
        ("ftp://a.bc mailto:x@spam.example", "a[.]bc x@spam[.]example"),
        ("Ab 9.800 Euro, z. B. am 24.12. um 8.30 Uhr.", "Ab 9.800 Euro, z. B. am 24.12. um 8.30 Uhr."),
        ("Hinweis: das gilt", "Hinweis: das gilt"),
    ],
)
def test_what_a_visitor_writes_leads_nobody_anywhere(written: str, sent: str) -> None:
    assert defused(written) == sent


@given(st.text(alphabet="ahtps:/.www@<>\"'&\n ", max_size=80))
def test_no_markup_and_no_link_of_a_visitor_lives(written: str) -> None:
    frame = Frame("de", "Guten Tag", "Quellen", "Ende")
    part = Part("Sie", defused(shortened(written)))
    page, plain = as_html(frame, [part]), as_text(frame, [part])
    assert "://" not in plain
    assert "href" not in page
    assert page.count("<") == as_html(frame, [Part("Sie", "x")]).count("<") + part.text.count("\n")


def test_only_pages_are_linked() -> None:
    frame = Frame("de", "Guten Tag", "Quellen", "Ende")
    sources = (Source(1, "<Preise>", "javascript:alert(1)"), Source(2, "Küchen", 'https://a.example/"x'))
    page = as_html(frame, [Part("KI-Assistent", "Ab 9.800 Euro [1]", sources)])
    assert "href" not in page
    assert "&lt;Preise&gt;" in page


def test_long_messages_are_shortened() -> None:
    assert len(shortened("x" * 4000)) == LONGEST


def test_an_address_opens_in_its_row_alone() -> None:
    addresses, row = Addresses("a key"), uuid4()
    sealed = addresses.seal(row, ADDRESS)
    assert addresses.open(row, sealed) == ADDRESS
    assert addresses.hashed(ADDRESS) == addresses.hashed("Anna.Lang@KUNDIN.example")
    with pytest.raises(Tampered):
        addresses.open(uuid4(), sealed)
    with pytest.raises(Tampered):
        Addresses("another key").open(row, sealed)

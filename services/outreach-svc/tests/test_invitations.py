"""A new member gets one mail, and whoever invited them hears what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from contracts.envelope import decode
from contracts.outreach import InvitationSettled
from contracts.workspaces import MemberInvited, MemberSnapshot
from identity.address import hashed
from outreach_svc import jobs
from outreach_svc.models import Invitation
from outreach_svc.service import invitations
from servicekit.ids import new_id
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import Sink
from servicekit.testing.plugin import workspace_snapshot
from sqlalchemy import text

from .conftest import KEYS

pytestmark = pytest.mark.integration
ERIKA = "erika.muster@kanzlei.example"


@pytest.fixture
def member_id() -> UUID:
    return new_id()


async def invite(kit: Any, workspace_id: UUID, member_id: UUID, number: int = 1) -> None:
    async with kit.transaction() as unit:
        event = MemberInvited(member_id=member_id, name="Erika Muster", email=ERIKA, at=unit.now(), number=number)
        await invitations.invited(unit, workspace_id, event)


async def told(kit: Any) -> list[str]:
    return [outcome for _, outcome in await settled(kit)]


async def settled(kit: Any) -> list[tuple[int, str]]:
    async with kit.transaction() as unit:
        rows = await unit.session.execute(text("SELECT value FROM outbox ORDER BY id"))
        values = [bytes(row.value) for row in rows]
    assert not any(b"kanzlei" in value or b"Muster" in value for value in values)
    events = [decode(value).event for value in values]
    return [(event.number, event.outcome) for event in events if isinstance(event, InvitationSettled)]


async def test_one_mail_says_where_the_console_is(kit: Any, workspace_id: UUID, member_id: UUID, sink: Sink) -> None:
    for job in (1, 2):
        await invite(kit, workspace_id, member_id)
        await jobs.send_invitation(Unfenced(kit, job, 0), member_id)

    (mail,) = sink.mails
    assert mail["To"] == ERIKA
    assert mail["Subject"].endswith("lädt Sie in die Konsole von Empfang ein")
    body = mail.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    assert "Guten Tag Erika Muster," in said
    assert f"{KEYS.public_url}/ " in said
    assert ERIKA in said
    assert await told(kit) == ["sent"]
    async with kit.transaction() as unit:
        kept = await unit.session.get(Invitation, member_id)
        assert (kept.state, kept.name, kept.email) == ("sent", None, None)


async def test_who_is_invited_again_is_mailed_again_and_each_time_once(
    kit: Any, workspace_id: UUID, member_id: UUID, sink: Sink
) -> None:
    sink.at["RCPT"] = "550 no such user"
    for job, number in enumerate((1, 2, 2, 1, 3, 3, 2)):
        await invite(kit, workspace_id, member_id, number)
        await jobs.send_invitation(Unfenced(kit, job, 0), member_id)
        sink.at.clear()

    assert [mail["To"] for mail in sink.mails] == [ERIKA, ERIKA]
    assert len({mail["Message-ID"] for mail in sink.mails}) == 2, "what was sent before is another mail"
    assert await settled(kit) == [(1, "failed"), (2, "sent"), (3, "sent")]
    async with kit.transaction() as unit:
        kept = await unit.session.get(Invitation, member_id)
        assert (kept.state, kept.number, kept.email, kept.reason) == ("sent", 3, None, "")


async def test_an_invitation_that_is_still_on_its_way_is_the_one_that_is_asked_for_again(
    kit: Any, workspace_id: UUID, member_id: UUID, sink: Sink
) -> None:
    sink.at["RCPT"] = "451 later"
    await invite(kit, workspace_id, member_id)
    await jobs.send_invitation(Unfenced(kit, 1, 0), member_id)
    sink.at.clear()
    await invite(kit, workspace_id, member_id, 2)
    async with kit.transaction() as unit:
        kept = await unit.session.get(Invitation, member_id)
        assert (kept.state, kept.tries) == ("waiting", 0), "it is tried as often as a new one"
    for job in (2, 3):
        await jobs.send_invitation(Unfenced(kit, job, 0), member_id)
    assert len(sink.mails) == 1
    assert await settled(kit) == [(2, "sent")]


async def test_it_speaks_the_workspaces_language(
    kit: Any, workspace_id: UUID, member_id: UUID, sink: Sink, replicate: Any
) -> None:
    await replicate(workspace_snapshot(workspace_id, version=2, locale="en"))
    await invite(kit, workspace_id, member_id)
    await jobs.send_invitation(Unfenced(kit, 1, 0), member_id)
    assert "invites you" in sink.mails[0]["Subject"]


@pytest.mark.parametrize("why", ["removed", "suppressed", "no_sender", "refused"])
async def test_a_mail_that_may_not_go_out_or_is_refused_has_failed(
    kit: Any, workspace_id: UUID, member_id: UUID, sink: Sink, replicate: Any, why: str
) -> None:
    await invite(kit, workspace_id, member_id)
    if why == "removed":
        await replicate(MemberSnapshot(id=member_id, workspace_id=workspace_id, version=2, here=False))
    elif why == "suppressed":
        async with kit.transaction() as unit:
            await unit.suppressions.add(workspace_id, [hashed(ERIKA, KEYS.suppression)], "import", unit.now())
    elif why == "no_sender":
        await replicate(workspace_snapshot(workspace_id, version=2, sender={}, operator_email=""))
    else:
        sink.at["RCPT"] = "550 no such user"
    await jobs.send_invitation(Unfenced(kit, 1, 0), member_id)

    assert sink.mails == []
    assert await told(kit) == ["failed"]
    async with kit.transaction() as unit:
        kept = await unit.session.get(Invitation, member_id)
        assert (kept.state, kept.email) == ("failed", None)
        assert why == "refused" or kept.reason == why

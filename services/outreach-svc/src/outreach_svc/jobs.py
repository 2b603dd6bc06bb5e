"""Work outside requests: sending mails and notices, follow-ups that are due, claims that died."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

from servicekit.kit import Kit
from servicekit.mail.delivery import bury_dead_claims, deliver
from servicekit.mail.message import Mail
from servicekit.mail.transport import Outcome
from servicekit.measures import Measure
from servicekit.work.jobs import Job, Jobs

from outreach_svc.adapters.report_mail import with_report
from outreach_svc.adapters.resources import Resources
from outreach_svc.domain.stages import TIME_LIMITS, Stage
from outreach_svc.models import Notice
from outreach_svc.repository import Unit
from outreach_svc.service import dispatch, engagement
from outreach_svc.service.invitations import InvitationMails
from outreach_svc.service.notices import OperatorMails
from outreach_svc.settings import Settings

jobs = Jobs()


OutreachJob: TypeAlias = Job[Settings, Unit, Resources]


@jobs.task("send_message")
async def send_message(job: OutreachJob, message_id: UUID) -> None:
    """Send an approved mail to a prospect, once."""
    await deliver(job, job.resources.mailer, dispatch.ProspectMails(job.resources.keys), message_id)


@jobs.task("send_notice")
async def send_notice(job: OutreachJob, notice_id: UUID) -> None:
    """Mail the operator, once, with the report that the notice announces if it does."""

    async def complete(notice: Notice, mail: Mail) -> Mail | Outcome:
        return await with_report(mail, notice, job.resources.objects)

    await deliver(job, job.resources.mailer, OperatorMails(), notice_id, complete=complete)


@jobs.task("send_invitation")
async def send_invitation(job: OutreachJob, member_id: UUID) -> None:
    """Mail a new member, once."""
    await deliver(job, job.resources.mailer, InvitationMails(job.resources.keys), member_id)


@jobs.periodic("* * * * * */5", "sweep_outreach")
async def sweep(job: OutreachJob) -> None:
    """What time alone brings about: slots, follow-ups, dead claims. Follows the clock when a demo moves it."""
    async with job.transaction() as unit:
        now = unit.now()
        due = await unit.messages.due(now)
        for message_id, workspace_id in due:
            key = f"send:{message_id}"
            await unit.enqueue("send_message", workspace_id=workspace_id, key=key, message_id=message_id)
        follow_ups = await unit.prospects.follow_ups_due(now)
    await bury_dead_claims(job, dispatch.ProspectMails(job.resources.keys))
    await bury_dead_claims(job, OperatorMails())
    await bury_dead_claims(job, InvitationMails(job.resources.keys))
    for prospect_id in follow_ups:
        async with job.transaction() as unit:
            await engagement.follow_up_due(unit, prospect_id)


AUTOMATIC: tuple[Stage, ...] = ("new", "researched")
"""Stages that end without anybody's doing: a prospect that stays in one is stuck."""


async def _overdue(kit: Kit[Settings, Unit, Resources]) -> Mapping[tuple[str, ...], float]:
    async with kit.transaction() as unit:
        return {
            (stage,): await unit.prospects.in_stage_since_before(stage, unit.now() - TIME_LIMITS[stage][1])
            for stage in AUTOMATIC
        }


OVERDUE = Measure("outreach_overdue_prospects", "Prospects whose next automatic step is late", ("stage",), _overdue)

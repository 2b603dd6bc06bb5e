"""Work outside requests: sending mails and notices, follow-ups that are due, claims that died."""

from __future__ import annotations

from typing import TypeAlias
from uuid import UUID

import structlog
from contracts.workspaces import WorkspaceSnapshot
from prometheus_client import Counter
from servicekit.kit import Kit
from servicekit.work.jobs import Job, Jobs

from outreach_svc.models import Notice
from outreach_svc.report_mail import with_report
from outreach_svc.repository import Unit
from outreach_svc.service import dispatch, engagement
from outreach_svc.settings import Resources, Settings
from outreach_svc.smtp import Mail, Outcome

log = structlog.get_logger(__name__)
jobs = Jobs()

MAILS = Counter("outreach_mails_total", "Mails by what the mail server said", ["kind", "outcome"])

OutreachJob: TypeAlias = Job[Settings, Unit, Resources]
OutreachKit: TypeAlias = Kit[Settings, Unit, Resources]


@jobs.task("send_message", retries=5)
async def send_message(job: OutreachJob, message_id: UUID) -> None:
    """Claim, send, record. Run again after a crash it finds its own claim and sends nothing."""
    async with job.transaction() as unit:
        claimed = await dispatch.claim(unit, message_id, job.id, keys=job.resources.keys)
    if claimed is None:
        return
    outcome = await job.resources.mailer.send(claimed.mail)
    MAILS.labels("prospect", outcome.kind).inc()
    # recorded without the job's fence: the claim's attempt number fences it, and the truth is better late than lost
    async with job.kit.transaction() as unit:
        await dispatch.report(unit, message_id, claimed.attempt, outcome)


@jobs.task("send_notice", retries=5)
async def send_notice(job: OutreachJob, notice_id: UUID) -> None:
    """Mail the operator, once; a notice without a known outcome is not repeated."""
    async with job.transaction() as unit:
        notice = await unit.notice(notice_id)
        if notice is None or notice.state != "approved":
            if notice is not None and notice.state == "sending":
                notice.state = "uncertain"
            return
        workspace = await unit.replicas.get(WorkspaceSnapshot, notice.workspace_id)
        if workspace is None or not workspace.operator_email:
            notice.state, notice.reason = "skipped", "the workspace has no operator_email"
            return
        notice.state, notice.claimed_at, notice.attempt = "sending", unit.now(), notice.attempt + 1
        sender = workspace.sender.email or workspace.operator_email
        mail = Mail(
            message_id=f"<{notice.id}@{sender.rpartition('@')[2]}>",
            sender_name="Empfang",
            sender=sender,
            to=workspace.operator_email,
            subject=notice.subject,
            text=notice.body + "\n",
            date=unit.now(),
            headers={"Auto-Submitted": "auto-generated"},
        )
    outcome = await _sent(job, mail, notice)
    MAILS.labels("operator", outcome.kind).inc()
    await _record_notice(job.kit, notice_id, outcome)
    if outcome.kind == "try_later":
        raise ConnectionError(f"the mail server took nothing: {outcome.detail}")


async def _sent(job: OutreachJob, mail: Mail, notice: Notice) -> Outcome:
    """Send it, with the report it announces if it does. What the object store no longer has will never be there."""
    try:
        whole = await with_report(mail, notice, job.resources.objects)
    except FileNotFoundError:
        return Outcome("refused", "the report is no longer in the object store")
    except Exception as error:
        log.warning("report could not be read", notice=str(notice.id), error=type(error).__name__)
        return Outcome("try_later", f"the object store: {type(error).__name__}")
    return await job.resources.mailer.send(whole)


async def _record_notice(kit: OutreachKit, notice_id: UUID, outcome: Outcome) -> None:
    states = {"accepted": "dispatched", "refused": "failed", "uncertain": "uncertain", "try_later": "approved"}
    async with kit.transaction() as unit:
        notice = await unit.notice(notice_id)
        if notice is not None:
            notice.state, notice.reason = states[outcome.kind], outcome.detail
            notice.sent_at = unit.now() if outcome.kind == "accepted" else None


@jobs.periodic("* * * * * */5", "sweep_outreach")
async def sweep(job: OutreachJob) -> None:
    """What time alone brings about: slots, follow-ups, dead claims. Follows the clock when a demo moves it."""
    async with job.transaction() as unit:
        now = unit.now()
        due = await unit.messages.due(now)
        for message_id in due:
            await unit.enqueue("send_message", key=f"send:{message_id}", message_id=message_id)
        late = await unit.messages.claimed_before(now - dispatch.LATE_AFTER)
        follow_ups = await unit.prospects.follow_ups_due(now)
    for message_id in late:
        async with job.transaction() as unit:
            await dispatch.settle_late(unit, message_id)
    for prospect_id in follow_ups:
        async with job.transaction() as unit:
            await engagement.follow_up_due(unit, prospect_id)

"""Work outside requests: mails, look-ups that must not show in an answer's time, and housekeeping."""

from __future__ import annotations

from typing import TypeAlias
from uuid import UUID

import structlog
from prometheus_client import Counter
from servicekit.work.jobs import Job, Jobs

from lead_svc.repository import Unit
from lead_svc.service import forgetting, noticing, privacy
from lead_svc.settings import Resources, Settings

log = structlog.get_logger(__name__)
jobs = Jobs()

MAILS = Counter("lead_mails_total", "Mails by what the mail server said", ["outcome"])
RETAINED = Counter("lead_retention_erased_total", "Leads erased because their time was over")

LeadJob: TypeAlias = Job[Settings, Unit, Resources]


@jobs.task("send_notice", retries=8)
async def send_notice(job: LeadJob, notice_id: UUID) -> None:
    """Claim, send, record. Run again after a crash it finds its own claim and sends nothing."""
    resources = job.resources
    async with job.transaction() as unit:
        claimed = await noticing.claim(unit, notice_id, vault=resources.vault, public_url=resources.public_url)
    if claimed is None:
        return
    outcome = await resources.mailer.send(claimed.mail)
    MAILS.labels(outcome.kind).inc()
    # recorded without the job's fence: the claim's attempt number fences it, and the truth is better late than lost
    async with job.kit.transaction() as unit:
        await noticing.report(unit, notice_id, claimed.attempt, outcome)
    if outcome.kind == "try_later":
        raise ConnectionError(f"the mail server took nothing: {outcome.detail}")


@jobs.task("look_up_privacy_request", retries=5)
async def look_up_privacy_request(job: LeadJob, request_id: UUID) -> None:
    """See whether anything is kept of the address behind a request, and mail the link if so."""
    async with job.transaction() as unit:
        await privacy.look_up(unit, request_id)


@jobs.periodic("* * * * *", "settle_late_mails")
async def settle_late_mails(job: LeadJob) -> None:
    """Claims whose sender died."""
    async with job.transaction() as unit:
        late = await noticing.settle_late(unit)
    if late:
        log.warning("mails with an uncertain outcome", count=late)


@jobs.periodic("23 * * * *", "keep_house")
async def keep_house(job: LeadJob) -> None:
    """Retention, requests whose time is over, keys under an earlier master key."""
    async with job.transaction() as unit:
        workspaces = await unit.leads.workspaces()
        await unit.privacy.delete_expired(unit.now())
        await forgetting.drop_old_summaries(unit)
    for workspace_id in workspaces:
        more = True
        while more:
            async with job.transaction() as unit:
                erased = await forgetting.erase_old_leads(unit, workspace_id)
            RETAINED.inc(erased)
            more = erased == forgetting.BATCH
    more = True
    while more:
        async with job.transaction() as unit:
            more = await forgetting.rewrap(unit, job.resources.vault) == forgetting.BATCH

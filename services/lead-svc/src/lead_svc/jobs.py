"""Work outside requests: mails, look-ups that must not show in an answer's time, and housekeeping."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

from prometheus_client import Counter
from servicekit.kit import Kit
from servicekit.mail.delivery import bury_dead_claims, deliver
from servicekit.measures import Measure
from servicekit.work.jobs import Job, Jobs

from lead_svc.adapters.resources import Resources
from lead_svc.repository import Unit
from lead_svc.service import forgetting, notices, privacy
from lead_svc.settings import Settings

jobs = Jobs()

RETAINED = Counter("lead_retention_erased_total", "Leads erased because their time was over")

LeadJob: TypeAlias = Job[Settings, Unit, Resources]


@jobs.task("send_notice")
async def send_notice(job: LeadJob, notice_id: UUID) -> None:
    """Send a mail that waits, once."""
    await deliver(job, job.resources.mailer, _notices(job), notice_id)


def _notices(job: LeadJob) -> notices.Notices:
    return notices.Notices(job.resources.vault, job.resources.public_url)


@jobs.task("look_up_privacy_request", retries=5)
async def look_up_privacy_request(job: LeadJob, request_id: UUID) -> None:
    """See whether anything is kept of the address behind a request, and mail the link if so."""
    async with job.transaction() as unit:
        await privacy.look_up(unit, request_id)


@jobs.periodic("* * * * *", "settle_late_mails")
async def settle_late_mails(job: LeadJob) -> None:
    """Claims whose sender died."""
    await bury_dead_claims(job, _notices(job))


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


ANSWERED_WITHIN = timedelta(days=1)


async def _overdue(kit: Kit[Settings, Unit, Resources]) -> Mapping[tuple[str, ...], float]:
    async with kit.transaction() as unit:
        return {(kit.name,): await unit.privacy.open_since_before(unit.now() - ANSWERED_WITHIN)}


OVERDUE = Measure(
    "lead_overdue_erasures", "Erasures that wait for an answer for more than a day", ("service",), _overdue
)

"""What chat-svc does by time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from contracts.workspaces import Retention, WorkspaceSnapshot
from servicekit.mail.delivery import bury_dead_claims, deliver
from servicekit.work.jobs import Job, Jobs

from chat_svc.adapters.resources import Resources
from chat_svc.repository import Unit
from chat_svc.service import conversations, transcripts
from chat_svc.settings import Settings

jobs = Jobs()
EVERY_TEN_SECONDS = "* * * * * */10"
"""The sixth field is seconds."""
BATCH = 200
SALT_DAYS = 2
USAGE_DAYS = 32
ASKER_DAYS = 90
ChatJob = Job[Settings, Unit, Resources]


@jobs.task("send_transcript")
async def send_transcript(job: ChatJob, mail_id: UUID) -> None:
    """Send a transcript that waits, once."""
    held = job.resources
    await deliver(job, held.mailer, transcripts.TranscriptMails(held.addresses), mail_id)


@jobs.periodic("* * * * *", "settle_late_transcripts")
async def settle_late_transcripts(job: ChatJob) -> None:
    """Claims whose sender died."""
    await bury_dead_claims(job, transcripts.TranscriptMails(job.resources.addresses))


@jobs.periodic(EVERY_TEN_SECONDS, "end_silent_conversations")
async def end_silent_conversations(job: ChatJob) -> None:
    """End what has been silent for 30 minutes. Safe to repeat."""
    async with job.transaction() as unit:
        due = await unit.conversations.silent(unit.now() - conversations.SILENCE, BATCH)
    for id in due:
        async with job.transaction() as unit:
            await conversations.end_silent(unit, id)


@jobs.periodic("23 * * * *", "forget_old")
async def forget_old(job: ChatJob) -> None:
    """Delete transcripts that their workspace no longer keeps, salts, counts, and what was mailed. Safe to repeat."""
    async with job.transaction() as unit:
        now = unit.now()
        await unit.visitors.forget_salts(now.date() - timedelta(days=SALT_DAYS - 1))
        await unit.visitors.forget_usage(now.date() - timedelta(days=USAGE_DAYS))
        await unit.questions.forget_old_askers(now - timedelta(days=ASKER_DAYS))
        await unit.transcripts.forget(now - transcripts.KEPT)
        workspaces = await unit.conversations.workspaces()
    for workspace_id in workspaces:
        deleted = BATCH
        while deleted == BATCH:
            async with job.transaction() as unit:
                workspace = await unit.replicas.get(WorkspaceSnapshot, workspace_id)
                keep = workspace.retention if workspace is not None else Retention()
                deleted = await unit.conversations.outlive(workspace_id, unit.now(), keep.transcript_days, BATCH)

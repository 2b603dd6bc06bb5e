"""What config-svc does by time, and outside transactions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import structlog
from servicekit.work.jobs import Job, Jobs

from config_svc.adapters.images.desk import NotAPicture
from config_svc.adapters.resources import Resources
from config_svc.repository import Unit
from config_svc.service import demo, members, prospects
from config_svc.settings import Settings

log = structlog.get_logger(__name__)
jobs = Jobs()
EVERY_TEN_SECONDS = "* * * * * */10"
"""The sixth field is seconds: a demo whose clock is moved shows its end soon after."""
HOURLY = "7 * * * *"
ConfigJob = Job[Settings, Unit, Resources]


@jobs.periodic(EVERY_TEN_SECONDS, "sweep_demos")
async def sweep_demos(job: ConfigJob) -> None:
    """Announce and carry out the ends of demos, and delete those whose retention is over. Safe to repeat."""
    async with job.transaction() as unit:
        due = await demo.due(unit)
    for bot_id in due:
        async with job.transaction() as unit:
            await demo.sweep(unit, bot_id, linker=job.resources.linker)


@jobs.periodic(HOURLY, "sweep_sign_ins")
async def sweep_sign_ins(job: ConfigJob) -> None:
    """Forget the keys of sign-ins that are over. Safe to repeat."""
    while True:
        async with job.transaction() as unit:
            if not await members.sweep(unit):
                return


@jobs.task("show_researched_logo", retries=8)
async def show_researched_logo(job: ConfigJob, workspace_id: UUID, bot_id: UUID, logo: str) -> None:
    """Take in the logo that a research found, as if somebody had uploaded it, and let the bot show it."""
    held = job.resources
    found = await held.media.researched(logo)
    if found is None:
        return
    try:
        picture = await held.pictures.take(_whole(found), workspace_id)
    except NotAPicture as error:
        log.info("researched logo not taken", bot=str(bot_id), why=str(error))
        return
    shown = await held.media.put("logos", picture)
    try:
        async with job.transaction() as unit:
            taken = await prospects.show_logo(unit, bot_id, shown, linker=held.linker)
    except Exception:
        await held.media.delete(shown)
        raise
    if not taken:
        await held.media.delete(shown)


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


@jobs.task("delete_pictures", retries=8)
async def delete_pictures(job: ConfigJob, keys: list[str]) -> None:
    """Remove pictures that no configuration shows any more."""
    for key in keys:
        await job.resources.media.delete(key)

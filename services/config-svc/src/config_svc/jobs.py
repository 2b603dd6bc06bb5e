"""What config-svc does by time, and outside transactions."""

from __future__ import annotations

from servicekit.work.jobs import Job, Jobs

from config_svc.adapters.resources import Resources
from config_svc.repository import Unit
from config_svc.service import demo
from config_svc.settings import Settings

jobs = Jobs()
EVERY_TEN_SECONDS = "* * * * * */10"
"""The sixth field is seconds: a demo whose clock is moved shows its end soon after."""
ConfigJob = Job[Settings, Unit, Resources]


@jobs.periodic(EVERY_TEN_SECONDS, "sweep_demos")
async def sweep_demos(job: ConfigJob) -> None:
    """Announce and carry out the ends of demos, and delete those whose retention is over. Safe to repeat."""
    async with job.transaction() as unit:
        due = await demo.due(unit)
    for bot_id in due:
        async with job.transaction() as unit:
            await demo.sweep(unit, bot_id, linker=job.resources.linker)


@jobs.task("delete_pictures", retries=8)
async def delete_pictures(job: ConfigJob, keys: list[str]) -> None:
    """Remove pictures that no configuration shows any more."""
    for key in keys:
        await job.resources.media.delete(key)

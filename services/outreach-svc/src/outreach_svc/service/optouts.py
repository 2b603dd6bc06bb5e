"""Hosts whose companies want to be neither read nor contacted, by one workspace or by any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.outreach import HostOptOutSaved, HostOptOutSnapshot
from identity.optouts import covering, opt_out_id
from servicekit.errors import Conflict, Invalid, NotFound

from outreach_svc.domain.stages import CLOSED
from outreach_svc.models import HostOptOut
from outreach_svc.repository import Unit
from outreach_svc.service.drafting import EVERYTHING, stop_follow_ups
from outreach_svc.service.recording import note, put


class OptedOut(Conflict):
    """The company wants to be left alone."""

    slug, title = "opted-out", "The company is on the opt-out list"


def host_named(text: str) -> str:
    """The host that a web address, a mail address or a name means. Raises `Invalid` for what is none or too much."""
    hosts = covering(text)
    if not hosts or len(hosts[0]) > 253 or ("." not in hosts[0] and ":" not in hosts[0]):
        raise Invalid.field("/host", "must be a host or web address such as www.example.de")
    return hosts[0]


async def add(
    unit: Unit, host: str, workspace_id: UUID, *, everywhere: bool, by: str, reason: str
) -> tuple[HostOptOut, bool]:
    """Put a host on the list; whether it was not there. Nothing is sent to its companies any more."""
    id = opt_out_id(host, None if everywhere else workspace_id)
    row = await unit.opt_outs.locked(id)
    if row is not None and row.active:
        return row, False
    if row is None:
        row = HostOptOut(
            id=id, workspace_id=workspace_id, version=0, host=host, everywhere=everywhere, active=True, history=[]
        )
        unit.opt_outs.add(row)
    row.since = unit.now()
    _changed(unit, row, active=True, by=by, reason=reason)
    for prospect in await unit.prospects.at_host(host, None if everywhere else workspace_id):
        await stop_follow_ups(unit, prospect, "opted_out", kinds=EVERYTHING)
        note(unit, prospect, "opted_out")
        if prospect.stage not in CLOSED:
            put(unit, prospect, "lost")
    return row, True


async def remove(unit: Unit, host: str, workspace_id: UUID, *, everywhere: bool, by: str, reason: str) -> HostOptOut:
    """Take a host off the list, at its company's own wish; what was stopped stays so. Raises `NotFound`."""
    row = await unit.opt_outs.locked(opt_out_id(host, None if everywhere else workspace_id))
    if row is None or not row.active:
        raise NotFound("The host is not on the list.")
    _changed(unit, row, active=False, by=by, reason=reason)
    return row


async def refuse(unit: Unit, workspace_id: UUID, addresses: Sequence[str]) -> None:
    """Raises `OptedOut` when a workspace must leave one of these web or mail addresses alone."""
    if await unit.opt_outs.hold(workspace_id, *addresses):
        raise OptedOut("The company wants to be neither read nor contacted (opted_out).")


def _changed(unit: Unit, row: HostOptOut, *, active: bool, by: str, reason: str) -> None:
    row.active = active
    row.version += 1
    entry: dict[str, Any] = {
        "at": unit.now().isoformat(),
        "action": "added" if active else "removed",
        "by": by,
        "reason": reason,
    }
    row.history = [*row.history, entry]
    snapshot = HostOptOutSnapshot(
        id=row.id,
        workspace_id=row.workspace_id,
        version=row.version,
        host=row.host,
        everywhere=row.everywhere,
        active=active,
        since=row.since,
    )
    unit.publish(row, HostOptOutSaved(opt_out=snapshot))

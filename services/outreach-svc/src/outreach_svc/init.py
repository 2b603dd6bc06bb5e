"""What `init` brings up to date beside the tables: values that need a key, which no migration has."""

from __future__ import annotations

import structlog
from servicekit.kit import Kit

from outreach_svc.repository import Unit
from outreach_svc.repository.respelling import respell
from outreach_svc.settings import Resources, Settings

log = structlog.get_logger(__name__)


async def init(kit: Kit[Settings, Unit, Resources]) -> None:
    """Bring addresses with international domains into the spelling in which they are compared and hashed."""
    keys = kit.resources.keys
    async with kit.transaction() as unit:
        changed = await respell(unit.session, erasure_key=keys.erasure, suppression_key=keys.suppression)
    if changed:
        log.info("addresses respelled", addresses=changed)

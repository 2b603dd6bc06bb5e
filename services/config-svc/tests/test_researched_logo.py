"""The logo that a research found gets onto the demo, decoded and encoded anew like an upload."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from config_svc.domain.actors import reaction
from config_svc.jobs import show_researched_logo
from config_svc.models import Bot
from config_svc.service import bots, demo, prospects
from contracts.sources import CompanyFacts, ProspectResearched
from PIL import Image, PngImagePlugin
from servicekit.ids import new_id
from servicekit.objects import Objects
from servicekit.testing.jobs import Unfenced
from servicekit.unit import Meta
from sqlalchemy import text

from .test_chain import SITE, fact

pytestmark = pytest.mark.integration


def png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "somebody")
    target = io.BytesIO()
    Image.new("RGBA", (320, 120), "#a01515").save(target, "PNG", pnginfo=told)
    return target.getvalue()


async def built(kit: Any, workspace_id: UUID, content: bytes | None) -> tuple[UUID, str]:
    """A prospect's bot, and the key of what its research found."""
    prospect_id = new_id()
    key = f"research/{prospect_id}/logo.png"
    if content is not None:
        await Objects(kit.settings.objects_url).put(key, content)
    facts = CompanyFacts(company_name=fact("Tischlerei Brandt GmbH"), logo_key=key)
    event = ProspectResearched(
        prospect_id=prospect_id, research_revision=1, website=SITE, facts=facts, pages=3, seconds=1
    )
    async with kit.transaction(Meta(new_id(), kit.clock.now(), workspace_id, 1, event.TYPE)) as unit:
        bot = await prospects.build_bot(unit, event, linker=kit.resources.linker)
    assert bot is not None
    return bot.id, key


async def jobs_of(kit: Any) -> list[Any]:
    async with kit.transaction() as unit:
        query = "SELECT args FROM procrastinate_jobs WHERE task_name = 'show_researched_logo' ORDER BY id"
        return [row.args for row in await unit.session.execute(text(query))]


async def found(kit: Any, workspace_id: UUID, bot_id: UUID) -> Bot:
    async with kit.transaction() as unit:
        bot: Bot = await unit.bots.get(bot_id, workspace_id)
        return bot


async def test_the_logo_is_taken_in_and_shown_by_draft_and_demo(kit: Any, workspace_id: UUID, client: Any) -> None:
    bot_id, key = await built(kit, workspace_id, png())
    [args] = await jobs_of(kit)
    assert (args["bot_id"], args["logo"]) == (str(bot_id), key)
    async with kit.transaction() as unit:
        await demo.source_searchable(unit, bot_id, linker=kit.resources.linker)
    await show_researched_logo(Unfenced(kit, 1, 1), workspace_id, bot_id, key)

    bot = await found(kit, workspace_id, bot_id)
    shown = bot.draft["branding"]["logo_key"]
    assert shown.startswith("logos/")
    assert bot.published is not None
    assert bot.published["branding"]["logo_key"] == shown
    served = await client.get(f"/media/{shown}")
    assert served.status_code == 200
    assert b"somebody" not in served.content
    assert Image.open(io.BytesIO(served.content)).size == (320, 120)


async def test_a_logo_that_somebody_chose_stays(kit: Any, workspace_id: UUID) -> None:
    bot_id, key = await built(kit, workspace_id, png())
    own = "logos/" + "b" * 32 + ".png"
    async with kit.transaction() as unit:
        bot = await unit.bots.lock_known(bot_id)
        await bots.set_picture(unit, bot, "logo_key", own, reaction("test"), linker=kit.resources.linker)
    await show_researched_logo(Unfenced(kit, 1, 1), workspace_id, bot_id, key)
    assert (await found(kit, workspace_id, bot_id)).draft["branding"]["logo_key"] == own


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\nno picture", b"<svg/>"])
async def test_what_is_no_picture_leaves_the_bot_without_one(
    kit: Any, workspace_id: UUID, content: bytes | None
) -> None:
    bot_id, key = await built(kit, workspace_id, content)
    await show_researched_logo(Unfenced(kit, 1, 1), workspace_id, bot_id, key)
    assert (await found(kit, workspace_id, bot_id)).draft["branding"]["logo_key"] is None


async def test_no_other_object_is_taken_for_a_logo(kit: Any) -> None:
    await Objects(kit.settings.objects_url).put("backups/secret.png", png())
    for key in ("backups/secret.png", "research/../backups/secret.png", "research/x/logo.png"):
        assert await kit.resources.media.researched(key) is None

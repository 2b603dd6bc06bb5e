"""Sources and prospects from event to event, on real Postgres, Kafka and an index with the local embedder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from contracts.bots import BotConfiguration, BotCreated, BotDeleted, BotLink, BotLinks, BotSnapshot, SourceRequest
from contracts.outreach import ProspectSaved, ProspectSnapshot
from contracts.sources import ProspectResearched, ProspectResearchFailed, SourceAdded, SourceIngested, SourceSearchable
from contracts.topics import RESEARCH, SOURCES
from ingest_svc.domain.urls import settled_place
from servicekit.ids import new_id
from servicekit.testing import Bus, eventually

pytestmark = pytest.mark.integration

LONG = "Wir ölen Ihre Tischplatte aus Eiche in der Werkstatt und liefern sie nach zwei Tagen wieder aus."


def bot_snapshot(workspace_id: UUID, **changes: Any) -> BotSnapshot:
    link = BotLink(url="https://bots.example/bot/1?token=t", token="t")
    values: dict[str, Any] = {
        "id": new_id(),
        "workspace_id": workspace_id,
        "version": 1,
        "state": "draft",
        "draft": BotConfiguration(name="Brandt Kundenservice"),
        "links": BotLinks(version=1, production=link, staging=link, preview=link),
        "created_at": datetime(2026, 4, 1, tzinfo=UTC),
    }
    return BotSnapshot(**{**values, **changes})


def small_company(site: Any) -> None:
    links = '<a href="/impressum">Impressum</a> <a href="/preise">Preise</a> <a href="/intern/x">x</a>'
    site.html(
        "/", f"<main><h1>Schreinerei Huber</h1><p>{LONG}</p>{links}</main>", head="<title>Schreinerei Huber</title>"
    )
    site.html(
        "/impressum",
        "<main><h1>Impressum</h1><p>Schreinerei Huber GmbH<br>Werkgasse 3<br>80331 München</p>"
        "<p>Geschäftsführer: Anton Huber</p><p>Telefon: 089 2180-1234</p></main>",
    )
    site.html("/preise", "<main><h1>Preise</h1><table><tr><th>Arbeit</th><th>Preis</th></tr>"
              "<tr><td>Tisch ölen</td><td>120 €</td></tr></table></main>")  # fmt: skip
    site.html("/intern/x", f"<main><p>Geheim. {LONG}</p></main>")


async def test_a_prospect_becomes_facts_and_its_bot_knows_the_site_without_a_second_fetch(
    running: Any, bus: Bus, workspace_id: UUID, site: Any
) -> None:
    small_company(site)
    prospect = ProspectSnapshot(
        id=new_id(), workspace_id=workspace_id, version=1, website=site.url, created_at=datetime.now(UTC)
    )
    await bus.publish(ProspectSaved(prospect=prospect), workspace_id=workspace_id)
    researched = (await bus.events(RESEARCH, count=1))[0].event
    assert isinstance(researched, ProspectResearched)
    assert researched.facts.company_name is not None
    assert researched.facts.company_name.value == "Schreinerei Huber GmbH"
    assert [fact.value for fact in researched.facts.managing_directors] == ["Anton Huber"]

    before = len(site.requests)
    bot = bot_snapshot(workspace_id, prospect_id=prospect.id)
    await bus.publish(
        BotCreated(bot=bot, sources=(SourceRequest(kind="url", url=site.url),)), workspace_id=workspace_id
    )
    events = [envelope.event for envelope in await bus.events(SOURCES, count=3, timeout=40)]
    assert [type(event) for event in events] == [SourceAdded, SourceSearchable, SourceIngested]
    assert set(site.requests[before:]) <= {"/robots.txt", "/.well-known/tdmrep.json", "/sitemap.xml"}
    passages = await running.resources.index.search(bot.id, "Was kostet es, einen Tisch zu ölen?")
    assert passages[0].chunk.text == "Arbeit: Tisch ölen | Preis: 120 €"
    assert (await running.resources.index.stats(bot.id)).complete

    await bus.publish(BotDeleted(bot_id=bot.id, version=2), workspace_id=workspace_id)

    async def known() -> int:
        return int((await running.resources.index.stats(bot.id)).chunks)

    assert await eventually(known, until=lambda chunks: chunks == 0) == 0


async def test_an_address_that_redirects_to_a_known_prospect_is_the_same_company(
    running: Any, bus: Bus, workspace_id: UUID, site: Any
) -> None:
    small_company(site)
    site.pages["/frueher"] = lambda: web.Response(status=301, headers={"Location": "/"})

    async def asked(path: str, workspace: UUID, revision: int = 1, id: UUID | None = None) -> ProspectSnapshot:
        prospect = ProspectSnapshot(
            id=id or new_id(),
            workspace_id=workspace,
            version=revision,
            research_revision=revision,
            website=site.url + path,
            created_at=datetime.now(UTC),
        )
        await bus.publish(ProspectSaved(prospect=prospect), workspace_id=workspace)
        return prospect

    first = await asked("/", workspace_id)
    known = (await bus.events(RESEARCH, count=1))[0].event
    assert isinstance(known, ProspectResearched)
    assert known.final_website == site.url + "/"

    second = await asked("/frueher", workspace_id)
    same = (await bus.events(RESEARCH, count=2))[-1].event
    assert isinstance(same, ProspectResearchFailed)
    assert (same.prospect_id, same.reason, same.same_as) == (second.id, "same_company", first.id)

    elsewhere = await asked("/frueher", new_id())  # another workspace knows nothing of it
    again = await asked("/", workspace_id, 2, first.id)  # and the first one is not the same as itself
    others = [envelope.event for envelope in (await bus.events(RESEARCH, count=4))[2:]]
    assert all(isinstance(one, ProspectResearched) for one in others)
    assert {one.prospect_id for one in others if isinstance(one, ProspectResearched)} == {elsewhere.id, again.id}


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://www.moor.example/de/", "moor.example"),
        ("http://moor.example/de-AT", "moor.example"),
        ("https://moor.example/index.html", "moor.example"),
        ("https://portal.example/laden/moor", "portal.example/laden/moor"),
    ],
)
def test_where_a_site_settled(url: str, place: str) -> None:
    assert settled_place(url) == place


async def test_an_unchanged_revision_is_not_researched_again(unit: Any, workspace_id: UUID) -> None:
    from ingest_svc.service import prospects

    prospect = ProspectSnapshot(
        id=new_id(), workspace_id=workspace_id, version=1, website="https://huber.example", created_at=datetime.now(UTC)
    )
    await prospects.ask(unit, prospect)
    await unit.session.flush()
    await prospects.ask(unit, prospect.model_copy(update={"version": 2, "stage": "researched"}))
    await prospects.ask(unit, prospect.model_copy(update={"version": 3, "research_revision": 2}))

    assert [arguments["revision"] for _, arguments in unit.enqueued] == [1, 2]


async def test_a_failed_crawl_keeps_what_the_bot_knows_and_says_why(
    running: Any, client: Any, replicate: Any, api_key: Any, workspace_id: UUID, site: Any
) -> None:
    small_company(site)
    site.html("/robots.txt", "")
    bot = bot_snapshot(workspace_id)
    await replicate(bot)
    headers = await api_key("sources:write", "bots:read")
    path = f"/api/chatbots/{bot.id}/sources"
    made = (await client.post(path, json={"kind": "url", "url": site.url}, headers=headers)).json()

    async def source() -> dict[str, Any]:
        return dict((await client.get(f"{path}/{made['id']}", headers=headers)).json())

    ready = await eventually(source, timeout=40, until=lambda found: found["state"] == "ready")
    assert ready["pages_indexed"] == 4
    site.down = True
    assert (await client.post(f"{path}/{made['id']}/refresh", headers=headers)).status_code == 202
    failed = await eventually(source, timeout=20, until=lambda found: found["reason"] is not None)
    assert (failed["state"], failed["reason"]) == ("ready", "robots_unavailable")
    assert (await running.resources.index.stats(bot.id)).chunks == ready["chunks"]

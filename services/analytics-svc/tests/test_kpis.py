"""KPIs: leads that became customers, prospects that answered, what was sent; each says what it is made of."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from analytics_svc.agents.batches import Batches
from analytics_svc.domain.pipeline import Prospect
from contracts.base import Event
from contracts.envelope import encode
from contracts.lead import LeadCaptured, LeadStatus, LeadStatusChanged
from contracts.outreach import (
    MessageBounced,
    MessageDispatched,
    ProspectSnapshot,
    RecipientUnsubscribed,
    ReplyReceived,
)
from contracts.workspaces import SendingWindow
from servicekit.events.inbox import Record
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.testing.plugin import workspace_snapshot
from sqlalchemy import text

from .conftest import bot
from .journal import envelopes, records
from .recount import rows

AnyKit = Kit[Any, Any, Any]
NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)
DAY = date(2026, 9, 30)


def test_a_prospect_is_counted_where_it_was_spoken_to_first() -> None:
    late = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    prospect = Prospect("lost", {"won": NOON + timedelta(days=9), "contacted": late})
    assert prospect.contacted_on("Europe/Berlin") == date(2026, 10, 1)
    assert prospect.answered
    assert not prospect.won, "won and lost again"
    assert Prospect("demo_ready", {"demo_ready": NOON}).contacted_on("UTC") is None
    assert Prospect("won", {"won": NOON}).contacted_on("UTC") == DAY, "set by hand, without a contact before"


def lead_events(bot_id: UUID, *statuses: LeadStatus) -> list[Event]:
    lead_id = new_id()
    events: list[Event] = [
        LeadCaptured(lead_id=lead_id, bot_id=bot_id, environment="production", kind="email", interest_level=5, at=NOON)
    ]
    previous: LeadStatus = "new"
    for number, status in enumerate(statuses, start=1):
        at = NOON + timedelta(days=number)
        events.append(LeadStatusChanged(lead_id=lead_id, bot_id=bot_id, status=status, previous=previous, at=at))
        previous = status
    return events


@pytest.mark.integration
async def test_a_lead_counts_as_customer_on_its_day_whatever_the_order(
    kit: AnyKit, replicate: Any, workspace_id: UUID
) -> None:
    batches = Batches(kit)
    for statuses, customers in (
        (("contacted", "customer"), 1),
        (("customer", "lost"), 0),
        (("customer", "lost", "customer"), 1),
    ):
        for order in itertools.permutations(range(len(statuses) + 1)):
            id = new_id()
            await replicate(bot(workspace_id, id=id))
            found = records(envelopes(lead_events(id, *statuses), workspace_id))
            for number in order:
                await batches.count([found[number]])
                await batches.count([found[number]])
            figures = {key[1]: row for key, row in (await rows(kit)).items() if key[0] == id}
            wanted = {"emails_captured": 1, **({"customers": 1} if customers else {})}
            assert figures == {DAY: wanted}, (statuses, order)


@pytest.mark.integration
async def test_what_becomes_of_an_erased_or_a_preview_lead_changes_nothing(
    kit: AnyKit, replicate: Any, workspace_id: UUID
) -> None:
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    batches = Batches(kit)
    captured, changed = lead_events(id, "customer")
    preview = captured.model_copy(update={"environment": "preview", "lead_id": new_id()})
    follows = changed.model_copy(update={"lead_id": preview.lead_id})  # type: ignore[attr-defined]
    await batches.count(records(envelopes([preview, follows, captured], workspace_id)))
    async with kit.transaction() as unit:
        assert await unit.erase([captured.lead_id]) == {"conversations": 0, "leads": 1, "ratings": 0}  # type: ignore[attr-defined]
    await batches.count(read([changed], workspace_id))
    assert list((await rows(kit)).values()) == [{"emails_captured": 1}]


def read(events: list[Event], workspace_id: UUID) -> list[Record]:
    """As they would come from the topics of leads and messages."""
    return [
        Record("any", 0, number, "k", envelope.type, encode(envelope))
        for number, envelope in enumerate(envelopes(events, workspace_id))
    ]


def sent(**more: Any) -> dict[str, Any]:
    return {
        "prospect_id": new_id(),
        "message_id": new_id(),
        "kind": "follow_up",
        "channel": "email",
        "at": NOON,
        **more,
    }


@pytest.mark.integration
async def test_kpis_name_what_they_are_made_of(
    kit: AnyKit, replicate: Any, workspace_id: UUID, client: httpx.AsyncClient, api_key: Any
) -> None:
    zone = SendingWindow(time_zone="America/New_York")
    await replicate(workspace_snapshot(workspace_id).model_copy(update={"version": 5, "sending_window": zone}))
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    batches = Batches(kit)
    events: list[Event] = [
        *lead_events(id, "contacted", "customer"),
        *lead_events(id, "lost"),
        *lead_events(id),
        MessageDispatched(**sent(kind="first_contact", first_contact=True, channel="letter")),
        MessageDispatched(**sent(kind="first_contact", first_contact=True)),
        *(MessageDispatched(**sent()) for _ in range(3)),
        MessageDispatched(**sent(kind="opt_in")),
        MessageDispatched(**sent(at=datetime(2026, 10, 1, 3, 59, tzinfo=UTC))),  # still the 30th in New York
        MessageDispatched(**sent(at=datetime(2026, 10, 1, 4, 0, tzinfo=UTC))),
        MessageBounced(**sent()),
        ReplyReceived(prospect_id=new_id(), at=NOON),
        RecipientUnsubscribed(prospect_id=new_id(), at=NOON),
    ]
    found = read(events, workspace_id)
    await batches.count(found)
    await batches.count(found)
    for stage, entered in (
        ("won", {"contacted": NOON, "replied": NOON, "won": NOON}),
        ("contacted", {"contacted": NOON}),
        ("demo_requested", {"contacted": NOON, "demo_requested": NOON}),
        ("contacted", {"contacted": NOON - timedelta(days=40)}),
        ("demo_ready", {"demo_ready": NOON}),
    ):
        await replicate(
            ProspectSnapshot(
                id=new_id(), workspace_id=workspace_id, version=1, website="https://x.example", stage=stage,
                stage_dates=entered, created_at=NOON,
            )
        )  # fmt: skip
    headers = await api_key("analytics:read")

    async def kpis(span: str) -> dict[str, Any]:
        answer = (await client.get(f"/api/admin/kpis?{span}", headers=headers)).json()
        assert answer["time_zone"] == "America/New_York"
        return {kpi["name"]: kpi for kpi in answer["kpis"]}

    month = await kpis("from=2026-09-01&to=2026-09-30")
    shown = {name: (kpi["numerator"], kpi["denominator"]) for name, kpi in month.items()}
    assert shown["lead_to_customer"] == (1, 3)
    assert shown["response_rate"] == (2, 3)
    assert shown["demo_request_rate"] == (1, 3)
    assert shown["closing_rate"] == (1, 3)
    assert shown["bounce_rate"] == (1, 5)
    assert shown["unsubscribe_rate"] == (1, 5)
    assert shown["contacts_per_week"] == (2, pytest.approx(30 / 7))
    assert shown["availability"] == (0, 0)
    assert month["availability"]["value"] is None
    assert month["closing_rate"]["title"] == "Gewonnene Firmen"
    english = (await client.get("/api/admin/kpis?language=en", headers=headers)).json()["kpis"]
    assert {kpi["numerator_means"] for kpi in english if kpi["name"] == "closing_rate"} == {
        "companies that are customers"
    }
    later = await kpis("from=2026-10-01&to=2026-10-30")
    assert later["response_rate"]["denominator"] == 0
    assert later["response_rate"]["previous"] == pytest.approx(2 / 3)
    assert later["bounce_rate"]["denominator"] == 1
    restricted = await api_key("analytics:read", bots=(id,))
    assert (await client.get("/api/admin/kpis", headers=restricted)).status_code == 403


@pytest.mark.integration
async def test_sales_of_unknown_workspaces_wait_and_those_of_deleted_ones_are_dropped(
    kit: AnyKit, replicate: Any
) -> None:
    batches, stranger = Batches(kit), new_id()
    found = read([MessageDispatched(**sent())], stranger)
    await batches.count(found)
    async with kit.database.sessions() as session, session.begin():
        assert (await session.execute(text("SELECT state FROM set_aside"))).scalars().all() == ["parked"]
        await session.execute(text("UPDATE set_aside SET next_try = now()"))
    await replicate(workspace_snapshot(stranger))
    await batches.retry_due()
    async with kit.transaction() as unit:
        assert (await unit.sales(stranger, DAY, DAY))["mails"] == 1
    async with kit.database.sessions() as session, session.begin():
        await session.execute(
            text("UPDATE replicas SET deleted = true, snapshot = NULL WHERE id = :id"), {"id": stranger}
        )
    await batches.count(read([MessageDispatched(**sent())], stranger))
    async with kit.transaction() as unit:
        assert (await unit.sales(stranger, DAY, DAY))["mails"] == 1
        await unit.forget_sales(stranger)
        assert not (await unit.sales(stranger, DAY, DAY))["mails"]

"""The chain of the demo on a stack of its own, and each effect looked at once more through the APIs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from contracts.analytics import EngagementScored
from contracts.base import Event, Topic
from contracts.envelope import Envelope, decode
from contracts.outreach import MessageDrafted
from contracts.topics import MESSAGES
from servicekit.clock import Clock
from servicekit.settings import DatabaseSettings, KafkaSettings, ServiceSettings
from servicekit.testing import Bus, eventually

from tests.demo.chain import STEPS, evidence_of, opened
from tests.demo.client import Sink, Stack, header
from tests.demo.site import served_site
from tests.demo.walk import COMPANY_ADDRESS, LEADS, VISITS, Evidence, Walk
from tests.e2e.collector import Collector
from tests.e2e.own_stack import OwnStack

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]


async def test_the_whole_chain_from_a_web_address_to_the_end_of_the_demo(
    stack: Stack, own: OwnStack, traces: Collector
) -> None:
    seen: list[Evidence] = []
    async with served_site(stack), opened(stack) as walk:
        async for evidence in evidence_of(walk):
            seen.append(evidence)
        await _every_effect_is_there_once(walk, stack)
        await _one_trace_leads_from_a_visitor_to_the_follow_up(walk, own, traces)

    assert len(seen) == len(STEPS)
    assert stack.clock_offset.read_text() == "0.0"


async def _every_effect_is_there_once(walk: Walk, stack: Stack) -> None:
    bot_id = walk.prospect["bot_id"]
    mails = await Sink(stack).mails()
    to_company = [mail for mail in mails if mail["to"] == COMPANY_ADDRESS]
    message_ids = [header(mail, "Message-ID") for mail in mails]
    assert len(to_company) == 3, [mail["subject"] for mail in to_company]  # confirmation, first contact, follow-up
    assert len(set(message_ids)) == len(message_ids)

    for _, question, answer in walk.answers:
        assert answer.grounded, question
        assert answer.citations, question
        assert all(citation["url"].startswith(stack.site_url) for citation in answer.citations), question

    leads = (await walk.api.get("/api/admin/leads", chatbot_id=bot_id))["items"]
    assert sorted(lead["kind"] for lead in leads) == ["contact_request", "email", "email"]
    assert {lead["email"] for lead in leads if lead["kind"] == "email"} == {email for _, email in LEADS}

    conversations = (await walk.api.get(f"/api/chatbots/{bot_id}/conversations"))["items"]
    assert len(conversations) == len(VISITS)

    steps = [entry["step"] for entry in walk.prospect["timeline"]]
    for once in ("researched", "bot_created", "bot_deployed", "consent_confirmed", "demo_ended"):
        assert steps.count(once) == 1, steps
    assert walk.prospect["stage"] == "contacted"
    assert [message["kind"] for message in walk.prospect["messages"] if message["state"] == "dispatched"] == [
        "first_contact",
        "opt_in",
        "follow_up",
    ]
    for service in ("config-svc", "ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc"):
        letters = await walk.api.get(f"/api/ops/{service}/dead-letters")
        assert letters["items"] == [], service


async def _one_trace_leads_from_a_visitor_to_the_follow_up(walk: Walk, own: OwnStack, traces: Collector) -> None:
    """From a click, through the daily figures and the score, to the draft: services, jobs and batches between them."""
    draft = await _event_of(own, MESSAGES, MessageDrafted, lambda event: event.kind == "follow_up")
    assert draft.traceparent is not None
    trace_id = draft.traceparent.split("-")[1]

    async def spans() -> set[tuple[str, str]]:
        return {(span.service, span.name) for span in traces.of_trace(trace_id)}

    drafted = ("outreach-svc", f"react {EngagementScored.TYPE}")
    seen = await eventually(spans, until=lambda found: drafted in found)
    assert ("analytics-svc", "score") in seen
    clicks = [span for span in traces.of_trace(trace_id) if span.name.startswith("POST /api/chat")]
    assert clicks, seen
    for click in clicks:  # named by route, with the bot and how it ended
        assert "{" in click.name
        assert click.attributes["empfang.bot"] == walk.prospect["bot_id"]
        assert click.attributes["http.response.status_code"] in ("200", "201")
    batches = [span for span in traces.spans if span.name == "count" and trace_id in span.linked_traces]
    assert batches, "the batch that counted it is linked to it"
    mailed = [span for span in traces.spans if span.name == "job send_message"]
    assert mailed, "jobs have spans"
    approved = {span.trace_id for span in traces.spans if span.name.endswith("/approve")}
    assert {span.trace_id for span in mailed} & approved, "sending goes on with the approval's trace"


async def _event_of(own: OwnStack, topic: Topic, kind: type[Event], good: Callable[[Any], bool]) -> Envelope:
    settings = ServiceSettings(
        database=DatabaseSettings(url="postgresql://unused"),
        kafka=KafkaSettings(bootstrap_servers=own.configuration.bootstrap),
    )
    async with Bus(settings, Clock()) as bus:
        records = await bus.records(topic, count=10_000, timeout=3)
    found = [decode(value) for _, value in records if value]
    return next(e for e in found if isinstance(e.event, kind) and good(e.event))

"""The chain of the demo on a stack of its own, and each effect looked at once more through the APIs."""

from __future__ import annotations

import pytest

from tests.demo.chain import STEPS, evidence_of, opened
from tests.demo.client import Sink, Stack, header
from tests.demo.site import served_site
from tests.demo.walk import COMPANY_ADDRESS, LEADS, VISITS, Evidence, Walk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]


async def test_the_whole_chain_from_a_web_address_to_the_end_of_the_demo(stack: Stack) -> None:
    seen: list[Evidence] = []
    async with served_site(stack), opened(stack) as walk:
        async for evidence in evidence_of(walk):
            seen.append(evidence)
        await _every_effect_is_there_once(walk, stack)

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

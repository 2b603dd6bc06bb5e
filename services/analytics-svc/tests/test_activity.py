"""How lively bots are, for lists of many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from analytics_svc.agents.batches import Batches
from contracts.chat import BotVisited, ConversationStarted
from servicekit.ids import new_id

from .conftest import bot
from .journal import envelopes, records


@pytest.mark.integration
async def test_a_list_learns_of_its_bots_and_of_no_others(
    kit: Any, replicate: Any, workspace_id: UUID, client: httpx.AsyncClient, api_key: Any
) -> None:
    today = datetime.now(UTC)
    lively, quiet, foreign = new_id(), new_id(), new_id()
    events: list[Any] = []
    for id in (lively, quiet, foreign):
        await replicate(bot(new_id() if id == foreign else workspace_id, id=id))
    for id, at in ((lively, today), (lively, today - timedelta(days=40)), (foreign, today)):
        visit: dict[str, Any] = {"bot_id": id, "environment": "production", "visitor": "v", "at": at}
        events += [BotVisited(visit_id=new_id(), **visit), ConversationStarted(conversation_id=new_id(), **visit)]
    await Batches(kit).count(records(envelopes(events, workspace_id)))

    wanted = {"chatbot_id": [str(lively), str(quiet), str(foreign)]}
    answer = await client.get("/api/admin/activity", params=wanted, headers=await api_key("analytics:read"))
    (found,) = answer.json()
    assert (found["chatbot_id"], found["conversations"]) == (str(lively), 1)
    assert abs((date.fromisoformat(found["last_active"]) - today.date()).days) <= 1
    narrow = await api_key("analytics:read", bots=(quiet,))
    assert (await client.get("/api/admin/activity", params=wanted, headers=narrow)).json() == []
    assert (await client.get("/api/admin/activity", headers=narrow)).status_code == 422

"""Questions: the most asked, the gaps, per language, and how they move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from contracts.chat import QuestionGroup
from servicekit.ids import new_id
from servicekit.kit import Kit
from sqlalchemy import text

from .conftest import bot

pytestmark = pytest.mark.integration
DAY = date(2026, 9, 30)


async def test_groups_have_label_count_and_trend_per_language(
    kit: Kit[Any, Any, Any], replicate: Any, workspace_id: UUID, client: httpx.AsyncClient, api_key: Any
) -> None:
    id, other = new_id(), new_id()
    for one in (id, other):
        await replicate(bot(workspace_id, id=one))
    groups: dict[str, UUID] = {}
    # label, language, (days ago, asked, answered)
    for label, language, *days in (
        ("Was kostet eine Küche?", "de", (0, 20, 20), (12, 2, 2)),
        ("Do you deliver?", "en", (1, 9, 3), (11, 8, 8)),
        ("Haben Sie Samstag offen?", "de", (2, 5, 0)),
        (None, "de", (3, 1, 0), (13, 30, 30)),
        ("Alt", "de", (15, 50, 50)),
    ):
        group = QuestionGroup(
            id=new_id(), workspace_id=workspace_id, version=1, bot_id=id, label=label, language=language,
            first_asked_at=datetime(2026, 9, 1, tzinfo=UTC), last_asked_at=datetime(2026, 9, 30, tzinfo=UTC),
        )  # fmt: skip
        await replicate(group)
        groups[str(label)] = group.id
        async with kit.database.sessions() as session, session.begin():
            for ago, times, answered in days:
                for one in (id, other):
                    await session.execute(
                        text("INSERT INTO question_days VALUES (:bot, :day, :group, :asked, :answered)"),
                        {
                            "bot": one,
                            "day": DAY - timedelta(days=ago),
                            "group": group.id if one == id else new_id(),
                            "asked": times,
                            "answered": answered,
                        },
                    )
    headers = await api_key("analytics:read")
    url = f"/api/chatbots/{id}/questions?from=2026-09-24&to=2026-09-30"

    async def asked(more: str = "") -> list[tuple[Any, ...]]:
        found = (await client.get(url + more, headers=headers)).json()
        return [(one["label"], one["asked"], one["asked_before"], one["trend"]) for one in found]

    everything = [
        ("Was kostet eine Küche?", 20, 2, "rising"),
        ("Do you deliver?", 9, 8, "steady"),
        ("Haben Sie Samstag offen?", 5, 0, "new"),
        (None, 1, 30, "falling"),
    ]
    assert await asked() == everything
    assert await asked("&language=en") == everything[1:2]
    assert await asked("&language=de&limit=2") == [everything[0], everything[2]]
    assert await asked("&unanswered=true") == [everything[1], everything[2], everything[3]]
    assert await asked("&language=fr") == []
    wrong = await client.get(url + "&language=deutsch", headers=headers)
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "query/language"
    summary = (await client.get(f"/api/chatbots/{id}/analytics?from=2026-09-24&to=2026-09-30", headers=headers)).json()
    assert [one["trend"] for one in summary["most_asked_questions"]] == ["rising", "steady", "new", "falling"]
    assert summary["most_asked_questions"][0]["group_id"] == str(groups["Was kostet eine Küche?"])

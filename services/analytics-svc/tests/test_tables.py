"""Weeks, months and files."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
import pytest
from analytics_svc.domain.figures import COUNTS, Figures, total
from analytics_svc.domain.periods import Granularity, beginning, periods
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from servicekit.ids import new_id
from servicekit.kit import Kit
from sqlalchemy import text

from .conftest import bot


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.integers(0, 9), min_size=1, max_size=120),
    st.sampled_from(["day", "week", "month"]),
)
def test_periods_cover_the_range_and_lose_nothing(first: date, counts: list[int], granularity: Granularity) -> None:
    days = [(first + timedelta(days=n), Figures(visits=count, hours={"8": count})) for n, count in enumerate(counts)]
    found = periods(days, granularity)
    assert found[0].first == first
    assert found[-1].last == days[-1][0]
    assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(found))
    assert all(beginning(one.first, granularity) == beginning(one.last, granularity) for one in found)
    whole, parts = total(figures for _, figures in days), total(one.figures for one in found)
    assert [getattr(whole, name) for name in COUNTS] == [getattr(parts, name) for name in COUNTS]
    assert whole.hours == parts.hours


@pytest.mark.integration
async def test_figures_leave_as_csv_and_excel(
    kit: Kit[Any, Any, Any], replicate: Any, workspace_id: UUID, client: httpx.AsyncClient, api_key: Any
) -> None:
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    async with kit.database.sessions() as session, session.begin():
        for number in range(10):
            await session.execute(
                text(
                    "INSERT INTO chatbot_analytics (chatbot_id, date, workspace_id, visits, conversations, bounces)"
                    " VALUES (:bot, :day, :workspace, 20, 8, 2)"
                ),
                {"bot": id, "day": date(2026, 3, 26) + timedelta(days=number), "workspace": workspace_id},
            )
        await session.execute(
            text("INSERT INTO question_days VALUES (:bot, '2026-03-27', :group, 4, 3)"), {"bot": id, "group": new_id()}
        )
    headers = await api_key("analytics:read")
    url = f"/api/chatbots/{id}/analytics"
    span = "from=2026-03-26&to=2026-04-04"

    weeks = (await client.get(f"{url}?{span}&granularity=week", headers=headers)).json()
    assert [(one["date"], one["last_day"], one["visits"]) for one in weeks["days"]] == [
        ("2026-03-26", "2026-03-29", 80),
        ("2026-03-30", "2026-04-04", 120),
    ]
    assert weeks["days"][0]["bounce_rate"] == 0.25
    assert (await client.get(f"{url}?granularity=year", headers=headers)).status_code == 422

    answer = await client.get(f"{url}/export?{span}&granularity=month", headers=headers)
    assert answer.headers["content-disposition"].endswith('2026-04-04.csv"')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Von"], row["Besuche"], row["Absprungrate"]) for row in rows] == [
        ("2026-03-26", "120", "0.25"),
        ("2026-04-01", "80", "0.25"),
    ]
    answer = await client.get(f"{url}/export?{span}&format=xlsx&language=en", headers=headers)
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Figures", "Questions"]
    assert book["Figures"].max_row == 11
    assert [one.value for one in book["Questions"][2]] == ["(asked too rarely to be named)", 4, 3]
    foreign = await api_key("analytics:read", workspace_id=new_id())
    assert (await client.get(f"{url}/export", headers=foreign)).status_code == 404

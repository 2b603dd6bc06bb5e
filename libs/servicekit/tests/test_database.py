"""The database: its errors say nothing of what people wrote, and its few connections go round in order."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from servicekit import database
from servicekit.kit import Kit
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

pytestmark = pytest.mark.integration


async def test_an_error_names_the_statement_without_its_values(kit: Kit[Any, Any, Any]) -> None:
    async with kit.database.sessions() as session:
        with pytest.raises(DBAPIError) as error:
            await session.execute(text("SELECT nothing_such FROM replicas WHERE kind = :kind"), {"kind": "geheim"})

    assert "nothing_such" in str(error.value)
    assert "geheim" not in str(error.value)


async def test_a_crowd_gets_its_connections_in_the_order_of_asking(kit: Kit[Any, Any, Any]) -> None:
    served: list[int] = []

    async def one(number: int) -> None:
        for _ in range(3):  # whoever was served asks again at once
            async with kit.transaction():
                served.append(number)
                await asyncio.sleep(0)

    await asyncio.gather(*(one(number) for number in range(60)))

    assert sorted(served[:60]) == list(range(60)), "nobody is served twice before everybody was once"
    assert sorted(served[60:120]) == list(range(60))


async def test_a_full_house_is_an_outage_that_passes(kit: Kit[Any, Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)
    over = asyncio.Event()

    async def hold() -> None:
        async with kit.transaction():
            await over.wait()

    holding = [asyncio.create_task(hold()) for _ in range(kit.settings.database.pool_size)]
    await asyncio.sleep(0.1)
    with pytest.raises(TimeoutError) as full:
        async with kit.transaction():
            pass
    over.set()
    await asyncio.gather(*holding)

    assert database.is_transient(full.value)
    async with kit.transaction():
        pass

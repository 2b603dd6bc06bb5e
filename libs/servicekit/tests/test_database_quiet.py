"""Errors of the database say nothing of what people wrote."""

from __future__ import annotations

from typing import Any

import pytest
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

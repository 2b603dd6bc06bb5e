"""The process around a service."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from contracts.topics import WORKSPACES
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import Service
from servicekit.settings import ServiceSettings
from servicekit.testing.bus import Bus

pytestmark = pytest.mark.integration


async def test_a_taken_port_ends_the_service_with_a_failure(
    service: Service[Any, Any, Any], settings: ServiceSettings, topics: None
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        changed = settings.model_copy(update={"port": taken.getsockname()[1]})

        well = await asyncio.wait_for(service.serve(changed, stop=asyncio.Event()), 30)

    assert well is False


async def test_what_init_announces_is_on_its_topic_when_init_returns(
    service: Service[Any, Any, Any], settings: ServiceSettings, kit: Kit[Any, Any, Any], bus: Bus, topics: None
) -> None:
    async def announce(kit: Kit[Any, Any, Any]) -> None:
        async with kit.transaction() as unit:
            unit.forget(WORKSPACES, new_id())

    service._init = announce

    await service.init(settings)

    assert len(await bus.records(WORKSPACES, timeout=5)) == 1

"""The process around a service."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from servicekit.service import Service
from servicekit.settings import ServiceSettings

pytestmark = pytest.mark.integration


async def test_a_taken_port_ends_the_service_with_a_failure(
    service: Service[Any, Any, Any], settings: ServiceSettings, topics: None
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        changed = settings.model_copy(update={"port": taken.getsockname()[1]})

        well = await asyncio.wait_for(service.serve(changed, stop=asyncio.Event()), 30)

    assert well is False

"""One stack for all of it, the demo walked on it, and two workspaces."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.chain import STEPS, evidence_of, opened
from tests.demo.following import demo_ends
from tests.e2e.collector import Collector, collector
from tests.e2e.own_stack import OwnStack, own_stack
from tests.security.running.world import World, furnished


@pytest.fixture(scope="package")
def traces() -> Iterator[Collector]:
    """What the stack's services export of their work."""
    with collector() as found:
        yield found


@pytest.fixture(scope="package")
def own(tmp_path_factory: pytest.TempPathFactory, traces: Collector) -> Iterator[OwnStack]:
    """A whole stack, started as `make up` does, and stopped."""
    with own_stack(tmp_path_factory.mktemp("stack"), OTLP_ENDPOINT=traces.url, OTEL_BSP_SCHEDULE_DELAY="500") as found:
        yield found


@pytest.fixture(scope="package")
def site(own: OwnStack) -> Iterator[str]:
    """The sample company's site."""
    command = [sys.executable, "-m", "tests.security.running.site", "--port", str(own.stack.site_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as serving:
        assert serving.stdout is not None
        serving.stdout.readline()
        yield own.stack.site_url
        serving.terminate()


@pytest.fixture(scope="package")
def world(own: OwnStack, site: str) -> World:
    """The stack after the demo, which has not ended, with all that callers may ask for."""

    async def made() -> World:
        async with opened(own.stack) as walk:
            async for _ in evidence_of(walk, tuple(step for step in STEPS if step is not demo_ends)):
                pass
        found = World(own)
        await furnished(found, walk)
        return found

    return asyncio.run(made())

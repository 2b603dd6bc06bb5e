"""A stack of the tests' own, beside any other that runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo.client import Stack
from tests.e2e.collector import Collector, collector
from tests.e2e.own_stack import OwnStack, own_stack


@pytest.fixture(scope="package")
def traces() -> Iterator[Collector]:
    """What the stack's services export of their work."""
    with collector() as found:
        yield found


@pytest.fixture(scope="package")
def own(tmp_path_factory: pytest.TempPathFactory, traces: Collector) -> Iterator[OwnStack]:
    """A whole stack, started as `make up` does, and stopped."""
    state = tmp_path_factory.mktemp("stack")
    with own_stack(state, OTLP_ENDPOINT=traces.url, OTEL_BSP_SCHEDULE_DELAY="500") as found:
        yield found


@pytest.fixture(scope="package")
def stack(own: OwnStack) -> Stack:
    """How the demo reaches it."""
    return own.stack

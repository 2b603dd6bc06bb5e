"""A stack of the tests' own, beside any other that runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo.client import Stack
from tests.e2e.own_stack import own_stack


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A whole stack, started as `make up` does, and stopped."""
    with own_stack(tmp_path_factory.mktemp("stack")) as found:
        yield found.stack

"""A database made by a service's migrations is the one that its models describe."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from contracts.topics import SERVICES
from servicekit import migrations
from servicekit.database import blocking_engine

from tests.architecture.services import PACKAGES

pytestmark = pytest.mark.integration


def _is_described(_: Any, __: str | None, kind: str, in_database: bool, counterpart: Any) -> bool:
    """Tables that no model describes are the kit's, which has none."""
    return not (kind == "table" and in_database and counterpart is None)


@pytest.mark.parametrize("name", SERVICES)
def test_models_and_migrations_agree(name: str, migrated: Callable[..., str]) -> None:
    package = PACKAGES[name]
    url = migrated(package, lambda url: migrations.upgrade(package, url))
    options = {"compare_type": True, "include_object": _is_described}
    with blocking_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, import_module(f"{package}.models").Base.metadata)
    assert not differences, f"a migration in services/{name}/migrations/versions has to make: {differences}"

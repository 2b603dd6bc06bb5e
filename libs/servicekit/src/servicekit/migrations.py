"""Every table is made by Alembic, driven from code: no ini file, one `env.py`, and folders of numbered revisions.

They lie in `migrations/versions` beside the `src` of a service or library. The kit's own tables come first in each
service's database; a library's are made by the service that owns the database they are in.
"""

from __future__ import annotations

import asyncio
import importlib
import threading
from pathlib import Path

from sqlalchemy import text

from servicekit.database import blocking_engine

KIT = "servicekit"

_LOCK = 0x456D7066
"""Advisory, any constant: two processes of one service may migrate at once."""
_ONE_AT_A_TIME = threading.Lock()
"""Alembic's `op` and `context` are one for all threads of a process."""


def folder_of(package: str) -> Path:
    """The `migrations` folder beside the `src` of a package, e.g. `lead_svc`."""
    module = importlib.import_module(package)
    return Path(str(module.__file__)).resolve().parents[2] / "migrations"


async def upgrade(package: str, url: str) -> None:
    """Bring a service's database to its newest version. Safe to call at any time, by any number of processes."""
    await apply(KIT, url)
    await apply(package, url)


async def apply(package: str, url: str) -> None:
    """Run what a database lacks of a package's revisions, in one transaction."""
    await asyncio.to_thread(_apply, package, url)


def _apply(package: str, url: str) -> None:
    from alembic import command  # 20 MB that a process which serves never needs
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder_of(KIT)).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(folder_of(package) / "versions").replace("%", "%%"))
    # The kit's tables meet a service's in one database: each has a table of its own that says how far it is.
    table = "kit_version" if package == KIT else "alembic_version"
    with _ONE_AT_A_TIME, blocking_engine(url).begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes.update(connection=connection, version_table=table)
        command.upgrade(config, "head")

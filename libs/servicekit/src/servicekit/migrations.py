"""Alembic, driven from code: no ini file, one `migrations` folder beside each service's `src`."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, pool

from servicekit import schema
from servicekit.database import driver_url


def folder_of(package: str) -> Path:
    """The `migrations` folder of a service's package, e.g. `lead_svc`."""
    module = importlib.import_module(package)
    return Path(str(module.__file__)).resolve().parents[2] / "migrations"


def run_env(metadata: MetaData) -> None:
    """What a service's `migrations/env.py` calls: run the migrations on the URL that `upgrade` was given."""
    url = context.config.get_main_option("sqlalchemy.url")
    if context.is_offline_mode():
        context.configure(url=url, target_metadata=metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = create_engine(str(url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


def alembic_config(package: str, url: str) -> Config:
    """The Alembic configuration of a service for one database."""
    config = Config()
    config.set_main_option("script_location", str(folder_of(package)))
    config.set_main_option("sqlalchemy.url", driver_url(url, "psycopg").replace("%", "%%"))
    return config


async def upgrade(package: str, url: str) -> None:
    """Bring a service's database to its newest version: the kit's tables, then the service's own."""
    await schema.upgrade(url)
    if folder_of(package).is_dir():
        await asyncio.to_thread(command.upgrade, alembic_config(package, url), "head")

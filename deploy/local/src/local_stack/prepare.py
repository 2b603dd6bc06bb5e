"""The one `init` of a local stack: every service's migrations, the topics, the first key. In one process, for speed."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import uvloop
from servicekit import telemetry
from servicekit.database import Database
from servicekit.service import Service

from local_stack import databases
from local_stack.configuration import Configuration
from local_stack.messages import text
from local_stack.paths import SERVICES


def main() -> None:
    """Run the `init` of all six services in turn; ends with 1 when the processes' connections will not fit."""
    configuration = Configuration.read()
    needed = 0
    for name in SERVICES:
        os.environ.clear()
        os.environ.update(configuration.service_environment(name))
        module = importlib.import_module(f"{name.removesuffix('-svc')}_svc.__main__")
        service: Service[Any, Any, Any] = module.service
        settings = service.settings()
        telemetry.configure(name, level="warning")
        uvloop.run(service.init(settings))
        needed += sum(
            service.connections(settings, only=process.only)
            for process in configuration.processes()
            if process.service == name
        )
    room = uvloop.run(_room(databases.server(configuration)))
    if needed > room:
        sys.exit(text("too_many_connections", needed=needed, room=room))


async def _room(url: str) -> int:
    database = Database(url, pool_size=1)
    try:
        return await database.room()
    finally:
        await database.close()


if __name__ == "__main__":
    main()

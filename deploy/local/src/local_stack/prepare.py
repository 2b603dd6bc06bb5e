"""The one `init` of a local stack: every service's migrations, the topics, the first key. In one process, for speed."""

from __future__ import annotations

import importlib
import os

import uvloop
from servicekit import telemetry

from local_stack.configuration import Configuration
from local_stack.paths import SERVICES


def main() -> None:
    """Run the `init` of all six services in turn."""
    configuration = Configuration.read()
    for service in SERVICES:
        os.environ.clear()
        os.environ.update(configuration.service_environment(service))
        module = importlib.import_module(f"{service.removesuffix('-svc')}_svc.__main__")
        settings = module.service.settings()
        telemetry.configure(service, level="warning")
        uvloop.run(module.service.init(settings))


if __name__ == "__main__":
    main()

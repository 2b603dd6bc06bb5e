"""Every test can use the kit's fixtures: real PostgreSQL and Kafka, started when first asked for."""

import os

import structlog
from hypothesis import HealthCheck, settings

pytest_plugins = ["local_stack.testing", "servicekit.testing.plugin"]

# Three processes on two cores: how long an example takes says nothing. What lands is judged by the same examples twice.
settings.register_profile(
    "shared", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("shared")

# Where `rich` is installed, the default shows every variable of every frame: up to nine seconds for a logged error.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

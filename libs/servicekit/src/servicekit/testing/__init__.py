"""Fixtures for tests of services against real PostgreSQL and Kafka; loaded as a pytest plugin by the root conftest.

A service's `tests/conftest.py` overrides `service` and, where needed, `settings_overrides`.
"""

from servicekit.testing.bus import Bus
from servicekit.testing.waiting import eventually

__all__ = ["Bus", "eventually"]

"""The six services as their entry points put them together."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from contracts.topics import SERVICES
from servicekit.service import Service

PACKAGES: dict[str, str] = {name: name.replace("-", "_") for name in SERVICES}
"""Python packages by service."""


def service(name: str) -> Service[Any, Any, Any]:
    """The service object of `__main__`."""
    found: Service[Any, Any, Any] = import_module(f"{PACKAGES[name]}.__main__").service
    return found

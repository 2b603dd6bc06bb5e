"""A service's OpenAPI document: what callers may rely on. It is committed, and changes only by additions.

`python -m servicekit.http.contract lead-svc …` writes the documents of services; `--accept` also writes what breaks
callers, for a change that was agreed with them.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servicekit.clock import Clock
from servicekit.database import Database
from servicekit.http.compatibility import breaking_changes
from servicekit.kit import Kit

if TYPE_CHECKING:
    from servicekit.service import Service

NOWHERE = "postgresql://localhost/none"
"""A document is made without a database: nothing connects."""


def document(service: Service[Any, Any, Any]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of a service, as it serves it."""
    kit: Kit[Any, Any, Any] = Kit(
        name=service.name,
        settings=service.settings.model_construct(),
        database=Database(NOWHERE),
        clock=Clock(),
        resources=None,
        unit_type=service.unit,
    )
    return service.api(kit).openapi()


def path_of(service: Service[Any, Any, Any]) -> Path:
    """Where a service's document is committed: beside its `src`."""
    module = import_module(service.package)
    return Path(str(module.__file__)).resolve().parents[2] / "openapi.json"


def committed(service: Service[Any, Any, Any]) -> dict[str, Any] | None:
    """The committed document, None before the first."""
    path = path_of(service)
    return json.loads(path.read_text()) if path.exists() else None


def as_text(found: dict[str, Any]) -> str:
    """The document as it is committed."""
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write(service: Service[Any, Any, Any], *, accept: bool) -> list[str]:
    """Write a service's document; returns the changes that break callers, for which nothing is written."""
    current, before = document(service), committed(service)
    breaks = breaking_changes(before, current) if before is not None and not accept else []
    if not breaks:
        path_of(service).write_text(as_text(current))
    return breaks


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="servicekit.http.contract", description=__doc__)
    parser.add_argument("services", nargs="+")
    parser.add_argument("--accept", action="store_true", help="also write changes that break callers")
    options = parser.parse_args()
    broken = False
    for name in options.services:
        service = import_module(f"{name.replace('-', '_')}.__main__").service
        for change in write(service, accept=options.accept):
            broken = True
            sys.stderr.write(f"breaking: {name}: {change}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

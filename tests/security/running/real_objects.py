"""Schemathesis' hooks: the ids in paths are mostly those of objects that there are, and nobody is told to slow down."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import schemathesis

KNOWN: dict[str, str] = json.loads(Path(os.environ["REAL_OBJECTS"]).read_text())
NUMBERS = itertools.count()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Put known ids where any would do, in deletions seldom, for the others need what they delete.

    Each request comes from another address, as the ingress would say: what is counted by address stops none.
    """
    number = next(NUMBERS)
    case.headers = {**(case.headers or {}), "X-Forwarded-For": f"203.0.{113 + number // 250 % 100}.{number % 250}"}
    if number % 20 >= (1 if case.method.upper() == "DELETE" else 19):
        return
    for name, given in (case.path_parameters or {}).items():
        if name in KNOWN and _fits(given):
            case.path_parameters[name] = KNOWN[name]


def _fits(given: object) -> bool:
    """Whether it is an id; what is none stays as it was made up."""
    try:
        UUID(str(given))
    except ValueError:
        return False
    return True

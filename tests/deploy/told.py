"""What services are told by a deployment, held against the settings they have."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping

from local_stack.paths import SERVICES
from pydantic import SecretStr
from servicekit.settings import ServiceSettings

OUTSIDE = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT", "AWS_REGION"}
"""Read by libraries, not by settings."""


def settings_of(service: str) -> type[ServiceSettings]:
    """A service's settings class."""
    module = importlib.import_module(f"{service.removesuffix('-svc')}_svc.settings")
    found: type[ServiceSettings] = module.Settings
    return found


def variables(service: str) -> set[str]:
    """The environment variables a service reads."""
    return {name.upper() for name in settings_of(service).model_fields}


def known() -> set[str]:
    """The variables that any service reads."""
    return set().union(*(variables(service) for service in SERVICES))


def secret_or_required(service: str) -> set[str]:
    """What must be set in production: everything without a default, and secrets with one that production refuses."""
    fields = settings_of(service).model_fields
    refused = {
        name
        for name, field in fields.items()
        if isinstance(field.default, SecretStr) and field.default.get_secret_value() == "development-only"
    }
    return {name.upper() for name, field in fields.items() if field.is_required()} | {name.upper() for name in refused}


def interpolated(value: str, given: Mapping[str, str]) -> str:
    """A compose value with `${NAME}`, `${NAME:-default}` and `${NAME:?message}` replaced. Raises `KeyError`."""

    def replace(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if given.get(name):
            return given[name]
        if kind == ":-":
            return str(rest)
        raise KeyError(name)

    return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", replace, value)

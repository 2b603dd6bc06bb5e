"""What services are told by a deployment, held against the settings they have."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping

from local_stack.paths import SERVICES
from servicekit import settings

OUTSIDE = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT", "AWS_REGION"}
"""Read by libraries, not by settings."""


def settings_of(service: str) -> type[settings.ServiceSettings]:
    """A service's settings class."""
    module = importlib.import_module(f"{service.removesuffix('-svc')}_svc.settings")
    found: type[settings.ServiceSettings] = module.Settings
    return found


def variables(service: str) -> set[str]:
    """The environment variables a service reads."""
    return {name for name, _ in settings.variables(settings_of(service))}


def known() -> set[str]:
    """The variables that any service reads."""
    return set().union(*(variables(service) for service in SERVICES))


def secret_or_required(service: str) -> set[str]:
    """What must be set in production: everything without a default, and secrets with one that production refuses."""
    return {
        name
        for name, field in settings.variables(settings_of(service))
        if field.is_required() or field.default is settings.DEVELOPMENT_KEY
    }


def interpolated(value: str, given: Mapping[str, str]) -> str:
    """A compose value with `${NAME}`, `${NAME:-default}` and `${NAME:?message}` replaced, the innermost first.

    Raises `KeyError`.
    """

    def replace(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if given.get(name):
            return given[name]
        if kind == ":-":
            return str(rest)
        raise KeyError(name)

    replaced = re.sub(r"\$\{(\w+)(?:(:-|:\?)([^${}]*))?\}", replace, value)
    return replaced if replaced == value else interpolated(replaced, given)

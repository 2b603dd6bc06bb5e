"""Secrets are guarded in one way: production starts with none that everybody knows."""

from __future__ import annotations

import pytest
from contracts.topics import SERVICES
from pydantic import SecretStr, ValidationError
from servicekit.settings import DEVELOPMENT_KEY

from tests.architecture.services import service


@pytest.mark.parametrize("name", SERVICES)
def test_production_names_every_secret_that_everybody_knows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = service(name).settings
    known = {field for field, info in settings.model_fields.items() if info.default is DEVELOPMENT_KEY}
    assert "idempotency_key" in known
    needed = {field: "x" for field, info in settings.model_fields.items() if info.is_required()}
    if name == "lead-svc":
        needed |= dict.fromkeys(("lead_master_key", "lead_index_key"), "A" * 43 + "=")
    with pytest.raises(ValidationError) as refused:
        settings(**needed | {"environment": "production"})
    assert all(field in str(refused.value) for field in known), str(refused.value)


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_has_another_default_that_is_known(name: str) -> None:
    """A secret may be missing or empty where a part can be left out, but not have a made-up value."""
    for field, info in service(name).settings.model_fields.items():
        if isinstance(info.default, SecretStr) and info.default is not DEVELOPMENT_KEY:
            assert info.default.get_secret_value() == "", field

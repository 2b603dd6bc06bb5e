"""Secrets are guarded in one way: production starts with none that everybody knows. Groups are read by their name."""

from __future__ import annotations

import pytest
from contracts.topics import SERVICES
from pydantic import SecretStr, ValidationError
from servicekit.settings import DEVELOPMENT_KEY, variables

from tests.architecture.services import service

KEY = "A" * 43 + "="
"""32 bytes in base64, for what is a key by its form."""
DATABASE = "postgresql://somebody@postgres/there"
SECRET = "geheim"


def require(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what a service cannot start without."""
    for variable, field in variables(service(name).settings):
        if field.is_required():
            monkeypatch.setenv(variable, KEY if field.annotation is SecretStr else "x")
    monkeypatch.setenv("DATABASE_URL", DATABASE)


@pytest.mark.parametrize("name", SERVICES)
def test_production_names_every_secret_that_everybody_knows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = service(name).settings
    found = dict(variables(settings))
    known = {variable for variable, field in found.items() if field.default is DEVELOPMENT_KEY}
    assert "IDEMPOTENCY_KEY" in known
    require(name, monkeypatch)
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(ValidationError) as refused:
        settings()
    assert all(variable in str(refused.value) for variable in known), str(refused.value)


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_has_another_default_that_is_known(name: str) -> None:
    """A secret may be missing or empty where a part can be left out, but not have a made-up value."""
    for variable, field in variables(service(name).settings):
        if isinstance(field.default, SecretStr) and field.default is not DEVELOPMENT_KEY:
            assert field.default.get_secret_value() == "", variable


@pytest.mark.parametrize("name", SERVICES)
def test_no_two_settings_have_one_variable(name: str) -> None:
    """`topic_prefix` beside a group `topic` that has a `prefix` would be two homes of one value."""
    found = [variable for variable, _ in variables(service(name).settings)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", SERVICES)
def test_the_environment_reaches_into_groups(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    require(name, monkeypatch)
    monkeypatch.setenv("DATABASE_POOL_SIZE", "3")
    monkeypatch.setenv("TOPIC_PREFIX", "a_b.")
    settings = service(name).settings()
    assert (settings.database.pool_size, settings.topic.prefix) == (3, "a_b.")
    assert settings.database.url.get_secret_value() == DATABASE


@pytest.mark.parametrize("name", SERVICES)
def test_a_wrong_address_is_refused_without_its_password(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = {variable for variable, _ in variables(service(name).settings)}
    for variable in read & {"DATABASE_URL", "KNOWLEDGE_DATABASE_URL"}:
        require(name, monkeypatch)
        monkeypatch.setenv(variable, f"postgresql://somebody:{SECRET}@postgres/there?sslmode=verified")
        with pytest.raises(ValidationError, match=f"{variable}: sslmode must be one of") as refused:
            service(name).settings()
        assert SECRET not in str(refused.value)
        monkeypatch.delenv(variable)


@pytest.mark.parametrize("name", SERVICES)
def test_settings_show_no_password(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    require(name, monkeypatch)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://somebody:{SECRET}@postgres/there")
    assert SECRET not in repr(service(name).settings())

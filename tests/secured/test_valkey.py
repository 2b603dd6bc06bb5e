"""Rate limits on a Valkey that demands TLS, a user and a password."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError
from servicekit.errors import TooManyRequests
from servicekit.http import RateLimiter
from servicekit.ids import new_id
from servicekit.settings import ValkeySettings

from tests.secured.authority import Authority
from tests.secured.servers import SecuredValkey

pytestmark = pytest.mark.integration


def limiter(url: str, authority: Authority | None) -> RateLimiter:
    cafile = str(authority.certificate) if authority else None
    return RateLimiter("chat-svc", ValkeySettings.model_validate({"url": url, "ssl_cafile": cafile}))


async def counts_with_others(url: str, authority: Authority | None) -> bool:
    """Whether what one process counts is known to another."""
    caller = str(new_id())
    await limiter(url, authority).hit("there", caller, "1/hour")
    try:
        await limiter(url, authority).hit("there", caller, "1/hour")
    except TooManyRequests:
        return True
    return False


@pytest.mark.parametrize("scheme", ["valkeys", "rediss"])
async def test_a_secured_server_counts(scheme: str, tls_valkey: SecuredValkey, authority: Authority) -> None:
    assert await counts_with_others(tls_valkey.url(scheme=scheme), authority)


async def test_a_server_that_cannot_be_trusted_counts_nothing(
    tls_valkey: SecuredValkey, authority: Authority, stranger: Authority
) -> None:
    """An outage of the counter refuses nobody, and what it is told would be told to a stranger."""
    assert not await counts_with_others(tls_valkey.url(), stranger)
    assert not await counts_with_others(tls_valkey.url(), None)
    assert not await counts_with_others(tls_valkey.url().replace("@localhost", "@127.0.0.1"), authority)


async def test_nobody_counts_without_user_and_password(tls_valkey: SecuredValkey, authority: Authority) -> None:
    assert not await counts_with_others(tls_valkey.url(password="wrong"), authority)
    assert not await counts_with_others(re.sub(r"//.*@", "//", tls_valkey.url()), authority)
    assert not await counts_with_others(tls_valkey.url(scheme="valkey"), None)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"url": "http://geheim@valkey"}, "VALKEY_URL must be valkey://"),
        (
            {"url": "valkey://:geheim@valkey", "ssl_cafile": __file__},
            "VALKEY_SSL_CAFILE needs a VALKEY_URL with valkeys",
        ),
        ({"url": "valkeys://:geheim@valkey", "ssl_cafile": "/no/such"}, "VALKEY_SSL_CAFILE: there is no file /no/such"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(changed: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        ValkeySettings.model_validate(changed)

"""Accounts of a company's sign-in, as far as they are known here."""

from __future__ import annotations

from dataclasses import dataclass, field

from servicekit.errors import NotFound, Unauthorized


class NoSignIn(NotFound):
    """Members cannot sign in here: no issuer is set."""

    slug, title = "no-sign-in", "Signing in with a company account is not set up"


class NotTrusted(Unauthorized):
    """A token that is not what it must be; what is wrong with it is for the log."""

    slug, title = "not-trusted", "The sign-in cannot be trusted"


@dataclass(frozen=True, slots=True)
class Account:
    """Who signed in, by the issuer's word. `token` names this sign-in; it is no secret."""

    issuer: str
    subject: str
    email: str = field(repr=False)
    email_verified: bool
    token: str

"""Where mail is handed over: a group of the settings of services that send some."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr

from servicekit.settings import Group


class SmtpSettings(Group):
    """The mail server."""

    host: str = "127.0.0.1"
    port: int = 1025
    username: str = ""
    password: SecretStr = SecretStr("")
    tls: Literal["none", "starttls", "tls"] = "none"
    timeout_seconds: float = 30.0
    utf8: bool = Field(
        default=False,
        description="The mail server offers SMTPUTF8 (RFC 6531). Unless it does, an address whose part before the @ "
        "is not ASCII is refused when it is typed in, for nothing could be written to it",
    )

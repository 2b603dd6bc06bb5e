"""Where mail is handed over: the settings of services that send some."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr

from servicekit.settings import ServiceSettings


class MailSettings(ServiceSettings):
    """The mail server beside the common settings."""

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_timeout_seconds: float = 30.0
    smtp_utf8: bool = Field(
        default=False,
        description="The mail server offers SMTPUTF8 (RFC 6531). Unless it does, an address whose part before the @ "
        "is not ASCII is refused when it is typed in, for nothing could be written to it",
    )
